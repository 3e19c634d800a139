/** The rows of a view as typed arrays, for drawing samples. */
import type { Cell } from "../../core/table/query-evaluate.ts";
import type { ColumnId } from "../../core/table/table.ts";
import { CODE } from "./column-store.ts";
import type { FrameColumn } from "./corpus-table.ts";
import { MARK_COLUMNS } from "./mark-index.ts";
import type { PassParts } from "./passes.ts";
import { numbersOf } from "./row-list.ts";

/** Texts by the order of their coming. */
class Values {
  readonly list: string[] = [];
  private readonly places = new Map<string, number>();

  place(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.list.push(text) - 1;
      this.places.set(text, place);
    }
    return place;
  }
}

/**
 * A column's values for these rows. Columns that need it must be filled (`Filling`); texts that found no room there
 * are taken as missing, and the frame says so (`Columns.isCut`).
 */
export function frameColumn(rows: Uint32Array, column: ColumnId, parts: PassParts): FrameColumn {
  if (
    column === "turns" ||
    column === "size" ||
    column === "row" ||
    column === "judged" ||
    column === "warnings"
  )
    return {
      type: "numbers",
      column,
      numbers: numbersOf(rows, (row) => numberOf(row, column, parts)),
    };
  if (column === "labels" || column === "raters") return listColumn(rows, column, parts);
  return textColumn(rows, column, parts);
}

function numberOf(row: number, column: ColumnId, { columns, marks }: PassParts): number {
  const cell = MARK_COLUMNS.has(column) ? marks.shown(row, column) : columns.indexed(row, column);
  return typeof cell === "number" ? cell : NaN;
}

/** Numbers of a metadata field come as texts unless all values are numbers. */
function textColumn(rows: Uint32Array, column: ColumnId, { columns, marks }: PassParts): FrameColumn {
  const store = columns.store(column);
  if (store !== undefined) {
    const isNumeric = rows.every((row) => store.code(row) <= CODE.number);
    const hasNumber = rows.some((row) => store.code(row) === CODE.number);
    if (isNumeric && hasNumber) {
      const numbers = numbersOf(rows, (row) => (store.code(row) === CODE.number ? store.number(row) : NaN));
      return { type: "numbers", column, numbers };
    }
  }
  const values = new Values();
  const codeOf = (row: number): number => {
    const cell: Cell =
      store !== undefined
        ? store.cell(row)
        : MARK_COLUMNS.has(column)
          ? marks.shown(row, column)
          : columns.indexed(row, column);
    if (cell === undefined || cell === null) return -1;
    if (typeof cell === "boolean") return values.place(cell ? "yes" : "no");
    return values.place(typeof cell === "object" ? cell.join(", ") : String(cell));
  };
  const codes = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) codes[at] = codeOf(rows[at] ?? 0);
  return { type: "texts", column, codes, values: values.list };
}

function listColumn(rows: Uint32Array, column: "labels" | "raters", { marks }: PassParts): FrameColumn {
  const values = new Values();
  const codes: number[] = [];
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    for (const item of marks.markOf(row)?.[column] ?? []) codes.push(values.place(item));
    starts[at + 1] = codes.length;
  });
  return { type: "lists", column, starts, codes: Int32Array.from(codes), values: values.list };
}
