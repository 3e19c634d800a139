/** Confusion, calibration, and comparison label by label. */
import { describe, expect, it } from "vitest";
import { calibration } from "../../../../src/core/agreement/calibration.ts";
import { NO_LABEL, setConfusion, singleConfusion } from "../../../../src/core/agreement/confusion.ts";
import { compareByLabel, compareExtractor } from "../../../../src/core/agreement/extractor-labels.ts";
import { corpusPrevalence } from "../../../../src/core/agreement/ppi-corpus.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import { stratifiedProportion } from "../../../../src/core/agreement/stratified.ts";
import { estimateShare, jackknifeTotals } from "../../../../src/core/agreement/totals.ts";
import { drawnUnits } from "../../../../src/core/agreement/sample-design.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";

/** Four conversations of another program's check: micro F1 2/3, by label a 1, b 0, c 1, d 1, e 0, f 0, g 0. */
const units = [
  { human: ["a", "b"], extractor: ["a"] },
  { human: ["c"], extractor: ["c", "f"] },
  { human: [], extractor: ["g"] },
  { human: ["a", "d", "e"], extractor: ["a", "d"] },
].map((unit) => ({ ...unit, frame: "blind" as const }));

describe("extractor against human", () => {
  it("over all labels and by label, as an independent program computed them", () => {
    const all = compareExtractor(units);
    expect(all).toMatchObject({ both: 4, extractorOnly: 2, humanOnly: 2, frame: "blind" });
    for (const one of [all.precision, all.recall, all.f1]) expect(one.value).toBeCloseTo(2 / 3, 12);
    const f1 = compareByLabel(units).map(({ label, f1: one }) => [label, one.value]);
    expect(Object.fromEntries(f1)).toEqual({ a: 1, b: 0, c: 1, d: 1, e: 0, f: 0, g: 0 });
    expect(compareByLabel(units)[0]).toMatchObject({ label: "a", both: 2, recall: { value: 1 } });
  });

  it("refuses recall and F1 as soon as one unit was rated with the suggestions in view, for each label too", () => {
    const mixed = units.map((unit, at) => (at === 2 ? { ...unit, frame: "assisted" as const } : unit));
    for (const found of [compareExtractor(mixed), ...compareByLabel(mixed)]) {
      expect(found.frame).toBe("mixed");
      expect(found.recall).toMatchObject({ value: null });
      expect(found.f1.reason).toContain("the rater saw the suggestions");
      expect(found.precision.design).toContain("partly with the suggestions in view");
    }
  });

  it("labels of one conversation are one cluster: the interval is wider than of independent labels", () => {
    const many = Array.from({ length: 30 }, (_, at) => {
      const labels = Array.from({ length: 10 }, (__, n) => `l${n}`);
      return { extractor: labels, human: at % 3 === 0 ? [] : labels, frame: "blind" as const };
    });
    const { precision } = compareExtractor(many);
    expect(precision.value).toBeCloseTo(2 / 3, 12);
    expect(precision.n).toEqual({ units: 30, raters: 1, values: 300 });
    const { lower = 0, upper = 0 } = precision.interval ?? {};
    // As 30 trials, not as 300: Wilson's half width for 20 of 30 is .16.
    expect(upper - lower).toBeGreaterThan(0.3);
    expect(upper - lower).toBeLessThan(0.36);
  });
});

describe("figures of a sample's design", () => {
  const strata = [
    { size: 7_000, sampled: 60, successes: 57 },
    { size: 2_500, sampled: 60, successes: 48 },
    { size: 500, sampled: 60, successes: 33 },
  ];
  const sampled = strata.flatMap(({ size, sampled: n, successes }, at) =>
    Array.from({ length: n }, (_, unit) => ({
      won: unit < successes ? 1 : 0,
      of: 1,
      weight: size / n,
      probability: n / size,
      stratum: `${at}`,
    })),
  );

  it("the published stratified example: .8925, standard error .0238", () => {
    const wanted = stratifiedProportion("precision", strata);
    const found = estimateShare(sampled, { estimator: "precision" });
    expect(found.value).toBeCloseTo(0.8925, 12);
    const jackknifed = jackknifeTotals(
      sampled.map((unit) => ({ ...unit, parts: [unit.won, 1] })),
      ([won = 0, of = 0]) => won / of,
    );
    expect(jackknifed?.standardError).toBeCloseTo(wanted.interval?.standardError ?? 0, 10);
    expect(jackknifed?.degrees).toBe(177);
    // The interval's own is a little greater: the strata's variances have a floor.
    expect(found.interval?.standardError).toBeGreaterThanOrEqual(0.0237);
    expect(found.interval?.standardError).toBeLessThan(0.027);
    expect(found.design).toContain(
      "stratified random sample of 180 units in 3 strata, weighted by 1 / inclusion",
    );
  });

  it("weights come from the sample; traps and conversations outside it are left out", () => {
    const item = (id: string, probability: number, more = {}) => ({ id, hash: "h", probability, ...more });
    const sample: Sample = {
      v: 1,
      name: "s",
      drawnAt: "2026-01-01T00:00:00.000Z",
      drawnBy: "ada",
      seed: 1,
      design: { type: "simple", size: 2 },
      frame: { rows: 10, query: "", fingerprint: "0" },
      blind: true,
      raters: [],
      items: [
        item("a", 0.2, { stratum: "x" }),
        item("b", 0.5),
        item("t", 1, { trap: { values: ["v"], not: [] } }),
      ],
    };
    const rated = ["a", "b", "t", "else"].map((id) => ({ conversation: { id, hash: "h" } }));
    const found = drawnUnits(rated, sample, true);
    expect(found).toMatchObject({ traps: 1, outside: 1 });
    expect(found.units).toEqual([
      { ...rated[0], weight: 5, stratum: "x", probability: 0.2 },
      { ...rated[1], weight: 2, probability: 0.5 },
    ]);
    expect(drawnUnits(rated, sample, false).units[0]).not.toHaveProperty("probability");
  });

  it("prevalence in the corpus: by hand, with λ 0 the gold sample alone, and refused where it can't be told", () => {
    const gold = [true, true, false, false, false, true, false, false, false, false].map((human, at) => ({
      human,
      extractor: at < 3,
      probability: 0.1,
      weight: 10,
    }));
    const found = corpusPrevalence(gold, { size: 100, labelled: 40 });
    // Y .3, f .3, both .2: slope (.2 − .09) / .21; residual mean .3 − λ·.3.
    expect(found.lambda).toBeCloseTo(0.11 / 0.21, 12);
    expect(found.value).toBeCloseTo(0.3 + (0.11 / 0.21) * 0.1, 12);
    expect(found.n).toEqual({ units: 100, raters: 1, values: 10 });
    expect(corpusPrevalence(gold, { size: 100, labelled: 40 }, { lambda: 0 }).value).toBeCloseTo(0.3, 12);
    expect(corpusPrevalence(gold.slice(0, 1), { size: 100, labelled: 40 }).value).toBeNull();
    expect(() => corpusPrevalence(gold, { size: 100, labelled: 101 })).toThrow(RangeError);
  });
});

