/** The writing end of a shared row table: adds rows, tells of new buffers, and packs the table into an index file. */
import { ROW } from "../row-table.ts";
import {
  AttachedRowTable,
  BYTES_A_ROW,
  firstRowOf,
  MAX_ROWS,
  newBuffer,
  placesInBuffers,
  type SharedRowTable,
} from "./shared-table.ts";

export type BufferListener = (buffer: SharedArrayBuffer, place: number) => void;

export class GrowingRowTable extends AttachedRowTable {
  /** Rows whose start is known; the last of them counts only when its end is known too. */
  #begun = 0;
  readonly #listeners = new Set<BufferListener>();

  constructor() {
    super(new SharedArrayBuffer(8));
    this.#grow();
  }

  /** Rows begun, of which the last may not be in `rows` yet. */
  get begun(): number {
    return this.#begun;
  }

  /** Start in bytes of a row that is begun. */
  begunStart(row: number): number {
    if (row >= this.#begun) throw new RangeError(`row ${row} is not begun`);
    return this.position(row);
  }

  /** A row begins at `start`, which ends the row before. Not seen by others until `publish`. */
  begin(start: number): void {
    if (this.#begun >= MAX_ROWS) throw new RangeError(`a file may have ${MAX_ROWS} rows`);
    this.#place(this.#begun++, start);
  }

  /** Lets others see all rows but the last one begun. */
  publish(): void {
    if (this.#begun > 1) Atomics.store(this.counts, 0, this.#begun - 1);
  }

  /** The last row ends at `end`; all rows can be seen. */
  finish(end: number): void {
    this.#place(this.#begun, end);
    Atomics.store(this.counts, 0, this.#begun);
  }

  /** Forgets all rows from `rows` on. Only while no other thread can have seen them described. */
  truncate(rows: number): void {
    for (let row = rows; row < this.rows; row++) {
      const wasDescribed = (this.flags(row) & ROW.indexed) !== 0;
      const columns = this.at(row);
      columns.clear(row - columns.first);
      if (wasDescribed) Atomics.sub(this.counts, 1, 1);
    }
    this.#begun = Math.min(rows, this.#begun);
    if (this.rows > this.#begun) Atomics.store(this.counts, 0, this.#begun);
  }

  share(): SharedRowTable {
    return { header: this.header, buffers: this.columns.map(({ buffer }) => buffer) };
  }

  onBuffer(listener: BufferListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The table's bytes in pieces of at most some 1.2 MB: for each buffer its columns, without unused rows. */
  *pack(): Generator<Uint8Array> {
    const places = this.rows + 1;
    for (const columns of this.columns) {
      const rows = Math.min(columns.rows, places - columns.first);
      if (rows <= 0) return;
      const piece = new Uint8Array(rows * BYTES_A_ROW);
      let at = 0;
      for (const bytes of columns.bytes(rows)) {
        piece.set(bytes, at);
        at += bytes.length;
      }
      yield piece;
    }
  }

  /** Lengths in bytes of the pieces that `pack` gives for a table of `rows` rows. */
  static pieces(rows: number): number[] {
    return placesInBuffers(rows + 1).map((count) => count * BYTES_A_ROW);
  }

  /** Fills an empty table with one of the pieces of `pack`, in their order. Its rows count after `unpacked`. */
  unpackPiece(place: number, piece: Uint8Array): void {
    if (place >= this.columns.length) this.#grow();
    let at = 0;
    for (const bytes of this.columns[place]?.bytes(piece.length / BYTES_A_ROW) ?? []) {
      bytes.set(piece.subarray(at, at + bytes.length));
      at += bytes.length;
    }
  }

  /** All pieces of a table of `rows` rows are in place. */
  unpacked(rows: number): void {
    this.#begun = rows;
    Atomics.store(this.counts, 0, rows);
    let described = 0;
    for (const columns of this.columns)
      for (let i = 0; i < columns.rows && columns.first + i < rows; i++)
        described += (columns.flags[i] ?? 0) & ROW.indexed;
    Atomics.store(this.counts, 1, described);
  }

  #place(row: number, start: number): void {
    let columns = this.columns.at(-1);
    if (columns === undefined || row >= columns.first + columns.rows) columns = this.#grow();
    // Nearly always the last buffer; a resumed pass may begin in an earlier one.
    if (row < columns.first) columns = this.at(row);
    const at = row - columns.first;
    columns.startLow[at] = start % 2 ** 32;
    columns.startHigh[at] = Math.floor(start / 2 ** 32);
  }

  #grow() {
    const place = this.columns.length;
    const buffer = newBuffer(place);
    this.addBuffer(buffer, place);
    for (const listener of this.#listeners) listener(buffer, place);
    return this.at(firstRowOf(place));
  }
}
