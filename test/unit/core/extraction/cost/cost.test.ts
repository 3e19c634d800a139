import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addUsage,
  cacheSaving,
  costOf,
  estimateRun,
  mostCostOf,
  NO_USAGE,
} from "../../../../../src/core/extraction/cost/cost.ts";
import { findPrice, PRICES, readPriceSettings } from "../../../../../src/core/extraction/cost/prices.ts";
import {
  calibration,
  estimateTextTokens,
  estimateTokens,
  isOlderTokenizer,
  mostInputTokens,
} from "../../../../../src/core/extraction/cost/tokens.ts";
import type { ModelRequest, ModelUsage } from "../../../../../src/core/extraction/model-call.ts";

function requestOf(model: string, user: string, system = "You annotate. ".repeat(600)): ModelRequest {
  return { key: "k", model, system: [{ text: system, cache: true }], user, schema: {}, maxTokens: 2_000 };
}
function priceOf(model: string) {
  const price = findPrice(model);
  if (price === undefined) throw new Error(`no price of ${model}`);
  return price;
}
const usageOf = (change: Partial<ModelUsage>): ModelUsage => ({ ...NO_USAGE, ...change });
const million = 1_000_000;

describe("prices", () => {
  it("are dated, sourced, positive, each once, the cache cheaper to read than to write", () => {
    expect(new Set(PRICES.map(({ model }) => model)).size).toBe(PRICES.length);
    for (const price of PRICES) {
      expect(price.asOf).toMatch(/^2026-\d\d-\d\d$/);
      expect(price.source).toContain("platform.claude.com");
      expect(price.input).toBeGreaterThan(0);
      expect(price.output).toBeGreaterThan(price.input);
      expect(price.cacheRead).toBeLessThan(price.input);
      expect(price.cacheWrite).toBeCloseTo(price.input * 1.25, 9);
    }
  });

  it("are found by dated ids, and are unknown rather than guessed", () => {
    expect(findPrice("claude-haiku-4-5-20251001")?.input).toBe(1);
    for (const model of [
      "claude-fable-5-2",
      "claude-opus-9",
      "gpt-9",
      "",
      "__proto__",
      "anthropic.claude-opus-5",
    ]) {
      expect(findPrice(model)).toBeUndefined();
    }
  });

  it("can be set by the user, who comes first", () => {
    const { prices, problems } = readPriceSettings(
      {
        "claude-opus-5": { input: 1, output: 2 },
        mine: { input: 3, output: 4, cacheRead: 0.1, batchFactor: 0.5 },
        bad: { input: -1, output: 2 },
        worse: 7,
      },
      "2026-11-23",
    );
    expect(findPrice("claude-opus-5", prices)).toMatchObject({
      input: 1,
      output: 2,
      cacheRead: 1,
      cacheWrite: 1,
      batchFactor: 1,
      source: "settings",
    });
    expect(findPrice("mine", prices)).toMatchObject({ cacheRead: 0.1, batchFactor: 0.5 });
    expect(problems).toEqual([
      'bad: needs "input" and "output" in dollars per million tokens',
      "worse: not an object",
    ]);
    expect(readPriceSettings("x", "2026-11-23").problems).toHaveLength(1);
    expect(readPriceSettings(undefined, "2026-11-23")).toEqual({ prices: [], problems: [] });
  });
});

describe("costOf", () => {
  it("adds up tokens at their rates, half in a batch", () => {
    const price = priceOf("claude-opus-5");
    const usage = {
      inputTokens: million,
      outputTokens: million,
      cacheReadTokens: million,
      cacheWriteTokens: million,
    };
    expect(costOf(usage, price)).toBeCloseTo(5 + 25 + 0.5 + 6.25, 9);
    expect(costOf(usage, price, true)).toBeCloseTo((5 + 25 + 0.5 + 6.25) / 2, 9);
    expect(costOf(NO_USAGE, price)).toBe(0);
  });

  it("knows prices that depend on the prompt's length", () => {
    const price = priceOf("claude-haiku-5-5");
    expect(costOf(usageOf({ inputTokens: 100_000 }), price)).toBeCloseTo(0.01, 12);
    expect(costOf(usageOf({ inputTokens: 1, cacheReadTokens: 100_000 }), price)).toBeCloseTo(0.0050005, 12);
  });

  it("is additive but for such prices, and shows what the cache saved", () => {
    const price = priceOf("claude-opus-5");
    const a = usageOf({ inputTokens: 100, cacheWriteTokens: 1_000 });
    const b = usageOf({ outputTokens: 7, cacheReadTokens: 1_000 });
    expect(costOf(addUsage(a, b), price)).toBeCloseTo(costOf(a, price) + costOf(b, price), 12);
    expect(cacheSaving(a, price)).toBeLessThan(0);
    expect(cacheSaving(addUsage(a, b), price)).toBeGreaterThan(0);
  });

  it("sets aside enough for a call that writes all its input to the cache and fills its answer", () => {
    for (const { model } of PRICES) {
      const request = requestOf(model, "hello ".repeat(30_000));
      const usage = usageOf({ cacheWriteTokens: mostInputTokens(request), outputTokens: request.maxTokens });
      expect(costOf(usage, priceOf(model)), model).toBeCloseTo(mostCostOf(request, priceOf(model)), 9);
    }
  });

  it("never exceeds what was set aside for the call", () => {
    const models = PRICES.map(({ model }) => model);
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        fc.boolean(),
        (model, user, [share, cached, out], isBatch) => {
          const request = requestOf(model, user.repeat(50));
          const tokens = Math.floor(mostInputTokens(request) * share);
          const read = Math.floor(tokens * cached);
          const output = Math.floor(request.maxTokens * out);
          const price = priceOf(model);
          const most = mostCostOf(request, price, isBatch);
          for (const usage of [
            { inputTokens: tokens - read, outputTokens: output, cacheReadTokens: read, cacheWriteTokens: 0 },
            { inputTokens: tokens - read, outputTokens: output, cacheReadTokens: 0, cacheWriteTokens: read },
          ]) {
            expect(costOf(usage, price, isBatch)).toBeLessThanOrEqual(most + 1e-12);
          }
        },
      ),
    );
  });
});

