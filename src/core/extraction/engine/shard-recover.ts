/**
 * Which batch at the service a shard is, when nobody got to write it down: the process died, or the connection did,
 * between asking for the batch and learning its id. The service keeps no mark of ours on a batch, so it is told by its
 * time, its number of requests and, once it has ended, by the very ids in its results. Until then it is waited for:
 * sending the requests again could pay for them twice.
 */
import type { BatchPort, BatchStatus } from "../model-call.ts";
import type { LedgerState, OpenShard } from "./ledger-state.ts";
import { itemsHash } from "./shard-builder.ts";

/**
 * Ours may be off from the service's clock by as much, ms: a day and a time zone. Too much only means more batches to
 * look into, too little could mean to pay twice.
 */
const CLOCK_SKEW_MS = 26 * 3_600_000;

export type Recovery =
  /** It is this batch, for certain. */
  | { readonly kind: "found"; readonly batch: string }
  /** Some batch may be it and has not ended, or the service may still come to list it. */
  | { readonly kind: "wait"; readonly candidates: number }
  /** The service has no such batch: nothing was made. */
  | { readonly kind: "none" };

export interface RecoverySetup {
  readonly batches: Pick<BatchPort, "list" | "results">;
  readonly state: LedgerState;
  readonly graceMs: number;
  readonly now: number;
}

/** One look. Rejects with what `list` or `results` throws. */
export async function recoverShard(
  shard: OpenShard,
  setup: RecoverySetup,
  signal: AbortSignal,
): Promise<Recovery> {
  const { batches, state, graceMs, now } = setup;
  let open = 0;
  for await (const status of batches.list(signal)) {
    const madeAt = Date.parse(status.createdAt);
    // Newest first: what follows is older still.
    if (madeAt < shard.at - CLOCK_SKEW_MS) break;
    if (state.batches.has(status.id) || sizeOf(status) !== shard.items) continue;
    if (status.state !== "ended") open++;
    else if (await holds(status.id, shard, batches, signal)) return { kind: "found", batch: status.id };
  }
  if (open > 0) return { kind: "wait", candidates: open };
  return now - shard.at < graceMs ? { kind: "wait", candidates: 0 } : { kind: "none" };
}

/** Requests in a batch, whatever became of them. */
export function sizeOf({ counts }: BatchStatus): number {
  return counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
}

async function holds(
  id: string,
  shard: OpenShard,
  batches: Pick<BatchPort, "results">,
  signal: AbortSignal,
): Promise<boolean> {
  const ids = new Set<string>();
  for await (const { customId } of batches.results(id, signal)) ids.add(customId);
  return itemsHash(ids) === shard.hash;
}
