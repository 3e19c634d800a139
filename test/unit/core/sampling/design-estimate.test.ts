import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import { stratifiedProportion } from "../../../../src/core/agreement/stratified.ts";
import { wilsonInterval } from "../../../../src/core/agreement/wilson.ts";
import { designEstimate, inclusionWeight } from "../../../../src/core/sampling/design-estimate.ts";
import type { DesignOf } from "../../../../src/core/sampling/design-estimate.ts";
import { draw } from "../../../../src/core/sampling/draw.ts";
import type { SampleDesign } from "../../../../src/core/sampling/sample.ts";
import { frameOf, rowsOf } from "./frames.ts";
import type { Row } from "./frames.ts";

const share = { estimator: "prevalence", of: "share" } as const;
const mean = { estimator: "labels", of: "mean" } as const;

function sampleOf(rows: readonly Row[], design: SampleDesign, seed: number): DesignOf {
  const { frame } = frameOf(rows);
  const items = draw(frame, design, seed).units.map(({ place, ...unit }) => ({
    id: rows[place]?.id ?? "",
    hash: "h",
    ...unit,
  }));
  return { design, items, frame: { rows: rows.length, query: "", fingerprint: "0".repeat(12) } };
}

const stratified = (size: number): SampleDesign => ({
  type: "stratified",
  by: { type: "model" },
  allocation: { type: "equal", size },
});

describe("estimates for the frame", () => {
  it("of a simple sample are Cochran's, with finite population correction", () => {
    const sample = sampleOf(rowsOf(50), { type: "simple", size: 10 }, 1);
    const values = new Map(sample.items.map(({ id }, at) => [id, at]));
    const found = designEstimate(sample, values, mean);
    expect(found.value).toBe(4.5);
    // s² of 0 … 9 is 55/6; (1 − 10/50)·s²/10.
    expect(found.interval?.standardError).toBeCloseTo(Math.sqrt((0.8 * (55 / 6)) / 10), 12);
    expect(found.n).toEqual({ units: 10, raters: 1, values: 10 });
    expect(found.design).toBe("simple random sample from 50 conversations");
    expect(inclusionWeight({ probability: 0.2 })).toBe(5);
  });

  it("of shares have Wilson's interval at the effective n", () => {
    const sample = sampleOf(rowsOf(100_000), { type: "simple", size: 100 }, 1);
    const values = new Map(sample.items.map(({ id }, at) => [id, at < 30 ? 1 : 0]));
    const found = designEstimate(sample, values, share);
    // n − 1, as the variance has it, over the finite population correction.
    expect(found.effectiveN).toBeCloseTo(99 / (1 - 0.001), 9);
    const { lower, upper } = wilsonInterval(0.3 * found.effectiveN, found.effectiveN);
    expect(found.interval).toMatchObject({ lower, upper });
    const none = designEstimate(sample, new Map(sample.items.map(({ id }) => [id, 0])), share);
    expect(none.value).toBe(0);
    expect(none.interval?.lower).toBe(0);
    expect(none.interval?.upper).toBeCloseTo(wilsonInterval(0, 100 / (1 - 0.001)).upper, 9);
  });

  it("of a stratified sample equal those by counts of strata", () => {
    const rows = rowsOf(300, (at) => ({ stratum: at < 40 ? "a" : at < 140 ? "b" : "c" }));
    const sample = sampleOf(rows, stratified(60), 4);
    const values = new Map(
      sample.items.map(({ id }) => [id, id.length % 2 === 0 || id.endsWith("7") ? 1 : 0]),
    );
    const counts = ["a", "b", "c"].map((name) => {
      const items = sample.items.filter(({ stratum }) => stratum === name);
      return {
        size: rows.filter(({ stratum }) => stratum === name).length,
        sampled: items.length,
        successes: items.filter(({ id }) => values.get(id) === 1).length,
      };
    });
    const plain = stratifiedProportion("prevalence", counts);
    const found = designEstimate(sample, values, share);
    expect(found.value).toBeCloseTo(plain.value ?? Number.NaN, 12);
    expect(found.interval?.standardError).toBeCloseTo(plain.interval?.standardError ?? Number.NaN, 12);
  });

  it("are exact where every conversation is rated", () => {
    const rows = rowsOf(20);
    for (const design of [{ type: "all" }, { type: "simple", size: 20 }] as const) {
      const sample = sampleOf(rows, design, 1);
      const values = new Map(rows.map(({ id }, at) => [id, at < 5 ? 1 : 0]));
      expect(designEstimate(sample, values, share).interval).toMatchObject({ lower: 0.25, upper: 0.25 });
    }
  });

  it("count only what is rated, never traps, and say how much that is", () => {
    const sample = sampleOf(rowsOf(100), { type: "simple", size: 10 }, 1);
    const trap = { id: "trap", hash: "h", probability: 1, trap: { values: ["x"], not: [] } };
    const values = new Map(sample.items.slice(0, 4).map(({ id }, at) => [id, at % 2]));
    values.set("trap", 1);
    values.set("not in it", 1);
    const found = designEstimate({ ...sample, items: [trap, ...sample.items] }, values, share);
    expect(found.value).toBe(0.5);
    expect(found.n.units).toBe(4);
    expect(found.design).toContain("4 of 10 rated");
    const nothing = designEstimate(sample, new Map(), share);
    expect(nothing).toMatchObject({ value: null, reason: "no item of the sample is rated", effectiveN: 0 });
    const one = designEstimate(sample, new Map([[sample.items[0]?.id ?? "", 3]]), mean);
    expect(one.value).toBe(3);
    expect(one.interval).toBeUndefined();
    expect(() => designEstimate(sample, new Map([[sample.items[0]?.id ?? "", 2]]), share)).toThrow(
      RangeError,
    );
  });

  it("name strata that none is rated of", () => {
    const rows = rowsOf(90, (at) => ({ stratum: `s${at % 3}` }));
    const sample = sampleOf(rows, stratified(9), 2);
    const values = new Map(
      sample.items
        .filter(({ stratum }) => stratum !== "s2")
        .map(({ id, stratum }) => [id, stratum === "s0" ? 1 : 3]),
    );
    const found = designEstimate(sample, values, mean);
    expect(found.value).toBe(2);
    expect(found.design).toContain("1 of 3 strata not rated yet");
  });
});

