/** A run by single calls: some at once, results as they come. */
import type { FailureReason, ModelAnswer, ModelPort } from "../model-call.ts";
import { AbortFan } from "./abort-fan.ts";
import { Caller } from "./caller.ts";
import { groupCommit } from "./group-commit.ts";
import { refKey, type LedgerState } from "./ledger-state.ts";
import { Pacer } from "./pacer.ts";
import {
  isUnreadable,
  type AnswerCache,
  type ConversationTask,
  type Pricing,
  type ResultSink,
  type RunLedger,
  type TaskSource,
  type Time,
  type UnreadableTask,
} from "./ports.ts";
import type { RunProgress } from "./progress.ts";
import { Purse } from "./purse.ts";
import { DEFAULT_RETRY, stopsRun, type RetryPolicy } from "./retry.ts";
import { Tally, type TaskEnd } from "./tally.ts";

export interface RunPlan {
  readonly tasks: TaskSource;
  /** For the ledger. */
  readonly model: string;
  /** Conversations at once, and calls at once. */
  readonly concurrency: number;
  /** US dollars over all sittings of the run; absent = no cap. */
  readonly cap?: number;
  readonly retry?: RetryPolicy;
  /** Conversations that failed in an earlier sitting are tried again. Default false. */
  readonly retryFailed?: boolean;
  /** So many conversations in a row failed for reasons that may concern all: the run stops. Default 25. */
  readonly stopAfter?: number;
}

export interface RunPorts {
  readonly model: Pick<ModelPort, "call">;
  readonly ledger: RunLedger;
  /** What the ledger amounts to until now. */
  readonly state: LedgerState;
  readonly sink: ResultSink;
  readonly cache?: AnswerCache;
  /** Absent: the price is not known. A cap can't be kept then, and the run ends at once with "budget". */
  readonly pricing?: Pricing;
  readonly time: Time;
}

export interface RunEnd {
  /** "finished": every conversation is labelled or failed with a reason of its own. Else why the rest was left. */
  readonly reason: "finished" | FailureReason;
  /** For a person; holds no conversation text. */
  readonly message: string;
  /** Positions that were not come to in this sitting; those among them that an earlier one labelled are not looked at. */
  readonly left: number;
  readonly progress: RunProgress;
}

const DEFAULT_STOP_AFTER = 25;

/** Reasons that lie in one conversation say nothing about the next. */
const OF_ONE_CONVERSATION: ReadonlySet<FailureReason> = new Set([
  "refusal",
  "truncated",
  "too-long",
  "schema",
]);

/**
 * Labels all conversations of the plan that aren't labelled yet. Every conversation ends labelled, failed with a reason
 * (on record), or left because the run ended; none is labelled twice. A cancel ends calls under way at once and keeps
 * what has arrived. Rejects with the error of ledger, sink or source, after waiting for the calls under way, whose answers
 * are in the cache then.
 * @param onProgress at most ten times a second, and once at the end
 */
export async function runExtraction(
  plan: RunPlan,
  ports: RunPorts,
  signal: AbortSignal,
  onProgress?: (progress: RunProgress) => void,
): Promise<RunEnd> {
  return new OnDemandRun(plan, ports, signal, onProgress).run();
}

class OnDemandRun {
  readonly #plan: RunPlan;
  readonly #ports: RunPorts;
  readonly #signal: AbortSignal;
  readonly #tally: Tally;
  readonly #caller: Caller;
  readonly #deliver: ReturnType<typeof groupCommit<Parameters<ResultSink["append"]>[0][number]>>;
  readonly #record: RunLedger["append"];
  readonly #purse: Purse;
  readonly #halt = new AbortFan();
  readonly #cancel = new AbortFan();
  readonly #underWay = new Map<string, Promise<TaskEnd>>();
  #stop: { reason: FailureReason; message: string } | undefined;
  #error: { thrown: unknown } | undefined;
  #inARow = 0;

