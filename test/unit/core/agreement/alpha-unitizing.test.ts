import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unitizingAlpha } from "../../../../src/core/agreement/alpha-unitizing.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import type { Marked } from "../../../../src/core/agreement/unitizing-parts.ts";

/**
 * Krippendorff 2004, "Measuring the reliability of qualitative text analysis data": a continuum from 150 to 450, two
 * observers, labels c and k, as start and length.
 */
const unit = (label: string, start: number, length: number): Marked => ({
  label,
  start: start - 150,
  end: start - 150 + length,
});
const K = [unit("k", 180, 60), unit("k", 300, 50)];
const I = [unit("c", 225, 70), unit("c", 370, 30), ...K];
const J = [unit("c", 220, 80), unit("c", 355, 20), unit("c", 400, 20), ...K];
const EXAMPLE = { length: 300, raters: [I, J] };
const labelOf = (found: ReturnType<typeof unitizingAlpha>, label: string) =>
  found.byLabel.find((one) => one.label === label)?.alpha;

describe("α for unitizing", () => {
  it("Krippendorff's example of 2004: the disagreements to the printed digits, and α from them", () => {
    const found = unitizingAlpha([EXAMPLE]);
    const [c, k] = [labelOf(found, "c"), labelOf(found, "k")];
    expect(c?.observed.toFixed(4)).toBe("0.0144");
    expect(c?.expected.toFixed(4)).toBe("0.0532");
    expect(k).toMatchObject({ value: 1, observed: 0 });
    expect(k?.expected.toFixed(4)).toBe("0.0490");
    // The paper rounds before it divides: .0144 against .0532 + .0490 is its .8591; unrounded it is .8587.
    expect(found.joint.value).toBeCloseTo(0.8587, 4);
    expect(1 - 0.0144 / (0.0532 + 0.049)).toBeCloseTo(0.8591, 4);
    expect(c?.value).toBeCloseTo(1 - 0.014444 / 0.053222, 4);
    expect(found.joint.n).toEqual({ units: 1, raters: 2, values: 9 });
    expect(found.joint.interval).toBeUndefined();
  });

  it("the order of raters and of marks is no matter; overlapping marks are one unit", () => {
    const turned = unitizingAlpha([{ length: 300, raters: [J.toReversed(), [...I, unit("c", 226, 20)]] }]);
    expect(turned.joint.value).toBe(unitizingAlpha([EXAMPLE]).joint.value);
  });

  it("texts side by side: unmarked ones make marks rarer, and chance agreement less likely", () => {
    const alone = unitizingAlpha([EXAMPLE]).joint;
    const among = unitizingAlpha([
      EXAMPLE,
      ...Array.from({ length: 9 }, () => ({ length: 300, raters: [[], []] })),
    ]).joint;
    expect(among.value).toBeGreaterThan(alone.value ?? 1);
    // The observed part is spread over ten times the text; nothing else of it changes.
    expect(among.observed).toBeCloseTo(alone.observed / 100, 12);
  });

  it("three raters: pair by pair over what both rated; the missing are left out", () => {
    const third = [unit("c", 222, 75)];
    const all = unitizingAlpha([
      { length: 300, raters: [I, J, third] },
      { length: 100, raters: [I, undefined, undefined] },
    ]);
    const pairs = [
      [I, J],
      [I, third],
      [J, third],
    ].map((raters) => unitizingAlpha([{ length: 300, raters }]).joint);
    const mean = (part: "observed" | "expected") => pairs.reduce((sum, one) => sum + one[part] / 3, 0);
    expect(all.joint.observed).toBeCloseTo(mean("observed"), 12);
    expect(all.joint.expected).toBeCloseTo(mean("expected"), 12);
    expect(all.joint.n).toMatchObject({ units: 1, raters: 3 });
  });

  it("the same marks give 1, marks at random about 0", () => {
    const random = seededRandom(5);
    // Each text marked or not by chance, too: that both mark something in the same texts would be agreement.
    const marks = (): Marked[] => {
      const length = 10 + random.below(20);
      const start = random.below(300 - length + 1);
      return random.uniform() < 0.5 ? [{ label: "a", start, end: start + length }] : [];
    };
    const texts = Array.from({ length: 600 }, () => ({ length: 300, raters: [marks(), marks()] }));
    const { joint } = unitizingAlpha(texts);
    expect(Math.abs(joint.value ?? 1)).toBeLessThan(0.06);
    expect(joint.interval?.lower).toBeLessThan(0);
    expect(joint.interval?.method).toBe(
      "jackknife over 50 groups of texts, Student's t with 49 degrees of freedom",
    );
    const same = texts.map(({ length, raters: [one] }) => ({ length, raters: [one, one] }));
    expect(unitizingAlpha(same).joint.value).toBe(1);
  });

  it("never more than 1; nothing marked is not defined", () => {
    const arbitrary = fc.array(
      fc
        .record({ start: fc.nat(40), length: fc.nat(20), label: fc.constantFrom("a", "b") })
        .map(({ start, length, label }): Marked => ({ label, start, end: start + length })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const { value, observed, expected } = unitizingAlpha([{ length: 50, raters: [a, b] }]).joint;
        if (value !== null) expect(value).toBeLessThanOrEqual(1);
        expect(observed).toBeGreaterThanOrEqual(0);
        expect(expected).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(unitizingAlpha([{ length: 50, raters: [[], []] }]).joint).toMatchObject({ value: null });
    expect(unitizingAlpha([]).joint.reason).toContain("no text");
  });
});
