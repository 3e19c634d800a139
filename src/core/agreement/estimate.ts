/** What every statistic here gives back: a figure with its estimator, its n, its design and its interval. Pure. */

export interface SampleSize {
  /** Units that the figure rests on: for agreement those rated by two or more. */
  readonly units: number;
  /** Raters with at least one value among them. */
  readonly raters: number;
  /** Values that the figure rests on; for agreement the pairable ones. */
  readonly values: number;
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Nominal coverage, e.g. 0.95. */
  readonly level: number;
  /** How it was made, in words: "Wilson score", "bootstrap over units, percentile, 2000 resamples, seed 1" … */
  readonly method: string;
  readonly standardError?: number;
}

export interface Estimate {
  readonly estimator: string;
  /** null where the statistic isn't defined on these data; `reason` says why. */
  readonly value: number | null;
  readonly reason?: string;
  readonly n: SampleSize;
  /** What was rated, how the units were drawn, and any approximation. */
  readonly design: string;
  readonly interval?: Interval;
}

/** The design that holds unless a caller knows better. */
export const SIMPLE_DESIGN = "units taken as a simple random sample";

/**
 * The standard normal quantile for `p` in (0, 1); relative error about 1e-12. Throws a RangeError outside.
 * Newton steps on an erfc-based distribution function, from a logistic first guess.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError("p must be between 0 and 1");
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  let z = p < 0.02 ? -Math.sqrt(-2 * Math.log(p)) : Math.log(p / (1 - p)) / 1.702;
  for (let step = 0; step < 60; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    // Steps in log p converge in the tail too, where plain Newton steps overshoot.
    const tail = lowerTail(z);
    const move = ((Math.log(tail) - Math.log(p)) * tail) / density;
    z -= move;
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}

/** Φ(z) for z ≤ 0: the power series near 0, the continued fraction of Mills' ratio in the tail. */
function lowerTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const x = -z;
  if (x > 3) {
    let fraction = x;
    for (let k = 80; k >= 1; k--) fraction = x + k / fraction;
    return density / fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 3; term > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

/** Value ± z standard errors, cut at the statistic's range. */
export function normalInterval(
  value: number,
  standardError: number,
  level: number,
  method: string,
  range: readonly [number, number] = [-Infinity, Infinity],
): Interval {
  const half = normalQuantile(0.5 + level / 2) * standardError;
  return {
    lower: Math.max(range[0], value - half),
    upper: Math.min(range[1], value + half),
    level,
    method,
    standardError,
  };
}
