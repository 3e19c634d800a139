/** Small worlds of raters, suggestions and conversations for the tests of gold sets and their exports. */
import { hashBlock, hashConversation } from "../../../../src/core/conversation/hash.ts";
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import { makeSpan } from "../../../../src/core/conversation/spanMake.ts";
import type { Span } from "../../../../src/core/conversation/span.ts";
import { versionKey } from "../../../../src/core/agreement/collect.ts";
import type { Label, Suggestion } from "../../../../src/core/extraction/annotation.ts";
import type { AdjudicatedConversation, GoldInput, GoldRule } from "../../../../src/core/export/gold.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import { idOf } from "../review/events.ts";

/** Two categories; honesty and candour are neighbours under integrity. */
export const TAXONOMY = createTaxonomy(
  { id: "t", title: "Test values", version: "1", licence: "MIT", attribution: "us" },
  [
    { id: "epistemic", name: "Epistemic values", level: 3, parent: null },
    { id: "social", name: "Social values", level: 3, parent: null },
    { id: "integrity", name: "Integrity", level: 2, parent: "epistemic" },
    { id: "care-group", name: "Care for others", level: 2, parent: "social" },
    { id: "honesty", name: "honesty", level: 0, parent: "integrity" },
    { id: "candour", name: "candour", level: 0, parent: "integrity" },
    { id: "care", name: "care", level: 0, parent: "care-group" },
  ],
);

export const value = (node: string): Label => ({ kind: "aiValue", value: node, node });
export const free = (text: string): Label => ({ kind: "aiValue", value: text, node: null });
export const answer = (text: string): Label => ({ kind: "responseType", value: text });

export const REPLY = "I want to be honest with you: it may hurt 😟, but you can decide for yourself.";

export function conversation(id: string, reply = REPLY): Conversation {
  return {
    id,
    format: "test",
    position: { row: 0 },
    turns: [
      { role: "user", blocks: [{ type: "text", text: `Should I tell her? (${id})` }] },
      { role: "assistant", blocks: [{ type: "text", text: reply }] },
    ],
    metadata: {},
    notes: [],
  };
}

export function refOf(one: Conversation) {
  return { id: one.id, hash: hashConversation(one) };
}

/** The words' first place in the reply. */
export function spanOf(one: Conversation, words: string): Span {
  const start = one.turns[1]?.blocks[0]?.text.indexOf(words) ?? -1;
  if (start < 0) throw new Error("no such words");
  return makeSpan(one, 1, 0, start, start + words.length);
}

export function blockHash(one: Conversation): string {
  return hashBlock({ text: one.turns[1]?.blocks[0]?.text ?? "" });
}

/** Collects events of several raters, with ids in the order made. */
export class World {
  readonly conversations = new Map<string, Conversation>();
  readonly suggestions = new Map<string, Suggestion[]>();
  readonly adjudicated = new Map<string, AdjudicatedConversation>();
  readonly #events = new Map<string, JudgementEvent[]>();
  #next = 1;

  conversation(id: string, reply?: string): Conversation {
    const known = this.conversations.get(id);
    if (known) return known;
    const made = conversation(id, reply);
    this.conversations.set(id, made);
    return made;
  }

  suggest(id: string, name: string, label: Label, spans: readonly Span[] = []): void {
    const ref = refOf(this.conversation(id));
    const list = this.suggestions.get(versionKey(ref)) ?? [];
    list.push({ id: name, run: "run-1", conversation: ref, label, spans });
    this.suggestions.set(versionKey(ref), list);
  }

  judge(rater: string, id: string, draft: JudgementDraft, assist: Assist = "blind"): JudgementEvent {
    const event: JudgementEvent = {
      v: 1,
      id: idOf(this.#next++),
      at: "2026-01-02T03:04:05.678Z",
      rater,
      conversation: refOf(this.conversation(id)),
      assist,
      ...draft,
    };
    this.#events.set(rater, [...(this.#events.get(rater) ?? []), event]);
    return event;
  }

  /** Labels without evidence, then done. */
  rate(rater: string, id: string, labels: readonly Label[], assist: Assist = "blind"): void {
    for (const label of labels) this.judge(rater, id, { kind: "add", label, spans: [] }, assist);
    this.judge(rater, id, { kind: "done" }, assist);
  }

  raters() {
    return [...this.#events].map(([rater, events]) => ({ rater, events }));
  }

  input(rule: GoldRule): GoldInput {
    const { suggestions, adjudicated } = this;
    return { raters: this.raters(), suggestions, taxonomy: TAXONOMY, rule, adjudicated };
  }
}