describe("confusion", () => {
  it("single answers: the plain table", () => {
    const found = singleConfusion(
      [
        ["x", "x"],
        ["x", "y"],
        ["x", "x"],
        ["y", "z"],
      ].map(([row = "", column = ""]) => ({ row, column })),
    );
    expect(found).toMatchObject({ labels: ["x", "y", "z"], pairs: 4 });
    expect(found.counts).toEqual([
      [2, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });

  it("sets: shared out, every label of the row's side once", () => {
    const found = setConfusion([
      { row: ["a", "b"], column: ["a", "c", "d"] },
      { row: ["b"], column: [] },
      { row: [], column: ["c", "c"], weight: 2 },
    ]);
    const cell = (row: string, column: string): number =>
      found.counts[found.labels.indexOf(row)]?.[found.labels.indexOf(column)] ?? Number.NaN;
    expect(found.labels.at(-1)).toBe(NO_LABEL);
    expect([
      cell("a", "a"),
      cell("b", "c"),
      cell("b", "d"),
      cell("b", NO_LABEL),
      cell(NO_LABEL, "c"),
    ]).toEqual([1, 0.5, 0.5, 1, 2]);
    const rowSum = (label: string) =>
      found.counts[found.labels.indexOf(label)]?.reduce((sum, x) => sum + x, 0);
    expect([rowSum("a"), rowSum("b")]).toEqual([1, 2]);
  });
});

describe("calibration", () => {
  const random = seededRandom(9);
  const scored = (kept: (score: number) => number) =>
    Array.from({ length: 400 }, () => ({
      suggestions: Array.from({ length: 4 }, () => {
        const score = random.uniform();
        return { score, kept: random.uniform() < kept(score) };
      }),
    }));

  it("of calibrated scores the debiased error is about 0, the plain one isn't; of wrong ones both tell", () => {
    const good = calibration(
      scored((score) => score),
      { resamples: 200 },
    );
    expect(good.debiasedError.value).toBeLessThan(0.02);
    expect(good.error.value).toBeGreaterThan(0.005);
    // E (s − y)² = E s(1 − s) = 1/6 for uniform calibrated scores.
    expect(good.brier.value).toBeCloseTo(1 / 6, 1);
    expect(good.brier.interval?.lower).toBeLessThan(1 / 6);
    expect(good.brier.interval?.upper).toBeGreaterThan(1 / 6);
    const bad = calibration(
      scored((score) => score / 2),
      { resamples: 200 },
    );
    expect(bad.error.value).toBeGreaterThan(0.2);
    expect(bad.debiasedError.interval?.lower).toBeGreaterThan(0.2);
    expect(bad.bins).toHaveLength(10);
    expect(bad.bins[9]?.kept.value).toBeLessThan(0.6);
    expect(bad.bins.reduce((sum, { count }) => sum + count, 0)).toBe(1_600);
  });

  it("bins by hand; scores beyond 0 to 1 are refused; nothing judged isn't 0", () => {
    const found = calibration([
      { suggestions: [{ score: 0.15, kept: false }] },
      {
        suggestions: [
          { score: 0.19, kept: true },
          { score: 1, kept: true },
        ],
      },
    ]);
    expect(
      found.bins.map(({ from, count, meanScore, kept }) => [
        from,
        count,
        Number(meanScore.toFixed(9)),
        kept.value,
      ]),
    ).toEqual([
      [0.1, 2, 0.17, 0.5],
      [0.9, 1, 1, 1],
    ]);
    // (2·|.5 − .17| + 0) / 3.
    expect(found.error.value).toBeCloseTo(0.22, 12);
    expect(found.brier.value).toBeCloseTo((0.15 ** 2 + 0.81 ** 2) / 3, 12);
    expect(() => calibration([{ suggestions: [{ score: 1.1, kept: true }] }])).toThrow(RangeError);
    expect(calibration([]).error).toMatchObject({
      value: null,
      reason: "no suggestion with a score was judged",
    });
  });
});
