/** What a run of the benchmarks needs on the disk, in a folder that goes with the run, however it ends. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { buildAll } from "../../esbuild.mjs";
import { repoRoot } from "./paths.mjs";

const prefix = "valuemark-bench-run-";
/** MB of the corpus that slow peers get. */
const partMegabytes = 500;
const spareBytes = 2e9;

/** Removes what runs have left behind that were killed. */
export function removeStale() {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split("-")[0]) : Number.NaN;
    if (!Number.isInteger(pid) || isRunning(pid)) continue;
    fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Makes each thing when it is first asked for; `remove` takes all of it away. */
export class Scratch {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  /** @type {Record<string, string>} */
  environment = {
    VALUEMARK_BENCH_SCRATCH: this.folder,
    // What a benchmark puts aside by itself goes with the run, too.
    TMPDIR: this.folder,
    TEMP: this.folder,
    TMP: this.folder,
  };

  /**
   * @param {number} megabytes
   * @param {(file: string, megabytes: number, partFile: string, partMegabytes: number) => Promise<void>} generate
   */
  async corpus(megabytes, generate) {
    if (this.environment["VALUEMARK_BENCH_CORPUS"] !== undefined) return;
    const part = Math.min(megabytes, partMegabytes);
    const needed = (megabytes + (part < megabytes ? part : 0)) * 1e6 + spareBytes;
    const { bavail, bsize } = fs.statfsSync(this.folder);
    if (bavail * bsize < needed)
      throw new Error(
        `${this.folder} has ${Math.round((bavail * bsize) / 1e6)} MB left; the corpus needs ${Math.round(needed / 1e6)}: npm run bench -- --size <MB> takes a smaller one`,
      );
    const file = path.join(this.folder, "corpus.jsonl");
    const partFile = part < megabytes ? path.join(this.folder, "part.jsonl") : file;
    await generate(file, megabytes, partFile, part);
    this.environment["VALUEMARK_BENCH_CORPUS"] = file;
    this.environment["VALUEMARK_BENCH_PART"] = partFile;
  }

  /** The extension as it is shipped, beside what vsce wants to pack it. */
  async extension() {
    if (this.environment["VALUEMARK_BENCH_EXTENSION"] !== undefined) return;
    const folder = path.join(this.folder, "extension");
    fs.mkdirSync(folder);
    await buildAll({ production: true, dist: path.join(folder, "dist") });
    for (const name of [
      "package.json",
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE",
      ".vscodeignore",
      "media",
    ])
      if (fs.existsSync(path.join(repoRoot, name)))
        fs.cpSync(path.join(repoRoot, name), path.join(folder, name), { recursive: true });
    this.environment["VALUEMARK_BENCH_EXTENSION"] = folder;
  }

  remove() {
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
