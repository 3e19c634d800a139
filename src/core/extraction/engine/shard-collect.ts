/** From the results of a batch, in any order, to labels, failures, and what needs another batch. */
import type { ConversationRef } from "../annotation.ts";
import type { FailureReason, ModelAnswer, ModelFailure, ModelOutcome } from "../model-call.ts";
import type { AnswerSpool } from "./batch-ports.ts";
import { addUsage, NO_USAGE } from "../cost/cost.ts";
import { refKey, type LedgerState } from "./ledger-state.ts";
import {
  isUnreadable,
  type ConversationTask,
  type Pricing,
  type ResultSink,
  type TaskSource,
  type UnreadableTask,
} from "./ports.ts";
import { stopsRun } from "./retry.ts";
import { customIdOf } from "./shard-builder.ts";

/** What was read of the results of one batch, over as many readings as it takes. */
export class Receiver {
  readonly ids = new Set<string>();
  /** By the id of their item. */
  readonly failures = new Map<string, ModelFailure>();
  usage = NO_USAGE;
  /** US dollars; 0 when the price is not known. */
  cost = 0;
  /** Readings that broke off. */
  broken = 0;
  readonly #spool: AnswerSpool;
  readonly #pricing: Pricing | undefined;

  constructor(spool: AnswerSpool, pricing: Pricing | undefined) {
    this.#spool = spool;
    this.#pricing = pricing;
  }

  /**
   * Answers go to the spool; of results for the same id the first counts. What was read before a reading broke off is
   * good. Rejects with what the iteration throws.
   */
  async read(
    results: AsyncIterable<{ readonly customId: string; readonly outcome: ModelOutcome }>,
  ): Promise<void> {
    for await (const { customId, outcome } of results) {
      if (this.ids.has(customId)) continue;
      if (outcome.ok) await this.#spool.put(customId, outcome);
      else this.failures.set(customId, outcome);
      this.ids.add(customId);
      if (!outcome.usage) continue;
      this.usage = addUsage(this.usage, outcome.usage);
      this.cost += this.#pricing?.cost(outcome.usage) ?? 0;
    }
  }
}

export interface Received extends Pick<Receiver, "failures" | "ids"> {
  /** No reading came to the end. */
  readonly isTorn?: boolean;
}

export interface SettleSetup {
  readonly tasks: TaskSource;
  readonly sink: Pick<ResultSink, "has">;
  readonly state: LedgerState;
  readonly spool: AnswerSpool;
  /** In how many batches a conversation may be. */
  readonly attempts: number;
  readonly retryFailed: boolean;
  readonly pricing: Pricing | undefined;
  fromCache(key: string): Promise<ModelAnswer | undefined>;
  toCache(key: string, answer: ModelAnswer): Promise<void>;
  onAnswered(task: ConversationTask, answers: readonly ModelAnswer[]): Promise<void>;
  onFailed(task: ConversationTask | UnreadableTask, reason: FailureReason): Promise<void>;
  /** Labelled before: in an earlier sitting that did not come to finish the batch, or at another position. */
  onFound(): void;
  onFailedBefore(conversation: ConversationRef): void;
}

export interface Settled {
  /** Positions for another batch, with the number of batches they were in. */
  readonly again: readonly (readonly [position: number, attempts: number])[];
  /** Every other call would fail so, too. */
  readonly stop?: ModelFailure;
  /** Results that belong to no conversation of these positions. */
  readonly unknown: number;
  /** The most that requests without a result may have cost, US dollars. */
  readonly unsure: number;
}

/** The service has results and they can't be read: asking for them anew would be paid for a second time. */
const UNREADABLE: ModelFailure = {
  ok: false,
  reason: "network",
  message: "The results of the batch could not be read to their end.",
  retryable: false,
};

const MISSING: ModelFailure = {
  ok: false,
  reason: "server",
  message: "The batch ended without a result for this request.",
  retryable: true,
};

/**
 * Goes through the positions of a batch and settles every conversation that is not settled yet. Keeps in the spool what
 * conversations for another batch have already.
 */
