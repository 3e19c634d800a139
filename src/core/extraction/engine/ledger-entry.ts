/** The lines of a run's ledger: what was sent, what came of it, what it cost. Never holds text of conversations. */
import { FAILURE_REASONS, type FailureReason, type ModelUsage } from "../model-call.ts";
import type { ConversationRef } from "../annotation.ts";

/** Costs are US dollars; null = the price is not known. Times are ms since 1970. */
export type LedgerEntry =
  /** A sitting of the run begins: the first, or after a restart. */
  | {
      readonly kind: "opened";
      readonly at: number;
      readonly total: number;
      readonly cap: number | null;
      readonly model: string;
    }
  /** Durable before the call: from now on up to `most` may be owed. */
  | {
      readonly kind: "sent";
      readonly at: number;
      readonly call: string;
      readonly conversation: ConversationRef;
      readonly key: string;
      readonly most: number | null;
    }
  /** `cost` may be a worst case: `sure` is false when nobody told what the call cost. */
  | {
      readonly kind: "settled";
      readonly at: number;
      readonly call: string;
      readonly reason: FailureReason | null;
      readonly usage: ModelUsage | null;
      readonly cost: number | null;
      readonly sure: boolean;
    }
  | {
      readonly kind: "failed";
      readonly at: number;
      readonly conversation: ConversationRef;
      readonly reason: FailureReason;
    }
  /** Durable before a batch is made: items of the positions `[from, to)` and of `again`. `hash` over the sorted ids. */
  | {
      readonly kind: "shard";
      readonly at: number;
      readonly shard: number;
      readonly from: number;
      readonly to: number;
      readonly again: readonly number[];
      readonly items: number;
      readonly hash: string;
      readonly most: number | null;
    }
  | { readonly kind: "created"; readonly at: number; readonly shard: number; readonly batch: string }
  /** The service made no batch of it, for certain. */
  | { readonly kind: "rejected"; readonly at: number; readonly shard: number; readonly reason: FailureReason }
  /** All results of the shard are in the store or waiting in `again`; its cost is final. */
  | {
      readonly kind: "collected";
      readonly at: number;
      readonly shard: number;
      readonly cost: number | null;
      /** Worst case of the requests that had no result. */
      readonly unsure: number;
      readonly usage: ModelUsage;
      /** Positions that need another batch, and how many batches each was in. */
      readonly again: readonly (readonly [position: number, attempts: number])[];
    }
  | { readonly kind: "ended"; readonly at: number; readonly reason: "finished" | FailureReason };

export type ParsedEntry =
  | { readonly status: "entry"; readonly entry: LedgerEntry }
  | { readonly status: "newer" }
  | { readonly status: "bad" };

/** One line, without the line break. */
export function formatEntry(entry: LedgerEntry): string {
  return JSON.stringify({ v: 1, ...entry });
}

/** Never throws. */
export function parseEntry(line: string): ParsedEntry {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return { status: "bad" };
  }
  if (!isFields(fields)) return { status: "bad" };
  const v = fields["v"];
  if (typeof v === "number" && v > 1) return { status: "newer" };
  if (v !== 1) return { status: "bad" };
  const entry = readEntry(fields);
  return entry ? { status: "entry", entry } : { status: "bad" };
}

type Fields = { readonly [key: string]: unknown };

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;
const isCount = (value: unknown): value is number => isNumber(value) && Number.isSafeInteger(value);
const isCost = (value: unknown): value is number | null => value === null || isNumber(value);
const isName = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= 512;
const isReason = (value: unknown): value is FailureReason =>
  FAILURE_REASONS.some((reason) => reason === value);

function refOf(value: unknown): ConversationRef | undefined {
  if (!isFields(value)) return undefined;
  const { id, hash } = value;
  return typeof id === "string" && typeof hash === "string" ? { id, hash } : undefined;
}

function usageOf(value: unknown): ModelUsage | undefined {
  if (!isFields(value)) return undefined;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = value;
  return isCount(inputTokens) &&
    isCount(outputTokens) &&
    isCount(cacheReadTokens) &&
    isCount(cacheWriteTokens)
    ? { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }
    : undefined;
}

function readEntry(fields: Fields): LedgerEntry | undefined {
  const { kind, at, shard, cost, most, reason } = fields;
  if (!isNumber(at)) return undefined;
  const usage = usageOf(fields["usage"]);
  const conversation = refOf(fields["conversation"]);
  switch (kind) {
    case "opened": {
      const { total, cap, model } = fields;
      return isCount(total) && isCost(cap) && isName(model) ? { kind, at, total, cap, model } : undefined;
    }
    case "sent": {
      const { call, key } = fields;
      return isName(call) && isName(key) && conversation && isCost(most)
        ? { kind, at, call, conversation, key, most }
        : undefined;
    }
    case "settled": {
      const { call, sure } = fields;
      const why = reason === null || isReason(reason) ? reason : undefined;
      return isName(call) && why !== undefined && isCost(cost) && typeof sure === "boolean"
        ? { kind, at, call, reason: why, usage: usage ?? null, cost, sure }
        : undefined;
    }
    case "failed":
      return conversation && isReason(reason) ? { kind, at, conversation, reason } : undefined;
    case "shard": {
      const { from, to, again, items, hash } = fields;
      const places: unknown[] = Array.isArray(again) ? again : [];
      return isCount(shard) && isCount(from) && isCount(to) && isCount(items) && isName(hash) && isCost(most)
        ? { kind, at, shard, from, to, again: places.filter(isCount), items, hash, most }
        : undefined;
    }
    case "created": {
      const { batch } = fields;
      return isCount(shard) && isName(batch) ? { kind, at, shard, batch } : undefined;
    }
    case "rejected":
      return isCount(shard) && isReason(reason) ? { kind, at, shard, reason } : undefined;
    case "collected": {
      const given: unknown[] = Array.isArray(fields["again"]) ? fields["again"] : [];
      const again = given.flatMap((pair): [number, number][] => {
        if (!Array.isArray(pair)) return [];
        const [position, attempts]: unknown[] = pair;
        return isCount(position) && isCount(attempts) ? [[position, attempts]] : [];
      });
      const { unsure } = fields;
      return isCount(shard) && isCost(cost) && isNumber(unsure) && usage
        ? { kind, at, shard, cost, unsure, usage, again }
        : undefined;
    }
    case "ended":
      return reason === "finished" || isReason(reason) ? { kind, at, reason } : undefined;
    default:
      return undefined;
  }
}
