import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../../src/core/agreement/estimate.ts";
import { proportion, weightedProportion, wilsonInterval } from "../../../../src/core/agreement/wilson.ts";

describe("normal quantile", () => {
  // Abramowitz & Stegun, table 26.1 and common tables.
  it.each([
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [0.5, 0],
    [0.84134474606854, 1],
    [0.001, -3.0902323061678],
    [1e-10, -6.3613409024041],
  ])("%f: %f", (p, z) => expect(normalQuantile(p)).toBeCloseTo(z, 11));

  it("knows its limits", () => {
    for (const p of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe("Wilson's interval", () => {
  // 81/263 to 1/29: R. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [45, 50, 0.7864, 0.9565],
  ])("%d of %d: %f to %f", (x, n, lower, upper) => {
    const found = wilsonInterval(x, n);
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });

  it("stays within 0 and 1 and mirrors", () => {
    expect(wilsonInterval(7, 7).upper).toBe(1);
    expect(wilsonInterval(7, 7).lower).toBeCloseTo(1 - wilsonInterval(0, 7).upper, 12);
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
    expect(proportion("share", 0, 0)).toMatchObject({ value: null, reason: expect.any(String) });
  });

  it("weights: equal ones change nothing, unequal ones widen", () => {
    const values = (weight: (at: number) => number) =>
      Array.from({ length: 100 }, (_, at) => ({ success: at % 4 === 0, weight: weight(at) }));
    const equal = weightedProportion(
      "precision",
      values(() => 3),
    );
    expect(equal.effectiveN).toBeCloseTo(100, 10);
    expect(equal.value).toBeCloseTo(0.25, 12);
    expect(equal.interval?.lower).toBeCloseTo(wilsonInterval(25, 100).lower, 12);
    // Half the units weigh four times as much: effective n = 250² / 850.
    const unequal = weightedProportion(
      "precision",
      values((at) => (at < 50 ? 4 : 1)),
    );
    expect(unequal.effectiveN).toBeCloseTo(250 ** 2 / 850, 10);
    expect(unequal.value).toBeCloseTo((13 * 4 + 12) / 250, 12);
    expect(unequal.interval?.method).toContain("effective n = 73.5");
    expect(() => weightedProportion("p", [{ success: true, weight: -1 }])).toThrow(RangeError);
    expect(weightedProportion("p", [])).toMatchObject({ value: null, effectiveN: 0 });
  });
});
