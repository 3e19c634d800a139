/** The budget of a run that many calls share at once: some wait while others may give money back. */
import { leftOf, openBudget, reserve, settle, spentOf, type Budget } from "../cost/budget.ts";

/** Money set aside for one call or batch. */
export interface Reservation {
  readonly id: string;
  /** US dollars. */
  readonly most: number;
}

/**
 * Known costs, worst cases of calls of unknown outcome and what is set aside never exceed the cap together, so that the
 * spend can't either, if no call costs more than its worst case. All in US dollars.
 */
export class Purse {
  #budget: Budget;
  /** Part of what the budget counts as spent. */
  #unsure: Budget;
  #made = 0;
  #waiting: (() => void)[] = [];

  /**
   * @param cap Infinity for none
   * @param spent known costs of earlier sittings
   * @param unsure worst cases of earlier calls of which nobody told the cost
   */
  constructor(cap: number, spent = 0, unsure = 0) {
    this.#budget = settle(openBudget(cap === Infinity ? undefined : cap, spent), "", unsure);
    this.#unsure = openBudget(undefined, unsure);
  }

  get spent(): number {
    return spentOf({ ...this.#budget, spent: this.#budget.spent - this.#unsure.spent });
  }

  get unsure(): number {
    return spentOf(this.#unsure);
  }

  /** What may still be set aside; Infinity without a cap. */
  get free(): number {
    return leftOf(this.#budget) ?? Infinity;
  }

  /** Sets `most` aside; undefined when the cap does not allow it now. */
  reserve(most: number): Reservation | undefined {
    if (!(most >= 0)) return undefined;
    const id = String(++this.#made);
    const budget = reserve(this.#budget, id, most);
    if (!budget) return undefined;
    this.#budget = budget;
    return { id, most };
  }

  /**
   * As `reserve`, but waits while money set aside for others may come back. Undefined when it can't, or when `isOver()`
   * after something was settled.
   */
  async reserveLater(most: number, isOver: () => boolean): Promise<Reservation | undefined> {
    for (;;) {
      if (isOver()) return undefined;
      const reservation = this.reserve(most);
      if (reservation || this.#budget.reserved.size === 0) return reservation;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /**
   * @param cost what it did cost; when `isSure` is false, the worst case that nobody can rule out
   * @param unsure worst case of parts of unknown cost besides
   */
  settle({ id }: Reservation, cost: number, isSure = true, unsure = 0): void {
    if (!this.#budget.reserved.has(id)) return;
    this.#budget = settle(settle(this.#budget, id, cost), id, unsure);
    this.#unsure = settle(this.#unsure, id, isSure ? unsure : cost);
    this.wake();
  }

  /** Lets those who wait look again, e.g. because the run is over. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
