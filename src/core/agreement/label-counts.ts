/** How often each label was given to each unit: what Fleiss' κ, Gwet's AC1 and specific agreement start from. Pure. */
import type { SampleSize } from "./estimate.ts";
import type { Ratings } from "./ratings.ts";

export interface LabelCounts {
  readonly labels: readonly string[];
  /** One row for each unit with two or more ratings: the count of each label, in the order of `labels`. */
  readonly rows: readonly Int32Array[];
  readonly n: SampleSize;
}

/** `labels`: the scale's categories, where there are more than the data show. Single-rater units are left out. */
export function countLabels(ratings: Ratings<string>, labels: readonly string[] = []): LabelCounts {
  const places = new Map(labels.map((label, at) => [label, at] as const));
  for (const unit of ratings) {
    for (const label of unit) {
      if (label !== undefined && !places.has(label)) places.set(label, places.size);
    }
  }
  const rows: Int32Array[] = [];
  const raters = new Set<number>();
  let values = 0;
  for (const unit of ratings) {
    const row = new Int32Array(places.size);
    const rated = unit.flatMap((label, rater) => (label === undefined ? [] : [rater]));
    if (rated.length < 2) continue;
    for (const label of unit) {
      const at = label === undefined ? undefined : places.get(label);
      if (at !== undefined) row[at] = (row[at] ?? 0) + 1;
    }
    for (const rater of rated) raters.add(rater);
    values += rated.length;
    rows.push(row);
  }
  return { labels: [...places.keys()], rows, n: { units: rows.length, raters: raters.size, values } };
}

export interface ChanceParts {
  /** Mean over units of the share of pairs of raters that agree. */
  readonly observed: number;
  /** Mean over units of each label's share of the unit's ratings. */
  readonly shares: readonly number[];
}

/** Units may have different numbers of ratings, each unit counts the same (K. Gwet 2014, ch. 2). */
export function chanceParts({ labels, rows }: LabelCounts): ChanceParts {
  const shares = labels.map(() => 0);
  let observed = 0;
  for (const row of rows) {
    const m = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, at) => {
      observed += (count * (count - 1)) / (m * (m - 1)) / rows.length;
      shares[at] = (shares[at] ?? 0) + count / m / rows.length;
    });
  }
  return { observed, shares };
}
