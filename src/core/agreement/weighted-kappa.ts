/** Cohen's weighted κ of two raters whose answers are sets: disagreement counts by its distance. Pure. */
import type { CodeDistance } from "./disagreement.ts";
import { normalInterval, SIMPLE_DESIGN } from "./estimate.ts";
import type { TwoRaterEstimate } from "./kappa.ts";
import { NO_UNITS, ONE_LABEL } from "./kappa.ts";
import { seededRandom } from "./random.ts";

export interface WeightedKappaOptions {
  /** The distance's name, for the estimator. */
  readonly title: string;
  /** Default 0.95. */
  readonly level?: number;
  readonly design?: string;
  /** Distances worked out at most; beyond, expected disagreement is against a sample of units. Default 4 million. */
  readonly exactPairs?: number;
  /** Of that sample. Default 1. */
  readonly seed?: number;
}

const SAMPLED_UNITS = 400;
/** Below this no large-sample interval is told: it would be far too narrow. */
const FEW_UNITS = 10;

/**
 * κ = 1 − Do / De with Do the mean distance of the two answers to a unit, De of all pairs of answers, one of each rater
 * (J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit", 1968).
 * The interval is the large-sample one of J. Fleiss, J. Cohen & B. Everitt (1969), here from each unit's influence on κ,
 * which is the same. `first`, `second`: by unit, the codes of the two answers.
 */
export function weightedKappa(
  first: Int32Array,
  second: Int32Array,
  distance: CodeDistance,
  options: WeightedKappaOptions,
): TwoRaterEstimate {
  const { title, level = 0.95, design = SIMPLE_DESIGN, exactPairs = 4_000_000, seed = 1 } = options;
  const n = first.length;
  const isExact = new Set(first).size * new Set(second).size <= exactPairs;
  const base = {
    estimator: `Cohen's weighted κ, ${title}`,
    n: { units: n, raters: 2, values: 2 * n },
    design: isExact
      ? design
      : `${design}; expected disagreement against ${SAMPLED_UNITS} sampled units, seed ${seed}`,
  };
  if (n === 0) return { ...base, value: null, reason: NO_UNITS, observed: 0, expected: 0 };
  const references = isExact ? undefined : sampled(n, seed);
  const toSecond = meanDistances(first, second, distance, references);
  const toFirst = meanDistances(second, first, distance, references);
  const apart = Float64Array.from(first, (code, unit) => distance(code, second[unit] ?? code));
  const observed = mean(apart);
  const expected = mean(toSecond);
  // `observed` and `expected` of a κ are agreement: 1 less the disagreement.
  const shares = { observed: 1 - observed, expected: 1 - expected };
  if (!(expected > 0)) return { ...base, value: null, reason: ONE_LABEL, ...shares };
  const ratio = observed / expected;
  let squares = 0;
  apart.forEach((own, unit) => {
    const pull = (toSecond[unit] ?? 0) + (toFirst[unit] ?? 0) - 2 * expected;
    squares += ((own - observed) / expected - (ratio * pull) / expected) ** 2;
  });
  const error = Math.sqrt(squares) / n;
  if (n < FEW_UNITS) return { ...base, value: 1 - ratio, ...shares };
  const method = "large-sample variance (Fleiss, Cohen & Everitt 1969), normal";
  return {
    ...base,
    value: 1 - ratio,
    ...shares,
    interval: normalInterval(1 - ratio, error, level, method, [-1, 1]),
  };
}

/** By unit: the mean distance of its answer in `own` to all answers in `others` (or to those of `units`). */
function meanDistances(
  own: Int32Array,
  others: Int32Array,
  distance: CodeDistance,
  units: Int32Array | undefined,
): Float64Array {
  const counts = new Map<number, number>();
  for (const code of units ? units.map((unit) => others[unit] ?? 0) : others)
    counts.set(code, (counts.get(code) ?? 0) + 1);
  const total = units?.length ?? others.length;
  const known = new Map<number, number>();
  return Float64Array.from(own, (code) => {
    let found = known.get(code);
    if (found === undefined) {
      found = 0;
      for (const [other, count] of counts) found += (distance(code, other) * count) / total;
      known.set(code, found);
    }
    return found;
  });
}

function sampled(n: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  return Int32Array.from({ length: SAMPLED_UNITS }, () => random.below(n));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
