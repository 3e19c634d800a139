/**
 * From our own export back to a corpus's folder: judgements, adjudications, suggestions, runs, samples, and the version
 * of the gold set. Only a corpus without any of these is written to, and everything is checked before anything is.
 */
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { versionKey } from "../core/agreement/collect.ts";
import type { BundleLine } from "../core/export/bundle-lines.ts";
import { parseBundleLine } from "../core/export/bundle-lines.ts";
import type { LogKind } from "../core/export/bundle.ts";
import type { GoldItem } from "../core/export/gold.ts";
import type { GoldManifest } from "../core/export/manifest.ts";
import { formatEvent } from "../core/review/validate.ts";
import { adjudicationsFolder } from "./corpus-records.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import { appendLines } from "./append-lines.ts";
import { GoldStore } from "./gold-store.ts";
import type { CorpusPaths } from "./paths.ts";
import { corpusPaths, fileNameOf } from "./paths.ts";
import { readLines } from "./read-lines.ts";
import { SampleStore } from "./sample-store.ts";
import { formatResult, parseResult } from "./suggestion-lines.ts";
import { writeFileAtomic } from "./atomic-write.ts";

const MAX_LINE_BYTES = 256 << 20;
/** Lines that are appended at a time. */
const BATCH = 1_000;

/** The file can't be restored; `message` is for people and names lines, never their content. */
export class NotRestorable extends Error {
  override readonly name = "NotRestorable";
}

export interface Restored {
  readonly folder: string;
  readonly manifest: GoldManifest;
  readonly items: number;
  readonly raters: number;
  readonly adjudicators: number;
  readonly events: number;
  readonly runs: number;
  readonly suggestions: number;
  readonly samples: number;
}

/**
 * `projectFolder`: the `.valuemark` folder; `key`: the corpus's, the one in the file if absent. All or nothing: the
 * corpus's folder appears when all of it is written. Throws `NotRestorable`, or the file system's error.
 */
