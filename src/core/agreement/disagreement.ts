/**
 * The two disagreements of Krippendorff's α for any distance, and each unit's part in them. Pure.
 *
 * Do = (1/n) Σ over units of Σ over ordered pairs in it of δ / (m − 1); De = mean δ over all ordered pairs of
 * pairable values, of whatever unit (K. Krippendorff, "Content Analysis", 3rd ed. 2013, ch. 12).
 */
import type { Random } from "./random.ts";
import type { CodedRatings } from "./ratings.ts";
import { codesOf } from "./ratings.ts";

/** By codes; symmetric, 0 for equal codes. */
export type CodeDistance = (a: number, b: number) => number;

export interface Disagreement {
  readonly observed: number;
  readonly expected: number;
  /** Standard error of `expected` where it was sampled, else 0. */
  readonly expectedError: number;
  /** By unit: Σ over ordered pairs of δ / (m − 1). */
  readonly within: Float64Array;
}

/** Σ over ordered pairs of the unit's values of δ / (m − 1), for each unit. */
export function withinUnits(coded: CodedRatings<unknown>, distance: CodeDistance): Float64Array {
  const within = new Float64Array(coded.n.units);
  for (let unit = 0; unit < within.length; unit++) {
    const codes = codesOf(coded, unit);
    within[unit] = (2 * pairSum(codes, distance)) / (codes.length - 1);
  }
  return within;
}

/** Σ of δ over the unordered pairs. */
export function pairSum(codes: Int32Array, distance: CodeDistance): number {
  let sum = 0;
  for (let i = 1; i < codes.length; i++) {
    const one = codes[i] ?? 0;
    for (let j = 0; j < i; j++) {
      const other = codes[j] ?? 0;
      if (one !== other) sum += distance(one, other);
    }
  }
  return sum;
}

/** How often each code occurs. */
export function countCodes(coded: CodedRatings<unknown>): Int32Array {
  const counts = new Int32Array(coded.values.length);
  for (const code of coded.codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** For each code: Σ over all pairable values of their distance to it. Quadratic in the different values. */
export function distanceSums(counts: Int32Array, distance: CodeDistance): Float64Array {
  const sums = new Float64Array(counts.length);
  for (let a = 1; a < counts.length; a++) {
    const count = counts[a] ?? 0;
    let sum = 0;
    for (let b = 0; b < a; b++) {
      const delta = distance(a, b);
      sum += delta * (counts[b] ?? 0);
      sums[b] = (sums[b] ?? 0) + delta * count;
    }
    sums[a] = (sums[a] ?? 0) + sum;
  }
  return sums;
}

/** Mean δ of `pairs` random pairs of different places, drawn with replacement, and its standard error. */
export function sampledExpected(
  codes: Int32Array,
  distance: CodeDistance,
  pairs: number,
  random: Random,
): { readonly mean: number; readonly standardError: number } {
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < pairs; draw++) {
    const i = random.below(codes.length);
    let j = random.below(codes.length - 1);
    if (j >= i) j++;
    const [a, b] = [codes[i] ?? 0, codes[j] ?? 0];
    const delta = a === b ? 0 : distance(a, b);
    sum += delta;
    squares += delta * delta;
  }
  const mean = sum / pairs;
  const variance = Math.max(0, squares / pairs - mean * mean);
  return { mean, standardError: Math.sqrt(variance / pairs) };
}
