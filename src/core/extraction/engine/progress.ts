/** How far a run is, what it cost, how long it will take. */
import type { FailureReason, ModelUsage } from "../model-call.ts";

export interface RunProgress {
  readonly total: number;
  /** Labelled, durably; those of earlier sittings included. */
  readonly done: number;
  readonly failed: number;
  /** Of the failed, by reason. */
  readonly reasons: ReadonlyMap<FailureReason, number>;
  /** Answers that came from the cache and cost nothing. */
  readonly cached: number;
  readonly calls: number;
  readonly retries: number;
  readonly usage: ModelUsage;
  /** US dollars over all sittings of the run; "unknown price" when there is no price for the model. */
  readonly cost: number | "unknown price";
  /** The most that calls of unknown outcome may have cost besides. */
  readonly unsure: number;
  /** Conversations per second over the last minute or so; undefined until there is something to say. */
  readonly rate?: number;
  /** ms until all is done at this rate. */
  readonly etaMs?: number;
  /** Calls under way, and how many may be. */
  readonly active: number;
  readonly limit: number;
  /** ms since 1970 until which the service asks everybody to wait; undefined when nobody waits. */
  readonly pausedUntil?: number;
  /** Batches: how many are open at the service, and the requests in them that wait. */
  readonly batches?: { readonly open: number; readonly processing: number };
}

const WINDOW_MS = 60_000;
const SLOTS = 60;

/** Rate over a sliding minute, in slots of a second: constant memory. */
export class RateMeter {
  readonly #slots: { second: number; count: number }[] = [];
  readonly #startedAt: number;

  constructor(now: number) {
    this.#startedAt = now;
  }

  add(now: number): void {
    const second = Math.floor(now / 1000);
    const last = this.#slots.at(-1);
    if (last?.second === second) last.count++;
    else this.#slots.push({ second, count: 1 });
    if (this.#slots.length > SLOTS + 1) this.#slots.shift();
  }

  /** Per second. */
  rate(now: number): number | undefined {
    const from = Math.max(this.#startedAt, now - WINDOW_MS);
    const recent = this.#slots.filter(({ second }) => second * 1000 + 999 >= from);
    const count = recent.reduce((sum, slot) => sum + slot.count, 0);
    const seconds = (now - from) / 1000;
    return count === 0 || seconds < 0.5 ? undefined : count / seconds;
  }
}
