/** Cohen's κ of two raters. Pure. */
import type { Estimate } from "./estimate.ts";
import { normalInterval, SIMPLE_DESIGN } from "./estimate.ts";

/** Both raters' labels of each unit; units that either didn't rate are left out before. */
export type LabelPair = readonly [string, string];

export interface TwoRaterEstimate extends Estimate {
  /** Share of units on which both say the same. */
  readonly observed: number;
  /** Share expected by chance, under the estimator's model of chance. */
  readonly expected: number;
}

export interface KappaOptions {
  /** Default 0.95. */
  readonly level?: number;
  readonly design?: string;
}

/**
 * Cohen's κ (J. Cohen, "A coefficient of agreement for nominal scales", 1960), chance from each rater's own
 * marginals; interval by the large-sample variance of J. Fleiss, J. Cohen, B. Everitt (1969).
 */
export function cohenKappa(pairs: readonly LabelPair[], options: KappaOptions = {}): TwoRaterEstimate {
  const table = twoRaterTable(pairs);
  const { n, first, second, cells, labels } = table;
  const { level = 0.95, design = SIMPLE_DESIGN } = options;
  let observed = 0;
  let expected = 0;
  for (const label of labels) {
    observed += (cells.get(label)?.get(label) ?? 0) / n;
    expected += ((first.get(label) ?? 0) * (second.get(label) ?? 0)) / (n * n);
  }
  const base = { estimator: "Cohen's κ", n: { units: n, raters: 2, values: 2 * n }, design };
  if (n === 0 || expected === 1) {
    return {
      ...base,
      value: null,
      reason: n === 0 ? NO_UNITS : ONE_LABEL,
      observed: n === 0 ? 0 : observed,
      expected: n === 0 ? 0 : expected,
    };
  }
  const value = (observed - expected) / (1 - expected);
  let variance = -((value - expected * (1 - value)) ** 2);
  for (const [a, row] of cells) {
    for (const [b, count] of row) {
      const p = count / n;
      const ofA = ((first.get(b) ?? 0) + (second.get(a) ?? 0)) / n;
      if (a === b) variance += p * (1 - ofA * (1 - value)) ** 2;
      else variance += p * (1 - value) ** 2 * ofA ** 2;
    }
  }
  const error = Math.sqrt(Math.max(0, variance) / n) / (1 - expected);
  return {
    ...base,
    value,
    observed,
    expected,
    interval: normalInterval(
      value,
      error,
      level,
      "large-sample variance (Fleiss, Cohen & Everitt 1969), normal",
      [-1, 1],
    ),
  };
}

export const NO_UNITS = "no unit was rated by both raters";
export const ONE_LABEL =
  "both raters gave one and the same label throughout: agreement can't be told from chance";

/** Mean of Cohen's κ over all pairs of raters for which it is defined (R. Light 1971). `null` if there are none. */
export function lightKappa(ratings: readonly (readonly (string | undefined)[])[]): number | null {
  const raters = ratings.reduce((most, unit) => Math.max(most, unit.length), 0);
  const found: number[] = [];
  for (let a = 1; a < raters; a++) {
    for (let b = 0; b < a; b++) {
      const { value } = cohenKappa(ratedByBoth(ratings, b, a));
      if (value !== null) found.push(value);
    }
  }
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
}

/** The units that raters `a` and `b` (column numbers) both rated. */
export function ratedByBoth(
  ratings: readonly (readonly (string | undefined)[])[],
  a: number,
  b: number,
): LabelPair[] {
  const pairs: LabelPair[] = [];
  for (const unit of ratings) {
    const [one, other] = [unit[a], unit[b]];
    if (one !== undefined && other !== undefined) pairs.push([one, other]);
  }
  return pairs;
}

export interface TwoRaterTable {
  readonly n: number;
  readonly labels: ReadonlySet<string>;
  readonly first: ReadonlyMap<string, number>;
  readonly second: ReadonlyMap<string, number>;
  /** By the first rater's label, then the second's. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export function twoRaterTable(pairs: readonly LabelPair[]): TwoRaterTable {
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  const cells = new Map<string, Map<string, number>>();
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
    const row = cells.get(a) ?? new Map<string, number>();
    row.set(b, (row.get(b) ?? 0) + 1);
    cells.set(a, row);
  }
  return { n: pairs.length, labels: new Set([...first.keys(), ...second.keys()]), first, second, cells };
}
