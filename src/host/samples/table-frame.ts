/** From the table's rows to a frame for drawing. Pure, as it also runs in a worker; takes plain data only. */
import { idHash48 } from "../../core/conversation/id-hash.ts";
import type { Frame, Strata } from "../../core/sampling/frame.ts";
import type { StratifyBy } from "../../core/sampling/sample.ts";
import { NO_VALUE, lengthStrata, strataOf } from "../../core/sampling/strata.ts";
import type { ColumnId } from "../../core/table/table.ts";
import type { ColumnInfo, FrameColumn, FrameData } from "../../corpus/table/corpus-table.ts";

export interface FrameNeeds {
  readonly stratify?: {
    readonly by: StratifyBy;
    readonly column: ColumnId;
    /** For `category`: of each of the labels column's values; undefined for free text. */
    readonly categories?: readonly (string | undefined)[];
  };
  /** Scores by row number. */
  readonly scores?: { readonly rows: Int32Array; readonly values: Float64Array };
}

/** The column that strata are made of; undefined when the corpus has none such. */
export function columnFor(by: StratifyBy, available: readonly ColumnInfo[]): ColumnId | undefined {
  switch (by.type) {
    case "field":
      return `meta:${by.path}`;
    case "model":
      return modelColumn(available);
    case "category":
      return "labels";
    case "warning":
      return "warnings";
    case "length":
      return "turns";
  }
}

/** The metadata field that names the model, by its name; the shortest path when there are several. */
export function modelColumn(available: readonly ColumnInfo[]): ColumnId | undefined {
  return available
    .map(({ id }) => id)
    .filter((id) => /^meta:(?:[^.]+\.)*model(?:[_-]?(?:name|id|slug))?$/i.test(id))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}

/** Throws a RangeError, in words for people, when the column doesn't give strata. */
export function frameFrom(data: FrameData, needs: FrameNeeds): Frame {
  const { stratify, scores } = needs;
  const column = data.columns.find((each) => each.column === stratify?.column);
  if (stratify && !column)
    throw new RangeError("what strata are made of is not there to see; in a blind sample labels are hidden");
  return {
    rows: data.rows,
    idHashes: hashesOf(data),
    ...(stratify && column ? { strata: strataFrom(column, stratify, data.rows.length) } : {}),
    ...(scores ? { scores: scoresFor(data.rows, scores) } : {}),
  };
}

/** Rows without an id of their own are known as "row-<n>", and drawn by that. */
function hashesOf({ rows, idHashes }: FrameData): Float64Array {
  const name = new TextEncoder().encode("row-0000000000");
  return idHashes.map((hash, at) => {
    if (hash !== 0) return hash;
    const digits = String(rows[at] ?? 0);
    for (let place = 0; place < digits.length; place++) name[4 + place] = digits.charCodeAt(place);
    return idHash48(name, 0, 4 + digits.length);
  });
}

function strataFrom(
  column: FrameColumn,
  { by, categories }: NonNullable<FrameNeeds["stratify"]>,
  rows: number,
): Strata {
  if (by.type === "length") {
    if (column.type !== "numbers") throw new RangeError("the number of turns is not known");
    return lengthStrata(column.numbers, by.bounds);
  }
  if (by.type === "warning") {
    if (column.type !== "numbers") throw new RangeError("warnings are not known");
    return strataOf(
      named(column.numbers, (count) => (count > 0 ? "with warnings" : "without warnings")),
      rows,
    );
  }
  if (by.type === "category") {
    if (column.type !== "lists" || column.codes.length === 0)
      throw new RangeError("no conversation has labels yet, so there are no categories to stratify by");
    return strataOf(mainCategories(column, categories ?? []), rows);
  }
  switch (column.type) {
    case "numbers":
      return strataOf(
        named(column.numbers, (number) => (Number.isNaN(number) ? "" : String(number))),
        rows,
      );
    case "texts":
      return strataOf(
        named(column.codes, (code) => column.values[code] ?? ""),
        rows,
      );
    case "lists":
      return strataOf(
        lists(column, (values) => values.map((code) => column.values[code] ?? "").join(", ")),
        rows,
      );
  }
}

function* named(values: Float64Array | Int32Array, name: (value: number) => string): Generator<string> {
  for (const value of values) yield name(value);
}

type Lists = Extract<FrameColumn, { readonly type: "lists" }>;

function* lists({ starts, codes }: Lists, name: (codes: readonly number[]) => string): Generator<string> {
  for (let at = 0; at + 1 < starts.length; at++)
    yield name([...codes.subarray(starts[at] ?? 0, starts[at + 1] ?? 0)]);
}

/** The category of most of a row's labels; of several with as many, the first by name. */
function mainCategories(column: Lists, categories: readonly (string | undefined)[]): Generator<string> {
  return lists(column, (codes) => {
    const counts = new Map<string, number>();
    for (const code of codes) {
      const category = categories[code];
      if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
    }
    const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return first?.[0] ?? (codes.length > 0 ? "(unmapped)" : NO_VALUE);
  });
}

function scoresFor(rows: Uint32Array, given: NonNullable<FrameNeeds["scores"]>): Float64Array {
  const known = new Map<number, number>();
  given.rows.forEach((row, at) => {
    if (row >= 0) known.set(row, given.values[at] ?? Number.NaN);
  });
  return Float64Array.from(rows, (row) => known.get(row) ?? Number.NaN);
}
