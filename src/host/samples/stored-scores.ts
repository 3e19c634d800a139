/** Scores for weighted samples out of what is stored of a corpus: a run's suggestions, the raters' judgements. */
import { collectRatings, versionKey } from "../../core/agreement/collect.ts";
import type { Suggestion } from "../../core/extraction/annotation.ts";
import { disagreementOf, uncertaintyOf } from "../../core/sampling/scores.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { readAllJudgements } from "../../store/all-judgements.ts";
import type { CorpusPaths } from "../../store/paths.ts";
import type { SuggestionsStore } from "../../store/suggestions-store.ts";
import { UserError } from "../errors.ts";
import type { ScoreSet } from "./ports.ts";

export interface StoredScores {
  readonly paths: CorpusPaths;
  readonly store: Pick<SuggestionsStore, "runs" | "conversationsOf" | "of">;
  readonly taxonomy: Taxonomy;
}

/** Throws a `UserError` when there is nothing to take scores from, or the signal's reason. */
export function storedScores(
  by: "uncertainty" | "disagreement",
  of: StoredScores,
  signal: AbortSignal,
): Promise<ScoreSet> {
  return by === "uncertainty" ? uncertainties(of, signal) : disagreements(of, signal);
}

/** Of the newest run that has scores. */
async function uncertainties({ store }: StoredScores, signal: AbortSignal): Promise<ScoreSet> {
  for (const run of [...store.runs].reverse()) {
    const scores = new Map<string, number>();
    for (const { id } of store.conversationsOf(run.id)) {
      signal.throwIfAborted();
      // A conversation in several versions has the latest one's.
      const suggestions = (await store.of(id, [run.id])).at(-1)?.suggestions ?? [];
      const score = uncertaintyOf(suggestions);
      if (score !== undefined) scores.set(id, score);
    }
    if (scores.size > 0)
      return { ids: [...scores.keys()], scores: [...scores.values()], basis: `scores of the run ${run.id}` };
  }
  throw new UserError(
    "No run here has given AI values with scores, so nothing is known of its uncertainty. Ask for values first, or choose another design.",
  );
}

async function disagreements(
  { paths, store, taxonomy }: StoredScores,
  signal: AbortSignal,
): Promise<ScoreSet> {
  const { raters } = await readAllJudgements(paths);
  const suggestions = new Map<string, Suggestion[]>();
  const ids = new Set(raters.flatMap(({ events }) => events.map(({ conversation }) => conversation.id)));
  for (const id of ids) {
    signal.throwIfAborted();
    for (const result of await store.of(id)) {
      const key = versionKey(result.conversation);
      suggestions.set(key, [...(suggestions.get(key) ?? []), ...result.suggestions]);
    }
  }
  const { units } = collectRatings(raters, suggestions, { kind: "aiValue", level: 0, taxonomy });
  const scores = new Map<string, number>();
  for (const unit of units) {
    const score = disagreementOf(unit);
    if (score !== undefined) scores.set(unit.conversation.id, score);
  }
  if (scores.size === 0)
    throw new UserError(
      "No conversation here has been rated by two raters yet, so nothing is known of their disagreement.",
    );
  const names = raters.map(({ rater }) => rater).sort();
  return {
    ids: [...scores.keys()],
    scores: [...scores.values()],
    basis: `AI values of ${names.join(", ")}`.slice(0, 1_000),
  };
}
