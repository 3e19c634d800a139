/** The rows of a view as typed arrays, for drawing samples. */
import type { Cell } from "../../core/table/query-evaluate.ts";
import type { ColumnId } from "../../core/table/table.ts";
import { CODE, type ColumnStore } from "./column-store.ts";
import type { FrameColumn } from "./corpus-table.ts";
import { MARK_COLUMNS } from "./mark-index.ts";
import type { PassParts } from "./passes.ts";
import { eachPlace } from "./row-list.ts";

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

/** Columns for the rows of a frame, in slices: there may be millions. */
export class FrameColumns {
  constructor(
    private readonly rows: Uint32Array,
    private readonly parts: PassParts,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * A column's values. Columns that need it must be filled (`Filling`); texts that found no room there are taken as
   * missing, and the frame says so (`Columns.isCut`). Rejects when aborted.
   */
  async column(column: ColumnId): Promise<FrameColumn> {
    if (column === "labels" || column === "raters") return this.lists(column);
    const store = this.parts.columns.store(column);
    const numeric = store === undefined ? NUMERIC.has(column) : await this.holdsNumbers(store);
    if (!numeric) return this.texts(column, store);
    const numbers = await this.numbers((row) => {
      if (store !== undefined) return store.code(row) === CODE.number ? store.number(row) : NaN;
      const cell = this.cell(row, column);
      return typeof cell === "number" ? cell : NaN;
    });
    return { type: "numbers", column, numbers };
  }

  async numbers(of: (row: number) => number): Promise<Float64Array<ArrayBuffer>> {
    const numbers = new Float64Array(this.rows.length);
    await this.each((row, at) => void (numbers[at] = of(row)));
    return numbers;
  }

  /** Numbers of a metadata field come as texts unless all values are numbers. */
  private async holdsNumbers(store: ColumnStore): Promise<boolean> {
    let [numbers, others] = [0, 0];
    await this.each((row) => {
      const code = store.code(row);
      if (code === CODE.number) numbers++;
      else if (code > CODE.number) others++;
    });
    return numbers > 0 && others === 0;
  }

  private async texts(column: ColumnId, store: ColumnStore | undefined): Promise<FrameColumn> {
    const values = new Values();
    const placeOf = (cell: Cell): number => {
      if (cell === undefined || cell === null) return -1;
      if (typeof cell === "boolean") return values.place(cell ? "yes" : "no");
      return values.place(typeof cell === "object" ? cell.join(", ") : String(cell));
    };
    // Of millions of rows, few have a text that no row before had.
    const known = new Map<number, number>();
    const codes = new Int32Array(this.rows.length);
    await this.each((row, at) => {
      const code = store?.code(row) ?? CODE.number;
      let place = code === CODE.number ? undefined : known.get(code);
      if (place === undefined) {
        place = placeOf(store === undefined ? this.cell(row, column) : store.cell(row));
        if (code !== CODE.number) known.set(code, place);
      }
      codes[at] = place;
    });
    return { type: "texts", column, codes, values: values.list };
  }

  private async lists(column: "labels" | "raters"): Promise<FrameColumn> {
    const values = new Values();
    const codes: number[] = [];
    const starts = new Uint32Array(this.rows.length + 1);
    await this.each((row, at) => {
      for (const item of this.parts.marks.markOf(row)?.[column] ?? []) codes.push(values.place(item));
      starts[at + 1] = codes.length;
    });
    return { type: "lists", column, starts, codes: Int32Array.from(codes), values: values.list };
  }

  private cell(row: number, column: ColumnId): Cell {
    const { columns, marks } = this.parts;
    return MARK_COLUMNS.has(column) ? marks.shown(row, column) : columns.indexed(row, column);
  }

  private each(visit: (row: number, at: number) => void): Promise<void> {
    const { rows } = this;
    return eachPlace(rows.length, (at) => visit(rows[at] ?? 0, at), this.parts.pace, this.signal);
  }
}

const NUMERIC: ReadonlySet<ColumnId> = new Set<ColumnId>(["turns", "size", "row", "judged", "warnings"]);
