import { describe, expect, it } from "vitest";
import { ppiMean } from "../../../../src/core/agreement/ppi.ts";

const human = [1, 1, 0, 1, 1, 0, 1, 1, 1, 0];
const extractor = [1, 1, 1, 1, 1, 0, 1, 1, 1, 1];
const labelled = human.map((y, at) => ({ human: y, extractor: extractor[at] ?? 0 }));
const unlabelled = Array.from({ length: 100 }, (_, at) => (at < 70 ? 1 : 0));

describe("prediction-powered prevalence", () => {
  it("λ = 1 as an independent program computed it", () => {
    const found = ppiMean({ labelled, unlabelled }, { lambda: 1 });
    expect(found.value).toBeCloseTo(0.5, 12);
    expect(found.interval?.standardError).toBeCloseTo(0.134536, 6);
    expect(found.interval?.lower).toBeCloseTo(0.236314, 6);
    expect(found.interval?.upper).toBeCloseTo(0.763686, 6);
    expect(found.classical.value).toBeCloseTo(0.7, 12);
    expect(found.classical.standardError).toBeCloseTo(0.144914, 6);
  });

  it("λ = 0 is the human labels alone, and the tuned λ has no greater error than either end", () => {
    const error = (lambda: "tuned" | number): number =>
      ppiMean({ labelled, unlabelled }, { lambda }).interval?.standardError ?? Number.NaN;
    expect(error(0)).toBeCloseTo(0.144914, 6);
    expect(error("tuned")).toBeLessThanOrEqual(Math.min(error(0), error(1)));
    const found = ppiMean({ labelled, unlabelled });
    // By hand: Cov = .7 − .7·.9 = .07, Var of all 110 = (79/110)(31/110), n/N = .1.
    expect(found.lambda).toBeCloseTo(0.07 / (1.1 * (79 / 110) * (31 / 110)), 12);
    expect(found.estimator).toContain("tuned λ");
    expect(found.design).toContain("10 labelled units");
  });

  it("an extractor that always says the same, or the opposite, adds nothing", () => {
    const same = labelled.map((unit) => ({ ...unit, extractor: 1 }));
    expect(ppiMean({ labelled: same, unlabelled: [1, 1, 1] }).lambda).toBe(0);
    const opposite = labelled.map((unit) => ({ ...unit, extractor: 1 - unit.human }));
    expect(ppiMean({ labelled: opposite, unlabelled }).lambda).toBe(0);
  });

  it("refuses what has no variance or isn't a number", () => {
    expect(() => ppiMean({ labelled: labelled.slice(0, 1), unlabelled })).toThrow(RangeError);
    expect(() => ppiMean({ labelled, unlabelled: [] })).toThrow(RangeError);
    expect(() => ppiMean({ labelled, unlabelled: [Number.NaN] })).toThrow(RangeError);
  });
});
