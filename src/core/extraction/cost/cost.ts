/** From tokens to dollars. */
import type { ModelRequest, ModelUsage } from "../model-call.ts";
import { findPrice, type ModelPrice, type Rates } from "./prices.ts";
import { estimateCachedTokens, estimateTokens, mostInputTokens } from "./tokens.ts";

const MILLION = 1_000_000;

function ratesFor(price: ModelPrice, promptTokens: number): Rates {
  const { longPrompt } = price;
  return longPrompt !== undefined && promptTokens > longPrompt.above ? longPrompt : price;
}

/** What one call cost, US dollars. */
export function costOf(usage: ModelUsage, price: ModelPrice, isBatch = false): number {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const rates = ratesFor(price, inputTokens + cacheReadTokens + cacheWriteTokens);
  const dollars =
    inputTokens * rates.input +
    outputTokens * rates.output +
    cacheReadTokens * rates.cacheRead +
    cacheWriteTokens * rates.cacheWrite;
  return (dollars / MILLION) * (isBatch ? price.batchFactor : 1);
}

/**
 * What a call can't cost more than, US dollars, for the reservation before it: all input written to the cache (or read
 * from it, whichever is dearer), the whole of `maxTokens` as output. `counted`: the service's count of its input.
 */
export function mostCostOf(
  request: ModelRequest,
  price: ModelPrice,
  isBatch = false,
  counted?: number,
): number {
  const input = mostInputTokens(request, counted);
  // With a price that depends on the prompt's length the dearer of the two, in case the bound is not reached.
  const all = [price, ratesFor(price, input)];
  const perInput = Math.max(...all.flatMap((rates) => [rates.input, rates.cacheWrite, rates.cacheRead]));
  const perOutput = Math.max(...all.map(({ output }) => output));
  return ((input * perInput + request.maxTokens * perOutput) / MILLION) * (isBatch ? price.batchFactor : 1);
}

export const NO_USAGE: ModelUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  };
}

/** What the prompt cache saved on a run: dollars against the same tokens at the input price; below 0 = it cost more. */
export function cacheSaving(usage: ModelUsage, price: ModelPrice, isBatch = false): number {
  const { cacheReadTokens, cacheWriteTokens } = usage;
  const uncached = { ...usage, inputTokens: usage.inputTokens + cacheReadTokens + cacheWriteTokens };
  const without = costOf({ ...uncached, cacheReadTokens: 0, cacheWriteTokens: 0 }, price, isBatch);
  return without - costOf(usage, price, isBatch);
}

export interface RunEstimate {
  readonly requests: number;
  /** Estimated input tokens, cached ones included. */
  readonly inputTokens: number;
  /** Of these, read from the prompt cache if it works. */
  readonly cachedTokens: number;
  /** expected: a typical answer. most: every answer at its limit. */
  readonly outputTokens: { readonly expected: number; readonly most: number };
  /** US dollars; expected: the cache works. most: nothing is cached and every answer is at its limit. */
  readonly cost: { readonly expected: number; readonly most: number } | "unknown price";
  /** Models of the requests whose price is unknown. */
  readonly unknownModels: readonly string[];
}

/** A typical answer with everything in it, tokens. From the schema's shape, not measured; models that think need more. */
export const TYPICAL_OUTPUT = 900;
const MIN_CACHE = 1_024;

export interface EstimateOptions {
  readonly own?: readonly ModelPrice[];
  readonly isBatch?: boolean;
  /** `calibration` of a few requests that the service counted. */
  readonly scale?: number;
  /** Mean output tokens of earlier answers, where there are any. */
  readonly typicalOutput?: number;
}

/**
 * Tokens and cost of the requests of a run. One pass; requests may come from a generator, so that a corpus need not be
 * in memory.
 */
export function estimateRun(requests: Iterable<ModelRequest>, options: EstimateOptions = {}): RunEstimate {
  const { own = [], isBatch = false, scale = 1, typicalOutput = TYPICAL_OUTPUT } = options;
  const seen = new Set<string>();
  const unknown = new Set<string>();
  let [count, inputTokens, cachedTokens, expectedOutput, mostOutput, expected, most] = [0, 0, 0, 0, 0, 0, 0];
  for (const request of requests) {
    const price = findPrice(request.model, own);
    const input = Math.ceil(estimateTokens(request) * scale);
    const stable = Math.min(input, Math.ceil(estimateCachedTokens(request) * scale));
    const isCached = stable >= (price?.minCacheTokens ?? MIN_CACHE);
    const prefix = `${request.model}\n${request.system.map(({ text }) => text).join("\n")}\n${JSON.stringify(request.schema)}`;
    const isFirst = !seen.has(prefix);
    seen.add(prefix);
    const read = isCached && !isFirst ? stable : 0;
    const written = isCached && isFirst ? stable : 0;
    const output = Math.min(typicalOutput, request.maxTokens);
    count += 1;
    inputTokens += input;
    cachedTokens += read;
    expectedOutput += output;
    mostOutput += request.maxTokens;
    if (price === undefined) {
      unknown.add(request.model);
      continue;
    }
    const usage = {
      inputTokens: input - read - written,
      outputTokens: output,
      cacheReadTokens: read,
      cacheWriteTokens: written,
    };
    const dearest = {
      inputTokens: input - stable,
      outputTokens: request.maxTokens,
      cacheReadTokens: 0,
      cacheWriteTokens: stable,
    };
    expected += costOf(usage, price, isBatch);
    most += costOf(dearest, price, isBatch);
  }
  return {
    requests: count,
    inputTokens,
    cachedTokens,
    outputTokens: { expected: expectedOutput, most: mostOutput },
    cost: unknown.size > 0 ? "unknown price" : { expected, most },
    unknownModels: [...unknown],
  };
}
