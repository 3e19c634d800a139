/**
 * A failure that ends an async iteration (batch results, lists of batches) has to be thrown. The thrown error is told
 * by its shape and not by its class, because a lazily loaded bundle has a copy of each class of its own.
 */
import { FAILURE_REASONS, type ModelFailure } from "../model-call.ts";

/** An error to throw; its message is the failure's. */
export function errorOf(failure: ModelFailure): Error {
  return Object.assign(new Error(failure.message), { failure });
}

/** The failure that a thrown value carries; undefined for any other error. */
export function failureOf(thrown: unknown): ModelFailure | undefined {
  if (!(thrown instanceof Error) || !("failure" in thrown)) return undefined;
  const { failure } = thrown;
  return isFailure(failure) ? failure : undefined;
}

function isFailure(value: unknown): value is ModelFailure {
  return (
    typeof value === "object" &&
    value !== null &&
    "ok" in value &&
    value.ok === false &&
    "message" in value &&
    typeof value.message === "string" &&
    "retryable" in value &&
    typeof value.retryable === "boolean" &&
    "reason" in value &&
    FAILURE_REASONS.some((reason) => reason === value.reason)
  );
}
