import { describe, expect, it } from "vitest";
import { dawidSkene } from "../../../../src/core/agreement/dawid-skene.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import { ANAESTHETISTS } from "./anaesthetists.ts";

const SCALE = ["1", "2", "3", "4"];

describe("Dawid & Skene", () => {
  const found = dawidSkene(ANAESTHETISTS, { labels: SCALE });

  it("reproduces the paper's marginals: .40, .42, .11, .07", () => {
    [0.3996, 0.422, 0.1118, 0.0667].forEach((share, at) => expect(found.marginals[at]).toBeCloseTo(share, 4));
    expect(found).toMatchObject({
      converged: true,
      relabelled: false,
      n: { units: 45, raters: 5, values: 315 },
    });
    expect(found.logLikelihood).toBeCloseTo(-192.890881, 5);
  });

  it("reproduces the paper's error rates of the first observer, and patients 3 and 36", () => {
    const first = [
      [0.889, 0.111, 0, 0],
      [0.071, 0.876, 0.053, 0],
      [0, 0.339, 0.661, 0],
      [0, 0, 0.556, 0.444],
    ];
    first.forEach((row, truth) =>
      row.forEach((rate, said) => expect(found.errorRates[0]?.[truth]?.[said]).toBeCloseTo(rate, 3)),
    );
    expect(found.posterior[2]?.[1]).toBeCloseTo(1, 4);
    expect(found.posterior[35]?.[3]).toBeCloseTo(1, 4);
  });

  it("classes keep their names, also when EM begins with all of them in other places", () => {
    const start = found.posterior.map((row) => [row[2] ?? 0, row[3] ?? 0, row[1] ?? 0, row[0] ?? 0]);
    const again = dawidSkene(ANAESTHETISTS, { labels: SCALE, start });
    expect(again.relabelled).toBe(true);
    again.marginals.forEach((share, at) => expect(share).toBeCloseTo(found.marginals[at] ?? 0, 6));
    expect(again.errorRates[0]?.[0]?.[0]).toBeCloseTo(0.889, 3);
  });

  it("doesn't depend on the order of units, raters or labels", () => {
    const turned = dawidSkene(
      [...ANAESTHETISTS].reverse().map((unit) => [...unit].reverse()),
      { labels: [...SCALE].reverse() },
    );
    expect(turned.logLikelihood).toBeCloseTo(found.logLikelihood, 6);
    [...turned.marginals]
      .reverse()
      .forEach((share, at) => expect(share).toBeCloseTo(found.marginals[at] ?? 0, 6));
  });

  it("finds known error rates, and stays finite with 3,000 ratings of a unit", () => {
    const random = seededRandom(4);
    const right = [0.95, 0.85, 0.8, 0.75, 0.7];
    const truths = Array.from({ length: 1_000 }, () => (random.uniform() < 0.3 ? "yes" : "no"));
    const say = (truth: string, skill: number): string =>
      random.uniform() < skill ? truth : truth === "yes" ? "no" : "yes";
    const ratings = truths.map((truth) => right.map((skill) => [say(truth, skill)]));
    const model = dawidSkene(ratings, { labels: ["no", "yes"] });
    const share = truths.filter((truth) => truth === "yes").length / truths.length;
    expect(Math.abs((model.marginals[1] ?? 0) - share)).toBeLessThan(0.04);
    right.forEach((skill, rater) =>
      expect(Math.abs((model.errorRates[rater]?.[0]?.[0] ?? 0) - skill)).toBeLessThan(0.06),
    );
    const many = dawidSkene([[Array.from({ length: 3_000 }, (_, at) => (at % 3 ? "a" : "b"))], [["b"]]]);
    expect(many.posterior.flat().every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(many.logLikelihood)).toBe(true);
  });

  it("units without ratings have the marginals; no ratings at all is an error", () => {
    const some = dawidSkene([
      [["a"], ["a"]],
      [["b"], ["b"]],
      [[], []],
    ]);
    expect(some.posterior[2]).toEqual(some.marginals);
    expect(some.n).toEqual({ units: 2, raters: 2, values: 4 });
    expect(() => dawidSkene([[[]]])).toThrow(RangeError);
  });
});
