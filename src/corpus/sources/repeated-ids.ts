/** Which rows have an id that an earlier row has, over all parts of a corpus. */
import { idHash48 } from "../../core/conversation/id-hash.ts";
import { ROW, type RowTable } from "../row-table.ts";
import { Slice } from "./slice.ts";

/** Bits of the filter for each row: with 16, one row in some 16 needs a closer look. */
const BITS_A_ROW = 16;
const STEP = 4_096;

export class RepeatedIds {
  /** Repeated rows in rising order, and the number behind "~" of each. */
  private constructor(
    private readonly rows: Uint32Array,
    private readonly ordinals: Uint32Array,
  ) {}

  static readonly none = new RepeatedIds(new Uint32Array(0), new Uint32Array(0));

  /** Finds them by the hashes of a table that is fully indexed. Takes 2 bytes a row while it works. */
  static async find(table: RowTable, signal: AbortSignal): Promise<RepeatedIds> {
    const maybe = await maybeRepeated(table, signal);
    if (maybe.size === 0) return RepeatedIds.none;
    const slice = new Slice(signal);
    const seen = new Map<number, number>();
    const rows: number[] = [];
    const ordinals: number[] = [];
    for (let row = 0; row < table.rows; row++) {
      if (row % STEP === 0 && slice.over) await slice.rest();
      const hash = hashOf(table, row);
      if (!maybe.has(hash)) continue;
      const count = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, count);
      if (count === 1) continue;
      rows.push(row);
      ordinals.push(count);
    }
    return new RepeatedIds(shared(rows), shared(ordinals));
  }

  /** From what the index of one part knows. */
  static async of(
    table: RowTable,
    ordinal: (row: number) => number,
    signal: AbortSignal,
  ): Promise<RepeatedIds> {
    const slice = new Slice(signal);
    const rows: number[] = [];
    for (let row = 0; row < table.rows; row++) {
      if (row % STEP === 0 && slice.over) await slice.rest();
      if (ordinal(row) > 0) rows.push(row);
    }
    return new RepeatedIds(shared(rows), shared(rows.map(ordinal)));
  }

  /** From `share()` in another thread. */
  static attach({ rows, ordinals }: SharedRepeats): RepeatedIds {
    return new RepeatedIds(rows, ordinals);
  }

  share(): SharedRepeats {
    return { rows: this.rows, ordinals: this.ordinals };
  }

  /** 0 for the first row with its id, else 2, 3…: the number behind "~". */
  ordinal(row: number): number {
    let low = 0;
    let high = this.rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.rows[middle] ?? 0;
      if (found === row) return this.ordinals[middle] ?? 0;
      if (found < row) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }
}

/** Can be posted to another thread; the memory is shared. */
export interface SharedRepeats {
  readonly rows: Uint32Array;
  readonly ordinals: Uint32Array;
}

/** Hashes that a filter can't tell from an earlier row's: all repeated ones, and a few more. */
async function maybeRepeated(table: RowTable, signal: AbortSignal): Promise<Set<number>> {
  const slice = new Slice(signal);
  const bits = 2 ** Math.ceil(Math.log2(Math.max(1_024, table.rows * BITS_A_ROW)));
  const filter = new Uint32Array(bits / 32);
  const maybe = new Set<number>();
  for (let row = 0; row < table.rows; row++) {
    if (row % STEP === 0 && slice.over) await slice.rest();
    const hash = hashOf(table, row);
    if (hash === 0) continue;
    const bit = hash % bits;
    const mask = 1 << (bit & 31);
    const at = bit >>> 5;
    const word = filter[at] ?? 0;
    if ((word & mask) !== 0) maybe.add(hash);
    else filter[at] = word | mask;
  }
  return maybe;
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(32);

/** Of the id that a row goes by: a row without one may meet another row's own `row-<n>`. */
function hashOf(table: RowTable, row: number): number {
  const hash = table.idHash(row);
  if (hash !== 0 || (table.flags(row) & ROW.noId) === 0) return hash;
  return idHash48(scratch, 0, encoder.encodeInto(`row-${row}`, scratch).written);
}

function shared(numbers: readonly number[]): Uint32Array {
  const array = new Uint32Array(new SharedArrayBuffer(numbers.length * 4));
  array.set(numbers);
  return array;
}