describe("estimates", () => {
  it("count more tokens for newer models, ideographs and emoji", () => {
    expect(isOlderTokenizer("claude-sonnet-4-5-20250929")).toBe(true);
    expect(isOlderTokenizer("claude-haiku-4-5")).toBe(true);
    expect(isOlderTokenizer("claude-opus-4-6")).toBe(true);
    expect(isOlderTokenizer("claude-3-opus-20240229")).toBe(true);
    for (const newer of [
      "claude-opus-4-7",
      "claude-opus-4-8",
      "claude-opus-5-5",
      "claude-haiku-5-5",
      "something",
    ]) {
      expect(isOlderTokenizer(newer)).toBe(false);
    }
    const text = "The quick brown fox jumps over the lazy dog. ".repeat(10);
    expect(estimateTextTokens(text, "claude-opus-5")).toBeGreaterThan(
      estimateTextTokens(text, "claude-haiku-4-5"),
    );
    expect(estimateTextTokens("漢字".repeat(100), "claude-haiku-4-5")).toBeGreaterThan(200);
  });

  it("stay below the bound of bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (user) => {
        const request = requestOf("claude-opus-5", user);
        expect(estimateTokens(request)).toBeLessThanOrEqual(mostInputTokens(request));
        expect(mostInputTokens(request)).toBe(
          1_000 + new TextEncoder().encode(`${request.system[0]?.text}${user}{}`).length,
        );
      }),
    );
  });

  it("come close to the service's count once calibrated on a few", () => {
    const counts = (request: ModelRequest): number => Math.round((request.user.length + 8_400) / 2.9);
    const requests = Array.from({ length: 200 }, (_, at) =>
      requestOf("claude-opus-5", "Tell me more. ".repeat(20 + ((at * 37) % 400))),
    );
    const scale = calibration(
      requests.slice(0, 10).map((one) => ({ estimated: estimateTokens(one), counted: counts(one) })),
    );
    const counted = requests.reduce((sum, one) => sum + counts(one), 0);
    const { inputTokens } = estimateRun(requests, { scale });
    expect(Math.abs(inputTokens - counted) / counted).toBeLessThan(0.1);
    expect(calibration([])).toBe(1);
  });

  it("give an expected cost and the most, with the cache and in a batch", () => {
    const requests = Array.from({ length: 100 }, () =>
      requestOf("claude-opus-5", "Hello there. ".repeat(100)),
    );
    const run = estimateRun(requests);
    const batch = estimateRun(requests, { isBatch: true });
    if (run.cost === "unknown price" || batch.cost === "unknown price") throw new Error("price unknown");
    expect(run).toMatchObject({
      requests: 100,
      outputTokens: { expected: 90_000, most: 200_000 },
      unknownModels: [],
    });
    expect(run.cachedTokens).toBeGreaterThan(0.5 * run.inputTokens);
    expect(run.cost.expected).toBeLessThan(run.cost.most);
    expect(batch.cost.expected).toBeCloseTo(run.cost.expected / 2, 9);
    expect(run.cost.most).toBeLessThanOrEqual(
      requests.reduce((sum, one) => sum + mostCostOf(one, priceOf(one.model)), 0),
    );
  });

  it("say that a price is unknown", () => {
    const run = estimateRun([requestOf("claude-opus-5", "a"), requestOf("mystery", "b")]);
    expect(run.cost).toBe("unknown price");
    expect(run.unknownModels).toEqual(["mystery"]);
    expect(run.inputTokens).toBeGreaterThan(0);
  });
});