describe("intervals of nominal 95 % hold the truth in 93 to 97 % of samples", () => {
  const population = rowsOf(600, (at) => ({
    stratum: at < 60 ? "rare" : at < 250 ? "some" : "most",
    score: at < 60 ? 5 : 1,
  }));
  const random = seededRandom(99);
  const chance: Readonly<Record<string, number>> = { rare: 0.8, some: 0.4, most: 0.15 };
  const truths = new Map(
    population.map(({ id, stratum }) => [id, random.uniform() < (chance[stratum ?? ""] ?? 0) ? 1 : 0]),
  );
  const truth = [...truths.values()].reduce<number>((sum, value) => sum + value, 0) / truths.size;
  const designs: readonly SampleDesign[] = [
    { type: "simple", size: 120 },
    stratified(120),
    { type: "weighted", by: "uncertainty", size: 120 },
  ];

  it.each(designs)("$type", (design) => {
    const samples = 1_000;
    let [held, sum] = [0, 0];
    for (let seed = 0; seed < samples; seed++) {
      const found = designEstimate(sampleOf(population, design, seed), truths, share);
      const { lower = Number.NaN, upper = Number.NaN } = found.interval ?? {};
      sum += found.value ?? Number.NaN;
      if (lower <= truth && truth <= upper) held++;
    }
    expect(held / samples).toBeGreaterThanOrEqual(0.93);
    expect(held / samples).toBeLessThanOrEqual(0.97);
    // Unbiased: four standard errors of the mean of 1,000 estimates, each with one below .04.
    expect(Math.abs(sum / samples - truth)).toBeLessThan((4 * 0.04) / Math.sqrt(samples));
  });
});
