/** The columns of a labels file: their paths, cells and names. */
import type { JsonObject, JsonValue } from "../../conversation/model.ts";
import { at } from "../../formats/field-mapping.ts";
import { isObject } from "../../formats/json-access.ts";
import { nameRank, type ColumnRole } from "./column-names.ts";
import type { LabelRow } from "./label-row.ts";

const MOST_PATHS = 300;

/** Paths to everything that is no object, in order of appearance; three levels deep. */
export function columnPaths(rows: readonly LabelRow[]): string[] {
  const paths = new Set<string>();
  const walk = (value: JsonObject, before: string, depth: number): void => {
    for (const [key, cell] of Object.entries(value)) {
      if (paths.size >= MOST_PATHS || key === "" || key.length > 200) continue;
      const path = `${before}${key}`;
      if (isObject(cell) && depth > 1 && Object.keys(cell).length > 0) walk(cell, `${path}.`, depth - 1);
      else paths.add(path);
    }
  };
  for (const row of rows) walk(row.columns, "", 3);
  return [...paths];
}

/** What stands in a column, empty cells left out. */
export function cellsOf(rows: readonly LabelRow[], path: string): JsonValue[] {
  return rows.flatMap((row) => {
    const cell = at(row.columns, path);
    return cell === undefined || cell === null || cell === "" ? [] : [cell];
  });
}

/** The column whose name fits a role best. */
export function bestByName(
  paths: readonly string[],
  role: ColumnRole,
  taken: ReadonlySet<string>,
): string | undefined {
  const ranked = paths.flatMap((path) => {
    const rank = taken.has(path) ? undefined : nameRank(path, role);
    return rank === undefined ? [] : [{ path, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.path;
}
