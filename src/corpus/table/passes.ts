/** Passes over a corpus in small steps: finding a query's rows, and filling columns for a list of rows. */
import type { RowReading } from "../corpus.ts";
import { ROW } from "../row-table.ts";
import type { Columns } from "./columns.ts";
import { CODE, type ColumnStore } from "./column-store.ts";
import type { MarkIndex } from "./mark-index.ts";
import { ChunkSize, type Pace } from "./pace.ts";
import type { Plan } from "./plan.ts";
import { UNKNOWN, YES } from "./row-bits.ts";
import type { RowList } from "./row-list.ts";
import type { TableRows } from "./table-rows.ts";
import { RawRow } from "./text-search.ts";

export interface PassParts {
  readonly rows: TableRows;
  readonly columns: Columns;
  readonly marks: MarkIndex;
  readonly pace: Pace;
}

/** A scan reads over rows that nobody asked about when there are no more of them than this in a row. */
const GAP = 16;

/** A chunk of a scan ends behind so many bytes. */
const CHUNK_BYTES = 8 * 2 ** 20;

/** The rows of a query in the order of the corpus, found bit by bit. */
export class Matches {
  /** All rows below it are decided. */
  cursor = 0;
  /** Bytes of rows that had to be looked at. */
  bytes = 0;
  private readonly chunk = new ChunkSize();

  constructor(
    readonly plan: Plan,
    readonly found: RowList,
    private readonly parts: PassParts,
  ) {}

  /** Goes on to row `to`. Rejects when aborted; call again to go on. `onStep`: rows were decided. */
  async advance(to: number, signal: AbortSignal, onStep: () => void | Promise<void>): Promise<void> {
    const { pace } = this.parts;
    while (this.cursor < to) {
      const stop = Math.min(to, this.cursor + 1_024);
      while (this.cursor < stop) {
        const answer = this.plan.peek(this.cursor);
        if (answer === UNKNOWN) break;
        if (answer === YES) this.found.push(this.cursor);
        this.cursor++;
      }
      if (this.cursor < stop) await this.scan(to, signal);
      if (!pace.over) continue;
      await onStep();
      await pace.rest(signal);
    }
    await onStep();
  }

  private async scan(to: number, signal: AbortSignal): Promise<void> {
    const { rows, columns, marks } = this.parts;
    const start = performance.now();
    const from = this.cursor;
    const last = this.chunk.end(from, to);
    let end = from + 1;
    let bytes = rows.size(from);
    for (let row = end; row < last && row - end < GAP && bytes < CHUNK_BYTES; row++) {
      bytes += rows.size(row);
      if (this.plan.peek(row) === UNKNOWN) end = row + 1;
    }
    await rows.scan(
      from,
      end,
      (row, scanned) => {
        let answer = this.plan.peek(row);
        if (answer === UNKNOWN && scanned.bytes !== undefined) {
          const flags = rows.flags(row);
          const mayEscape = (flags & ROW.indexed) === 0 || (flags & ROW.escapes) !== 0;
          answer = this.plan.sieve(row, new RawRow(scanned.bytes, mayEscape));
        }
        if (answer === UNKNOWN) {
          const reading: RowReading = scanned.reading();
          columns.learn(row, reading);
          marks.check(row, reading);
          answer = this.plan.learn(row, reading);
        }
        if (answer === YES) this.found.push(row);
        this.cursor = row + 1;
      },
      signal,
    );
    this.cursor = Math.max(this.cursor, end);
    this.bytes += bytes;
    this.chunk.took(end - from, performance.now() - start);
  }
}

/** Reads those of the rows that lack a value in one of the columns, or whose marks are unchecked. */
export class Filling {
  /** Places of the list below it are done. */
  cursor = 0;
  private readonly chunk = new ChunkSize();

  constructor(
    /** In rising order; may grow behind the cursor. */
    private readonly list: { readonly length: number; at(place: number): number | undefined },
    private readonly stores: readonly ColumnStore[],
    private readonly checkMarks: boolean,
    private readonly parts: PassParts,
  ) {}

  async advance(signal: AbortSignal, onStep: () => void | Promise<void>): Promise<void> {
    const { pace } = this.parts;
    if (this.stores.length === 0 && !this.checkMarks) {
      this.cursor = this.list.length;
      return;
    }
    const last = this.list.length;
    while (this.cursor < last) {
      const stop = Math.min(last, this.cursor + 1_024);
      while (this.cursor < stop && !this.lacks(this.list.at(this.cursor) ?? 0)) this.cursor++;
      if (this.cursor < stop) await this.scan(last, signal);
      if (!pace.over) continue;
      await onStep();
      await pace.rest(signal);
    }
    await onStep();
  }

  private lacks(row: number): boolean {
    if (this.checkMarks && this.parts.marks.cell(row, "status") === undefined) return true;
    return this.stores.some((store) => store.code(row) === CODE.unknown);
  }

  private async scan(last: number, signal: AbortSignal): Promise<void> {
    const { rows, columns, marks } = this.parts;
    const start = performance.now();
    const from = this.list.at(this.cursor) ?? 0;
    const most = this.chunk.end(0, last);
    let end = from + 1;
    let place = this.cursor + 1;
    let bytes = rows.size(from);
    for (; place < last && place - this.cursor < most && bytes < CHUNK_BYTES; place++) {
      const row = this.list.at(place) ?? 0;
      if (row - end >= GAP) break;
      bytes += rows.size(row);
      end = row + 1;
    }
    await rows.scan(
      from,
      end,
      (row, scanned) => {
        if (!this.lacks(row)) return;
        const reading = scanned.reading();
        columns.learn(row, reading);
        marks.check(row, reading);
      },
      signal,
    );
    this.chunk.took(place - this.cursor, performance.now() - start);
    this.cursor = place;
  }
}
