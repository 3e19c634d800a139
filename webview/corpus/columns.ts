/** Widths of columns. Pure; CSS px. */
import type { ColumnId } from "../../src/core/table/table.ts";
import type { ColumnView } from "../../src/protocol/corpus.ts";

export const MIN_WIDTH = 40;
export const MAX_WIDTH = 1200;

const USUAL: Readonly<Record<Exclude<ColumnId, `meta:${string}`>, number>> = {
  row: 84,
  id: 132,
  words: 380,
  turns: 80,
  size: 80,
  part: 150,
  status: 92,
  judged: 76,
  labels: 210,
  raters: 120,
  warnings: 92,
  problem: 220,
};

function usualWidth(column: ColumnView): number {
  const { id } = column;
  if (id.startsWith("meta:")) return column.numeric ? 96 : 132;
  return Object.hasOwn(USUAL, id) ? USUAL[id as keyof typeof USUAL] : 120;
}

export function widthOf(column: ColumnView, widths: Readonly<Record<string, number>>): number {
  const own = Object.hasOwn(widths, column.id) ? widths[column.id] : undefined;
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(own ?? usualWidth(column))));
}

export interface Layout {
  /** For `grid-template-columns`. */
  readonly template: string;
  /** Of all columns at their least. */
  readonly width: number;
}

/** The first words take what is left, unless somebody gave them a width; else the space after the last column does. */
export function layoutOf(columns: readonly ColumnView[], widths: Readonly<Record<string, number>>): Layout {
  const sizes = columns.map((column) => widthOf(column, widths));
  const stretchy = columns.findIndex(({ id }) => id === "words" && !Object.hasOwn(widths, id));
  const tracks = sizes.map((px, at) => (at === stretchy ? `minmax(${px}px, 1fr)` : `${px}px`));
  if (stretchy < 0) tracks.push("1fr");
  return { template: tracks.join(" "), width: sizes.reduce((sum, px) => sum + px, 0) };
}

/** The list with one column moved to another place. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const rest = list.filter((_, at) => at !== from);
  const one = list[from];
  return one === undefined ? list : [...rest.slice(0, to), one, ...rest.slice(to)];
}
