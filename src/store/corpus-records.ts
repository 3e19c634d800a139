/** All that a corpus's folder holds of judgements and what they are about, for gold sets and exports. Nothing is written. */
import { join } from "node:path";
import { versionKey } from "../core/agreement/collect.ts";
import type { RaterEvents } from "../core/agreement/collect.ts";
import type { RunResult } from "../core/export/bundle.ts";
import type { Suggestion } from "../core/extraction/annotation.ts";
import type { RunRecord } from "../core/extraction/extractor.ts";
import type { AdjudicatorEvents } from "../core/review/adjudicate.ts";
import type { Sample } from "../core/sampling/sample.ts";
import { readAllJudgements } from "./all-judgements.ts";
import type { CorpusPaths } from "./paths.ts";
import { SampleStore } from "./sample-store.ts";
import { openSuggestions } from "./suggestions-store.ts";

export interface CorpusRecords {
  readonly raters: readonly RaterEvents[];
  readonly adjudicators: readonly AdjudicatorEvents[];
  /** Of the judged conversations, by `versionKey`. */
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  readonly runs: readonly RunRecord[];
  readonly samples: readonly Sample[];
  /** Lines and files that can't be read, without their content. Line 0 = the whole file. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  /** All that a run said, whatever was judged of it. */
  results(run: string): AsyncGenerator<RunResult>;
}

/** One file for each adjudicator, apart from what the same person says as a rater. */
export function adjudicationsFolder({ folder }: Pick<CorpusPaths, "folder">): string {
  return join(folder, "adjudications");
}

/** Files that aren't there are empty. Throws the file system's error when one can't be read. */
export async function readCorpusRecords(paths: CorpusPaths): Promise<CorpusRecords> {
  const { raters, problems } = await readAllJudgements(paths);
  const decisions = await readAllJudgements({ ...paths, judgementsFolder: adjudicationsFolder(paths) });
  const store = await openSuggestions(paths);
  const suggestions = new Map<string, Suggestion[]>();
  const ids = new Set<string>();
  for (const { events } of [...raters, ...decisions.raters])
    for (const { conversation } of events) ids.add(conversation.id);
  for (const id of ids) {
    for (const result of await store.of(id)) {
      const key = versionKey(result.conversation);
      const known = suggestions.get(key);
      if (known) known.push(...result.suggestions);
      else suggestions.set(key, [...result.suggestions]);
    }
  }
  const samples = await new SampleStore(paths).list();
  return {
    raters,
    adjudicators: decisions.raters.map(({ rater, events }) => ({ adjudicator: rater, events })),
    suggestions,
    runs: store.runs,
    samples: samples.samples,
    problems: [
      ...problems,
      ...decisions.problems,
      ...store.problems.map(({ file, line, reason }) => ({ file, line, reason })),
      ...samples.problems.map(({ file, reason }) => ({ file, line: 0, reason })),
    ],
    async *results(run) {
      for (const { id, hash } of store.conversationsOf(run))
        for (const result of await store.of(id, [run])) if (result.conversation.hash === hash) yield result;
    },
  };
}
