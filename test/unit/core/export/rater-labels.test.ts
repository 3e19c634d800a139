import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGREEMENT_KINDS, collectRatings, versionKey } from "../../../../src/core/agreement/collect.ts";
import { keyOfLabel } from "../../../../src/core/agreement/label-key.ts";
import { raterLabels } from "../../../../src/core/export/rater-labels.ts";
import type { Suggestion } from "../../../../src/core/extraction/annotation.ts";
import { isSingleKind } from "../../../../src/core/extraction/annotation.ts";
import type { JudgementDraft } from "../../../../src/core/review/judgement.ts";
import { draftArb, labelArb } from "../review/arbitrary.ts";
import { HASH, eventOf, idOf } from "../review/events.ts";
import { TAXONOMY } from "./world.ts";

const ref = { id: "c1", hash: HASH };
/** Some that judge the suggestions that are there, or the rater's own labels, besides any. */
const draft: fc.Arbitrary<JudgementDraft> = fc.oneof(
  draftArb,
  fc.constantFrom("s0", "s1", idOf(1), idOf(2)).chain((target) =>
    fc.oneof(
      fc.constantFrom<JudgementDraft>({ kind: "confirm", target }, { kind: "reject", target }),
      labelArb.map((label): JudgementDraft => ({ kind: "correct", target, label })),
    ),
  ),
  fc.nat(6).map((n): JudgementDraft => ({ kind: "retract", target: idOf(n) })),
);

describe("what a rater says, for a gold set", () => {
  it("is what the figures of agreement take", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(draft, fc.boolean()), { minLength: 1, maxLength: 8 }),
        fc.array(labelArb, { maxLength: 2 }),
        (said, labels) => {
          const events = said.map(([one, blind], n) => ({
            ...eventOf(n, one),
            assist: blind ? ("blind" as const) : ("suggested" as const),
          }));
          const suggestions = labels.map((label, n): Suggestion => ({
            id: `s${n}`,
            run: "r1",
            conversation: ref,
            label,
            spans: [],
          }));
          const found = raterLabels("ada", events, suggestions, HASH);
          for (const kind of AGREEMENT_KINDS) {
            const all = new Map([[versionKey(ref), suggestions]]);
            const options = { kind, level: 0, taxonomy: TAXONOMY } as const;
            const [unit] = collectRatings([{ rater: "ada", events }], all, options).units;
            const own = found
              ?.of(kind)
              ?.map(({ label }) => (isSingleKind(kind) ? label.value : keyOfLabel(label, 0, TAXONOMY)));
            expect(own && [...new Set(own)]).toEqual(unit?.ratings[0]);
            if (own) expect(found?.frame).toBe(unit?.frames[0]);
          }
        },
      ),
    );
  });
});
