/** Ratings as a table, and the pairable ones among them as whole numbers. Pure. */
import type { SampleSize } from "./estimate.ts";

/**
 * One row for each unit, one column for each rater. `undefined`: the rater did not rate the unit. An empty set is
 * a rating ("no value here"), not a missing one.
 */
export type Ratings<T> = readonly (readonly (T | undefined)[])[];

/** The values of all units with two or more raters, each different value as a code 0, 1, 2 … */
export interface CodedRatings<T> {
  /** Unit `u` has the codes from `starts[u]` up to `starts[u + 1]`. */
  readonly starts: Int32Array;
  readonly codes: Int32Array;
  /** By code, in order of first appearance. */
  readonly values: readonly T[];
  readonly n: SampleSize;
}

/** `keyOf`: equal for equal values and only for those. Units with fewer than two ratings are left out. */
export function codeRatings<T>(ratings: Ratings<T>, keyOf: (value: T) => string | number): CodedRatings<T> {
  const codeOf = new Map<string | number, number>();
  const values: T[] = [];
  const starts: number[] = [0];
  const codes: number[] = [];
  const raters = new Set<number>();
  for (const unit of ratings) {
    let rated = 0;
    for (const value of unit) if (value !== undefined) rated++;
    if (rated < 2) continue;
    unit.forEach((value, rater) => {
      if (value === undefined) return;
      raters.add(rater);
      const key = keyOf(value);
      let code = codeOf.get(key);
      if (code === undefined) {
        code = values.length;
        codeOf.set(key, code);
        values.push(value);
      }
      codes.push(code);
    });
    starts.push(codes.length);
  }
  return {
    starts: Int32Array.from(starts),
    codes: Int32Array.from(codes),
    values,
    n: { units: starts.length - 1, raters: raters.size, values: codes.length },
  };
}

/** The codes of one unit, as a view. */
export function codesOf(coded: CodedRatings<unknown>, unit: number): Int32Array {
  return coded.codes.subarray(coded.starts[unit] ?? 0, coded.starts[unit + 1] ?? 0);
}
