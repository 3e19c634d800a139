import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GoldDecision, GoldItem } from "../../../../src/core/export/gold.ts";
import { UNDECIDED } from "../../../../src/core/export/gold.ts";
import { hashGold } from "../../../../src/core/export/gold-hash.ts";
import { formatGoldItem, parseGoldItem } from "../../../../src/core/export/gold-lines.ts";
import { ANNOTATION_KINDS } from "../../../../src/core/extraction/annotation.ts";
import { hostileText, labelArb, spanArb } from "../review/arbitrary.ts";

const name = hostileText.map((text) => text || "x");
const names = fc.array(name, { maxLength: 3 });
const frame = fc.constantFrom("blind" as const, "assisted" as const, "mixed" as const);
const optional = <K extends string, T>(key: K, value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [key]: found }));

const decision: fc.Arbitrary<GoldDecision> = fc
  .tuple(
    fc.record({
      kind: fc.constantFrom(...ANNOTATION_KINDS),
      labels: fc.array(
        fc
          .tuple(
            fc.record({ label: labelArb, spans: fc.array(spanArb, { maxLength: 2 }), votes: names }),
            optional("reason", hostileText),
            optional("disputedEvidence", fc.constant(true as const)),
          )
          .map(([base, ...more]) => Object.assign(base, ...more)),
        { maxLength: 2 },
      ),
      rejected: fc.array(fc.record({ label: labelArb, votes: names }), { maxLength: 2 }),
      raters: names,
      none: names,
    }),
    optional("undecided", fc.constantFrom(...UNDECIDED)),
    optional("frame", frame),
    optional("adjudicators", names),
  )
  .map(([base, ...more]) => Object.assign(base, ...more));

export const goldItemArb: fc.Arbitrary<GoldItem> = fc
  .tuple(
    fc.record({
      conversation: fc.record({ id: name, hash: fc.constant("0123456789abcdef0123456789abcdef") }),
      ratings: fc.array(fc.record({ rater: name, frame, done: fc.boolean() }), { maxLength: 3 }),
      decisions: fc.array(decision, { maxLength: 3 }),
    }),
    optional("weight", fc.double({ min: 1, max: 1e6, noNaN: true })),
    optional("probability", fc.double({ min: 1e-6, max: 1, noNaN: true })),
    optional("stratum", hostileText),
    optional("otherVersions", fc.constant(true as const)),
  )
  .map(([base, ...more]) => Object.assign(base, ...more));

describe("lines of a gold set", () => {
  it("give back the very item, and always the same text for it", () => {
    fc.assert(
      fc.property(goldItemArb, (item) => {
        const line = formatGoldItem(item);
        expect(line).not.toMatch(/[\r\n]/u);
        const parsed = parseGoldItem(line);
        expect(parsed).toEqual({ ok: true, item });
        if (parsed.ok) expect(formatGoldItem(parsed.item)).toBe(line);
      }),
    );
  });

  it("take any text without throwing, and name fields only", () => {
    const base = formatGoldItem({
      conversation: { id: "secret words", hash: "0123" },
      ratings: [],
      decisions: [{ kind: "task", labels: [], rejected: [], raters: [], none: [] }],
    });
    fc.assert(
      fc.property(fc.nat(base.length), hostileText, (at, text) => {
        const parsed = parseGoldItem(base.slice(0, at) + text + base.slice(at + 1));
        if (!parsed.ok) expect(parsed.reason).not.toContain("secret");
      }),
    );
    for (const bad of ["", "null", "[]", "{}", '{"__proto__":{}}', base.replace('"task"', '"other"')])
      expect(parseGoldItem(bad).ok).toBe(false);
  });
});

describe("the hash of a gold set", () => {
  it("changes with every part of the set", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(goldItemArb, { minLength: 2, maxLength: 3, selector: formatGoldItem }),
        (items) => {
          const set = {
            rule: { type: "votes", k: 2, of: 3 } as const,
            kinds: ANNOTATION_KINDS,
            taxonomy: { id: "t", hash: "h" },
            items,
          };
          const hash = hashGold(set);
          expect(hash).toMatch(/^[0-9a-f]{32}$/);
          expect(hashGold({ ...set, items: [...items] })).toBe(hash);
          for (const other of [
            { ...set, items: items.toReversed() },
            { ...set, items: items.slice(1) },
            { ...set, rule: { type: "votes", k: 2, of: 2 } as const },
            { ...set, rule: { type: "votes", k: 2, of: 3, evidence: "intersection" } as const },
            { ...set, rule: { type: "adjudicated" } as const },
            { ...set, kinds: ["aiValue"] as const },
            { ...set, taxonomy: { id: "t", hash: "i" } },
          ])
            expect(hashGold(other)).not.toBe(hash);
        },
      ),
    );
  });
});
