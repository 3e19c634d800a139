/**
 * Krippendorff's α for single values: nominal, ordinal, interval, ratio. Source: K. Krippendorff, "Computing
 * Krippendorff's Alpha-Reliability", 2011, α = 1 − Do/De by the coincidence matrix (part C and D). Pure.
 */
import { coincidenceMatrix, marginals, MAX_VALUES, metricDifference } from "./coincidence.ts";
import type { Metric } from "./coincidence.ts";
import type { Estimate, Interval } from "./estimate.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import type { CodedRatings, Ratings } from "./ratings.ts";
import { codeRatings } from "./ratings.ts";
import { bootstrapInterval, jackknife, jackknifeInterval } from "./resample.ts";
import { scoreInterval } from "./totals.ts";

export interface AlphaOptions {
  /** "auto" (default): the score interval (`scoreInterval`) up to 2,000 units, else the bootstrap. */
  readonly interval?: "auto" | "score" | "bootstrap" | "jackknife" | "none";
  /** Default 0.95. */
  readonly level?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
  readonly design?: string;
}

export interface AlphaEstimate extends Estimate {
  /** Mean difference within units. */
  readonly observed: number;
  /** Mean difference between all pairable values; 0 = no variation, and α isn't defined. */
  readonly expected: number;
}

const RANGE = [-1, 1] as const;
/** The jackknife is quadratic in units. */
const SCORE_UNITS = 2_000;

/** Nominal α of text labels. */
export function nominalAlpha(ratings: Ratings<string>, options: AlphaOptions = {}): AlphaEstimate {
  const coded = codeRatings(ratings, (value) => value);
  const places = [...coded.values.keys()];
  return estimate({ ...coded, values: places }, "nominal", options);
}

/**
 * α of numbers. Throws a RangeError for values that aren't finite, for negative values with the ratio metric, and
 * for more than `MAX_VALUES` different values.
 */
export function metricAlpha(
  ratings: Ratings<number>,
  metric: Metric,
  options: AlphaOptions = {},
): AlphaEstimate {
  // −0 and 0 are one value, and the map of keys takes them so.
  const coded = codeRatings(ratings, (value) => value);
  for (const value of coded.values) {
    if (!Number.isFinite(value)) throw new RangeError("a rating is not a finite number");
    if (metric === "ratio" && value < 0) throw new RangeError("the ratio metric knows no negative numbers");
  }
  return estimate(coded, metric, options);
}

function estimate(coded: CodedRatings<number>, metric: Metric, options: AlphaOptions): AlphaEstimate {
  if (coded.values.length > MAX_VALUES) {
    throw new RangeError(`more than ${MAX_VALUES} different values: group them first`);
  }
  const { observed, expected } = disagreements(coded, metric);
  const value = expected > 0 ? 1 - observed / expected : null;
  const interval = value === null ? undefined : intervalOf(coded, metric, value, options);
  return {
    estimator: `Krippendorff's α, ${metric}`,
    value,
    ...(value === null ? { reason: noAlpha(coded.n.units) } : {}),
    n: coded.n,
    design: options.design ?? SIMPLE_DESIGN,
    observed,
    expected,
    ...(interval ? { interval } : {}),
  };
}

/** Why α isn't defined. */
export function noAlpha(units: number): string {
  return units === 0
    ? "no unit was rated by two raters"
    : "all pairable values are the same: without variation agreement can't be told from chance";
}

function intervalOf(
  coded: CodedRatings<number>,
  metric: Metric,
  value: number,
  options: AlphaOptions,
): Interval | undefined {
  const { interval = "auto", level = 0.95, resamples = 2_000, seed = 1 } = options;
  if (interval === "none") return undefined;
  const { units } = coded.n;
  const isSmall = interval === "auto" && units <= SCORE_UNITS;
  if (interval === "jackknife" || interval === "score" || isSmall) {
    const weights = new Int32Array(units).fill(1);
    const without = Array.from(weights.keys(), (unit) => {
      weights[unit] = 0;
      const left = alphaOf(coded, metric, weights);
      weights[unit] = 1;
      return left;
    });
    if (interval === "jackknife") return jackknifeInterval(value, without, level, RANGE);
    const error = jackknife(value, without)?.standardError;
    const all = Array.from({ length: units }, () => ({}));
    if (error !== undefined) return scoreInterval(value, error, all, level, "jackknife over units");
    if (interval === "score") return undefined;
    // Without some unit there is no variation left: resamples may still have some.
  }
  // Past this the resamples would take seconds; fewer of them still give a percentile interval.
  const affordable =
    interval === "auto" ? Math.max(200, Math.floor(2e7 / Math.max(1, coded.n.values))) : resamples;
  return bootstrapInterval(units, (weights) => alphaOf(coded, metric, weights), {
    resamples: Math.min(resamples, affordable),
    seed,
    level,
  });
}

function alphaOf(coded: CodedRatings<number>, metric: Metric, weights: Int32Array): number {
  const { observed, expected } = disagreements(coded, metric, weights);
  return expected > 0 ? 1 - observed / expected : Number.NaN;
}

function disagreements(
  coded: CodedRatings<number>,
  metric: Metric,
  weights?: Int32Array,
): { readonly observed: number; readonly expected: number } {
  const matrix = coincidenceMatrix(coded, weights);
  const counts = marginals(matrix);
  const difference = metricDifference(metric, coded.values, counts);
  const k = counts.length;
  let n = 0;
  let observed = 0;
  let expected = 0;
  for (let a = 0; a < k; a++) {
    const count = counts[a] ?? 0;
    n += count;
    if (count === 0) continue;
    for (let b = a + 1; b < k; b++) {
      const other = counts[b] ?? 0;
      if (other === 0) continue;
      const delta = difference(a, b);
      observed += 2 * delta * (matrix[a * k + b] ?? 0);
      expected += 2 * delta * count * other;
    }
  }
  if (n < 2) return { observed: 0, expected: 0 };
  return { observed: observed / n, expected: expected / (n * (n - 1)) };
}
