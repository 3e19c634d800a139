import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fleissKappa, gwetAc1 } from "../../../../src/core/agreement/chance-corrected.ts";
import { cohenKappa, lightKappa } from "../../../../src/core/agreement/kappa.ts";
import { labelAgreement } from "../../../../src/core/agreement/label-agreement.ts";
import { countLabels } from "../../../../src/core/agreement/label-counts.ts";
import { scottPi } from "../../../../src/core/agreement/scott-pi.ts";
import { ARTSTEIN_POESIO, FLEISS_COUNTS, KAPPA_PARADOX, SAS_TABLE, unitsOfTable } from "./published.ts";

const fleissUnits = FLEISS_COUNTS.map((row) =>
  row.flatMap((count, label) => Array.from({ length: count }, () => `${label}`)),
);
const paradox = unitsOfTable(KAPPA_PARADOX);
const bare = { resamples: 0 } as const;

describe("agreement beyond chance", () => {
  it("Cohen's κ, SAS documentation: .4842", () => {
    const found = cohenKappa(unitsOfTable(SAS_TABLE));
    expect(found.value).toBeCloseTo(0.4842, 4);
    expect(found).toMatchObject({ estimator: "Cohen's κ", n: { units: 19, raters: 2, values: 38 } });
  });

  it("Artstein & Poesio: π .79953, κ .80132", () => {
    const units = unitsOfTable(ARTSTEIN_POESIO);
    expect(scottPi(units).value).toBeCloseTo(0.79953, 5);
    expect(cohenKappa(units).value).toBeCloseTo(0.80132, 5);
    expect(fleissKappa(countLabels(units), bare).value).toBeCloseTo(0.79953, 5);
  });

  it("Fleiss' κ, Wikipedia: .20993", () => {
    const found = fleissKappa(countLabels(fleissUnits));
    expect(found.value).toBeCloseTo(0.20993, 5);
    expect(found.n).toEqual({ units: 10, raters: 14, values: 140 });
    expect(found.interval?.lower).toBeLessThan(0.20993);
    expect(found.interval?.upper).toBeGreaterThan(0.20993);
  });

  it("κ paradox: 94 % agreement, κ −.0234, AC1 .9408", () => {
    const found = cohenKappa(paradox);
    expect(found.observed).toBeCloseTo(0.944, 12);
    expect(found.value).toBeCloseTo(-0.0234, 4);
    expect(scottPi(paradox).value).toBeCloseTo(-0.028807, 6);
    const ac1 = gwetAc1(countLabels(paradox));
    expect(ac1.value).toBeCloseTo(0.9408, 4);
    expect(ac1.interval?.lower).toBeGreaterThan(0.85);
    expect(ac1.interval?.method).toContain("bootstrap over units");
  });

  it("AC1 looks at all categories of the scale, also those nobody chose", () => {
    const two = gwetAc1(countLabels(paradox), bare);
    const four = gwetAc1(countLabels(paradox, ["0", "1", "2", "3"]), bare);
    expect(four.value).toBeGreaterThan(two.value ?? 1);
  });

  it("aren't defined without units or variation, and say so", () => {
    for (const found of [cohenKappa([]), scottPi([]), fleissKappa(countLabels([]))]) {
      expect(found).toMatchObject({ value: null, reason: expect.stringContaining("no unit") });
    }
    for (const found of [
      cohenKappa([["a", "a"]]),
      scottPi([["a", "a"]]),
      gwetAc1(countLabels([["a", "a"]])),
    ]) {
      expect(found).toMatchObject({ value: null, reason: expect.stringContaining("chance") });
    }
    expect(lightKappa([["a"]])).toBeNull();
  });

  it("the standard error of κ falls with the root of n and is that of the jackknife", () => {
    // Against the jackknife, which knows nothing of the formula.
    const units = unitsOfTable(ARTSTEIN_POESIO);
    const once = cohenKappa(units).interval?.standardError ?? 0;
    const fourfold = cohenKappa([...units, ...units, ...units, ...units]).interval?.standardError ?? 0;
    expect(once / fourfold).toBeCloseTo(2, 10);
    const jackknifed = jackknifeOf(units);
    expect(once / jackknifed).toBeGreaterThan(0.95);
    expect(once / jackknifed).toBeLessThan(1.05);
  });

  it("two raters without gaps: multi-π is π, and perfect agreement is 1 everywhere", () => {
    const label = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { maxLength: 30 }), (pairs) => {
        const [pi, multi] = [scottPi(pairs).value, fleissKappa(countLabels(pairs), bare).value];
        if (pi === null) expect(multi).toBeNull();
        else expect(multi).toBeCloseTo(pi, 10);
        const same = pairs.map(([one]) => [one, one] as const);
        for (const { value } of [cohenKappa(same), scottPi(same), gwetAc1(countLabels(same), bare)]) {
          if (value !== null) expect(value).toBeCloseTo(1, 10);
        }
      }),
    );
  });
});

describe("agreement on each label", () => {
  it("two raters: 2a / (2a + b + c) and 2d / (2d + b + c)", () => {
    const sets = paradox.map(([a, b]) => [a === "1" ? ["x"] : [], b === "1" ? ["x"] : []]);
    const [found] = labelAgreement(sets);
    expect(found).toMatchObject({ label: "x", given: 7, positiveAgreement: 0, kappaEstimator: "Cohen's κ" });
    expect(found?.negativeAgreement).toBeCloseTo(236 / 243, 12);
    expect(found?.kappa).toBeCloseTo(-0.0234, 4);
    expect(found?.ac1).toBeCloseTo(0.9408, 4);
    expect(found?.prevalence).toBeCloseTo(7 / 250, 12);
  });

  it("not rated is not absent; units of one rater don't count", () => {
    const ratings = [
      [["x"], ["x"], undefined],
      [["x", "y"], undefined, ["y"]],
      [undefined, [], []],
      [["z"], undefined, undefined],
    ];
    const found = labelAgreement(ratings);
    expect(found.map(({ label, given }) => [label, given])).toEqual([
      ["x", 3],
      ["y", 2],
    ]);
    expect(found[0]).toMatchObject({ n: { units: 3, raters: 3, values: 6 }, prevalence: 0.5 });
    // Unit 1 both, unit 2 one of two: (2 + 0) / (2 + 1).
    expect(found[0]?.positiveAgreement).toBeCloseTo(2 / 3, 12);
    expect(found[0]?.kappaEstimator).toContain("Light");
  });

  it("a label named like a property of objects is a label", () => {
    const found = labelAgreement([[["__proto__", "constructor"], ["__proto__"]]]);
    expect(found.map(({ label }) => label)).toEqual(["__proto__", "constructor"]);
    expect(labelAgreement([])).toEqual([]);
  });
});

function jackknifeOf(units: readonly [string, string][]): number {
  const values = units.map((_, out) => cohenKappa(units.filter((__, at) => at !== out)).value ?? Number.NaN);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((values.length - 1) / values.length) * squares);
}
