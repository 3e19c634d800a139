/** What tokens cost. Prices change: the table is dated, the user's own entries come first, and what isn't in it is unknown. */

/** US dollars per million tokens. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Into the cache that lasts five minutes. */
  readonly cacheWrite: number;
}

export interface ModelPrice extends Rates {
  /** The service's model id. Dated ids ("…-20251001") are found by their undated one. */
  readonly model: string;
  /** What a batch costs of these rates: 0.5 = half. */
  readonly batchFactor: number;
  /** Rates for every token of a request whose prompt (cached tokens included) is longer than `above` tokens. */
  readonly longPrompt?: Rates & { readonly above: number };
  /** Shortest prefix that the prompt cache takes, tokens. */
  readonly minCacheTokens?: number;
  /** ISO date on which the entry was right, as far as its source tells. */
  readonly asOf: string;
  readonly source: string;
}

const PRICE_PAGE = "platform.claude.com/docs/en/about-claude/pricing";
const OVERVIEW = "platform.claude.com/docs/en/models (overview of the model)";

function entry(
  model: string,
  [input, output, cacheWrite, cacheRead]: readonly [number, number, number, number],
  more: Partial<ModelPrice> = {},
): ModelPrice {
  const rates = { input, output, cacheRead, cacheWrite };
  return { model, ...rates, batchFactor: 0.5, asOf: "2026-09-23", source: PRICE_PAGE, ...more };
}

const HAIKU_LONG = { above: 100_000, input: 0.5, output: 2.5, cacheWrite: 0.625, cacheRead: 0.05 };

/**
 * Anthropic's list prices, read from stored copies of its documentation. The live page could not be opened while this was
 * written. Left out, and so unknown: models whose cache prices no source told (claude-fable-5-2), models of cloud
 * platforms, whatever came later.
 */
export const PRICES: readonly ModelPrice[] = [
  entry("claude-fable-5-1", [10, 50, 12.5, 0.25]),
  entry("claude-fable-5", [10, 50, 12.5, 1]),
  entry("claude-mythos-5-1", [10, 50, 12.5, 0.25]),
  entry("claude-mythos-5", [10, 50, 12.5, 1]),
  entry("claude-opus-5-5", [4, 20, 5, 0.2], { source: OVERVIEW }),
  entry("claude-opus-5", [5, 25, 6.25, 0.5]),
  entry("claude-opus-4-8", [5, 25, 6.25, 0.5]),
  entry("claude-opus-4-7", [5, 25, 6.25, 0.5], { minCacheTokens: 2_048 }),
  entry("claude-opus-4-6", [5, 25, 6.25, 0.5], { minCacheTokens: 4_096 }),
  entry("claude-opus-4-5", [5, 25, 6.25, 0.5], { minCacheTokens: 4_096 }),
  entry("claude-sonnet-5-5", [2, 10, 2.5, 0.1], {
    asOf: "2026-10-24",
    source: `${OVERVIEW}; cache reads from 0.20 to 0.10 on 2026-10-07, as two price trackers report it from ${PRICE_PAGE}`,
  }),
  entry("claude-sonnet-5", [2, 10, 2.5, 0.2], { source: OVERVIEW }),
  entry("claude-sonnet-4-6", [3, 15, 3.75, 0.3]),
  entry("claude-sonnet-4-5", [3, 15, 3.75, 0.3]),
  entry("claude-haiku-5-5", [0.1, 0.5, 0.125, 0.01], {
    asOf: "2026-10-24",
    source: OVERVIEW,
    longPrompt: HAIKU_LONG,
  }),
  entry("claude-haiku-4-5", [1, 5, 1.25, 0.1], { minCacheTokens: 4_096 }),
];

/** The price of a model: the user's own entry first, then the table; undefined = unknown, never a neighbour's. */
export function findPrice(
  model: string,
  own: readonly ModelPrice[] = [],
  table: readonly ModelPrice[] = PRICES,
): ModelPrice | undefined {
  const undated = model.replace(/-\d{8}$/, "");
  for (const prices of [own, table]) {
    const found =
      prices.find((price) => price.model === model) ?? prices.find((price) => price.model === undated);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface PriceSettings {
  readonly prices: readonly ModelPrice[];
  /** What could not be read, entry by entry. */
  readonly problems: readonly string[];
}

function rate(fields: object, key: string): number | undefined {
  const value: unknown = Object.hasOwn(fields, key)
    ? new Map<string, unknown>(Object.entries(fields)).get(key)
    : undefined;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/**
 * The user's prices from a setting of the shape `{ "<model id>": { "input": 3, "output": 15, "cacheRead"?: 0.3,
 * "cacheWrite"?: 3.75, "batchFactor"?: 0.5 } }`, dollars per million tokens. Without cache prices, cached tokens are
 * priced as input; without a batch factor a batch costs the same. Entries that can't be read are reported and left out.
 */
export function readPriceSettings(value: unknown, asOf: string): PriceSettings {
  const prices: ModelPrice[] = [];
  const problems: string[] = [];
  if (value === undefined || value === null) return { prices, problems };
  if (typeof value !== "object" || Array.isArray(value))
    return { prices, problems: ["prices are not an object"] };
  for (const [model, fields] of Object.entries(value)) {
    const name = model.slice(0, 80);
    if (typeof fields !== "object" || fields === null) {
      problems.push(`${name}: not an object`);
      continue;
    }
    const input = rate(fields, "input");
    const output = rate(fields, "output");
    if (input === undefined || output === undefined) {
      problems.push(`${name}: needs "input" and "output" in dollars per million tokens`);
      continue;
    }
    prices.push({
      model,
      input,
      output,
      cacheRead: rate(fields, "cacheRead") ?? input,
      cacheWrite: rate(fields, "cacheWrite") ?? input,
      batchFactor: rate(fields, "batchFactor") ?? 1,
      asOf,
      source: "settings",
    });
  }
  return { prices, problems };
}
