/** The coincidence matrix of Krippendorff's α, and the differences between numbers that stand on it. Pure. */
import type { CodedRatings } from "./ratings.ts";

export const METRICS = ["nominal", "ordinal", "interval", "ratio"] as const;
export type Metric = (typeof METRICS)[number];

/** More different values than this make the matrix larger than it is worth: group them first. */
export const MAX_VALUES = 2_000;

/**
 * o(c, k) = Σ over units of n(u, c)·(n(u, k) − [c = k]) / (m(u) − 1): the pairs of values within units, each unit
 * counting as its number of values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part C).
 * Row-major, `coded.values.length` a side. `weights`: how often each unit counts.
 */
export function coincidenceMatrix(coded: CodedRatings<unknown>, weights?: Int32Array): Float64Array {
  const k = coded.values.length;
  const matrix = new Float64Array(k * k);
  for (let unit = 0; unit < coded.n.units; unit++) {
    const weight = weights ? (weights[unit] ?? 0) : 1;
    if (weight === 0) continue;
    const start = coded.starts[unit] ?? 0;
    const end = coded.starts[unit + 1] ?? 0;
    const share = weight / (end - start - 1);
    for (let i = start; i < end; i++) {
      const row = (coded.codes[i] ?? 0) * k;
      for (let j = start; j < end; j++) {
        if (i === j) continue;
        const at = row + (coded.codes[j] ?? 0);
        matrix[at] = (matrix[at] ?? 0) + share;
      }
    }
  }
  return matrix;
}

/** Row sums: how often each value occurs among the pairable ones. */
export function marginals(matrix: Float64Array): Float64Array {
  const k = Math.sqrt(matrix.length);
  const sums = new Float64Array(k);
  for (let row = 0; row < k; row++) {
    let sum = 0;
    for (let column = 0; column < k; column++) sum += matrix[row * k + column] ?? 0;
    sums[row] = sum;
  }
  return sums;
}

/**
 * δ² between values for each metric (Krippendorff 2011, part D). `values`: by code; `counts`: by code, only used
 * for the ordinal metric, whose differences depend on how many values lie between.
 */
export function metricDifference(
  metric: Metric,
  values: readonly number[],
  counts: Float64Array,
): (a: number, b: number) => number {
  const at = (code: number): number => values[code] ?? Number.NaN;
  if (metric === "nominal") return (a, b) => (a === b ? 0 : 1);
  if (metric === "interval") return (a, b) => (at(a) - at(b)) ** 2;
  if (metric === "ratio") {
    return (a, b) => (a === b ? 0 : ((at(a) - at(b)) / (at(a) + at(b))) ** 2);
  }
  const order = Int32Array.from(values.keys()).sort((a, b) => at(a) - at(b));
  // By code: the number of values below it, and half of its own. The difference of two of these is the number of
  // values from one to the other less half of those at both ends.
  const middle = new Float64Array(values.length);
  let below = 0;
  for (const code of order) {
    const count = counts[code] ?? 0;
    middle[code] = below + count / 2;
    below += count;
  }
  return (a, b) => ((middle[a] ?? 0) - (middle[b] ?? 0)) ** 2;
}
