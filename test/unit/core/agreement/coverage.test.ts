/**
 * Do intervals of nominal 95 % hold the truth in 93 to 97 % of samples? From populations whose true figure is known
 * by calculation, with seeds; with 1,000 samples the share found has a standard
 * error of .7 points.
 */
import { describe, expect, it } from "vitest";
import { setAlpha } from "../../../../src/core/agreement/alpha-sets.ts";
import { nominalAlpha } from "../../../../src/core/agreement/alpha.ts";
import type { Interval } from "../../../../src/core/agreement/estimate.ts";
import { ppiMean } from "../../../../src/core/agreement/ppi.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import type { Random } from "../../../../src/core/agreement/random.ts";
import { wilsonInterval } from "../../../../src/core/agreement/wilson.ts";

/** Share of samples whose interval holds the truth. */
function coverage(
  truth: number,
  samples: number,
  draw: (random: Random, at: number) => Interval | undefined,
): number {
  const random = seededRandom(20_260_101);
  let held = 0;
  for (let at = 0; at < samples; at++) {
    const interval = draw(random, at);
    if (interval && interval.lower <= truth && truth <= interval.upper) held++;
  }
  return held / samples;
}

function expectNominal(share: number): void {
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}

/**
 * Units with one of two labels, evenly; each rater says the right one with probability .9. Two raters differ with
 * probability 2·.9·.1 = .18, any two values of the population with 1/2: α = 1 − .18/.5 = .64.
 */
function rateUnits(random: Random, units: number): string[][] {
  return Array.from({ length: units }, () => {
    const truth = random.uniform() < 0.5;
    return Array.from({ length: 3 }, () => (random.uniform() < 0.9 === truth ? "a" : "b"));
  });
}

describe("coverage of intervals at nominal 95 %", () => {
  it.each([
    [0.1, 100],
    [0.3, 50],
    [0.5, 40],
    [0.85, 150],
  ])("Wilson, p = %f, n = %d", (p, n) => {
    const draw = (random: Random): Interval => {
      let won = 0;
      for (let at = 0; at < n; at++) if (random.uniform() < p) won++;
      return wilsonInterval(won, n);
    };
    expectNominal(coverage(p, 4_000, draw));
  });

  it("bootstrap of α over 100 units", () => {
    const share = coverage(0.64, 600, (random, at) => {
      return nominalAlpha(rateUnits(random, 100), { resamples: 200, seed: at }).interval;
    });
    expectNominal(share);
  });

  it("jackknife of α over 100 units", () => {
    expectNominal(
      coverage(
        0.64,
        1_000,
        (random) => setAlpha(sets(random, 100), "binary", { interval: "jackknife" }).interval,
      ),
    );
  });

  it("linearised interval of α with sampled expected disagreement over 150 units", () => {
    const options = { interval: "linearised", exactPairs: 0, sampledPairs: 5_000 } as const;
    expectNominal(
      coverage(
        0.64,
        400,
        (random, seed) => setAlpha(sets(random, 150), "masi", { ...options, seed }).interval,
      ),
    );
  });

  it.each([
    ["tuned", 0.9],
    ["tuned", 0.6],
    [1, 0.9],
  ] as const)("prediction-powered prevalence, λ %s, extractor right in %f", (lambda, right) => {
    const prevalence = 0.3;
    const draw = (random: Random): Interval | undefined => {
      const unit = (): { human: number; extractor: number } => {
        const human = random.uniform() < prevalence ? 1 : 0;
        return { human, extractor: random.uniform() < right ? human : 1 - human };
      };
      const labelled = Array.from({ length: 150 }, unit);
      const unlabelled = Array.from({ length: 500 }, () => unit().extractor);
      return ppiMean({ labelled, unlabelled }, { lambda }).interval;
    };
    expectNominal(coverage(prevalence, 1_000, draw));
  });
});

function sets(random: Random, units: number): string[][][] {
  return rateUnits(random, units).map((unit) => unit.map((label) => [label]));
}
