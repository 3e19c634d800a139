/** From the results of a batch, in any order, to labels, failures, and what needs another batch. */
import type { ConversationRef } from "../annotation.ts";
import type { FailureReason, ModelAnswer, ModelFailure, ModelOutcome, ModelUsage } from "../model-call.ts";
import type { AnswerSpool } from "./batch-ports.ts";
import { addUsage, NO_USAGE, refKey, type LedgerState } from "./ledger-state.ts";
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

export interface ReceivedResults {
  readonly usage: ModelUsage;
  /** US dollars; null = the price is not known. */
  readonly cost: number | null;
  readonly results: number;
  /** Ids that came more than once; the first counts. */
  readonly duplicates: number;
  /** Failures by the id of their item. */
  readonly failures: ReadonlyMap<string, ModelFailure>;
  readonly ids: ReadonlySet<string>;
}

/** Reads all results once; answers go to the spool. Rejects with what the iteration throws. */
export async function receiveResults(
  results: AsyncIterable<{ readonly customId: string; readonly outcome: ModelOutcome }>,
  spool: AnswerSpool,
  pricing: Pricing | undefined,
): Promise<ReceivedResults> {
  const ids = new Set<string>();
  const failures = new Map<string, ModelFailure>();
  let usage = NO_USAGE;
  let cost = 0;
  let duplicates = 0;
  for await (const { customId, outcome } of results) {
    if (ids.has(customId)) {
      duplicates++;
      continue;
    }
    ids.add(customId);
    if (outcome.usage) {
      usage = addUsage(usage, outcome.usage);
      cost += pricing?.cost(outcome.usage) ?? 0;
    }
    if (outcome.ok) await spool.put(customId, outcome);
    else failures.set(customId, outcome);
  }
  return { usage, cost: pricing ? cost : null, results: ids.size, duplicates, failures, ids };
}

export interface SettleSetup {
  readonly tasks: TaskSource;
  readonly sink: Pick<ResultSink, "has">;
  readonly state: LedgerState;
  readonly spool: AnswerSpool;
  /** In how many batches a conversation may be. */
  readonly attempts: number;
  readonly retryFailed: boolean;
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
}

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
  received: Pick<ReceivedResults, "failures" | "ids">,
  setup: SettleSetup,
): Promise<Settled> {
  const { tasks, spool, state } = setup;
  const again: [number, number][] = [];
  const keep = new Set<string>();
  const known = new Set<string>();
  let stop: ModelFailure | undefined;
  const settle = async (task: ConversationTask | UnreadableTask, position: number): Promise<void> => {
    if (positions.counted?.has(position)) return;
    const attempts = (state.attempts.get(position) ?? 0) + 1;
    const outcome = await settleOne(task, received, setup);
    for (const id of outcome.known) known.add(id);
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
  await spool.retain(keep);
  return { again, unknown: Math.max(0, received.ids.size - known.size), ...(stop ? { stop } : {}) };
}

interface One {
  /** Ids of its requests that had a result. */
  readonly known: readonly string[];
  readonly failure?: ModelFailure;
  /** Ids whose answers are good and wait for the others. */
  readonly held: readonly string[];
}

async function settleOne(
  task: ConversationTask | UnreadableTask,
  { failures, ids }: Pick<ReceivedResults, "failures" | "ids">,
  { sink, state, spool, retryFailed, fromCache, toCache, onAnswered, onFound, onFailedBefore }: SettleSetup,
): Promise<One> {
  const isReadable = !isUnreadable(task);
  const customIds = isReadable ? task.requests.map(({ key }) => customIdOf(key)) : [];
  const known = customIds.filter((id) => ids.has(id));
  if (sink.has(task.conversation)) {
    onFound();
    return { known, held: [] };
  }
  if (state.failed.has(refKey(task.conversation)) && !retryFailed) {
    onFailedBefore(task.conversation);
    return { known, held: [] };
  }
  if (!isReadable)
    return { known, held: [], failure: { ...MISSING, reason: task.failure, retryable: false } };
  const answers: ModelAnswer[] = [];
  const held: string[] = [];
  let failure: ModelFailure | undefined;
  for (const [at, request] of task.requests.entries()) {
    const id = customIds[at] ?? "";
    const answer = (await spool.get(id)) ?? (await fromCache(request.key));
    const why = answer ? task.reject(request, answer) : (failures.get(id) ?? MISSING);
    if (why || !answer) {
      // One that can't be tried again decides.
      if (!failure || (failure.retryable && why && !why.retryable)) failure = why ?? MISSING;
      continue;
    }
    answers.push(answer);
    held.push(id);
    await toCache(request.key, answer);
  }
  if (failure) return { known, failure, held };
  await onAnswered(task, answers);
  return { known, held: [] };
}
