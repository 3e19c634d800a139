/**
 * The port to a language model, whoever serves it: the Messages API, a batch service, VS Code's models. Everything
 * above it (prompts, parsing, budget, ledger) is pure and knows only this.
 */

/** A stable part of the prompt. Parts marked `cache` come first and end a prefix that the service may cache. */
export interface PromptPart {
  readonly text: string;
  readonly cache?: boolean;
}

/** One call. Two requests with equal content have equal `key`s. */
export interface ModelRequest {
  /** Hash over model, system parts, user text, schema and maxTokens: names the answer in the response cache. */
  readonly key: string;
  readonly model: string;
  readonly system: readonly PromptPart[];
  /** The one user message. Holds the conversation as delimited, escaped data. */
  readonly user: string;
  /** JSON Schema of the answer (the subset that structured output accepts; no large enums). */
  readonly schema: { readonly [key: string]: unknown };
  readonly maxTokens: number;
}

export interface ModelUsage {
  /** Tokens billed at the full input price (cache reads and writes not among them). */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** Why a call gave no usable answer. Each has one action a user can take; see `failure-advice`. */
export const FAILURE_REASONS = [
  "no-key",
  "bad-key",
  "forbidden",
  "no-credit",
  "rate-limit",
  "overloaded",
  "server",
  "network",
  "timeout",
  "refusal",
  "truncated",
  "too-long",
  "bad-request",
  "unknown-model",
  "schema",
  "budget",
  "consent",
  "expired",
  "cancelled",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

export interface ModelAnswer {
  readonly ok: true;
  /** The answer's text: JSON by `schema`, not yet parsed. */
  readonly text: string;
  readonly usage: ModelUsage;
  /** As the service names it, which may be finer than what was asked for. */
  readonly model: string;
  /** The service's id of the answer or request, for support; never content. */
  readonly serviceId?: string;
}

export interface ModelFailure {
  readonly ok: false;
  readonly reason: FailureReason;
  /** For a person; holds no conversation text and no key. */
  readonly message: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** What the service asks to wait, ms, already capped. */
  readonly retryAfterMs?: number;
  /** A failed call may have cost something (truncated, refusal). */
  readonly usage?: ModelUsage;
}

export type ModelOutcome = ModelAnswer | ModelFailure;

export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  /** Absent when the service does not tell. */
  readonly maxInputTokens?: number;
  readonly maxOutputTokens?: number;
}

/** One call, no retries inside: retrying, budget and order are the engine's. Never rejects; cancel = "cancelled". */
export interface ModelPort {
  call(request: ModelRequest, signal: AbortSignal): Promise<ModelOutcome>;
  /** Input tokens as the service counts them. */
  countTokens(request: ModelRequest, signal: AbortSignal): Promise<number | ModelFailure>;
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[] | ModelFailure>;
}

/** State of a batch at the service. */
export interface BatchStatus {
  readonly id: string;
  readonly state: "in-progress" | "canceling" | "ended";
  readonly counts: {
    readonly processing: number;
    readonly succeeded: number;
    readonly errored: number;
    readonly canceled: number;
    readonly expired: number;
  };
  /** ISO 8601. */
  readonly createdAt: string;
  readonly expiresAt?: string;
}

export interface BatchItem {
  /** Ours: 1–64 characters of [A-Za-z0-9_-]. */
  readonly customId: string;
  readonly request: ModelRequest;
}

/** Many calls at once, answered within a day in any order. Failures of the batch as a whole come as ModelFailure. */
export interface BatchPort {
  create(items: readonly BatchItem[], signal: AbortSignal): Promise<BatchStatus | ModelFailure>;
  status(id: string, signal: AbortSignal): Promise<BatchStatus | ModelFailure>;
  /** In any order; each item once. Usable when ended, also after a cancel. */
  results(
    id: string,
    signal: AbortSignal,
  ): AsyncIterable<{ readonly customId: string; readonly outcome: ModelOutcome }>;
  cancel(id: string, signal: AbortSignal): Promise<BatchStatus | ModelFailure>;
  /** Batches known to the service, newest first: a batch made just before a crash is found again. */
  list(signal: AbortSignal): AsyncIterable<BatchStatus>;
}
