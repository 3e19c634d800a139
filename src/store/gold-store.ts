/**
 * The gold sets of a corpus: a folder for each version with `gold.json` (the record) and `gold.jsonl` (the items). A
 * version is made whole or not at all, and never overwritten or changed.
 */
import { mkdtemp, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { GoldItem } from "../core/export/gold.ts";
import { GoldHasher } from "../core/export/gold-hash.ts";
import { formatGoldItem, parseGoldItem } from "../core/export/gold-lines.ts";
import type { GoldManifest } from "../core/export/manifest.ts";
import { formatManifest, parseManifest } from "../core/export/manifest-file.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import type { CorpusPaths } from "./paths.ts";
import { fileNameOf } from "./paths.ts";
import { readLines } from "./read-lines.ts";
import { writeChunks } from "./write-chunks.ts";

const MANIFEST = "gold.json";
const ITEMS = "gold.jsonl";
const MAX_LINE_BYTES = 64 << 20;
/** Before the name of a folder that is being written; no version's name begins so. */
const UNFINISHED = ".making-";

export interface GoldProblem {
  /** The folder's name. */
  readonly folder: string;
  /** 0 = the version as a whole. */
  readonly line: number;
  readonly reason: string;
}

export interface GoldListing {
  /** Oldest first. */
  readonly versions: readonly GoldManifest[];
  readonly problems: readonly GoldProblem[];
}

/** There is a version of that name. */
export class GoldExists extends Error {
  override readonly name = "GoldExists";
  constructor(readonly version: string) {
    super(`There is already a gold set “${version}”. Versions are never overwritten; choose another name.`);
  }
}

/** A version that can't be read, or whose items aren't those it was made with. */
export class GoldUnreadable extends Error {
  override readonly name = "GoldUnreadable";
}

export class GoldStore {
  readonly folder: string;

  constructor(paths: Pick<CorpusPaths, "folder">) {
    this.folder = join(paths.folder, "gold");
  }

  folderOf(version: string): string {
    return join(this.folder, fileNameOf(version));
  }

  /** Versions that can't be read are problems and hinder no other. Rejects only if the folder itself can't be read. */
  async list(): Promise<GoldListing> {
    const versions: GoldManifest[] = [];
    const problems: GoldProblem[] = [];
    for (const folder of (await foldersIn(this.folder)).filter((name) => !name.startsWith(UNFINISHED))) {
      const parsed = await readManifest(join(this.folder, folder, MANIFEST));
      if (typeof parsed === "string") problems.push({ folder, line: 0, reason: parsed });
      else if (fileNameOf(parsed.name) !== folder)
        problems.push({ folder, line: 0, reason: "its record has the name of another version" });
      else versions.push(parsed);
    }
    return { versions: versions.sort(byAge), problems };
  }

  /** undefined if there is none of that name. Throws `GoldUnreadable` if its record is broken. */
  async get(version: string): Promise<GoldManifest | undefined> {
    const file = join(this.folderOf(version), MANIFEST);
    const parsed = await readManifest(file);
    if (typeof parsed !== "string") return parsed;
    if (await isThere(this.folderOf(version)))
      throw new GoldUnreadable(`The gold set “${version}” can't be read: ${parsed}.`);
    return undefined;
  }

  /**
   * Writes a version; durable when it resolves, with its folder's path. `items`: exactly those of the manifest's hash,
   * else a RangeError and nothing is there. Throws `GoldExists`, or the file system's error.
   */
  async create(manifest: GoldManifest, items: Iterable<GoldItem> | AsyncIterable<GoldItem>): Promise<string> {
    const folder = this.folderOf(manifest.name);
    if (await isThere(folder)) throw new GoldExists(manifest.name);
    const check = parseManifest(formatManifest(manifest));
    if (!check.ok) throw new RangeError(`the gold set can't be written: ${check.reason}`);
    await nodeFileSystem.makeDirectory(this.folder);
    const temporary = await mkdtemp(join(this.folder, UNFINISHED));
    try {
      const hasher = new GoldHasher(manifest);
      await writeChunks(join(temporary, ITEMS), linesOf(items, hasher));
      if (hasher.digest() !== manifest.hash) throw new RangeError("the items are not those of the record");
      await writeChunks(join(temporary, MANIFEST), [formatManifest(manifest)]);
      await nodeFileSystem.syncDirectory(temporary);
      // A folder that holds files is never replaced by a rename.
      await rename(temporary, folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      const code = errorCode(error);
      if ((code === "EEXIST" || code === "ENOTEMPTY" || code === "EPERM") && (await isThere(folder)))
        throw new GoldExists(manifest.name);
      throw error;
    }
    await nodeFileSystem.syncDirectory(this.folder);
    return folder;
  }

  /**
   * The items of a version in order, streamed. After the last one it throws `GoldUnreadable` if they aren't the ones
   * the version was made with; at a line that is no item, at once.
   */
  async *items(manifest: GoldManifest): AsyncGenerator<GoldItem> {
    const file = join(this.folderOf(manifest.name), ITEMS);
    const hasher = new GoldHasher(manifest);
    let number = 0;
    for await (const line of readLines(file, MAX_LINE_BYTES)) {
      number++;
      const parsed =
        line.type === "text"
          ? parseGoldItem(line.text)
          : ({ ok: false, reason: line.type === "long" ? "it is too long" : "it is not UTF-8" } as const);
      if (!parsed.ok)
        throw new GoldUnreadable(
          `Line ${number} of ${ITEMS} of the gold set “${manifest.name}” is no item: ${parsed.reason}.`,
        );
      hasher.add(parsed.item);
      yield parsed.item;
    }
    if (hasher.digest() !== manifest.hash)
      throw new GoldUnreadable(
        `The gold set “${manifest.name}” was changed after it was made: its items don't have the hash of its record.`,
      );
  }
}

async function* linesOf(
  items: Iterable<GoldItem> | AsyncIterable<GoldItem>,
  hasher: GoldHasher,
): AsyncGenerator<string> {
  for await (const item of items) {
    hasher.add(item);
    yield `${formatGoldItem(item)}\n`;
  }
}

function byAge(a: GoldManifest, b: GoldManifest): number {
  if (a.madeAt !== b.madeAt) return a.madeAt < b.madeAt ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** The record, or why there is none. */
async function readManifest(file: string): Promise<GoldManifest | string> {
  try {
    const parsed = parseManifest(await readFile(file, "utf8"));
    return parsed.ok ? parsed.manifest : parsed.reason;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return "its record gold.json is not there";
    if (code === undefined) throw error;
    return `its record can't be read (${code})`;
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((one) => one.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    },
  );
}
