/** What a run by batches is planned by and works with. */
import type { BatchPort, ModelAnswer } from "../model-call.ts";
import type { LedgerState } from "./ledger-state.ts";
import type { Pricing, ResultSink, RunLedger, TaskSource, Time } from "./ports.ts";

/** Answers that wait until all of their conversation have come. Not evictable, unlike a cache. */
export interface AnswerSpool {
  put(key: string, answer: ModelAnswer): Promise<void>;
  get(key: string): Promise<ModelAnswer | undefined>;
  /** These are not needed any more. All others are durable when it resolves. */
  forget(keys: ReadonlySet<string>): Promise<void>;
}

export interface BatchPlan {
  readonly tasks: TaskSource;
  readonly model: string;
  /** US dollars over all sittings of the run; absent = no cap. */
  readonly cap?: number;
  /** Most requests and bytes of one batch; at most, and by default less than, what the service takes. */
  readonly shardRequests?: number;
  readonly shardBytes?: number;
  /** Batches open at the service at once. Default 4. */
  readonly maxOpen?: number;
  /** In how many batches a conversation may be before it fails. Default 3. */
  readonly attempts?: number;
  /** Between two looks at the open batches, ms. Default 20 s growing to 5 min. */
  readonly pollMs?: { readonly min: number; readonly max: number };
  /**
   * How long after the request for a batch the service may still come to list it, ms: before that time a batch of
   * unknown fate is not given up. Default 3 min.
   */
  readonly graceMs?: number;
  /** False: nothing new is sent, open batches are waited for and collected, e.g. after `cancelBatches`. Default true. */
  readonly submit?: boolean;
  readonly retryFailed?: boolean;
}

export interface BatchPorts {
  readonly batches: BatchPort;
  readonly ledger: RunLedger;
  readonly state: LedgerState;
  readonly sink: ResultSink;
  readonly spool: AnswerSpool;
  /** Read before anything is sent; gets every answer. */
  readonly cache?: {
    get(key: string): Promise<ModelAnswer | undefined>;
    putLightly(key: string, answer: ModelAnswer): Promise<void>;
  };
  /** At the price of batches. */
  readonly pricing?: Pricing;
  readonly time: Time;
}

/** So that memory stays small and results come early; the service takes ten times as many. */
export const DEFAULT_SHARD = { requests: 10_000, bytes: 64_000_000 } as const;
