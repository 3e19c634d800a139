/** Scores for weighted sampling: what is to be learnt most from. */
import type { CollectedUnit } from "../agreement/collect.ts";
import { setDistance } from "../agreement/set-distance.ts";
import type { Suggestion } from "../extraction/annotation.ts";

/**
 * How unsure one run was of a conversation's AI values: the mean of 1 − |2s − 1| over those with a score s from 0 to 1, so
 * 1 at s = .5 and 0 at 0 and 1. undefined when no AI value has a score: nothing can be told then.
 */
export function uncertaintyOf(suggestions: readonly Suggestion[]): number | undefined {
  const scores = suggestions.flatMap(({ label, score }) =>
    label.kind === "aiValue" && score !== undefined && score >= 0 && score <= 1 ? [score] : [],
  );
  if (scores.length === 0) return undefined;
  return scores.reduce((sum, score) => sum + 1 - Math.abs(2 * score - 1), 0) / scores.length;
}

/** How much the raters of a unit differ: the mean Jaccard distance over pairs of them; undefined with fewer than two. */
export function disagreementOf({ ratings }: Pick<CollectedUnit, "ratings">): number | undefined {
  const given = ratings.filter((rating) => rating !== undefined);
  let [sum, pairs] = [0, 0];
  for (const [at, one] of given.entries())
    for (const other of given.slice(at + 1)) {
      sum += setDistance("jaccard", one, other);
      pairs++;
    }
  return pairs === 0 ? undefined : sum / pairs;
}
