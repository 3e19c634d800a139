import { describe, expect, it } from "vitest";
import { stratifiedProportion } from "../../../../src/core/agreement/stratified.ts";

describe("share from a stratified sample", () => {
  const strata = [
    { size: 7_000, sampled: 60, successes: 57 },
    { size: 2_500, sampled: 60, successes: 48 },
    { size: 500, sampled: 60, successes: 33 },
  ];

  it("as an independent program computed it: .8925 ± .0238; the unweighted share would be .767", () => {
    const found = stratifiedProportion("precision", strata);
    expect(found.value).toBeCloseTo(0.8925, 12);
    expect(found.interval?.standardError).toBeCloseTo(0.023785767, 9);
    expect(found.interval?.lower).toBeCloseTo(0.84588, 4);
    expect(found.interval?.upper).toBeCloseTo(0.93912, 4);
    expect(found).toMatchObject({ estimator: "precision, stratified", n: { units: 180 } });
    expect(found.design).toContain("180 of 10000 units");
  });

  it("all units sampled: no sampling error left", () => {
    const found = stratifiedProportion("precision", [{ size: 10, sampled: 10, successes: 4 }]);
    expect(found).toMatchObject({ value: 0.4, interval: { standardError: 0 } });
  });

  it("refuses impossible counts; without strata there's nothing", () => {
    expect(() => stratifiedProportion("p", [{ size: 5, sampled: 6, successes: 1 }])).toThrow(RangeError);
    expect(() => stratifiedProportion("p", [{ size: 5, sampled: 1, successes: 1 }])).toThrow(RangeError);
    expect(stratifiedProportion("p", [])).toMatchObject({ value: null });
  });
});
