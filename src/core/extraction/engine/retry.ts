/** What is tried again, how often, and after how long. */
import type { FailureReason, ModelFailure } from "../model-call.ts";

export interface RetryPolicy {
  /** Most calls for one request; by reason, where it differs. */
  readonly attempts: number;
  readonly attemptsFor: Readonly<Partial<Record<FailureReason, number>>>;
  /** First pause at most, ms; doubles with every attempt. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** Longest wait that a service's retry-after is followed for, ms. */
  readonly maxRetryAfterMs: number;
}

/**
 * Waiting costs nothing, so limits of rate are waited out longest. An answer that breaks the schema was paid for, and a
 * call that timed out may have been: those are asked for again once or twice.
 */
export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 6,
  attemptsFor: { "rate-limit": 12, overloaded: 12, schema: 2, timeout: 3 },
  baseMs: 1_000,
  maxMs: 60_000,
  maxRetryAfterMs: 60_000,
};

/** The service says that it has too much to do: everybody slows down. */
export function isPressure(reason: FailureReason): boolean {
  return reason === "rate-limit" || reason === "overloaded";
}

/** Every further call would end in the same way: the run stops instead of failing one conversation after another. */
export function stopsRun(reason: FailureReason): boolean {
  return STOPPING.has(reason);
}

const STOPPING: ReadonlySet<FailureReason> = new Set([
  "no-key",
  "bad-key",
  "forbidden",
  "no-credit",
  "unknown-model",
  "consent",
  "budget",
  "cancelled",
]);

/** Nobody can tell whether a call that ended so was paid for, unless the failure has a usage. */
export function maybePaid(reason: FailureReason): boolean {
  return MAYBE_PAID.has(reason);
}

const MAYBE_PAID: ReadonlySet<FailureReason> = new Set([
  "network",
  "timeout",
  "server",
  "cancelled",
  "schema",
  "refusal",
  "truncated",
]);

/**
 * How long to wait before the next call of a request, ms; undefined when it is not to be called again. Full jitter: any
 * time up to the doubled pause is as likely, so that calls that failed together don't come back together; on top of
 * what the service asks for, which nobody undercuts.
 * @param failures how often this request failed, this time included, by reason
 * @param random in [0, 1)
 */
export function retryDelay(
  failure: ModelFailure,
  failures: ReadonlyMap<FailureReason, number>,
  policy: RetryPolicy,
  random: number,
): number | undefined {
  if (!failure.retryable || stopsRun(failure.reason)) return undefined;
  const same = failures.get(failure.reason) ?? 1;
  if (same >= (policy.attemptsFor[failure.reason] ?? policy.attempts)) return undefined;
  const all = [...failures.values()].reduce((sum, count) => sum + count, 0);
  if (all >= Math.max(policy.attempts, ...Object.values(policy.attemptsFor))) return undefined;
  const jitter = random * Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(same - 1, 30));
  const asked = Math.min(Math.max(failure.retryAfterMs ?? 0, 0), policy.maxRetryAfterMs);
  return asked + jitter;
}
