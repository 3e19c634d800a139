/** Results of another batch service into the run that the requests were written for. */
import { NO_USAGE } from "../cost/cost.ts";
import type { AnswerSpool } from "../engine/batch-ports.ts";
import {
  isUnreadable,
  type ConversationTask,
  type Pricing,
  type ResultSink,
  type RunLedger,
  type TaskSource,
  type Time,
  type UnreadableTask,
} from "../engine/ports.ts";
import { refKey, type LedgerState } from "../engine/ledger-state.ts";
import { customIdOf } from "../engine/shard-builder.ts";
import { Receiver } from "../engine/shard-collect.ts";
import type { FailureReason, ModelAnswer, ModelFailure, ModelUsage } from "../model-call.ts";
import type { BulkFormat } from "./bulk.ts";

export interface BulkImportPorts {
  readonly tasks: TaskSource;
  readonly sink: ResultSink;
  readonly ledger: RunLedger;
  readonly state: LedgerState;
  readonly spool: AnswerSpool;
  readonly pricing?: Pricing;
  readonly time: Pick<Time, "now">;
}

export interface BulkImportReport {
  readonly labelled: number;
  /** Labelled before; their results are not looked at. */
  readonly found: number;
  readonly failed: Readonly<Partial<Record<FailureReason, number>>>;
  /** Conversations of which no request, or not every one, has a result: left open, to be run or imported later. */
  readonly missing: number;
  /** Ids of results that no conversation of the run asked for. */
  readonly unknown: number;
  /** Results for an id that had one; the first counts. */
  readonly duplicates: number;
  /** Lines that are no results of the service. */
  readonly unreadable: number;
  readonly usage: ModelUsage;
  /** US dollars at the prices given; what the service bills is its own affair. */
  readonly cost: number | "unknown price";
}

const GROUP = 200;

/**
 * Reads result lines (any order, any number of files one after the other) and labels the conversations whose answers
 * are all there. Failures that another try could mend leave a conversation open; the others end it with their reason,
 * in the run's ledger. Reading the same files again changes nothing. Rejects with the errors of source, sink or ledger.
 */
export async function importBulkResults(
  lines: AsyncIterable<string>,
  format: BulkFormat,
  ports: BulkImportPorts,
): Promise<BulkImportReport> {
  const { tasks, sink, ledger, state, spool, pricing, time } = ports;
  const receiver = new Receiver(spool, pricing);
  let [results, unreadable] = [0, 0];
  await receiver.read(
    (async function* () {
      for await (const line of lines) {
        if (line.trim() === "") continue;
        const parsed = format.parseResult(line);
        if (parsed.kind === "unreadable") unreadable++;
        else {
          results++;
          yield parsed;
        }
      }
    })(),
  );
  let [labelled, found, missing] = [0, 0, 0];
  const failed: Partial<Record<FailureReason, number>> = {};
  const known = new Set<string>();
  const seen = new Set<string>();
  let group: Parameters<ResultSink["append"]>[0][number][] = [];
  const flush = async (): Promise<void> => {
    if (group.length > 0) await sink.append(group);
    labelled += group.length;
    group = [];
  };
  const fail = async (
    { conversation }: ConversationTask | UnreadableTask,
    reason: FailureReason,
  ): Promise<void> => {
    await ledger.append([{ kind: "failed", at: time.now(), conversation, reason }]);
    failed[reason] = (failed[reason] ?? 0) + 1;
  };
  for await (const task of tasks.read(0, tasks.total)) {
    const ids = isUnreadable(task) ? [] : task.requests.map(({ key }) => customIdOf(key));
    for (const id of ids) if (receiver.ids.has(id)) known.add(id);
    const key = refKey(task.conversation);
    if (sink.has(task.conversation) || state.failed.has(key) || seen.has(key)) {
      found++;
      continue;
    }
    if (isUnreadable(task)) {
      await fail(task, task.failure);
      continue;
    }
    const read = await answersOf(task, ids, receiver, spool);
    if (read.failure) await fail(task, read.failure.reason);
    else if (read.answers.length < task.requests.length) missing++;
    else {
      seen.add(key);
      group.push(task.assemble(read.answers));
      if (group.length >= GROUP) await flush();
    }
  }
  await flush();
  await spool.forget(receiver.ids);
  return {
    labelled,
    found,
    failed,
    missing,
    unknown: receiver.ids.size - known.size,
    duplicates: results - receiver.ids.size,
    unreadable,
    usage: results > 0 ? receiver.usage : NO_USAGE,
    cost: pricing ? receiver.cost : "unknown price",
  };
}

async function answersOf(
  task: ConversationTask,
  ids: readonly string[],
  receiver: Receiver,
  spool: AnswerSpool,
): Promise<{ readonly answers: readonly ModelAnswer[]; readonly failure?: ModelFailure }> {
  const answers: ModelAnswer[] = [];
  for (const [at, request] of task.requests.entries()) {
    const id = ids[at] ?? "";
    const answer = await spool.get(id);
    const failure = answer ? task.reject(request, answer) : receiver.failures.get(id);
    if (failure && !failure.retryable) return { answers, failure };
    if (answer && !failure) answers.push(answer);
  }
  return { answers };
}
