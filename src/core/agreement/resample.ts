/** Intervals by resampling whole units. Pure; randomness comes from the caller's seed. */
import type { Interval } from "./estimate.ts";
import { normalInterval } from "./estimate.ts";
import { seededRandom } from "./random.ts";

export interface BootstrapOptions {
  readonly resamples: number;
  readonly seed: number;
  /** Nominal coverage, e.g. 0.95. */
  readonly level: number;
}

/**
 * Percentile bootstrap over units (B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993, §13.3).
 * `statistic` gets how often each unit was drawn (the array is reused) and gives NaN where it isn't defined;
 * such resamples are left out and counted in `method`. Undefined if fewer than half of the resamples, or fewer
 * than two units, remain.
 */
export function bootstrapInterval(
  units: number,
  statistic: (weights: Int32Array) => number,
  { resamples, seed, level }: BootstrapOptions,
): Interval | undefined {
  if (units < 2) return undefined;
  const random = seededRandom(seed);
  const weights = new Int32Array(units);
  const found: number[] = [];
  for (let round = 0; round < resamples; round++) {
    weights.fill(0);
    for (let draw = 0; draw < units; draw++) {
      const at = random.below(units);
      weights[at] = (weights[at] ?? 0) + 1;
    }
    const value = statistic(weights);
    if (Number.isFinite(value)) found.push(value);
  }
  if (found.length * 2 < resamples || found.length < 2) return undefined;
  found.sort((a, b) => a - b);
  const left = resamples - found.length;
  return {
    lower: sortedQuantile(found, (1 - level) / 2),
    upper: sortedQuantile(found, (1 + level) / 2),
    level,
    method:
      `bootstrap over units, percentile, ${resamples} resamples, seed ${seed}` +
      (left > 0 ? `, ${left} of them without a value` : ""),
    standardError: standardDeviation(found),
  };
}

export interface Jackknife {
  readonly standardError: number;
  /** m·θ − (m − 1)·mean of the leave-one-out values. */
  readonly biasCorrected: number;
}

/**
 * Delete-one jackknife over units (Efron & Tibshirani 1993, eq. 11.5). `whole`: the statistic on all units;
 * `without`: on all but one, by unit. Undefined if one of these isn't defined or there are fewer than two.
 */
export function jackknife(whole: number, without: readonly number[]): Jackknife | undefined {
  const m = without.length;
  if (m < 2 || !Number.isFinite(whole) || !without.every(Number.isFinite)) return undefined;
  const mean = without.reduce((sum, value) => sum + value, 0) / m;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    standardError: Math.sqrt(((m - 1) / m) * squares),
    biasCorrected: m * whole - (m - 1) * mean,
  };
}

/** θ ± z·SE of the jackknife, cut at `range`. */
export function jackknifeInterval(
  whole: number,
  without: readonly number[],
  level: number,
  range: readonly [number, number],
): Interval | undefined {
  const found = jackknife(whole, without);
  return (
    found &&
    normalInterval(whole, found.standardError, level, "delete-one jackknife over units, normal", range)
  );
}

/** Quantile of sorted values with linear interpolation (type 7 of Hyndman & Fan 1996). NaN if there are none. */
export function sortedQuantile(sorted: readonly number[], q: number): number {
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
