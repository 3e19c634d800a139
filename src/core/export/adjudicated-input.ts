/** From raters' and adjudicators' logs to what a gold set takes of adjudication. Pure. */
import { versionKey } from "../agreement/collect.ts";
import type { RaterEvents } from "../agreement/collect.ts";
import type { ConversationRef } from "../extraction/annotation.ts";
import type { AdjudicatorEvents } from "../review/adjudicate.ts";
import { foldAdjudication } from "../review/adjudicate.ts";
import { adjudicatedResult, layDecisions } from "../review/adjudicated.ts";
import type { AdjudicatedResult } from "../review/adjudicated.ts";
import { alignLabels } from "../review/align-labels.ts";
import { foldConversation } from "../review/fold.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import type { GoldInput } from "./gold.ts";

/** By `versionKey`; conversations that no adjudicator touched are left out. */
export function adjudicatedOf(
  raters: readonly RaterEvents[],
  adjudicators: readonly AdjudicatorEvents[],
  { suggestions, taxonomy }: Pick<GoldInput, "suggestions" | "taxonomy">,
): ReadonlyMap<string, AdjudicatedResult> {
  const refs = new Map<string, ConversationRef>();
  for (const { events } of adjudicators)
    for (const { conversation } of events) refs.set(versionKey(conversation), conversation);
  const rated = raters.map(({ rater, events }) => ({ rater, events: groupEvents(events, refs) }));
  const decided = adjudicators.map(({ adjudicator, events }) => ({
    adjudicator,
    events: groupEvents(events, refs),
  }));
  const results = new Map<string, AdjudicatedResult>();
  for (const [key, conversation] of refs) {
    const { hash } = conversation;
    const columns = rated.flatMap(({ rater, events }) => {
      const own = events.get(key);
      if (!own) return [];
      const state = foldConversation(suggestions.get(key) ?? [], own, hash);
      return [{ name: rater, source: "rater" as const, state }];
    });
    const logs = decided.map(({ adjudicator, events }) => ({ adjudicator, events: events.get(key) ?? [] }));
    const state = foldAdjudication(logs, hash);
    const overview = layDecisions(alignLabels(columns, taxonomy), state);
    const result = adjudicatedResult(conversation, columns, overview, state);
    if (result) results.set(key, result);
  }
  return results;
}

function groupEvents(
  events: readonly JudgementEvent[],
  wanted: ReadonlyMap<string, unknown>,
): Map<string, JudgementEvent[]> {
  const groups = new Map<string, JudgementEvent[]>();
  for (const event of events) {
    const key = versionKey(event.conversation);
    if (!wanted.has(key)) continue;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return groups;
}
