/**
 * Does a rater's agreement change over time? Pure. Scores of single conversations (agreement with the others or with gold,
 * 0 to 1) in successive windows, and a trend over the order in which they were rated.
 */
import type { Estimate } from "./estimate.ts";
import { seededRandom } from "./random.ts";
import { estimateOfTotals } from "./totals.ts";

export interface TimedScore {
  /** ISO 8601 UTC: when the rater finished the conversation. */
  readonly at: string;
  /** 0 to 1. */
  readonly score: number;
}

export interface DriftWindow {
  /** ISO 8601 UTC, of the first and last rating in it. */
  readonly from: string;
  readonly to: string;
  readonly mean: Estimate;
}

export interface Drift {
  readonly windows: readonly DriftWindow[];
  /** Change of the score over 100 ratings, by least squares. */
  readonly trend: Estimate;
  /**
   * Two-sided, by permutation of the order (P. Good, "Permutation Tests", 2000): how often a slope as steep comes about if
   * time has nothing to do with it. null without a trend.
   */
  readonly p: number | null;
}

export interface DriftOptions {
  /** What a score is, in words: "share of … ". */
  readonly measure: string;
  /** "count": windows of equally many ratings; "days": windows of so many days (UTC). Default 10 windows at most, each of 5 ratings at least. */
  readonly windows?:
    { readonly by: "count"; readonly ratings: number } | { readonly by: "days"; readonly days: number };
  /** Default 0.95. */
  readonly level?: number;
  /** Default 2,000. */
  readonly permutations?: number;
  /** Default 1. */
  readonly seed?: number;
}

const DAY_MS = 86_400_000;

/** `scores`: of one rater, in any order. Throws a RangeError for a score outside 0 to 1. */
export function drift(scores: readonly TimedScore[], options: DriftOptions): Drift {
  const { measure, level = 0.95 } = options;
  if (!scores.every(({ score }) => score >= 0 && score <= 1))
    throw new RangeError("a score is not between 0 and 1");
  const sorted = scores.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const windows = windowsOf(sorted, options).map((part): DriftWindow => {
    const [first, last] = [part[0]?.at ?? "", part.at(-1)?.at ?? ""];
    const mean = estimateOfTotals(
      part.map(({ score }) => ({ parts: [1, score] })),
      ([n = 0, sum = 0]) => sum / n,
      {
        estimator: `mean ${measure}`,
        level,
        range: [0, 1],
        design: "successive ratings, taken as a random sample of their time",
      },
    );
    return { from: first, to: last, mean };
  });
  return { windows, ...trendOf(sorted, options) };
}

function windowsOf(sorted: readonly TimedScore[], { windows }: DriftOptions): TimedScore[][] {
  if (windows?.by === "days") {
    const width = windows.days * DAY_MS;
    const start = Date.parse(sorted[0]?.at ?? "");
    const parts = new Map<number, TimedScore[]>();
    for (const score of sorted) {
      const at = Math.floor((Date.parse(score.at) - start) / width);
      parts.set(at, [...(parts.get(at) ?? []), score]);
    }
    return [...parts.values()];
  }
  const size = windows?.ratings ?? Math.max(5, Math.ceil(sorted.length / 10));
  const parts = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) =>
    sorted.slice(at * size, (at + 1) * size),
  );
  const last = parts.at(-1);
  // A rest of less than half a window would be a point of its own with hardly anything in it.
  if (parts.length > 1 && last && last.length < size / 2)
    parts.splice(-2, 2, [...(parts.at(-2) ?? []), ...last]);
  return parts;
}

function trendOf(sorted: readonly TimedScore[], options: DriftOptions): Pick<Drift, "trend" | "p"> {
  const { measure, level = 0.95, permutations = 2_000, seed = 1 } = options;
  const units = sorted.map(({ score }, at) => {
    const x = at / 100;
    return { parts: [1, x, score, x * x, x * score] };
  });
  const isFlat = sorted.every(({ score }) => score === sorted[0]?.score);
  const trend = estimateOfTotals(units, slopeOf, {
    estimator: `change of ${measure} over 100 ratings, least squares`,
    level,
    range: [-Infinity, Infinity],
    design: "ratings in their order",
    reason: "three ratings are needed at least",
  });
  if (sorted.length < 3 || trend.value === null) {
    const { interval: _, ...rest } = trend;
    return { trend: { ...rest, value: null, reason: "three ratings are needed at least" }, p: null };
  }
  if (isFlat) return { trend, p: 1 };
  return { trend, p: permutationP(sorted, permutations, seed) };
}

function slopeOf([n = 0, x = 0, y = 0, xx = 0, xy = 0]: Float64Array): number {
  return (n * xy - x * y) / (n * xx - x * x);
}

function permutationP(sorted: readonly TimedScore[], permutations: number, seed: number): number {
  const random = seededRandom(seed);
  const middle = (sorted.length - 1) / 2;
  const scores = Float64Array.from(sorted, ({ score }) => score);
  const steepness = (): number => Math.abs(scores.reduce((sum, score, at) => sum + (at - middle) * score, 0));
  const seen = steepness() * (1 - 1e-12);
  let asSteep = 0;
  for (let round = 0; round < permutations; round++) {
    for (let at = scores.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [scores[at], scores[other]] = [scores[other] ?? 0, scores[at] ?? 0];
    }
    if (steepness() >= seen) asSteep++;
  }
  return (asSteep + 1) / (permutations + 1);
}
