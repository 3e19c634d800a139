/** What a press on a column's head does to the sort. Pure. */
import type { ColumnId, SortKey } from "../../src/core/table/table.ts";

/** Ascending, descending, not at all. `more`: beside the keys there are, else in place of them. */
export function nextSort(sort: readonly SortKey[], column: ColumnId, more: boolean): readonly SortKey[] {
  const at = sort.findIndex((key) => key.column === column);
  const old = sort[at];
  const next: SortKey | undefined =
    old === undefined
      ? { column, descending: false }
      : old.descending
        ? undefined
        : { column, descending: true };
  if (!more) return next === undefined ? [] : [next];
  if (old === undefined) return next === undefined ? sort : [...sort, next];
  return sort.flatMap((key, place) => (place !== at ? [key] : next === undefined ? [] : [next]));
}

/** "2nd by turns" in the words of a label: "sorted descending, key 2 of 3"; undefined = not a key. */
export function sortWords(sort: readonly SortKey[], column: ColumnId): string | undefined {
  const at = sort.findIndex((key) => key.column === column);
  const key = sort[at];
  if (key === undefined) return undefined;
  const way = key.descending ? "descending" : "ascending";
  return sort.length > 1 ? `sorted ${way}, key ${at + 1} of ${sort.length}` : `sorted ${way}`;
}
