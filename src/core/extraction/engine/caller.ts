/** One request, from the cache or by calls: paced, within the budget, on record, tried again where that helps. */
import type {
  FailureReason,
  ModelAnswer,
  ModelFailure,
  ModelOutcome,
  ModelPort,
  ModelRequest,
} from "../model-call.ts";
import type { AbortFan } from "./abort-fan.ts";
import type { Pacer } from "./pacer.ts";
import type { AnswerCache, ConversationTask, Pricing, RunLedger, Time } from "./ports.ts";
import type { Purse } from "./purse.ts";
import { isPressure, maybePaid, retryDelay, type RetryPolicy } from "./retry.ts";
import type { Tally } from "./tally.ts";

export interface CallerSetup {
  readonly model: Pick<ModelPort, "call">;
  readonly ledger: RunLedger;
  readonly cache: AnswerCache | undefined;
  readonly pricing: Pricing | undefined;
  readonly time: Time;
  readonly purse: Purse;
  readonly pacer: Pacer;
  readonly tally: Tally;
  readonly retry: RetryPolicy;
  /** Begins the ids of this sitting's calls; no two sittings have the same. */
  readonly sitting: string;
  /** Ends what is only waiting: the run is over, but calls under way may finish. */
  readonly halt: AbortFan;
  /** Ends calls under way too. */
  readonly cancel: AbortFan;
}

export const CANCELLED: ModelFailure = {
  ok: false,
  reason: "cancelled",
  message: "Cancelled.",
  retryable: false,
};
const OVER_BUDGET: ModelFailure = {
  ok: false,
  reason: "budget",
  message: "The next call could exceed the budget.",
  retryable: false,
};

export class Caller {
  readonly #setup: CallerSetup;
  #calls = 0;
  /** Two conversations of the same words have the same requests: one call answers both. */
  readonly #underWay = new Map<string, Promise<ModelOutcome>>();

  constructor(setup: CallerSetup) {
    this.#setup = setup;
  }

  /**
   * An answer that the task does not reject, or why there is none. "cancelled" also stands for a run that was over
   * before the call. Rejects only with errors of ledger or cache.
   */
  async ask(task: ConversationTask, request: ModelRequest): Promise<ModelOutcome> {
    const before = this.#underWay.get(request.key);
    if (before) {
      const outcome = await before;
      if (outcome.ok && !task.reject(request, outcome)) {
        this.#setup.tally.cached++;
        return outcome;
      }
      if (!outcome.ok) return outcome;
    }
    const asked = this.#ask(task, request);
    this.#underWay.set(request.key, asked);
    try {
      return await asked;
    } finally {
      if (this.#underWay.get(request.key) === asked) this.#underWay.delete(request.key);
    }
  }

  async #ask(task: ConversationTask, request: ModelRequest): Promise<ModelOutcome> {
    const { tally, time, halt, retry } = this.#setup;
    const known = await this.#fromCache(task, request);
    if (known) return known;
    const failures = new Map<FailureReason, number>();
    for (;;) {
      const outcome = await this.#callOnce(task, request);
      if (outcome.ok) return outcome;
      failures.set(outcome.reason, (failures.get(outcome.reason) ?? 0) + 1);
      const delay = retryDelay(outcome, failures, retry, time.random());
      if (delay === undefined || halt.aborted) return outcome;
      tally.retries++;
      tally.emit();
      await halt.during((signal) => time.sleep(delay, signal));
      if (halt.aborted) return CANCELLED;
    }
  }

  async #fromCache(task: ConversationTask, request: ModelRequest): Promise<ModelAnswer | undefined> {
    const { cache, tally } = this.#setup;
    const known = await cache?.get(request.key);
    if (!known) return undefined;
    if (task.reject(request, known)) {
      await cache?.drop(request.key);
      return undefined;
    }
    tally.cached++;
    return known;
  }

  async #callOnce(task: ConversationTask, request: ModelRequest): Promise<ModelOutcome> {
    const { pacer, halt, time, retry } = this.#setup;
    const place = await pacer.enter(halt);
    if (!place) return CANCELLED;
    try {
      const outcome = await this.#paidCall(task, request);
      if (outcome.ok) pacer.succeeded();
      else if (isPressure(outcome.reason)) {
        const asked = Math.min(outcome.retryAfterMs ?? 0, retry.maxRetryAfterMs);
        pacer.slowDown(place, Math.max(asked, retry.baseMs * time.random()));
      }
      return outcome;
    } finally {
      pacer.leave();
    }
  }

  async #paidCall(task: ConversationTask, request: ModelRequest): Promise<ModelOutcome> {
    const { ledger, cache, pricing, time, purse, tally, halt, cancel, model, sitting } = this.#setup;
    const most = pricing?.worstCase(request) ?? null;
    const reservation = await purse.reserveLater(most ?? 0, () => halt.aborted);
    if (!reservation) return halt.aborted ? CANCELLED : OVER_BUDGET;
    const call = `${sitting}-${++this.#calls}`;
    const { conversation } = task;
    let settled: ModelOutcome = CANCELLED;
    let isSent = false;
    try {
      await ledger.append([{ kind: "sent", at: time.now(), call, conversation, key: request.key, most }]);
      if (!halt.aborted) {
        isSent = true;
        tally.calls++;
        settled = await cancel.during((signal) => endedBy(signal, calling(model, request, signal)));
      }
    } finally {
      const usage = settled.usage ?? null;
      if (usage) tally.addUsage(usage);
      const isSure = usage !== null || !isSent || !(!settled.ok && maybePaid(settled.reason));
      const cost = usage ? (pricing?.cost(usage) ?? 0) : isSure ? 0 : (most ?? 0);
      purse.settle(reservation, cost, isSure);
      const rejected = settled.ok ? task.reject(request, settled) : undefined;
      if (rejected) settled = { ...rejected, ...(usage ? { usage } : {}) };
      // In this order: an answer that is on record as paid for is never lost.
      if (settled.ok) await cache?.put(request.key, settled);
      await ledger.append([
        {
          kind: "settled",
          at: time.now(),
          call,
          reason: settled.ok ? null : settled.reason,
          usage,
          cost: most === null ? null : cost,
          sure: isSure,
        },
      ]);
    }
    return settled;
  }
}

/** A port that breaks its promise never to reject ends one conversation, not the run. */
async function calling(
  model: Pick<ModelPort, "call">,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelOutcome> {
  try {
    return await model.call(request, signal);
  } catch {
    return { ok: false, reason: "network", message: "The connection to the model failed.", retryable: true };
  }
}

/** Ends with "cancelled" as soon as the signal is aborted, however long the call takes to notice. */
async function endedBy(signal: AbortSignal, outcome: Promise<ModelOutcome>): Promise<ModelOutcome> {
  if (signal.aborted) return CANCELLED;
  let onAbort = (): void => {};
  const aborted = new Promise<ModelOutcome>((resolve) => {
    onAbort = () => resolve(CANCELLED);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([outcome, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
