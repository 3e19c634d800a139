/** The budget: what a call could cost at most is set aside before it is made, and settled by what it did cost. */

/** Money set aside for one call or batch. */
export interface Reservation {
  readonly most: number;
}

/**
 * `spent + unsure + reserved ≤ cap` at all times, so that the spend can't exceed the cap if no call costs more than
 * its worst case. All in US dollars.
 */
export class Purse {
  readonly #cap: number;
  readonly #open = new Set<Reservation>();
  #spent: number;
  #unsure: number;
  #waiting: (() => void)[] = [];

  /**
   * @param cap Infinity for none
   * @param spent known costs of earlier sittings
   * @param unsure worst cases of earlier calls of which nobody told the cost
   */
  constructor(cap: number, spent = 0, unsure = 0) {
    this.#cap = cap;
    this.#spent = spent;
    this.#unsure = unsure;
  }

  get spent(): number {
    return this.#spent;
  }

  get unsure(): number {
    return this.#unsure;
  }

  get reserved(): number {
    return [...this.#open].reduce((sum, { most }) => sum + most, 0);
  }

  /** What may still be set aside. */
  get free(): number {
    return this.#cap - this.#spent - this.#unsure - this.reserved;
  }

  /** Sets `most` aside; undefined when the cap does not allow it now. */
  reserve(most: number): Reservation | undefined {
    // Written as a sum, like the promise above: no rounding of a difference can let a call through.
    if (!(this.#spent + this.#unsure + this.reserved + most <= this.#cap)) return undefined;
    const reservation = { most };
    this.#open.add(reservation);
    return reservation;
  }

  /**
   * As `reserve`, but waits while money set aside for others may come back. Undefined when it can't, or when
   * `isOver()` after something was settled.
   */
  async reserveLater(most: number, isOver: () => boolean): Promise<Reservation | undefined> {
    for (;;) {
      if (isOver()) return undefined;
      const reservation = this.reserve(most);
      if (reservation || this.#open.size === 0) return reservation;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** @param cost what it did cost; when `sure` is false, the worst case that nobody can rule out */
  settle(reservation: Reservation, cost: number, sure = true): void {
    if (!this.#open.delete(reservation)) return;
    if (sure) this.#spent += cost;
    else this.#unsure += cost;
    this.wake();
  }

  /** Lets those who wait look again, e.g. because the run is over. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
