/** Arbitrary events for property tests. */
import fc from "fast-check";
import { ANNOTATION_KINDS } from "../../../../src/core/extraction/annotation.ts";
import type { Label } from "../../../../src/core/extraction/annotation.ts";
import type { Span } from "../../../../src/core/conversation/span.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { eventOf, idOf } from "./events.ts";

/** Any text, with what breaks line-based files: line breaks, U+2028, lone surrogates, BOM, multibyte. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ud800",
        "é",
        "漢",
        "😀",
        '"',
        "\\",
        "__proto__",
        "\0",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));
const nonEmpty = hostileText.map((text) => text || "x");

export const labelArb: fc.Arbitrary<Label> = fc
  .tuple(fc.constantFrom(...ANNOTATION_KINDS), nonEmpty, fc.constantFrom<(string | null)[]>("n1", null))
  .chain(([kind, value, node]) => fc.constantFrom<Label>({ kind, value }, { kind, value, node }));

export const spanArb: fc.Arbitrary<Span> = fc
  .tuple(fc.nat(9), fc.nat(3), fc.nat(500), hostileText)
  .map(([turn, block, start, quote]) => ({
    turn,
    block,
    start,
    end: start + quote.length,
    quote,
    hash: "0123456789abcdef0123456789abcdef",
  }));

const spans = fc.array(spanArb, { maxLength: 3 });
export const draftArb: fc.Arbitrary<JudgementDraft> = fc.oneof(
  nonEmpty.map((target): JudgementDraft => ({ kind: "confirm", target })),
  nonEmpty.map((target): JudgementDraft => ({ kind: "reject", target, from: "s1", run: "r1" })),
  // As an adjudicator writes them.
  fc.tuple(nonEmpty, labelArb, spans, fc.nat(9)).map(([target, label, s, n]): JudgementDraft => ({
    kind: "confirm",
    target,
    label,
    spans: s,
    settles: [idOf(n), idOf(n + 1)],
  })),
  fc.tuple(nonEmpty, labelArb).map(([target, label]): JudgementDraft => ({ kind: "correct", target, label })),
  fc.tuple(nonEmpty, labelArb, spans).map(([target, label, s]): JudgementDraft => ({
    kind: "correct",
    target,
    label,
    spans: s,
  })),
  fc.tuple(labelArb, spans).map(([label, s]): JudgementDraft => ({ kind: "add", label, spans: s })),
  fc.nat(50).map((n): JudgementDraft => ({ kind: "retract", target: idOf(n) })),
  fc.constantFrom<JudgementDraft>({ kind: "done" }, { kind: "skip" }, { kind: "flag", on: true }),
  hostileText.map((text): JudgementDraft => ({ kind: "comment", text })),
  fc
    .tuple(hostileText, nonEmpty)
    .map(([text, target]): JudgementDraft => ({ kind: "comment", text, target })),
);

export const eventArb: fc.Arbitrary<JudgementEvent> = fc
  .tuple(fc.nat(1_000_000), draftArb, nonEmpty)
  .map(([n, draft, conversation]) => eventOf(n, draft, undefined, conversation));
