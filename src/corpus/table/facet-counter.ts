/** Counts a column's values among the rows of a view, as the view grows. */
import type { Cell } from "../../core/table/query-evaluate.ts";
import { rangeAt, rangesOf } from "../../core/table/ranges.ts";
import type { ColumnId, Facet, FacetValue } from "../../core/table/table.ts";
import { CODE, type ColumnStore } from "./column-store.ts";
import { MARK_COLUMNS } from "./mark-index.ts";
import { Filling, type PassParts } from "./passes.ts";

/** Values listed; the rest are "others". */
const LISTED = 20;
/** Distinct numbers kept apart until they become ranges. */
const DISTINCT = 4_096;
/** Distinct texts of columns without a store (names of labels and raters, parts). */
const MOST_TEXTS = 100_000;

interface Rows {
  readonly length: number;
  at(place: number): number | undefined;
}

export class FacetCounter {
  /** Places of the view below it are counted. */
  counted = 0;
  private missing = 0;
  private readonly texts = new Map<string, number>();
  private codes = new Uint32Array(64);
  private beyond = 0;
  /** Distinct texts, rarer than all others, that were not even looked up. */
  private unnamed = 0;
  private numbers = 0;
  private min = Infinity;
  private max = -Infinity;
  private whole = true;
  private distinct: Map<number, number> | undefined = new Map();
  private readonly store: ColumnStore | undefined;
  private readonly filling: Filling;

  constructor(
    readonly column: ColumnId,
    private readonly list: Rows,
    private readonly parts: PassParts,
  ) {
    this.store = parts.columns.store(column);
    this.filling = new Filling(
      list,
      this.store === undefined ? [] : [this.store],
      MARK_COLUMNS.has(column),
      parts,
    );
  }

  /** Whether `result` was asked for after the last row that there is. */
  get isPublished(): boolean {
    return this.resultAt === this.list.length;
  }
  private resultAt = -1;

  /** Counts the rows of the list that are not counted yet. Rejects when aborted; call again to go on. */
  async advance(signal: AbortSignal, onStep: () => void | Promise<void>): Promise<void> {
    const { pace } = this.parts;
    await this.filling.advance(signal, async () => {
      // What is read can be counted and shown.
      while (this.counted < this.filling.cursor) this.count(this.list.at(this.counted++) ?? 0);
      await onStep();
    });
    // Asked once: the list may have to look for its length.
    const end = this.list.length;
    while (this.counted < end) {
      this.count(this.list.at(this.counted++) ?? 0);
      if ((this.counted & 1_023) === 0 && pace.over) {
        await onStep();
        await pace.rest(signal);
      }
    }
    await onStep();
  }

  /** Counts so far. Ranges of many distinct numbers are counted now, over what is counted so far. */
  async result(signal: AbortSignal): Promise<Facet> {
    const upTo = this.counted;
    const texts = this.textCounts();
    texts.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
    const numbers = await this.numberCounts(signal);
    this.resultAt = upTo;
    const room = Math.max(0, LISTED - numbers.length);
    return {
      column: this.column,
      values: [...numbers, ...texts.slice(0, room)],
      others: Math.max(0, texts.length - room) + this.beyond + this.unnamed,
      missing: this.missing,
    };
  }

  private count(row: number): void {
    if (this.store === undefined) {
      const { columns, marks } = this.parts;
      const cell = MARK_COLUMNS.has(this.column)
        ? marks.shown(row, this.column)
        : columns.indexed(row, this.column);
      this.countCell(cell);
      return;
    }
    const code = this.store.code(row);
    if (code === CODE.number) this.countNumber(this.store.number(row));
    else if (code === CODE.beyond) this.beyond++;
    else if (code <= CODE.missing) this.missing++;
    else {
      if (code >= this.codes.length) {
        const larger = new Uint32Array(Math.max(code + 1, this.codes.length * 2));
        larger.set(this.codes);
        this.codes = larger;
      }
      this.codes[code] = (this.codes[code] ?? 0) + 1;
    }
  }

  private countCell(cell: Cell): void {
    if (cell === undefined || cell === null) this.missing++;
    else if (typeof cell === "number") this.countNumber(cell);
    else if (typeof cell === "string") this.countText(cell, 1);
    else if (typeof cell === "boolean") this.countText(cell ? "yes" : "no", 1);
    else for (const item of new Set(cell)) this.countText(String(item), 1);
  }

  private countText(text: string, rows: number): void {
    if (this.texts.size >= MOST_TEXTS && !this.texts.has(text)) this.beyond++;
    else this.texts.set(text, (this.texts.get(text) ?? 0) + rows);
  }

  private countNumber(value: number): void {
    this.numbers++;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.whole &&= Number.isInteger(value);
    if (this.distinct === undefined) return;
    this.distinct.set(value, (this.distinct.get(value) ?? 0) + 1);
    if (this.distinct.size > DISTINCT) this.distinct = undefined;
  }

  private textCounts(): FacetValue[] {
    const { store } = this;
    if (store === undefined) return [...this.texts].map(([value, rows]) => ({ value, rows }));
    const counts = new Map<string, number>();
    const add = (value: string, rows: number): void =>
      void counts.set(value, (counts.get(value) ?? 0) + rows);
    // Ids and first words have as many values as there are rows: only the commonest need their text.
    const codes = [...this.codes.entries()].filter(([, rows]) => rows > 0);
    codes.sort((a, b) => b[1] - a[1]);
    for (const [code, rows] of codes.slice(0, 10_000)) {
      const cell = store.cellOf(code);
      if (typeof cell === "boolean") add(cell ? "yes" : "no", rows);
      else if (typeof cell === "string") add(cell, rows);
      else if (typeof cell === "object" && cell !== null)
        for (const item of new Set(cell)) add(String(item), rows);
    }
    this.unnamed = Math.max(0, codes.length - 10_000);
    return [...counts].map(([value, rows]) => ({ value, rows }));
  }

  private async numberCounts(signal: AbortSignal): Promise<FacetValue[]> {
    if (this.numbers === 0) return [];
    const singles = this.distinct === undefined ? undefined : [...this.distinct.keys()];
    const ranges = rangesOf(this.min, this.max, singles, this.whole);
    const counts = ranges.map(() => 0);
    const add = (value: number, rows: number): void => {
      const at = rangeAt(ranges, value);
      counts[at] = (counts[at] ?? 0) + rows;
    };
    if (this.distinct !== undefined) for (const [value, rows] of this.distinct) add(value, rows);
    else
      for (let place = 0; place < this.counted; place++) {
        const value = this.numberAt(this.list.at(place) ?? 0);
        if (value !== undefined) add(value, 1);
        if ((place & 1_023) === 0 && this.parts.pace.over) await this.parts.pace.rest(signal);
      }
    return ranges.flatMap(({ value }, at) =>
      (counts[at] ?? 0) > 0 ? [{ value, rows: counts[at] ?? 0 }] : [],
    );
  }

  private numberAt(row: number): number | undefined {
    if (this.store !== undefined)
      return this.store.code(row) === CODE.number ? this.store.number(row) : undefined;
    const { columns, marks } = this.parts;
    const cell = MARK_COLUMNS.has(this.column)
      ? marks.shown(row, this.column)
      : columns.indexed(row, this.column);
    return typeof cell === "number" ? cell : undefined;
  }
}
