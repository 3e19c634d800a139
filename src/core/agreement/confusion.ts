/**
 * Which labels one side gives where the other gives others. Pure.
 *
 * Single answers: the plain table of counts. Sets of labels: what both gave counts on the diagonal; each label that only
 * the row's side gave is shared out evenly over the labels that only the column's side gave to the same unit, or goes to
 * "none" if there are none, and labels of the column's side alone count in the row "none" (the extra row and column are
 * those of M. Heydarian, T. Doyle, R. Samavi, "MLCM: Multi-label confusion matrix", IEEE Access 10, 2022).
 */

/** Key of the row and column for "the other side gave nothing to compare with". */
export const NO_LABEL = "";

export interface Confusion {
  /** Of rows and columns; `NO_LABEL` is the last one, if it occurs. The most frequent first. */
  readonly labels: readonly string[];
  /** Row by row. Whole numbers for single answers without weights, shares for sets. */
  readonly counts: readonly (readonly number[])[];
  /** Pairs of ratings counted. */
  readonly pairs: number;
  readonly counting: string;
}

export const SINGLE_COUNTING = "each pair of ratings of one conversation counts once";
export const SET_COUNTING =
  "labels that both gave stand on the diagonal; a label that only the row's side gave is shared out evenly over those that only the column's side gave to the same conversation, or counts as none";

export interface ConfusedPair<T> {
  readonly row: T;
  readonly column: T;
  /** Default 1. */
  readonly weight?: number;
}

export function singleConfusion(pairs: readonly ConfusedPair<string>[]): Confusion {
  const cells = new Cells();
  for (const { row, column, weight = 1 } of pairs) cells.add(row, column, weight);
  return { ...cells.table(), pairs: pairs.length, counting: SINGLE_COUNTING };
}

/** Repeated labels count once. */
export function setConfusion(pairs: readonly ConfusedPair<readonly string[]>[]): Confusion {
  const cells = new Cells();
  for (const { row, column, weight = 1 } of pairs) {
    const [rows, columns] = [new Set(row), new Set(column)];
    const alone = [...columns].filter((label) => !rows.has(label));
    let isCompared = false;
    for (const label of rows) {
      if (columns.has(label)) cells.add(label, label, weight);
      else if (alone.length === 0) cells.add(label, NO_LABEL, weight);
      else {
        isCompared = true;
        for (const other of alone) cells.add(label, other, weight / alone.length);
      }
    }
    if (!isCompared) for (const label of alone) cells.add(NO_LABEL, label, weight);
  }
  return { ...cells.table(), pairs: pairs.length, counting: SET_COUNTING };
}

class Cells {
  readonly #rows = new Map<string, Map<string, number>>();
  readonly #totals = new Map<string, number>();

  add(row: string, column: string, weight: number): void {
    const cells = this.#rows.get(row) ?? new Map<string, number>();
    this.#rows.set(row, cells.set(column, (cells.get(column) ?? 0) + weight));
    for (const label of [row, column]) this.#totals.set(label, (this.#totals.get(label) ?? 0) + weight);
  }

  table(): Pick<Confusion, "labels" | "counts"> {
    const labels = [...this.#totals]
      .sort(([a, x], [b, y]) => +(a === NO_LABEL) - +(b === NO_LABEL) || y - x || (a < b ? -1 : 1))
      .map(([label]) => label);
    const counts = labels.map((row) => labels.map((column) => this.#rows.get(row)?.get(column) ?? 0));
    return { labels, counts };
  }
}
