/** The counts of a run, from which its progress is told. */
import type { ConversationRef } from "../annotation.ts";
import type { FailureReason, ModelUsage } from "../model-call.ts";
import { addUsage } from "../cost/cost.ts";
import type { LedgerState } from "./ledger-state.ts";
import { RateMeter, type RunProgress } from "./progress.ts";
import type { Purse } from "./purse.ts";
import type { Time } from "./ports.ts";

/** Most progress events a second, whatever happens. */
const EVENT_EVERY_MS = 100;

export interface Activity {
  readonly active: number;
  readonly limit: number;
  readonly pausedUntil: number;
  readonly batches?: { readonly open: number; readonly processing: number };
}

export interface TallySetup {
  readonly total: number;
  readonly hasPrice: boolean;
  readonly state: LedgerState;
  readonly purse: Purse;
  readonly time: Time;
  readonly onProgress?: (progress: RunProgress) => void;
  activity(): Activity;
}

export class Tally {
  done = 0;
  failed = 0;
  cached = 0;
  calls = 0;
  retries = 0;
  readonly reasons = new Map<FailureReason, number>();
  #usage: ModelUsage;
  readonly #setup: TallySetup;
  readonly #meter: RateMeter;
  #emittedAt = Number.NEGATIVE_INFINITY;
  #isWaiting = false;
  #isClosed = false;

  constructor(setup: TallySetup) {
    this.#setup = setup;
    this.#usage = setup.state.usage;
    this.#meter = new RateMeter(setup.time.now());
  }

  addUsage(usage: ModelUsage): void {
    this.#usage = addUsage(this.#usage, usage);
  }

  /** Labelled earlier: no work of this sitting. */
  found(): void {
    this.done++;
    this.emit();
  }

  labelled(): void {
    this.done++;
    this.#meter.add(this.#setup.time.now());
    this.emit();
  }

  /** @param isNew false for one that had failed in an earlier sitting */
  failedWith(reason: FailureReason, isNew = true): void {
    this.failed++;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    if (isNew) this.#meter.add(this.#setup.time.now());
    this.emit();
  }

  /** Tells the progress; if it was told a moment ago, a moment later. `isLast`: nothing is told after it. */
  emit(isLast = false): void {
    const { onProgress, time } = this.#setup;
    if (!onProgress || this.#isClosed) return;
    const wait = this.#emittedAt + EVENT_EVERY_MS - time.now();
    if (wait > 0 && !isLast) return this.#emitIn(wait);
    this.#isClosed = isLast;
    this.#emittedAt = time.now();
    onProgress(this.progress());
  }

  /** Several results at once must not leave the first of them on show until the next one comes. */
  #emitIn(ms: number): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void this.#setup.time.sleep(ms, new AbortController().signal).then(() => {
      this.#isWaiting = false;
      this.emit();
    });
  }

  progress(): RunProgress {
    const { total, hasPrice, purse, time } = this.#setup;
    const now = time.now();
    const rate = this.#meter.rate(now);
    const left = Math.max(0, total - this.done - this.failed);
    const { active, limit, pausedUntil, batches } = this.#setup.activity();
    return {
      total,
      done: Math.max(0, this.done),
      failed: this.failed,
      reasons: new Map(this.reasons),
      cached: this.cached,
      calls: this.calls,
      retries: this.retries,
      usage: this.#usage,
      cost: hasPrice ? purse.spent : "unknown price",
      unsure: purse.unsure,
      active,
      limit,
      ...(rate === undefined ? {} : { rate, etaMs: Math.round((left / rate) * 1000) }),
      ...(pausedUntil > now ? { pausedUntil } : {}),
      ...(batches ? { batches } : {}),
    };
  }
}

/** What became of one conversation in this sitting. "left": the run ended before. */
export type TaskEnd =
  | { readonly kind: "labelled" | "left" }
  | { readonly kind: "failed"; readonly reason: FailureReason; readonly conversation: ConversationRef };
