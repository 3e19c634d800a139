/** One answer as the cache keeps it: text, usage and model, with a hash over all of it; nothing else. */
import { hashText } from "../core/conversation/hash.ts";
import type { ModelAnswer, ModelUsage } from "../core/extraction/model-call.ts";

export function formatCached(key: string, { text, usage, model }: ModelAnswer): string {
  return JSON.stringify({ v: 1, hash: hashOf(key, text, usage, model), key, model, usage, text });
}

/** undefined for anything but the whole and unchanged entry of this key. Never throws. */
export function parseCached(entry: string, key: string): ModelAnswer | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(entry);
  } catch {
    return undefined;
  }
  if (!isFields(fields) || fields["v"] !== 1 || fields["key"] !== key) return undefined;
  const { text, model, hash } = fields;
  const usage = usageOf(fields["usage"]);
  if (typeof text !== "string" || typeof model !== "string" || !usage) return undefined;
  return hash === hashOf(key, text, usage, model) ? { ok: true, text, usage, model } : undefined;
}

function hashOf(key: string, text: string, usage: ModelUsage, model: string): string {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  return hashText(
    JSON.stringify([key, text, model, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens]),
  );
}

type Fields = { readonly [key: string]: unknown };

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

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
