/**
 * A `RowTable` in SharedArrayBuffers: 18 bytes a row, in buffers that are added as rows are found, so that nothing is
 * ever moved. One thread adds rows; any thread may describe rows of its own and read all of them.
 */
import { ROW, type RowTable } from "../row-table.ts";

/** A table as it can be posted to another thread. */
export interface SharedRowTable {
  /** Int32: rows, described rows. */
  readonly header: SharedArrayBuffer;
  /** In order; later ones come by `onBuffer`. */
  readonly buffers: readonly SharedArrayBuffer[];
}

/** What the metadata pass found out about a row. */
export interface RowMetadata {
  readonly flags: number;
  readonly turns: number;
  readonly idHash: number;
  readonly contentHash: number;
}

export const BYTES_A_ROW = 18;
/** Rows in the first two buffers; each later one doubles the table until they have `BIG` rows each. */
const SMALL_BITS = 7;
const BIG_BITS = 16;
const BIG_PLACE = BIG_BITS - SMALL_BITS + 1;
/** Rows are counted in an Int32. */
export const MAX_ROWS = 0x7fff_0000;
const MAX_TURNS = 0xffff;

/** The buffer a row is in: 0, 1 of 128 rows, 2 of 256, … 9 of 32,768, then 65,536 each. */
function placeOf(row: number): number {
  return row < 1 << BIG_BITS ? 32 - Math.clz32(row >>> SMALL_BITS) : BIG_PLACE + (row >>> BIG_BITS) - 1;
}

/** First row of a buffer. */
export function firstRowOf(place: number): number {
  if (place === 0) return 0;
  return place < BIG_PLACE ? 1 << (SMALL_BITS + place - 1) : (place - BIG_PLACE + 1) * 2 ** BIG_BITS;
}

function rowsOf(place: number): number {
  return firstRowOf(place + 1) - firstRowOf(place);
}

/** An empty buffer for a place. */
export function newBuffer(place: number): SharedArrayBuffer {
  return new SharedArrayBuffer(rowsOf(place) * BYTES_A_ROW);
}

/** How many of a table's first `count` places are in each buffer. */
export function placesInBuffers(count: number): number[] {
  const found: number[] = [];
  for (let place = 0; firstRowOf(place) < count; place++)
    found.push(Math.min(rowsOf(place), count - firstRowOf(place)));
  return found;
}

/** The columns of one buffer. Widest first, so that all are aligned. */
class Columns {
  readonly startLow: Uint32Array;
  readonly contentHash: Uint32Array;
  readonly idLow: Uint32Array;
  readonly idHigh: Uint16Array;
  readonly turns: Uint16Array;
  readonly startHigh: Uint8Array;
  readonly flags: Uint8Array;

  constructor(
    readonly buffer: SharedArrayBuffer,
    readonly first: number,
    readonly rows: number,
  ) {
    this.startLow = new Uint32Array(buffer, 0, rows);
    this.contentHash = new Uint32Array(buffer, 4 * rows, rows);
    this.idLow = new Uint32Array(buffer, 8 * rows, rows);
    this.idHigh = new Uint16Array(buffer, 12 * rows, rows);
    this.turns = new Uint16Array(buffer, 14 * rows, rows);
    this.startHigh = new Uint8Array(buffer, 16 * rows, rows);
    this.flags = new Uint8Array(buffer, 17 * rows, rows);
  }

  /** As if the row had never been described. */
  clear(at: number): void {
    for (const column of [this.contentHash, this.idLow, this.idHigh, this.turns, this.flags]) column[at] = 0;
  }

  /** The first `rows` of each column. */
  bytes(rows: number): Uint8Array[] {
    const columns = [
      this.startLow,
      this.contentHash,
      this.idLow,
      this.idHigh,
      this.turns,
      this.startHigh,
      this.flags,
    ];
    return columns.map(
      (column) => new Uint8Array(this.buffer, column.byteOffset, rows * column.BYTES_PER_ELEMENT),
    );
  }
}

