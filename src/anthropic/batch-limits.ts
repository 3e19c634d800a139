/** What a batch may be, checked before anything is sent. */
import type { BatchItem, ModelFailure } from "../core/extraction/model-call.ts";
import { toMessageParams } from "../core/extraction/wire/anthropic-params.ts";

/** Of the service's documentation of message batches. */
export const MAX_BATCH_REQUESTS = 100_000;
/** 256 MB, counted as the smaller of the two megabytes. */
export const MAX_BATCH_BYTES = 256_000_000;

const CUSTOM_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** `{"requests":[]}` */
const FRAME_BYTES = 15;

/**
 * @returns why the batch can't be sent, undefined when it can. Items are named by their place, from 1.
 */
export function batchProblem(
  items: readonly BatchItem[],
  limits: { requests: number; bytes: number } = { requests: MAX_BATCH_REQUESTS, bytes: MAX_BATCH_BYTES },
): ModelFailure | undefined {
  if (items.length === 0) return problem("The batch is empty. Nothing was sent.");
  if (items.length > limits.requests)
    return problem(
      `The batch has ${items.length} requests; the service takes ${limits.requests}. Split it. Nothing was sent.`,
    );
  const seen = new Set<string>();
  let bytes = FRAME_BYTES;
  for (const [at, item] of items.entries()) {
    if (!CUSTOM_ID.test(item.customId))
      return problem(`Request ${at + 1} has an id that the service does not take. Nothing was sent.`);
    if (seen.has(item.customId))
      return problem(`Request ${at + 1} has an id that is used already. Nothing was sent.`);
    seen.add(item.customId);
    bytes += batchItemBytes(item);
    if (bytes > limits.bytes)
      return problem(
        `The batch is larger than the ${Math.floor(limits.bytes / 1e6)} MB that the service takes, from request ` +
          `${at + 1} of ${items.length} on. Split it. Nothing was sent.`,
      );
  }
  return undefined;
}

/** Bytes that an item adds to the body of a batch. */
export function batchItemBytes(item: BatchItem): number {
  const line = { custom_id: item.customId, params: toMessageParams(item.request) };
  return Buffer.byteLength(JSON.stringify(line)) + 1;
}

const problem = (message: string): ModelFailure => ({
  ok: false,
  reason: "bad-request",
  message,
  retryable: false,
});
