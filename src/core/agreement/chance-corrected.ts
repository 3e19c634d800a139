/** Fleiss' κ and Gwet's AC1 of any number of raters, with missing ratings. Pure. */
import type { Estimate } from "./estimate.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import type { LabelCounts } from "./label-counts.ts";
import { chanceParts } from "./label-counts.ts";
import { bootstrapInterval } from "./resample.ts";

export interface ChanceOptions {
  /** 0 = no interval. Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly level?: number;
  readonly design?: string;
}

export interface ChanceEstimate extends Estimate {
  readonly observed: number;
  readonly expected: number;
}

/**
 * Fleiss' κ, which is Scott's π of several raters (J. Fleiss, "Measuring nominal scale agreement among many raters",
 * 1971): chance Σ p². With missing ratings in Gwet's form (K. Gwet, "Handbook of Inter-Rater Reliability", 4th ed.
 * 2014, ch. 2).
 */
export function fleissKappa(counts: LabelCounts, options: ChanceOptions = {}): ChanceEstimate {
  const chance = (shares: readonly number[]): number => shares.reduce((sum, p) => sum + p * p, 0);
  return estimate("Fleiss' κ (multi-π)", counts, chance, options);
}

/**
 * Gwet's AC1 (K. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", 2008): chance Σ p(1 − p)/(q − 1) over q categories, which stays low when nearly all units are of one category,
 * where κ breaks down.
 */
export function gwetAc1(counts: LabelCounts, options: ChanceOptions = {}): ChanceEstimate {
  const q = counts.labels.length;
  const chance = (shares: readonly number[]): number =>
    q < 2 ? 1 : shares.reduce((sum, p) => sum + p * (1 - p), 0) / (q - 1);
  return estimate("Gwet's AC1", counts, chance, options);
}

function estimate(
  estimator: string,
  counts: LabelCounts,
  chance: (shares: readonly number[]) => number,
  options: ChanceOptions,
): ChanceEstimate {
  const { resamples = 2_000, seed = 1, level = 0.95, design = SIMPLE_DESIGN } = options;
  const { observed, shares } = chanceParts(counts);
  const expected = chance(shares);
  const value =
    counts.rows.length === 0 || 1 - expected < 1e-12 ? null : (observed - expected) / (1 - expected);
  const interval =
    value === null || resamples === 0
      ? undefined
      : bootstrapInterval(counts.rows.length, weightedCoefficient(counts, chance), {
          resamples,
          seed,
          level,
        });
  return {
    estimator,
    value,
    ...(value === null
      ? { reason: counts.rows.length === 0 ? "no unit was rated by two raters" : ALL_ONE }
      : {}),
    n: counts.n,
    design,
    observed,
    expected,
    ...(interval ? { interval } : {}),
  };
}

const ALL_ONE = "all ratings are of one category: agreement can't be told from chance";

/** The coefficient with each unit counted as often as its weight says; each unit's parts are worked out once. */
function weightedCoefficient(
  counts: LabelCounts,
  chance: (shares: readonly number[]) => number,
): (weights: Int32Array) => number {
  const units = counts.rows.map((row) => chanceParts({ ...counts, rows: [row] }));
  return (weights) => {
    const total = units.length;
    let observed = 0;
    const shares = counts.labels.map(() => 0);
    weights.forEach((weight, unit) => {
      const parts = units[unit];
      if (weight === 0 || !parts) return;
      observed += (weight * parts.observed) / total;
      parts.shares.forEach((share, at) => (shares[at] = (shares[at] ?? 0) + (weight * share) / total));
    });
    const expected = chance(shares);
    return 1 - expected < 1e-12 ? Number.NaN : (observed - expected) / (1 - expected);
  };
}