export async function restoreBundle(
  file: string,
  projectFolder: string,
  key?: string,
  onLine: (lines: number) => void = () => undefined,
): Promise<Restored> {
  const lines = bundleLinesOf(file, onLine);
  const first = await lines.next();
  if (first.done === true || first.value.type !== "gold")
    throw new NotRestorable("This file doesn't begin like an export of a gold set.");
  const { manifest, lossless, judgements } = first.value;
  if (!lossless || !judgements)
    throw new NotRestorable(
      "This export doesn't hold the judgements as they were made. Export with --format jsonl --judgements, without redaction, floor and pseudonyms.",
    );
  const target = pathsOf(projectFolder, key ?? manifest.corpus.key);
  if (await holdsSomething(target.folder))
    throw new NotRestorable("There is a corpus of this name with data in it. Restore into an empty project.");
  await mkdir(projectFolder, { recursive: true });
  const temporary = await mkdtemp(join(projectFolder, ".restoring-"));
  try {
    // The same layout under another name, moved into place as a whole.
    const counts = await writeAll(lines, manifest, pathsOf(temporary, basename(target.folder)));
    await rm(target.folder, { recursive: true, force: true });
    await rename(join(temporary, basename(target.folder)), target.folder);
    await nodeFileSystem.syncDirectory(dirname(target.folder));
    return { folder: target.folder, manifest, ...counts };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function pathsOf(projectFolder: string, key: string): CorpusPaths {
  try {
    return corpusPaths(projectFolder, key);
  } catch {
    throw new NotRestorable("The name of the corpus can't be a folder's name.");
  }
}

async function* bundleLinesOf(file: string, onLine: (lines: number) => void): AsyncGenerator<BundleLine> {
  let number = 0;
  let ended = false;
  for await (const line of readLines(file, MAX_LINE_BYTES)) {
    number++;
    const parsed =
      line.type === "text"
        ? parseBundleLine(line.text)
        : ({ ok: false, reason: line.type === "long" ? "it is too long" : "it is not UTF-8" } as const);
    if (!parsed.ok) throw new NotRestorable(`Line ${number}: ${parsed.reason}.`);
    onLine(number);
    ended = parsed.line.type === "end";
    yield parsed.line;
  }
  if (!ended) throw new NotRestorable("The file is cut short: its last line is missing.");
}

type Counts = Omit<Restored, "folder" | "manifest">;

async function writeAll(
  lines: AsyncIterable<BundleLine>,
  manifest: GoldManifest,
  paths: CorpusPaths,
): Promise<Counts> {
  const items: GoldItem[] = [];
  const counts = { events: 0, suggestions: 0, samples: 0 };
  const logs = new Set<string>();
  const raters: Record<LogKind, number> = { judgements: 0, adjudications: 0 };
  const runs = new Set<string>();
  const told = new Set<string>();
  const samples = new SampleStore(paths);
  const batches = new Batches();
  await mkdir(paths.folder, { recursive: true });
  for await (const line of lines) {
    switch (line.type) {
      case "item":
        items.push(line.item);
        break;
      case "sample":
        await samples.create(line.sample);
        counts.samples++;
        break;
      case "run":
        if (runs.has(line.run.id)) throw new NotRestorable("A run is in it twice.");
        runs.add(line.run.id);
        await writeFileAtomic(paths.run(line.run.id), `${JSON.stringify(line.run, null, 2)}\n`);
        break;
      case "suggestions": {
        const parsed = parseResult(line.result, line.run);
        if (!runs.has(line.run) || parsed.status !== "result")
          throw new NotRestorable(
            `A run's suggestions can't be read${parsed.status === "bad" ? `: ${parsed.reason}` : ""}.`,
          );
        const about = `${line.run} ${versionKey(parsed.result.conversation)}`;
        if (told.has(about))
          throw new NotRestorable("A run's suggestions on a conversation are in it twice.");
        told.add(about);
        counts.suggestions += parsed.result.suggestions.length;
        await batches.add(paths.suggestions(line.run), formatResult(parsed.result));
        break;
      }
      case "log": {
        const name = `${line.log} ${line.rater}`;
        if (logs.has(name)) throw new NotRestorable("A log is in it twice.");
        logs.add(name);
        raters[line.log]++;
        break;
      }
      case "event":
        if (!logs.has(`${line.log} ${line.event.rater}`)) throw new NotRestorable("An event is in no log.");
        counts.events++;
        await batches.add(logFile(paths, line.log, line.event.rater), formatEvent(line.event));
        break;
      case "gold":
        throw new NotRestorable("There are two exports in it.");
      case "conversation":
      case "preparedItem":
      case "end":
        break;
    }
  }
  await batches.flush();
  await createGold(paths, manifest, items);
  const { judgements, adjudications } = raters;
  return { ...counts, items: items.length, raters: judgements, adjudicators: adjudications, runs: runs.size };
}

async function createGold(
  paths: CorpusPaths,
  manifest: GoldManifest,
  items: readonly GoldItem[],
): Promise<void> {
  try {
    await new GoldStore(paths).create(manifest, items);
  } catch (error) {
    if (error instanceof RangeError)
      throw new NotRestorable(`The gold set was changed after it was exported: ${error.message}.`);
    throw error;
  }
}

function logFile(paths: CorpusPaths, log: LogKind, rater: string): string {
  return log === "judgements"
    ? paths.judgements(rater)
    : join(adjudicationsFolder(paths), `${fileNameOf(rater)}.jsonl`);
}

/** Lines of one file after another, appended many at a time. */
class Batches {
  #file = "";
  #lines: string[] = [];

  async add(file: string, line: string): Promise<void> {
    if (file !== this.#file || this.#lines.length >= BATCH) await this.flush();
    this.#file = file;
    this.#lines.push(line);
  }

  async flush(): Promise<void> {
    if (this.#lines.length > 0) await appendLines(this.#file, this.#lines, nodeFileSystem);
    this.#lines = [];
  }
}

async function holdsSomething(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}
