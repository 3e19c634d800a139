/** Published data sets, as numbers. Sources stand beside each. */

const _ = undefined;

/** Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part C: 12 units (rows) by observers A to D. */
export const KRIPPENDORFF_2011: readonly (readonly (number | undefined)[])[] = [
  [1, 1, _, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [_, 5, 5, 5],
  [_, _, 1, 1],
  [_, 3, _, _],
];

/** Wikipedia, "Krippendorff's alpha", example of three coders: 15 units (rows). */
export const WIKIPEDIA_ALPHA: readonly (readonly (number | undefined)[])[] = [
  [_, 1, _],
  [_, _, _],
  [_, 2, 2],
  [_, 1, 1],
  [_, 3, 3],
  [3, 3, 4],
  [4, 4, 4],
  [1, 3, _],
  [2, _, 2],
  [1, _, 1],
  [1, _, 1],
  [3, _, 3],
  [3, _, 3],
  [_, _, _],
  [3, _, 4],
];

/** Documentation of crowd-kit, set-valued agreement. */
export const CROWD_KIT: readonly (readonly (readonly string[])[])[] = [
  [["dog"], ["dog"]],
  [["cat"], ["cat"]],
  [["cat"], ["cat", "mouse"]],
];

/** Wikipedia, "Fleiss' kappa": 10 subjects by 5 categories, 14 raters. */
export const FLEISS_COUNTS = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
] as const;

/** SAS documentation of PROC FREQ, two skin raters: rows one rater, columns the other. */
export const SAS_TABLE = [
  [0, 4, 1],
  [0, 8, 0],
  [0, 1, 5],
] as const;

/** R. Artstein, M. Poesio, "Inter-Coder Agreement for Computational Linguistics", 2008: 100 items, two coders. */
export const ARTSTEIN_POESIO = [
  [46, 6, 0],
  [0, 32, 0],
  [0, 6, 10],
] as const;

/** K. Gwet: the κ paradox, 125 units. */
export const KAPPA_PARADOX = [
  [118, 5],
  [2, 0],
] as const;

/** One unit per count of a two-rater table; labels are the row and column numbers. */
export function unitsOfTable(table: readonly (readonly number[])[]): [string, string][] {
  return table.flatMap((row, a) =>
    row.flatMap((count, b) => Array.from({ length: count }, (): [string, string] => [`${a}`, `${b}`])),
  );
}
