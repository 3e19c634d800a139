/** First pass over JSON Lines: where the lines that are not blank begin. Rows are numbered as by `filledLines` of core. */
import type { GrowingRowTable } from "./growing-table.ts";

const NEWLINE = 10;

/** What may stand around a record on its line: space, tab, CR, RFC 7464's record separator. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 0x1e;
}

export class LineFinder {
  /** Within a line of which the row has begun. */
  #within = false;

  constructor(readonly table: GrowingRowTable) {}

  /** The next bytes of the file, which stand at `position` in it. */
  take(bytes: Buffer, position: number): void {
    for (let at = 0; at < bytes.length;) {
      if (!this.#within) {
        while (at < bytes.length && (isBlank(bytes[at]) || bytes[at] === NEWLINE)) at++;
        if (at === bytes.length) return;
        this.table.begin(position + at);
        this.#within = true;
      }
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline === -1) return;
      this.#within = false;
      at = newline + 1;
    }
  }

  /** The file ends at `size`. */
  end(size: number): void {
    this.table.finish(size);
  }
}
