/** Values of every column but the marks: from the index where it has them, else from columns filled by passes. */
import { fieldsOf, firstWords, metadataCell } from "../../core/table/cells.ts";
import type { Cell } from "../../core/table/query-evaluate.ts";
import type { QueryColumn } from "../../core/table/query.ts";
import { metaPath } from "../../core/table/query.ts";
import type { RowReading } from "../corpus.ts";
import { ROW } from "../row-table.ts";
import { ColumnStore } from "./column-store.ts";
import { NO, RowBits, YES } from "./row-bits.ts";
import type { TableRows } from "./table-rows.ts";
import { type MemoryBudget, SpareBudget } from "./text-dictionary.ts";

/** Texts of all columns together may take this much. */
const TEXT_BYTES = 96 * 2 ** 20;

/** Words are kept up to here for sorting and filtering, in UTF-16 code units. */
const MAX_WORDS_KEPT = 120;

/** Columns that are filled on the way, what they take together apart from texts, and the texts of each. */
const MAX_SPARES = 12;
const SPARE_BYTES = 96 * 2 ** 20;
const SPARE_TEXT_BYTES = 8 * 2 ** 20;

/** Fields beyond these are found by `meta.<field>` but not offered. */
const MAX_FIELDS = 300;

export class Columns {
  private readonly budget: MemoryBudget;
  private readonly stores = new Map<QueryColumn, ColumnStore>();
  /** Columns that nobody asked for yet. */
  private readonly spares = new Map<QueryColumn, SpareBudget>();
  private isSparing = true;
  /** Metadata fields met, and whether all their values were numbers. */
  readonly fields = new Map<string, boolean>();
  /** Rows that turned out to be unreadable. */
  private readonly failed = new RowBits();

  constructor(
    private readonly rows: TableRows,
    textBytes = TEXT_BYTES,
  ) {
    this.budget = { left: textBytes };
  }

  /** The column's store, made at first use; undefined for columns that need none. */
  store(column: QueryColumn): ColumnStore | undefined {
    if (column !== "id" && column !== "words" && metaPath(column) === undefined) return undefined;
    this.spares.get(column)?.keep();
    this.spares.delete(column);
    let store = this.stores.get(column);
    if (store === undefined) {
      store = new ColumnStore(this.budget);
      this.stores.set(column, store);
    }
    if (this.isSparing) this.spare();
    this.isSparing = false;
    return store;
  }

  /** The pass that fills a first column fills others on the way, as far as they take little room. */
  private spare(): void {
    const most = Math.floor(SPARE_BYTES / (12 * Math.max(1, this.rows.rows)));
    const columns: QueryColumn[] = [
      "id",
      ...[...this.fields.keys()].map((path): QueryColumn => `meta:${path}`),
    ];
    for (const column of columns.slice(0, Math.min(most, MAX_SPARES))) {
      if (this.stores.has(column)) continue;
      const budget = new SpareBudget(this.budget, SPARE_TEXT_BYTES);
      this.spares.set(column, budget);
      this.stores.set(column, new ColumnStore(budget));
    }
  }

  /** Value of a column that the index knows; undefined while it doesn't. */
  indexed(row: number, column: QueryColumn): Cell {
    switch (column) {
      case "row":
        return row + 1;
      case "size":
        return this.rows.size(row);
      case "part":
        return this.rows.part(row);
      case "turns":
        return this.isIndexed(row) ? this.rows.turns(row) : undefined;
      case "problem":
        if (this.failed.get(row) !== YES && !this.isIndexed(row)) return undefined;
        return this.isBroken(row);
      default:
        return undefined;
    }
  }

  isIndexed(row: number): boolean {
    return (this.rows.flags(row) & ROW.indexed) !== 0;
  }

  isBroken(row: number): boolean {
    const seen = this.failed.get(row);
    return seen === YES || (seen !== NO && (this.rows.flags(row) & ROW.broken) !== 0);
  }

  /** Takes everything from a row that was read: fields, and the values of columns that have a store. */
  learn(row: number, reading: RowReading): void {
    this.failed.set(row, reading.type === "error");
    if (reading.type === "conversation") this.meet(reading);
    for (const [column, store] of this.stores)
      if (store.code(row) === 0) {
        const cell = this.cellOf(row, column, reading);
        // An id may still lack what makes it unique.
        if (column !== "id" || this.isIndexed(row)) store.set(row, cell ?? null);
        if (store.beyond > 0) this.dropSpare(column);
      }
  }

  /** The value in a row at hand. */
  cellOf(row: number, column: QueryColumn, reading: RowReading): Cell {
    if (reading.type === "error") return column === "problem" ? true : (this.indexed(row, column) ?? null);
    const { conversation } = reading;
    const path = metaPath(column);
    if (path !== undefined) return metadataCell(conversation.metadata, path);
    if (column === "id") return this.rows.idOf(row, conversation.id);
    if (column === "turns") return conversation.turns.length;
    if (column === "problem") return false;
    if (column === "words") return firstWords(conversation).slice(0, MAX_WORDS_KEPT) || null;
    return this.indexed(row, column);
  }

  /** Ids have got their numbers: those read before may lack them. */
  forgetIds(): void {
    this.stores.get("id")?.forgetRows();
  }

  /** Whether texts of a column are known by their beginnings only. */
  isCut(column: QueryColumn): boolean {
    return (this.stores.get(column)?.beyond ?? 0) > 0;
  }

  private dropSpare(column: QueryColumn): void {
    const budget = this.spares.get(column);
    if (budget === undefined) return;
    budget.giveBack();
    this.spares.delete(column);
    this.stores.delete(column);
  }

  private meet(reading: RowReading & { type: "conversation" }): void {
    // The first rows tell; later ones cost too much.
    if (this.fieldsSeen++ > 500) return;
    for (const { path, numeric } of fieldsOf(reading.conversation.metadata)) {
      const known = this.fields.get(path);
      if (known === undefined && this.fields.size >= MAX_FIELDS) continue;
      this.fields.set(path, numeric && known !== false);
    }
  }
  private fieldsSeen = 0;
}
