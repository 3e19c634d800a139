/** Several raters' folded states for the tests of adjudication. */
import type { Span } from "../../../../src/core/conversation/span.ts";
import type { Label, Suggestion } from "../../../../src/core/extraction/annotation.ts";
import type { AlignColumn } from "../../../../src/core/review/align-labels.ts";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import { eventOf, HASH } from "./events.ts";

const source = { id: "t", title: "", version: "1", licence: "", attribution: "" };
export const TAXONOMY = createTaxonomy(source, [
  { id: "E", name: "Epistemic", level: 3, parent: null },
  { id: "honesty", name: "Honesty", level: 0, parent: "E" },
  { id: "candour", name: "Candour", level: 0, parent: "E" },
]);

export const at = (start: number, end: number, turn = 1): Span => ({
  turn,
  block: 0,
  start,
  end,
  quote: "x".repeat(end - start),
  hash: HASH,
});
export const label = (name: string, node: string | null = name): Label => ({
  kind: "aiValue",
  value: name,
  node,
});
export const says = (one: Label, ...spans: Span[]): JudgementDraft => ({ kind: "add", label: one, spans });
export const done: JudgementDraft = { kind: "done" };

/** `first`: number of the first event's id. */
export function eventsOf(first: number, ...drafts: readonly JudgementDraft[]): JudgementEvent[] {
  return drafts.map((draft, n) => eventOf(first + n, draft));
}

export function rater(
  name: string,
  events: readonly JudgementEvent[],
  suggestions: readonly Suggestion[] = [],
): AlignColumn {
  return { name, source: "rater", state: foldConversation(suggestions, events, HASH) };
}
