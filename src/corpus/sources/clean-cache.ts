/** Keeps the cache of corpora within a size: what was not used for longest goes first, what is in use stays. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export interface CleanedCache {
  /** Bytes that are left, and that were freed. */
  readonly bytes: number;
  readonly freed: number;
}

interface Entry {
  readonly folder: string;
  readonly bytes: number;
  /** ms since the epoch. */
  readonly used: number;
  readonly inUse: boolean;
}

/** A process that holds an entry longer than this is taken for another one with its number. */
const MAX_USE_MS = 14 * 24 * 3600 * 1000;
/** Temporary files of this age have lost their writer. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * Deletes the least recently used corpora until at most `maxBytes` are left (0: all that are not in use). `folder` is
 * the `cacheFolder` of `openCorpus`; nothing in it is ever the only copy of anything. Files that can't be deleted, and
 * names that are none of ours, are left alone.
 */
export async function cleanCache(folder: string, maxBytes: number, now = Date.now()): Promise<CleanedCache> {
  const names = await readdir(folder).catch(() => []);
  const entries: Entry[] = [];
  for (const name of names) {
    const entry = /^[0-9a-f]{32}$/.test(name) ? await entryOf(join(folder, name), now) : undefined;
    if (entry !== undefined) entries.push(entry);
  }
  entries.sort((a, b) => a.used - b.used);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const before = bytes;
  for (const entry of entries) {
    if (bytes <= maxBytes) break;
    // It may have been taken into use since.
    if (entry.inUse || (await entryOf(entry.folder, now))?.inUse === true) continue;
    const gone = await rm(entry.folder, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (gone) bytes -= entry.bytes;
  }
  return { bytes, freed: before - bytes };
}

async function entryOf(folder: string, now: number): Promise<Entry | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return undefined;
  let bytes = 0;
  let used = 0;
  let inUse = false;
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) continue;
    const age = now - found.mtimeMs;
    const user = /^use-(\d+)-/.exec(name);
    if (user !== null) {
      if (isAlive(Number(user[1])) && age < MAX_USE_MS) inUse = true;
      else await rm(path, { force: true }).catch(() => undefined);
    } else if (name.endsWith(".tmp") && age > STALE_MS && !inUse) {
      await rm(path, { force: true }).catch(() => undefined);
    } else {
      bytes += found.size;
      used = Math.max(used, found.mtimeMs);
    }
  }
  return { folder, bytes, used, inUse };
}

/** Signal 0 only asks. A process of another user is alive too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