export async function settlePositions(
  positions: {
    readonly from: number;
    readonly to: number;
    readonly again: readonly number[];
    readonly counted?: ReadonlySet<number>;
  },
  received: Received,
  setup: SettleSetup,
): Promise<Settled> {
  const { tasks, spool, state } = setup;
  const again: [number, number][] = [];
  const keep = new Set<string>();
  const done = new Set<string>(received.ids);
  const known = new Set<string>();
  let stop: ModelFailure | undefined;
  let unsure = 0;
  const settle = async (task: ConversationTask | UnreadableTask, position: number): Promise<void> => {
    if (positions.counted?.has(position)) return;
    const attempts = (state.attempts.get(position) ?? 0) + 1;
    const outcome = await settleOne(task, received, setup);
    for (const id of outcome.known) known.add(id);
    for (const id of outcome.customIds) done.add(id);
    unsure += outcome.unsure;
    if (!outcome.failure) return;
    const { failure, held } = outcome;
    const isCancelled = failure.reason === "cancelled";
    if (stopsRun(failure.reason) && !isCancelled) stop ??= failure;
    // Who was cancelled, or met a limit of the account, had no attempt.
    const isNoAttempt = stopsRun(failure.reason);
    if (isNoAttempt || (failure.retryable && attempts < setup.attempts)) {
      again.push([position, isNoAttempt ? attempts - 1 : attempts]);
      for (const key of held) keep.add(key);
    } else await setup.onFailed(task, failure.reason);
  };
  for (const position of positions.again)
    for await (const task of tasks.read(position, position + 1)) await settle(task, position);
  let position = positions.from;
  if (positions.to > positions.from)
    for await (const task of tasks.read(positions.from, positions.to)) await settle(task, position++);
  for (const id of keep) done.delete(id);
  await spool.forget(done);
  return { again, unknown: Math.max(0, received.ids.size - known.size), unsure, ...(stop ? { stop } : {}) };
}

interface One {
  readonly customIds: readonly string[];
  /** Of these, with a result in this batch. */
  readonly known: readonly string[];
  readonly unsure: number;
  readonly failure?: ModelFailure;
  /** Ids whose answers are good and wait for the others. */
  readonly held: readonly string[];
}

async function settleOne(
  task: ConversationTask | UnreadableTask,
  { failures, ids, isTorn }: Received,
  {
    sink,
    state,
    spool,
    retryFailed,
    pricing,
    fromCache,
    toCache,
    onAnswered,
    onFound,
    onFailedBefore,
  }: SettleSetup,
): Promise<One> {
  const isReadable = !isUnreadable(task);
  const customIds = isReadable ? task.requests.map(({ key }) => customIdOf(key)) : [];
  const known = customIds.filter((id) => ids.has(id));
  if (sink.has(task.conversation)) {
    onFound();
    return { customIds, known, unsure: 0, held: [] };
  }
  if (state.failed.has(refKey(task.conversation)) && !retryFailed) {
    onFailedBefore(task.conversation);
    return { customIds, known, unsure: 0, held: [] };
  }
  if (!isReadable)
    return {
      customIds,
      known,
      unsure: 0,
      held: [],
      failure: { ...MISSING, reason: task.failure, retryable: false },
    };
  const answers: ModelAnswer[] = [];
  const held: string[] = [];
  let failure: ModelFailure | undefined;
  let unsure = 0;
  for (const [at, request] of task.requests.entries()) {
    const id = customIds[at] ?? "";
    const answer = (await spool.get(id)) ?? (await fromCache(request.key));
    const why = answer
      ? task.reject(request, answer)
      : (failures.get(id) ?? (isTorn === true ? UNREADABLE : MISSING));
    if (!answer && !ids.has(id)) unsure += pricing?.worstCase(request) ?? 0;
    if (why || !answer) {
      // One that can't be tried again decides.
      if (!failure || (failure.retryable && why && !why.retryable)) failure = why ?? MISSING;
      continue;
    }
    answers.push(answer);
    held.push(id);
    await toCache(request.key, answer);
  }
  if (failure) return { customIds, known, unsure, failure, held };
  await onAnswered(task, answers);
  return { customIds, known, unsure: 0, held: [] };
}
