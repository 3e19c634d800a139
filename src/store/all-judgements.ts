/** Reads the judgement files of all raters of a corpus. Nothing is written. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { JudgementEvent } from "../core/review/judgement.ts";
import { parseEvent } from "../core/review/validate.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import { LogReader } from "./log-reader.ts";
import type { CorpusPaths } from "./paths.ts";
import { readLines } from "./read-lines.ts";

const MAX_LINE_BYTES = 4 << 20;

export interface AllJudgements {
  /** In order of the files' names; a rater with two files (a copy, a renamed one) is one rater. */
  readonly raters: readonly { readonly rater: string; readonly events: readonly JudgementEvent[] }[];
  /** Lines and files that can't be read, without their content. Line 0 = the whole file. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

/** A folder that is not there has no raters. Throws the file system's other errors. */
export function readAllJudgements(paths: CorpusPaths): Promise<AllJudgements> {
  return readLogs(paths.judgementsFolder);
}

/** Adjudicators' decisions, likewise; a "rater" here is an adjudicator. */
export function readAllAdjudications(paths: CorpusPaths): Promise<AllJudgements> {
  return readLogs(paths.adjudicationsFolder);
}

async function readLogs(folder: string): Promise<AllJudgements> {
  const raters = new Map<string, readonly JudgementEvent[]>();
  const problems: { file: string; line: number; reason: string }[] = [];
  for (const name of await logNames(folder)) {
    const file = path.join(folder, name);
    const rater = await raterOf(file);
    if (rater === undefined) {
      problems.push({ file, line: 0, reason: "no judgement in it" });
      continue;
    }
    const reader = new LogReader(file, rater, nodeFileSystem);
    await reader.read();
    for (const { line, reason } of reader.problems) problems.push({ file, line, reason });
    // The fold takes repeated events once.
    raters.set(rater, [...(raters.get(rater) ?? []), ...reader.events]);
  }
  return { raters: [...raters].map(([rater, events]) => ({ rater, events })), problems };
}

/** Names of the raters with judgements, sorted; reads no more than the beginning of each file. */
export async function raterNames(paths: Pick<CorpusPaths, "judgementsFolder">): Promise<readonly string[]> {
  const names = await logNames(paths.judgementsFolder);
  const raters = await Promise.all(names.map((name) => raterOf(path.join(paths.judgementsFolder, name))));
  return [...new Set(raters.filter((rater) => rater !== undefined))].sort();
}

async function logNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Whose file it is: the rater of its first event. */
async function raterOf(file: string): Promise<string | undefined> {
  for await (const line of readLines(file, MAX_LINE_BYTES)) {
    const parsed = line.type === "text" ? parseEvent(line.text) : undefined;
    if (parsed?.status === "event") return parsed.event.rater;
  }
  return undefined;
}
