/**
 * A file's place in the cache: a folder of its own with its index and, where it can't be read in place, a copy.
 * `<cache>/<key>/` holds `entry.json` (path and last use, for people and for cleaning up), `copy.json` (what the copy
 * was made of), the copy itself, its `errors.jsonl`, index files, and a `use-<pid>-…` file for each process at work.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  object,
  number,
  optional,
  pipe,
  safeInteger,
  safeParse,
  string,
  array,
  type InferOutput,
} from "valibot";
import { writeFileAtomic } from "../../store/atomic-write.ts";
import type { RowError } from "../../core/formats/format.ts";
import { sameFacts, type FileFacts } from "./file-facts.ts";

/** Raised when what copies hold changes; older ones are made anew. */
const VERSION = 1;

const recordSchema = object({
  version: number(),
  source: object({ size: number(), mtime: number(), fingerprint: string() }),
  /** Name of the copy in the entry's folder, its size in bytes, and what it is. */
  file: string(),
  bytes: pipe(number(), safeInteger()),
  /** Format that the copy was read as, for a copy of conversations. */
  format: optional(object({ id: string(), title: string() })),
  notes: array(string()),
});

/** How a copy was made and of what. */
export type CopyRecord = Omit<InferOutput<typeof recordSchema>, "version">;

const errorSchema = object({
  row: number(),
  line: optional(number()),
  part: optional(string()),
  reason: string(),
});

/** Errors of a conversion that are kept. */
export const MAX_KEPT_ERRORS = 10_000;

export class CacheEntry {
  private constructor(
    readonly folder: string,
    private readonly marker: string,
  ) {}

  /**
   * Takes the place of `path` into use. `variant`: what a copy depends on besides the file ("open as…", a mapping).
   * Throws the file system's error.
   */
  static async take(cacheFolder: string, path: string, variant: string): Promise<CacheEntry> {
    const key = createHash("sha256").update(`${path}\n${variant}`).digest("hex").slice(0, 32);
    const folder = join(cacheFolder, key);
    await mkdir(folder, { recursive: true });
    const marker = join(folder, `use-${process.pid}-${randomBytes(4).toString("hex")}`);
    await writeFile(marker, "");
    await writeFile(join(folder, "entry.json"), JSON.stringify({ path }));
    return new CacheEntry(folder, marker);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The copy of this name, if it is whole and was made of the file as it is now. */
  async copy(name: string, source: FileFacts): Promise<CopyRecord | undefined> {
    const record = await readCopyRecord(this.path(`${name}.json`));
    if (record === undefined || !sameFacts(record.source, source)) return undefined;
    const found = await stat(this.path(record.file)).catch(() => undefined);
    return found?.size === record.bytes ? record : undefined;
  }

  /** Makes a finished copy count. */
  async keep(name: string, record: CopyRecord): Promise<void> {
    await writeFileAtomic(this.path(`${name}.json`), JSON.stringify({ version: VERSION, ...record }));
  }

  /** Drops a copy of this name and what belongs to it. */
  async drop(name: string): Promise<void> {
    const record = await readCopyRecord(this.path(`${name}.json`));
    const names = [`${name}.json`, `${name}.errors.jsonl`, ...(record === undefined ? [] : [record.file])];
    await Promise.all(names.map((each) => rm(this.path(each), { force: true })));
  }

  async writeErrors(name: string, errors: readonly RowError[]): Promise<void> {
    const lines = errors.slice(0, MAX_KEPT_ERRORS).map((error) => `${JSON.stringify(error)}\n`);
    await writeFileAtomic(this.path(`${name}.errors.jsonl`), lines.join(""));
  }

  async readErrors(name: string): Promise<RowError[]> {
    const text = await readFile(this.path(`${name}.errors.jsonl`), "utf8").catch(() => "");
    return text.split("\n").flatMap((line) => {
      const parsed = line === "" ? undefined : safeParse(errorSchema, parseOrNull(line));
      if (parsed?.success !== true) return [];
      const { row, line: at, part, reason } = parsed.output;
      return [
        { row, reason, ...(at === undefined ? {} : { line: at }), ...(part === undefined ? {} : { part }) },
      ];
    });
  }

  /** Ends the use. The entry may be cleaned up from now on, the longest unused first. */
  async release(): Promise<void> {
    const now = new Date();
    await utimes(join(this.folder, "entry.json"), now, now).catch(() => undefined);
    await rm(this.marker, { force: true }).catch(() => undefined);
  }
}

async function readCopyRecord(path: string): Promise<CopyRecord | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const parsed = text === undefined ? undefined : safeParse(recordSchema, parseOrNull(text));
  if (parsed?.success !== true || parsed.output.version !== VERSION) return undefined;
  // The name stands in a file that anyone may write to: it must stay in this folder.
  return /^[\w-]+(?:\.[\w-]+)*$/.test(parsed.output.file) ? parsed.output : undefined;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
