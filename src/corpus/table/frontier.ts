import { ROW } from "../row-table.ts";
import type { TableRows } from "./table-rows.ts";

/** How far the index has come without a gap: every row below is indexed. */
export class Frontier {
  private row = 0;

  constructor(private readonly rows: TableRows) {}

  /** Looks on from where it was; a million rows take some ms. */
  get value(): number {
    const { rows, indexedRows } = this.rows;
    if (indexedRows >= rows) this.row = rows;
    // Between two looks it stands still for a moment rather than hold the thread.
    const stop = Math.min(rows, this.row + 1_000_000);
    while (this.row < stop && (this.rows.flags(this.row) & ROW.indexed) !== 0) this.row++;
    return this.row;
  }
}
