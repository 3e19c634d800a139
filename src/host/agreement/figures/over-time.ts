/** Raters over time, and on planted items. */
import type { Collected } from "../../../core/agreement/collect.ts";
import { versionKey } from "../../../core/agreement/collect.ts";
import { drift } from "../../../core/agreement/drift.ts";
import { trapAccuracy, trapResult } from "../../../core/agreement/trap-accuracy.ts";
import { foldConversation } from "../../../core/review/fold.ts";
import type { JudgementEvent } from "../../../core/review/judgement.ts";
import type { DriftView, ReportChoices, TrapView } from "../../../protocol/agreement.ts";
import { plain } from "./alphas.ts";
import { distanceOf } from "./disagreements.ts";
import { DISTANCE_TITLES } from "./distance-titles.ts";
import type { FigureSource } from "./source.ts";
import { isOfFrame } from "./source.ts";

/** Ratings below which there is no drift to speak of. */
const FEWEST = 10;

/** A rater's score of a conversation: 1 − mean distance to the others'. undefined: nobody has rated enough with others. */
export function driftOf(
  source: FigureSource,
  { units }: Collected,
  choices: ReportChoices,
): DriftView | undefined {
  const apart = distanceOf(choices, source.taxonomy);
  const measure = `agreement with the others (1 − ${DISTANCE_TITLES[choices.distance]})`;
  const series = source.raters.flatMap(({ rater, events }, at) => {
    const latest = latestOf(events);
    const scores = units.flatMap(({ conversation, ratings, frames }) => {
      const own = isOfFrame(frames[at], choices.frame) ? ratings[at] : undefined;
      const others = ratings.flatMap((labels, other) =>
        labels && other !== at && isOfFrame(frames[other], choices.frame) ? [labels] : [],
      );
      const time = latest.get(versionKey(conversation));
      if (!own || others.length === 0 || time === undefined) return [];
      const mean = others.reduce((sum, labels) => sum + apart(own, labels), 0) / others.length;
      return [{ at: time, score: Math.min(1, Math.max(0, 1 - mean)) }];
    });
    if (scores.length < FEWEST) return [];
    const { windows, trend, p } = drift(scores, { measure, seed: choices.seed });
    const points = windows.map(({ from, to, mean }) => ({ from, to, value: plain(mean) }));
    return [{ rater, points, trend: plain(trend), p }];
  });
  if (series.length === 0) return undefined;
  const lead =
    "Each rater's agreement with the others on successive parts of their work (1 − mean distance). A slope that time alone explains is unlikely where p is small.";
  return { measure: lead, series };
}

/** ISO 8601 UTC by `versionKey`: when the rater last judged it. */
function latestOf(events: readonly JudgementEvent[]): Map<string, string> {
  const latest = new Map<string, string>();
  for (const { conversation, at } of events) {
    const key = versionKey(conversation);
    if (at > (latest.get(key) ?? "")) latest.set(key, at);
  }
  return latest;
}

/** Of all samples' planted items, those marked done. undefined: no sample has any. */
export function trapsOf(source: FigureSource): TrapView[] | undefined {
  const traps = source.samples.flatMap(({ items }) => items.filter(({ trap }) => trap !== undefined));
  if (traps.length === 0) return undefined;
  return source.raters.map(({ rater, events }) => {
    const groups = new Map<string, JudgementEvent[]>();
    for (const event of events) {
      const key = versionKey(event.conversation);
      if (!source.planted.has(key)) continue;
      groups.set(key, [...(groups.get(key) ?? []), event]);
    }
    const results = traps.flatMap(({ id, hash, trap }) => {
      const key = versionKey({ id, hash });
      const state = foldConversation(source.suggestions.get(key) ?? [], groups.get(key) ?? [], hash);
      return trap && state.status === "done" ? [trapResult(trap, state, source.taxonomy)] : [];
    });
    const { accuracy, missed, wrong } = trapAccuracy(results);
    return { rater, accuracy: plain(accuracy), missed, wrong };
  });
}
