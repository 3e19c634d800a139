/** The corpora that `npm run bench` has written for this run, and the built extension. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

export interface CorpusFile {
  readonly path: string;
  readonly bytes: number;
  /** "2,000 MB of chats in a warm cache". */
  readonly note: string;
}

/** The whole corpus. */
export const wholeCorpus = (): CorpusFile => corpusAt("VALUEMARK_BENCH_CORPUS");

/** Its beginning, at most 500 MB, for what has slow peers. */
export const partOfCorpus = (): CorpusFile => corpusAt("VALUEMARK_BENCH_PART");

/** Folder that is removed when the run ends. */
export const scratchFolder = (): string => fromEnvironment("VALUEMARK_BENCH_SCRATCH");

/** Folder of the extension as it is shipped: package.json, dist/. */
export const extensionFolder = (): string => fromEnvironment("VALUEMARK_BENCH_EXTENSION");

/** Absolute path of a shipped worker: "host-corpus-corpus". */
export function workerFile(name: string): string {
  const file = join(extensionFolder(), "dist/workers", `${name}.worker.cjs`);
  if (!existsSync(file)) throw new Error(`there is no worker ${name}`);
  return file;
}

/** Bytes and milliseconds to MB/s (a million bytes). */
export const speed =
  (bytes: number) =>
  (ms: number): number =>
    bytes / 1e3 / ms;

function corpusAt(name: string): CorpusFile {
  const path = fromEnvironment(name);
  const bytes = statSync(path).size;
  return { path, bytes, note: `${Math.round(bytes / 1e6).toLocaleString("en")} MB of chats in a warm cache` };
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error("started without npm run bench");
  return value;
}
