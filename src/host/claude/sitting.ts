/** One sitting of a run: from a start or resume to its end, a cancel or a crash. */
import { cancelBatches, runBatches } from "../../core/extraction/engine/batch-run.ts";
import { costOf, mostCostOf } from "../../core/extraction/cost/cost.ts";
import type { ModelPrice } from "../../core/extraction/cost/prices.ts";
import { runExtraction, type RunEnd } from "../../core/extraction/engine/on-demand.ts";
import type {
  LabelledConversation,
  Pricing,
  ResultSink,
  TaskSource,
} from "../../core/extraction/engine/ports.ts";
import type { RunProgress } from "../../core/extraction/engine/progress.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { BatchPort, ModelPort } from "../../core/extraction/model-call.ts";
import type { ResponseCache } from "../../store/response-cache.ts";
import { openSpool } from "../../store/response-cache-spool.ts";
import { ledgerFile, openRunLedger } from "../../store/run-ledger.ts";
import { lockRun } from "../../store/run-ledger-lock.ts";
import { systemTime } from "../../store/run-ledger-time.ts";
import { UserError } from "../errors.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";

export interface Sitting {
  readonly run: RunRecord;
  readonly tasks: TaskSource;
  /** Undefined = not known: no budget can be kept. */
  readonly price: ModelPrice | undefined;
  /** US dollars; undefined = no limit. */
  readonly cap: number | undefined;
  readonly concurrency: number;
  readonly retryFailed: boolean;
  readonly calls: Pick<ModelPort, "call">;
  /** Present: the run goes by batches. */
  readonly batches: BatchPort | undefined;
  readonly cache: ResponseCache;
  readonly sets: SuggestionSets;
  /** A conversation's labels are on disk. */
  readonly arrived: (result: LabelledConversation) => void;
}

/** Throws `UserError` when another window has the run. The run's record is closed when nothing is left to do. */
export async function runSitting(
  sitting: Sitting,
  signal: AbortSignal,
  onProgress: (progress: RunProgress) => void,
): Promise<RunEnd> {
  const { run, sets } = sitting;
  const path = ledgerFile(sets.paths, run.id);
  const lock = await lockRun(path);
  if (!lock) throw new UserError("This run is under way in another window.");
  try {
    const end = await go(sitting, path, signal, onProgress);
    if (end.reason === "finished") await sets.store.finishRun(run.id, new Date().toISOString());
    return end;
  } finally {
    await lock.release();
  }
}

async function go(
  { run, tasks, price, cap, concurrency, retryFailed, calls, batches, cache, sets, arrived }: Sitting,
  path: string,
  signal: AbortSignal,
  onProgress: (progress: RunProgress) => void,
): Promise<RunEnd> {
  const ledger = await openRunLedger(path);
  const sink = sinkOf({ run, sets, arrived });
  const plan = {
    tasks,
    model: run.model ?? "",
    retryFailed,
    ...(cap === undefined || !price ? {} : { cap }),
  };
  const common = { ledger, state: ledger.state, sink, cache, time: systemTime };
  if (!batches) {
    const pricing = price ? { pricing: pricingOf(price, false) } : {};
    return runExtraction(
      { ...plan, concurrency },
      { ...common, ...pricing, model: calls },
      signal,
      onProgress,
    );
  }
  const pricing = price ? { pricing: pricingOf(price, true) } : {};
  const spool = await openSpool(path.replace(/\.jsonl$/, ".spool.jsonl"));
  return runBatches(plan, { ...common, ...pricing, batches, spool }, signal, onProgress);
}

/** Results go to the disk, then to whoever shows them. */
export function sinkOf({ run, sets, arrived }: Pick<Sitting, "run" | "sets" | "arrived">): ResultSink {
  return {
    has: (conversation) => sets.store.has(run.id, conversation),
    append: async (results) => {
      await sets.store.append(run.id, results);
      results.forEach(arrived);
    },
  };
}

/** How many of the run's open batches could not be cancelled. */
export async function cancelOpenBatches(
  sets: SuggestionSets,
  run: RunRecord,
  batches: BatchPort,
): Promise<number> {
  const { state } = await openRunLedger(ledgerFile(sets.paths, run.id));
  return (await cancelBatches({ batches, state }, AbortSignal.timeout(60_000))).size;
}

export function pricingOf(price: ModelPrice, isBatch: boolean): Pricing {
  return {
    worstCase: (request) => mostCostOf(request, price, isBatch),
    cost: (usage) => costOf(usage, price, isBatch),
  };
}
