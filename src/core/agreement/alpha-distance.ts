/**
 * Krippendorff's α for any distance: exact, or with the expected disagreement sampled where the pairs are too many.
 * Source: Krippendorff, "Content Analysis", 3rd ed. 2013, ch. 12; the linearised variance is that of a ratio of means and a V-statistic by their
 * influence values (A. van der Vaart, "Asymptotic Statistics", 1998, §12.1 and §20.1). Pure.
 */
import { noAlpha } from "./alpha.ts";
import type { AlphaEstimate } from "./alpha.ts";
import type { CodeDistance, Disagreement } from "./disagreement.ts";
import { countCodes, distanceSums, pairSum, sampledExpected, withinUnits } from "./disagreement.ts";
import type { Interval } from "./estimate.ts";
import { normalInterval, SIMPLE_DESIGN } from "./estimate.ts";
import { linearisedError } from "./linearised.ts";
import { seededRandom } from "./random.ts";
import type { CodedRatings } from "./ratings.ts";
import { codesOf } from "./ratings.ts";
import { bootstrapInterval, jackknifeInterval } from "./resample.ts";
import { scoreInterval } from "./totals.ts";

export interface DistanceAlphaOptions {
  /** "auto": the score interval (`scoreInterval`), and linearised once De is sampled. */
  readonly interval?: "auto" | "score" | "bootstrap" | "jackknife" | "linearised" | "none";
  /** Default 0.95. */
  readonly level?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
  readonly design?: string;
  /** De is exact up to this many pairs of different values, and sampled beyond. Default 20 million. */
  readonly exactPairs?: number;
  /** Pairs drawn when De is sampled. Default 500,000. */
  readonly sampledPairs?: number;
}

const RANGE = [-1, 1] as const;

/** `coded`: of `codeRatings`; `distance`: by its codes; `title`: the distance's name, for the estimator. */
export function distanceAlpha(
  coded: CodedRatings<unknown>,
  distance: CodeDistance,
  title: string,
  options: DistanceAlphaOptions = {},
): AlphaEstimate {
  const { exactPairs = 20_000_000, sampledPairs = 500_000, seed = 1, design = SIMPLE_DESIGN } = options;
  const counts = countCodes(coded);
  const isExact = (counts.length * (counts.length - 1)) / 2 <= exactPairs;
  const sums = isExact ? distanceSums(counts, distance) : undefined;
  const n = coded.codes.length;
  const within = withinUnits(coded, distance);
  const drawn = sums
    ? { mean: exactExpected(sums, counts, n), standardError: 0 }
    : sampledExpected(coded.codes, distance, sampledPairs, seededRandom(seed));
  const parts: Disagreement = {
    observed: n === 0 ? 0 : within.reduce((sum, part) => sum + part, 0) / n,
    expected: drawn.mean,
    expectedError: drawn.standardError,
    within,
  };
  const value = parts.expected > 0 ? 1 - parts.observed / parts.expected : null;
  const interval =
    value === null ? undefined : intervalOf({ coded, distance, counts, sums, parts, value }, options);
  return {
    estimator: `Krippendorff's α, ${title}`,
    value,
    ...(value === null ? { reason: noAlpha(coded.n.units) } : {}),
    n: coded.n,
    design: sums
      ? design
      : `${design}; expected disagreement from ${sampledPairs} sampled pairs, seed ${seed}, its standard error ${drawn.standardError.toPrecision(2)}`,
    observed: parts.observed,
    expected: parts.expected,
    ...(interval ? { interval } : {}),
  };
}

function exactExpected(sums: Float64Array, counts: Int32Array, n: number): number {
  if (n < 2) return 0;
  return sums.reduce((sum, part, code) => sum + part * (counts[code] ?? 0), 0) / (n * (n - 1));
}

interface Known {
  readonly coded: CodedRatings<unknown>;
  readonly distance: CodeDistance;
  readonly counts: Int32Array;
  /** Absent: too many pairs. */
  readonly sums: Float64Array | undefined;
  readonly parts: Disagreement;
  readonly value: number;
}

function intervalOf(known: Known, options: DistanceAlphaOptions): Interval | undefined {
  const { interval = "auto", level = 0.95, resamples = 2_000, seed = 1 } = options;
  const { coded, value, sums } = known;
  if (interval === "none" || coded.n.units < 2) return undefined;
  const chosen = interval === "auto" ? (sums ? "score" : "linearised") : interval;
  if (chosen === "bootstrap") {
    const alpha = weightedAlpha(known);
    return bootstrapInterval(coded.n.units, alpha, { resamples, seed, level });
  }
  if (chosen === "jackknife" && sums) {
    return jackknifeInterval(value, withoutEach({ ...known, sums }), level, RANGE);
  }
  const { standardError, referenced } = linearisedError(known, seed);
  if (chosen === "score") {
    const units = Array.from({ length: coded.n.units }, () => ({}));
    return scoreInterval(value, standardError, units, level, `linearised over units${referenced}`);
  }
  const method = `linearised over units, normal${referenced}`;
  return normalInterval(value, standardError, level, method, RANGE);
}

/** α with each unit counted as often as its weight says. */
function weightedAlpha({ coded, distance, parts }: Known): (weights: Int32Array) => number {
  const k = coded.values.length;
  const table = new Float64Array(k * k);
  for (let a = 1; a < k; a++) for (let b = 0; b < a; b++) table[a * k + b] = distance(a, b);
  return (weights) => {
    const counts = new Float64Array(k);
    let [n, observed, expected] = [0, 0, 0];
    weights.forEach((weight, unit) => {
      if (weight === 0) return;
      const codes = codesOf(coded, unit);
      n += weight * codes.length;
      observed += weight * (parts.within[unit] ?? 0);
      for (const code of codes) counts[code] = (counts[code] ?? 0) + weight;
    });
    for (let a = 1; a < k; a++) {
      const count = counts[a] ?? 0;
      if (count === 0) continue;
      let sum = 0;
      for (let b = 0; b < a; b++) sum += (counts[b] ?? 0) * (table[a * k + b] ?? 0);
      expected += 2 * count * sum;
    }
    return expected > 0 ? 1 - (observed / n) * ((n * (n - 1)) / expected) : Number.NaN;
  };
}

/** α without each unit in turn. Exact and without another pass: what a unit adds to both sums is known. */
function withoutEach(known: Known & { readonly sums: Float64Array }): number[] {
  const { coded, distance, counts, sums, parts } = known;
  const n = coded.codes.length;
  const observed = parts.observed * n;
  const expected = exactExpected(sums, counts, n) * n * (n - 1);
  return Array.from(parts.within, (own, unit) => {
    const codes = codesOf(coded, unit);
    const left = n - codes.length;
    const others = codes.reduce((sum, code) => sum + (sums[code] ?? 0), 0);
    // Its values' distances to all others go in both directions; those among themselves went twice with that.
    const pairs = expected - 2 * others + 2 * pairSum(codes, distance);
    return pairs > 1e-12 * expected
      ? 1 - ((observed - own) / left) * ((left * (left - 1)) / pairs)
      : Number.NaN;
  });
}
