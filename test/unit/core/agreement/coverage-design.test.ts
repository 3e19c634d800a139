/**
 * Weighted figures from stratified and unequal samples of a finite population that is known whole: the intervals of nominal
 * 95 % hold the population's figure in 93 to 97 % of samples, and the weights take the sample's bias away.
 */
import { describe, expect, it } from "vitest";
import { weightedSetAlpha } from "../../../../src/core/agreement/alpha-levels.ts";
import { setAlpha } from "../../../../src/core/agreement/alpha-sets.ts";
import { designBootstrap } from "../../../../src/core/agreement/design-bootstrap.ts";
import type { Estimate } from "../../../../src/core/agreement/estimate.ts";
import { compareExtractor } from "../../../../src/core/agreement/extractor-labels.ts";
import { corpusPrevalence } from "../../../../src/core/agreement/ppi-corpus.ts";
import type { Random } from "../../../../src/core/agreement/random.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import type { DrawnUnit } from "../../../../src/core/agreement/sample-design.ts";

interface Row extends DrawnUnit {
  readonly stratum: string;
  readonly ratings: readonly (readonly string[])[];
  readonly human: readonly string[];
  readonly extractor: readonly string[];
}

/** 4,000 conversations: a large easy stratum, a small hard one with other labels. */
function population(random: Random): Row[] {
  return Array.from({ length: 4_000 }, (_, at): Row => {
    const isHard = at % 10 === 0;
    const right = isHard ? 0.7 : 0.95;
    const labels = isHard ? ["a", "b", "c"] : ["a", "d"];
    const truth = labels.filter(() => random.uniform() < 0.5);
    const say = (): string[] => labels.filter((label) => random.uniform() < right === truth.includes(label));
    return { stratum: isHard ? "hard" : "easy", ratings: [say(), say()], human: truth, extractor: say() };
  });
}

const rows = population(seededRandom(3));
const STRATA = ["easy", "hard"].map((stratum) => rows.filter((row) => row.stratum === stratum));

/** 60 of each stratum without replacement. */
function draw(random: Random): Row[] {
  return STRATA.flatMap((own) => {
    const probability = 60 / own.length;
    for (let at = 0; at < 60; at++) {
      const other = at + random.below(own.length - at);
      const [a, b] = [own[at], own[other]];
      if (a && b) [own[at], own[other]] = [b, a];
    }
    return own.slice(0, 60).map((row) => ({ ...row, weight: 1 / probability, probability }));
  });
}

function coverage(truth: number, samples: number, estimate: (sample: Row[], seed: number) => Estimate) {
  const random = seededRandom(17);
  return tally(
    truth,
    Array.from({ length: samples }, (_, seed) => estimate(draw(random), seed)),
  );
}

function tally(truth: number, found: readonly Estimate[]) {
  const held = found.filter(({ interval }) => interval && interval.lower <= truth && truth <= interval.upper);
  const sum = found.reduce((total, { value }) => total + (value ?? Number.NaN), 0);
  return { share: held.length / found.length, mean: sum / found.length };
}

function expectNominal({ share, mean }: ReturnType<typeof coverage>, truth: number, bias = 0.01): void {
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
  expect(Math.abs(mean - truth)).toBeLessThan(bias);
}

const blind = (sample: readonly Row[]) => sample.map((row) => ({ ...row, frame: "blind" as const }));

describe("weighted figures of a stratified sample", () => {
  it("α of sets", () => {
    const truth =
      setAlpha(
        rows.map(({ ratings }) => ratings),
        "masi",
        { interval: "none" },
      ).value ?? 0;
    const found = coverage(truth, 500, (sample) =>
      weightedSetAlpha(
        sample.map(({ ratings }) => ratings),
        sample,
        "masi",
      ),
    );
    expectNominal(found, truth);
    // Without weights the hard stratum counts for half instead of a tenth.
    const plain = coverage(truth, 100, (sample) =>
      setAlpha(
        sample.map(({ ratings }) => ratings),
        "masi",
      ),
    );
    expect(plain.share).toBeLessThan(0.5);
  });

  it("precision, recall and F1 of the extractor, labels of a conversation together", () => {
    const figures = ["precision", "recall", "f1"] as const;
    const whole = compareExtractor(blind(rows));
    const random = seededRandom(23);
    const found = Array.from({ length: 500 }, () => compareExtractor(blind(draw(random))));
    for (const figure of figures) {
      const truth = whole[figure].value ?? 0;
      expectNominal(
        tally(
          truth,
          found.map((one) => one[figure]),
        ),
        truth,
      );
    }
  });

  it.each(["a", "c"])("prevalence of %s in the corpus, with the extractor's labels on all of it", (label) => {
    const has = (labels: readonly string[]): boolean => labels.includes(label);
    const truth = rows.filter(({ human }) => has(human)).length / rows.length;
    const counts = { size: rows.length, labelled: rows.filter(({ extractor }) => has(extractor)).length };
    const gold = (sample: readonly Row[]) =>
      sample.map(({ human, extractor, ...row }) => ({
        ...row,
        human: has(human),
        extractor: has(extractor),
      }));
    let [powered, classical] = [0, 0];
    const found = coverage(truth, 500, (sample) => {
      const estimate = corpusPrevalence(gold(sample), counts);
      powered += (estimate.interval?.upper ?? 0) - (estimate.interval?.lower ?? 0);
      classical += (estimate.classical.interval?.upper ?? 0) - (estimate.classical.interval?.lower ?? 0);
      return estimate;
    });
    expectNominal(found, truth);
    expect(powered).toBeLessThan(classical);
  });

  it("the design's bootstrap, of a mean", () => {
    const size = ({ human }: Row): number => human.length;
    const truth = rows.reduce((sum, row) => sum + size(row), 0) / rows.length;
    const found = coverage(truth, 400, (sample, seed) => {
      const mean = (weights: Float64Array): number => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return sample.reduce((sum, row, at) => sum + (weights[at] ?? 0) * size(row), 0) / total;
      };
      const interval = designBootstrap(sample, mean, { resamples: 250, seed, level: 0.95 });
      const value = mean(Float64Array.from(sample, ({ weight = 1 }) => weight));
      return {
        estimator: "mean",
        value,
        n: { units: sample.length, raters: 1, values: sample.length },
        design: "",
        ...(interval ? { interval } : {}),
      };
    });
    expectNominal(found, truth, 0.02);
  });

  it("a stratum drawn whole has no sampling error", () => {
    const small = rows.slice(0, 200);
    const all = small.map((row) => ({ ...row, weight: 1, probability: 1 }));
    const { precision } = compareExtractor(blind(all));
    expect(precision.interval?.standardError).toBeUndefined();
    const superpopulation = compareExtractor(blind(small)).precision;
    expect(superpopulation.interval?.standardError).toBeGreaterThan(0);
    expect(superpopulation.value).toBe(precision.value);
  });
});
