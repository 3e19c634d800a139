/** A batch as the service describes it. */
import type { BatchStatus } from "../core/extraction/model-call.ts";
import { count, isFields } from "./message-outcome.ts";

/** Ids of batches go into paths and records. */
export function isBatchId(id: unknown): id is string {
  return typeof id === "string" && /^[A-Za-z0-9_-]{1,128}$/.test(id);
}

const STATES = { in_progress: "in-progress", canceling: "canceling", ended: "ended" } as const;

/** @returns undefined when this is no description of a batch */
export function readBatch(value: unknown): BatchStatus | undefined {
  if (!isFields(value) || value["type"] !== "message_batch") return undefined;
  const {
    id,
    processing_status: status,
    request_counts: counts,
    created_at: created,
    expires_at: expires,
  } = value;
  const state =
    status === "in_progress" || status === "canceling" || status === "ended" ? STATES[status] : undefined;
  const createdAt = isoTime(created);
  if (!isBatchId(id) || state === undefined || createdAt === undefined || !isFields(counts)) return undefined;
  const expiresAt = isoTime(expires);
  return {
    id,
    state,
    counts: {
      processing: count(counts["processing"]),
      succeeded: count(counts["succeeded"]),
      errored: count(counts["errored"]),
      canceled: count(counts["canceled"]),
      expired: count(counts["expired"]),
    },
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function isoTime(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 40) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
