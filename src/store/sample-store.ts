/** The samples of a corpus: one file each in `samples/`, made once and never overwritten. */
import { readFile, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Sample } from "../core/sampling/sample.ts";
import { MAX_SAMPLE_TEXT, formatSample, parseSample } from "../core/sampling/sample-file.ts";
import { createFileAtomic } from "./create-atomic.ts";
import { errorCode } from "./file-system.ts";
import type { CorpusPaths } from "./paths.ts";
import { watchFolder } from "./watch-file.ts";

/** A file in the folder that is no sample. `file`: its name, without the path. `reason` is for people. */
export interface SampleProblem {
  readonly file: string;
  readonly reason: string;
}

export interface SampleListing {
  /** By name. */
  readonly samples: readonly Sample[];
  readonly problems: readonly SampleProblem[];
}

/** There is a sample of that name already. */
export class SampleExists extends Error {
  override readonly name = "SampleExists";
  constructor(readonly sampleName: string) {
    super(`There is already a sample “${sampleName}”. Choose another name; samples are never overwritten.`);
  }
}

const POLL_MS = 3_000;
const EXTENSION = ".json";

interface Read {
  /** Tells whether the file has changed since. */
  readonly mark: string;
  readonly result: Sample | SampleProblem;
}

export class SampleStore {
  readonly folder: string;
  readonly #paths: Pick<CorpusPaths, "sample">;
  #read = new Map<string, Read>();
  #listing: Promise<SampleListing> | undefined;

  constructor(paths: Pick<CorpusPaths, "sample">) {
    this.#paths = paths;
    this.folder = dirname(paths.sample("sample"));
  }

  /**
   * All samples; files that didn't change since the last call are not read again. A file that can't be read is a
   * problem and hinders no other. Rejects only if the folder itself can't be read.
   */
  list(): Promise<SampleListing> {
    // Calls at the same time share one reading.
    this.#listing ??= this.#list().finally(() => {
      this.#listing = undefined;
    });
    return this.#listing;
  }

  /** undefined if there is no sample of that name, or its file is broken. */
  async get(name: string): Promise<Sample | undefined> {
    return (await this.list()).samples.find((sample) => sample.name === name);
  }

  /** Whether a file of that name is there, readable or not. */
  async has(name: string): Promise<boolean> {
    return stat(this.#paths.sample(name)).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) === "ENOENT") return false;
        throw error;
      },
    );
  }

  /** Resolves when durable, with the file's path. Rejects with `SampleExists`, or with the file system's error. */
  async create(sample: Sample): Promise<string> {
    const text = formatSample(sample);
    const check = parseSample(text);
    if (!check.ok) throw new RangeError(`the sample can't be written: ${check.reason}`);
    const path = this.#paths.sample(sample.name);
    try {
      await createFileAtomic(path, text);
    } catch (error) {
      if (errorCode(error) === "EEXIST") throw new SampleExists(sample.name);
      throw error;
    }
    // A reading under way may have missed it.
    this.#listing = undefined;
    return path;
  }

  /** Calls back with a new listing whenever one differs: a sample drawn elsewhere, a git pull. Returns what stops it. */
  watch(onChange: (listing: SampleListing) => void, pollMs = POLL_MS): () => void {
    let known: string | undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      const listing = await this.list().catch(() => undefined);
      if (stopped || !listing) return;
      const marks = [...this.#read].map(([file, { mark }]) => `${file} ${mark}`).join("\n");
      const isFirst = known === undefined;
      const isNew = marks !== known;
      known = marks;
      if (isNew && !isFirst) onChange(listing);
    };
    void look();
    const stop = watchFolder(this.folder, () => void look(), pollMs);
    return () => {
      stopped = true;
      stop();
    };
  }

  async #list(): Promise<SampleListing> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      names = [];
    }
    const read = new Map<string, Read>();
    for (const name of names.filter((each) => each.endsWith(EXTENSION)).sort()) {
      const found = await this.#readFile(name);
      if (found) read.set(name, found);
    }
    this.#read = read;
    const results = [...read.values()].map(({ result }) => result);
    return {
      samples: results.flatMap((result) => ("items" in result ? [result] : [])),
      problems: results.flatMap((result) => ("items" in result ? [] : [result])),
    };
  }

  async #readFile(file: string): Promise<Read | undefined> {
    const path = join(this.folder, file);
    try {
      const found = await stat(path, { bigint: true });
      const mark = `${found.ino} ${found.size} ${found.mtimeNs}`;
      const known = this.#read.get(file);
      if (known?.mark === mark) return known;
      const problem = (reason: string): Read => ({ mark, result: { file, reason } });
      if (!found.isFile()) return problem("it is not a file");
      if (found.size > MAX_SAMPLE_TEXT) return problem("it is too large for a sample");
      const parsed = parseSample(await readFile(path, "utf8"));
      if (!parsed.ok) return problem(parsed.reason);
      const expected = basename(this.#paths.sample(parsed.sample.name));
      // So a copy of a file doesn't make two samples of one name.
      if (expected !== file) return problem(`the sample in it has a name that belongs to ${expected}`);
      return { mark, result: parsed.sample };
    } catch (error) {
      const code = errorCode(error);
      if (code === "ENOENT") return undefined;
      if (code === undefined) throw error;
      return { mark: code, result: { file, reason: `it can't be read (${code})` } };
    }
  }
}
