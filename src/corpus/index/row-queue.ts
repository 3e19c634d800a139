/** Rows in ascending order, each once; more may be added while they are taken, if they lie ahead. */
export class RowQueue {
  readonly #rows: Int32Array;
  #at = 0;
  /** Ascending. */
  readonly #added: number[] = [];
  #last = -1;

  constructor(rows: readonly number[]) {
    this.#rows = Int32Array.from(rows).sort();
  }

  add(row: number): void {
    let place = this.#added.length;
    while (place > 0 && (this.#added[place - 1] ?? 0) > row) place--;
    this.#added.splice(place, 0, row);
  }

  /** -1 when there is none left. */
  next(): number {
    for (;;) {
      const own = this.#rows[this.#at] ?? Number.POSITIVE_INFINITY;
      const added = this.#added[0] ?? Number.POSITIVE_INFINITY;
      const row = Math.min(own, added);
      if (row === Number.POSITIVE_INFINITY) return -1;
      if (own <= added) this.#at++;
      else this.#added.shift();
      if (row > this.#last) return (this.#last = row);
    }
  }
}
