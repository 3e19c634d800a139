/** Builders of events for the tests of review and store. */
import type { Label, Suggestion } from "../../../../src/core/extraction/annotation.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";

export const HASH = "0123456789abcdef0123456789abcdef";
export const OTHER_HASH = "fedcba9876543210fedcba9876543210";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The n-th id: a well-formed ULID, greater for greater n. */
export function idOf(n: number): string {
  let digits = "";
  for (let rest = n; rest > 0; rest = Math.floor(rest / 32)) digits = (CROCKFORD[rest % 32] ?? "") + digits;
  return "01JA0000000000000000000000".slice(0, 26 - digits.length) + digits;
}

export function eventOf(n: number, draft: JudgementDraft, hash = HASH, conversation = "c1"): JudgementEvent {
  return {
    v: 1,
    id: idOf(n),
    at: "2026-01-02T03:04:05.678Z",
    rater: "ada",
    conversation: { id: conversation, hash },
    assist: "suggested",
    ...draft,
  };
}

export function value(name: string): Label {
  return { kind: "aiValue", value: name, node: name };
}

export function suggestionOf(id: string, label: Label = value(id), hash = HASH): Suggestion {
  return {
    id,
    run: "r1",
    conversation: { id: "c1", hash },
    label,
    spans: [{ turn: 1, block: 0, start: 0, end: 4, quote: "Text", hash: OTHER_HASH }],
  };
}
