/**
 * How many calls are under way at once. Goes down by half, with a pause for everybody, when the service says that it
 * has too much to do; comes back by one for every full round of good answers.
 */
import type { AbortFan } from "./abort-fan.ts";
import type { Time } from "./ports.ts";

export interface Place {
  readonly startedAt: number;
}

/** Longest wait between two looks at the clock, ms: somebody else may have ended the pause. */
const MAX_NAP_MS = 1_000;

export class Pacer {
  readonly #most: number;
  readonly #time: Time;
  #limit: number;
  #active = 0;
  #pausedUntil = 0;
  /** Calls that began before this were under way when the limit was last lowered, and don't lower it again. */
  #loweredAt = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  /** @param most calls at once, at least 1 */
  constructor(most: number, time: Time) {
    this.#most = Math.max(1, Math.floor(most));
    this.#limit = this.#most;
    this.#time = time;
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  get active(): number {
    return this.#active;
  }

  /** ms until which nobody may begin, since 1970. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** Waits for a place; undefined when the run is over. Every place is given back with `leave`. */
  async enter(halt: AbortFan): Promise<Place | undefined> {
    const forget = halt.onAbort(() => this.#wake());
    try {
      for (;;) {
        if (halt.aborted) return undefined;
        const wait = this.#pausedUntil - this.#time.now();
        if (wait > 0) await halt.during((signal) => this.#time.sleep(Math.min(wait, MAX_NAP_MS), signal));
        else if (this.#active < this.limit) {
          this.#active++;
          return { startedAt: this.#time.now() };
        } else await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    } finally {
      forget();
    }
  }

  leave(): void {
    this.#active--;
    this.#wake();
  }

  /** A good answer came. */
  succeeded(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / Math.max(1, this.#limit));
    this.#wake();
  }

  /** The service is under pressure: nobody begins before `pauseMs` from now. */
  slowDown(place: Place, pauseMs: number): void {
    const now = this.#time.now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    if (place.startedAt < this.#loweredAt) return;
    this.#loweredAt = now;
    this.#limit = Math.max(1, this.#limit / 2);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
