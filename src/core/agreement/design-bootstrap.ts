/**
 * The bootstrap for a sample's design: J. Rao, C. Wu, "Resampling inference with complex survey data", JASA 83, 1988:
 * within each stratum n − 1 of the n units are drawn with replacement and their weights grown by n / (n − 1); with the
 * sampling fraction f, weights move by √(1 − f) of that only. Units stay whole (cluster-wise). Pure.
 */
import type { Interval } from "./estimate.ts";
import { seededRandom } from "./random.ts";
import { sortedQuantile } from "./resample.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { strataOf } from "./sample-design.ts";

export interface DesignBootstrapOptions {
  readonly resamples: number;
  readonly seed: number;
  /** Nominal coverage, e.g. 0.95. */
  readonly level: number;
}

/**
 * `statistic` gets each unit's weight (the array is reused) and gives NaN where it isn't defined: those are left out and
 * counted. undefined if fewer than half remain, or if no stratum has two units.
 */
export function designBootstrap(
  units: readonly DrawnUnit[],
  statistic: (weights: Float64Array) => number,
  { resamples, seed, level }: DesignBootstrapOptions,
): Interval | undefined {
  const found = designResamples(units, statistic, { resamples, seed });
  if (found.length * 2 < resamples || found.length < 2) return undefined;
  const left = resamples - found.length;
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  const squares = found.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    lower: sortedQuantile(found, (1 - level) / 2),
    upper: sortedQuantile(found, (1 + level) / 2),
    level,
    method:
      `bootstrap over units within strata (Rao & Wu), percentile, ${resamples} resamples, seed ${seed}` +
      (left > 0 ? `, ${left} of them without a value` : ""),
    standardError: Math.sqrt(squares / (found.length - 1)),
  };
}

/** The statistic on each resample, sorted; those where it isn't defined are left out. */
export function designResamples(
  units: readonly DrawnUnit[],
  statistic: (weights: Float64Array) => number,
  { resamples, seed }: Pick<DesignBootstrapOptions, "resamples" | "seed">,
): number[] {
  const strata = strataOf(units);
  if (strata.degrees < 1) return [];
  const members = Array.from(strata.sizes, (): number[] => []);
  strata.of.forEach((stratum, unit) => members[stratum]?.push(unit));
  const random = seededRandom(seed);
  const weights = new Float64Array(units.length);
  const drawn = new Int32Array(units.length);
  const found: number[] = [];
  for (let round = 0; round < resamples; round++) {
    drawn.fill(0);
    for (const own of members) {
      for (let draw = 1; draw < own.length; draw++) {
        const unit = own[random.below(own.length)] ?? 0;
        drawn[unit] = (drawn[unit] ?? 0) + 1;
      }
    }
    for (let unit = 0; unit < units.length; unit++) {
      const stratum = strata.of[unit] ?? 0;
      const size = strata.sizes[stratum] ?? 0;
      const spread = Math.sqrt(1 - (strata.fractions[stratum] ?? 0));
      const factor = 1 - spread + (spread * (drawn[unit] ?? 0) * size) / (size - 1);
      weights[unit] = (units[unit]?.weight ?? 1) * factor;
    }
    const value = statistic(weights);
    if (Number.isFinite(value)) found.push(value);
  }
  return found.sort((a, b) => a - b);
}
