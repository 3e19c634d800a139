import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceAlpha } from "../../../../src/core/agreement/alpha-distance.ts";
import { metricAlpha, nominalAlpha } from "../../../../src/core/agreement/alpha.ts";
import { codeRatings } from "../../../../src/core/agreement/ratings.ts";
import { ARTSTEIN_POESIO, KRIPPENDORFF_2011, unitsOfTable, WIKIPEDIA_ALPHA } from "./published.ts";

const plain = { interval: "none" } as const;

describe("Krippendorff's α of single values", () => {
  it.each([
    ["nominal", 0.743421],
    ["ordinal", 0.815388],
    ["interval", 0.849107],
    ["ratio", 0.797403],
  ] as const)("Krippendorff 2011, %s: %f", (metric, value) => {
    expect(metricAlpha(KRIPPENDORFF_2011, metric, plain).value).toBeCloseTo(value, 6);
  });

  it.each([
    ["nominal", 0.691358],
    ["interval", 0.810845],
  ] as const)("Wikipedia, %s: %f", (metric, value) => {
    expect(metricAlpha(WIKIPEDIA_ALPHA, metric, plain).value).toBeCloseTo(value, 6);
  });

  it("Artstein & Poesio: .80053", () => {
    expect(nominalAlpha(unitsOfTable(ARTSTEIN_POESIO), plain).value).toBeCloseTo(0.80053, 5);
  });

  it("counts what it rests on: units of a single rater are left out", () => {
    const found = metricAlpha(KRIPPENDORFF_2011, "nominal", plain);
    expect(found).toMatchObject({
      estimator: "Krippendorff's α, nominal",
      n: { units: 11, raters: 4, values: 40 },
      design: "units taken as a simple random sample",
    });
    expect(
      nominalAlpha(
        [
          ["a", "a"],
          ["b", undefined],
          ["b", "a"],
        ],
        plain,
      ),
    ).toEqual(
      nominalAlpha(
        [
          ["a", "a"],
          ["b", "a"],
        ],
        plain,
      ),
    );
  });

  it("isn't defined without variation or without pairs, and says why", () => {
    expect(
      nominalAlpha([
        ["a", "a"],
        ["a", "a"],
      ]),
    ).toMatchObject({
      value: null,
      reason: expect.stringContaining("all pairable values are the same"),
    });
    expect(nominalAlpha([["a", undefined]])).toMatchObject({
      value: null,
      reason: "no unit was rated by two raters",
    });
    expect(nominalAlpha([])).toMatchObject({ value: null, n: { units: 0, raters: 0, values: 0 } });
  });

  it("refuses numbers that the metric doesn't know", () => {
    expect(() => metricAlpha([[1, Number.NaN]], "interval")).toThrow(RangeError);
    expect(() => metricAlpha([[1, -1]], "ratio")).toThrow(RangeError);
    expect(() => metricAlpha([Array.from({ length: 2_001 }, (_, at) => at)], "interval")).toThrow(
      /group them/,
    );
    expect(
      metricAlpha(
        [
          [0, 0],
          [0, 1],
        ],
        "ratio",
        plain,
      ).value,
    ).not.toBeNaN();
  });

  it("jackknife and bootstrap as an independent program computed them", () => {
    // Standard error 0.146327 with numpy; percentile limits .4131 and 1 from 4,000 resamples of another generator.
    const jackknifed = metricAlpha(KRIPPENDORFF_2011, "nominal", { interval: "jackknife" });
    expect(jackknifed.interval?.standardError).toBeCloseTo(0.146327, 6);
    expect(jackknifed.interval?.upper).toBe(1);
    const { interval } = metricAlpha(KRIPPENDORFF_2011, "nominal", {
      interval: "bootstrap",
      resamples: 4_000,
    });
    expect(interval?.lower).toBeCloseTo(0.413, 1);
    expect(interval?.upper).toBe(1);
    expect(interval?.method).toContain("bootstrap over units, percentile, 4000 resamples, seed 1");
  });

  it("the bootstrap narrows with the root of n", () => {
    const table = unitsOfTable(ARTSTEIN_POESIO);
    const width = (times: number): number => {
      const units = Array.from({ length: times }, () => table).flat();
      const { interval } = nominalAlpha(units, { resamples: 1_000 });
      return (interval?.upper ?? Number.NaN) - (interval?.lower ?? Number.NaN);
    };
    expect(width(1) / width(4)).toBeGreaterThan(1.8);
    expect(width(1) / width(4)).toBeLessThan(2.2);
  });

  const cell = fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined });
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 });

  it("the coincidence matrix and the sum over pairs agree, and so do their intervals", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("none", "jackknife", "bootstrap" as const), (ratings, interval) => {
        const options = { interval, resamples: 50 };
        const one = nominalAlpha(ratings, options);
        const coded = codeRatings(ratings, (label) => label);
        const other = distanceAlpha(coded, (a, b) => (a === b ? 0 : 1), "nominal", options);
        if (one.value === null) expect(other.value).toBeNull();
        else expect(other.value).toBeCloseTo(one.value, 10);
        expect(other.interval === undefined).toBe(one.interval === undefined);
        if (one.interval) expect(other.interval?.lower).toBeCloseTo(one.interval.lower, 8);
        if (one.interval) expect(other.interval?.upper).toBeCloseTo(one.interval.upper, 8);
      }),
    );
  });

  it("doesn't depend on the order of units and raters, nor on the labels' names", () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const { value } = nominalAlpha(ratings, plain);
        const turned = ratings
          .map((unit) => unit.map((label) => label && `${label}${label}`).reverse())
          .reverse();
        const again = nominalAlpha(turned, plain).value;
        if (value === null) expect(again).toBeNull();
        else expect(again).toBeCloseTo(value, 10);
      }),
    );
  });
});
