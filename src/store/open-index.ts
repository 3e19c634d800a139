/** The index of a log: from its snapshot where there is a good one, else by reading the log. */
import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSystemPort } from "./file-system.ts";
import type { IndexedLog } from "./index-log.ts";
import { indexLog } from "./index-log.ts";
import { formatSnapshot, readSnapshot } from "./index-snapshot.ts";

/** Shorter logs are read whole in some 50 ms. */
export const MIN_INDEXED_BYTES = 4 << 20;
/** A log that grew by more than this since its snapshot is indexed anew. */
const MAX_TAIL_BYTES = 8 << 20;

/**
 * `folder`: of the cache. undefined: no index is worth while, or possible (`indexLog`). `saved` resolves when a new snapshot
 * is written, also when that fails: nothing depends on it. Throws the file system's errors about the log itself.
 */
export async function openIndex(
  file: string,
  rater: string,
  folder: string,
  fs: FileSystemPort,
): Promise<{ readonly indexed: IndexedLog; readonly saved: Promise<void> } | undefined> {
  const found = await fs.stat(file);
  if (!found || found.size < MIN_INDEXED_BYTES) return undefined;
  const snapshot = join(
    folder,
    `${createHash("sha1")
      .update(JSON.stringify([file, rater]))
      .digest("hex")}.index`,
  );
  const known = await readSnapshot(snapshot, file, rater, fs);
  if (known && found.size - known.mark.position <= MAX_TAIL_BYTES)
    return { indexed: known, saved: Promise.resolve() };
  const indexed = await indexLog(file, rater, fs);
  return indexed && { indexed, saved: save(snapshot, folder, formatSnapshot(file, rater, indexed)) };
}

async function save(snapshot: string, folder: string, made: Promise<Buffer | undefined>): Promise<void> {
  const temporary = `${snapshot}.${process.pid}.tmp`;
  try {
    const bytes = await made;
    if (!bytes) return;
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, snapshot);
  } catch {
    // A cache that can't be written is one that isn't there.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