/** The same table in any thread that has its buffers. */
export class AttachedRowTable implements RowTable {
  protected readonly counts: Int32Array;
  protected readonly columns: Columns[] = [];
  /** Rows that the buffers have room for. Behind the last row stands where it ends, so one less than places. */
  #room = -1;

  constructor(protected readonly header: SharedArrayBuffer) {
    this.counts = new Int32Array(header);
  }

  /** A buffer that came after `share()`. Buffers may come twice, but not with one left out. */
  addBuffer(buffer: SharedArrayBuffer, place: number): void {
    if (place < this.columns.length) return;
    if (place > this.columns.length || buffer.byteLength !== rowsOf(place) * BYTES_A_ROW)
      throw new RangeError(`buffer ${place} of a row table does not fit`);
    this.columns.push(new Columns(buffer, firstRowOf(place), rowsOf(place)));
    this.#room = firstRowOf(place + 1) - 1;
  }

  get rows(): number {
    return Math.max(0, Math.min(Atomics.load(this.counts, 0), this.#room));
  }

  get indexedRows(): number {
    return Math.min(Atomics.load(this.counts, 1), this.rows);
  }

  start(row: number): number {
    return this.position(this.checked(row));
  }

  end(row: number): number {
    return this.position(this.checked(row) + 1);
  }

  flags(row: number): number {
    const columns = this.at(this.checked(row));
    return columns.flags[row - columns.first] ?? 0;
  }

  turns(row: number): number {
    const columns = this.at(this.checked(row));
    return columns.turns[row - columns.first] ?? 0;
  }

  idHash(row: number): number {
    const columns = this.at(this.checked(row));
    const at = row - columns.first;
    return (columns.idHigh[at] ?? 0) * 2 ** 32 + (columns.idLow[at] ?? 0);
  }

  contentHash(row: number): number {
    const columns = this.at(this.checked(row));
    return columns.contentHash[row - columns.first] ?? 0;
  }

  /** Sets all that the metadata pass knows of a row, and counts it if it was not described before. */
  describe(row: number, metadata: RowMetadata): void {
    const columns = this.at(this.checked(row));
    const at = row - columns.first;
    const before = columns.flags[at] ?? 0;
    columns.turns[at] = Math.min(metadata.turns, MAX_TURNS);
    columns.idLow[at] = metadata.idHash % 2 ** 32;
    columns.idHigh[at] = Math.floor(metadata.idHash / 2 ** 32);
    columns.contentHash[at] = metadata.contentHash;
    columns.flags[at] = metadata.flags | ROW.indexed;
    if ((before & ROW.indexed) === 0) Atomics.add(this.counts, 1, 1);
  }

  /** Sets or clears the flag for a duplicate id. */
  markDuplicate(row: number, on: boolean): void {
    const columns = this.at(this.checked(row));
    const before = columns.flags[row - columns.first] ?? 0;
    columns.flags[row - columns.first] = on ? before | ROW.duplicateId : before & ~ROW.duplicateId;
  }

  protected checked(row: number): number {
    if (!(row >= 0 && row < this.rows && Number.isInteger(row)))
      throw new RangeError(`there is no row ${row}: the table has ${this.rows}`);
    return row;
  }

  protected at(row: number): Columns {
    const columns = this.columns[placeOf(row)];
    if (columns === undefined) throw new RangeError(`row ${row} is not in this table`);
    return columns;
  }

  protected position(row: number): number {
    const columns = this.at(row);
    const at = row - columns.first;
    return (columns.startHigh[at] ?? 0) * 2 ** 32 + (columns.startLow[at] ?? 0);
  }
}

/** For other threads: the table that `share()` gave. */
export function attachRowTable(shared: SharedRowTable): AttachedRowTable {
  const table = new AttachedRowTable(shared.header);
  shared.buffers.forEach((buffer, place) => table.addBuffer(buffer, place));
  return table;
}
