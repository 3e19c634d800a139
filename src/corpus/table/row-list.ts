import type { Pace } from "./pace.ts";

/** A growing list of rows: 4 bytes each. */
export class RowList {
  private rows = new Uint32Array(1 << 10);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(row: number): void {
    if (this.count === this.rows.length) {
      const larger = new Uint32Array(this.rows.length * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[this.count++] = row;
  }

  at(place: number): number | undefined {
    return place < this.count ? this.rows[place] : undefined;
  }

  /** The rows so far; a view of the list's memory, valid until the next `push`. */
  get all(): Uint32Array<ArrayBuffer> {
    return this.rows.subarray(0, this.count);
  }

  /** Place of a row in a list in rising order; -1 when it isn't there. */
  search(row: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.rows[middle] ?? 0;
      if (found === row) return middle;
      if (found < row) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** Whether the first list begins with all of the second. */
export function startsAlike(list: Uint32Array | undefined, start: Uint32Array | undefined): boolean {
  if (list === undefined || start === undefined || list.length < start.length) return false;
  for (let at = 0; at < start.length; at++) if (list[at] !== start[at]) return false;
  return true;
}

/** 0, 1, 2… `Uint32Array.from` with a function takes fifty times as long. */
export function countingUp(length: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = at;
  return numbers;
}

/** Calls `visit` for every place below `length`, and rests on the way. */
export async function eachPlace(
  length: number,
  visit: (at: number) => void,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < length; at++) {
    visit(at);
    if ((at & 4_095) === 0 && pace.over) await pace.rest(signal);
  }
}