  constructor(
    plan: RunPlan,
    ports: RunPorts,
    signal: AbortSignal,
    onProgress: ((progress: RunProgress) => void) | undefined,
  ) {
    this.#plan = plan;
    this.#ports = ports;
    this.#signal = signal;
    const { state, time, pricing, sink, ledger, model, cache } = ports;
    state.closeOpenCalls();
    const purse = new Purse(plan.cap ?? Infinity, state.spent, state.unsure);
    const pacer = new Pacer(plan.concurrency, time);
    const activity = (): Pacer => pacer;
    this.#purse = purse;
    this.#tally = new Tally({
      total: plan.tasks.total,
      hasPrice: pricing !== undefined,
      state,
      purse,
      time,
      activity,
      ...(onProgress ? { onProgress } : {}),
    });
    this.#deliver = groupCommit((results) => sink.append(results));
    this.#record = groupCommit((entries) => ledger.append(entries));
    this.#caller = new Caller({
      model,
      cache,
      pricing,
      time,
      purse,
      pacer,
      ledger: { append: this.#record },
      tally: this.#tally,
      retry: plan.retry ?? DEFAULT_RETRY,
      sitting: `${time.now().toString(36)}.${Math.floor(time.random() * 2 ** 32).toString(36)}`,
      halt: this.#halt,
      cancel: this.#cancel,
    });
  }

  async run(): Promise<RunEnd> {
    const { tasks, model, cap, concurrency } = this.#plan;
    const { time } = this.#ports;
    const onAbort = (): void => {
      this.#end("cancelled", "Cancelled.");
      this.#cancel.abort();
    };
    this.#signal.addEventListener("abort", onAbort, { once: true });
    try {
      await this.#record([{ kind: "opened", at: time.now(), total: tasks.total, cap: cap ?? null, model }]);
      if (this.#signal.aborted) onAbort();
      else if (cap !== undefined && !this.#ports.pricing)
        this.#end("budget", "The price of this model is not known, so no budget can be kept.");
      const next = inTurns(tasks.read(0, tasks.total));
      const workers = Array.from({ length: Math.max(1, Math.floor(concurrency)) }, () => this.#work(next));
      await Promise.all(workers);
      await next.close();
      if (this.#error) throw this.#error.thrown;
      const end = this.#stop ?? { reason: "finished" as const, message: "All conversations were looked at." };
      await this.#record([{ kind: "ended", at: time.now(), reason: end.reason }]);
      this.#tally.emit(true);
      const progress = this.#tally.progress();
      return { ...end, left: Math.max(0, tasks.total - progress.done - progress.failed), progress };
    } finally {
      this.#signal.removeEventListener("abort", onAbort);
    }
  }

  async #work(next: Turns): Promise<void> {
    try {
      while (!this.#halt.aborted) {
        const task = await next.take();
        if (!task || this.#halt.aborted) return;
        await this.#handle(task);
      }
    } catch (thrown) {
      // Calls under way are being paid for: they may finish, into the cache.
      this.#error ??= { thrown };
      this.#halt.abort();
      this.#purse.wake();
    }
  }

  async #handle(task: ConversationTask | UnreadableTask): Promise<void> {
    const { sink, state } = this.#ports;
    if (sink.has(task.conversation)) return this.#tally.found();
    const key = refKey(task.conversation);
    const before = state.failed.get(key);
    if (before !== undefined && this.#plan.retryFailed !== true) return this.#tally.failedWith(before, false);
    // The same conversation twice in the source: the second goes by the first.
    const twin = this.#underWay.get(key);
    const work = twin ?? this.#label(task);
    this.#underWay.set(key, work);
    try {
      const end = await work;
      if (end.kind === "labelled") this.#tally.labelled();
      else if (end.kind === "failed") this.#tally.failedWith(end.reason);
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #label(task: ConversationTask | UnreadableTask): Promise<TaskEnd> {
    if (isUnreadable(task)) return this.#fail(task, task.failure, undefined);
    const outcomes = await Promise.all(task.requests.map((request) => this.#caller.ask(task, request)));
    const answers: ModelAnswer[] = [];
    for (const outcome of outcomes) {
      if (outcome.ok) {
        answers.push(outcome);
        continue;
      }
      // After the end of the run a failure says nothing about the conversation.
      if (this.#halt.aborted && outcome.reason === "cancelled") return { kind: "left" };
      if (stopsRun(outcome.reason)) {
        this.#end(outcome.reason, outcome.message);
        return { kind: "left" };
      }
      return this.#fail(task, outcome.reason, outcome.message);
    }
    await this.#deliver([task.assemble(answers)]);
    this.#inARow = 0;
    return { kind: "labelled" };
  }

  async #fail(
    { conversation }: ConversationTask | UnreadableTask,
    reason: FailureReason,
    message: string | undefined,
  ): Promise<TaskEnd> {
    await this.#record([{ kind: "failed", at: this.#ports.time.now(), conversation, reason }]);
    // Without a message nothing was asked of the model.
    const isCommon = message !== undefined && !OF_ONE_CONVERSATION.has(reason);
    if (isCommon && ++this.#inARow >= (this.#plan.stopAfter ?? DEFAULT_STOP_AFTER))
      this.#end(reason, `${this.#inARow} conversations in a row failed. ${message}`);
    return { kind: "failed", reason, conversation };
  }

  #end(reason: FailureReason, message: string): void {
    this.#stop ??= { reason, message };
    this.#halt.abort();
    this.#purse.wake();
  }
}

interface Turns {
  take(): Promise<ConversationTask | UnreadableTask | undefined>;
  close(): Promise<void>;
}

/** One reader for many workers: a source need not bear being asked twice at once. */
function inTurns(source: AsyncIterable<ConversationTask | UnreadableTask>): Turns {
  const iterator = source[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  let isOver = false;
  return {
    take() {
      const taken = turn.then(async () => {
        if (isOver) return undefined;
        const { done, value } = await iterator.next();
        if (done === true) {
          isOver = true;
          return undefined;
        }
        return value;
      });
      turn = taken.catch(() => (isOver = true));
      return taken;
    },
    async close() {
      await turn;
      if (!isOver) await iterator.return?.();
    },
  };
}
