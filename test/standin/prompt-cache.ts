/** The prompt cache, simulated: what was written first is read until it goes unused for its time to live. */
import { createHash } from "node:crypto";
import type { CheckedBlock, CheckedRequest } from "./check-messages.ts";
import { countText } from "./tokens.ts";

const TTL_MS = { "5m": 300_000, "1h": 3_600_000 };

/** The input tokens of one request, by how they are billed; they add up to `inputTokens` of the request. */
export interface CacheUse {
  readonly fresh: number;
  readonly read: number;
  readonly written: number;
  /** Of those written, the ones kept for an hour. */
  readonly writtenHour: number;
}

export class PromptCache {
  private readonly until = new Map<string, number>();

  /** @param now ms */
  use(request: CheckedRequest, now: number): CacheUse {
    const prefixes = this.prefixes(request);
    const last = prefixes.at(-1);
    if (last === undefined) return { fresh: request.inputTokens, read: 0, written: 0, writtenHour: 0 };
    const hit = prefixes.findLast(({ key }) => (this.until.get(key) ?? -1) > now);
    const read = hit?.tokens ?? 0;
    // Reading keeps an entry; everything from there to the last mark is written.
    for (const { key, ttl } of prefixes) this.until.set(key, now + TTL_MS[ttl]);
    const written = last.tokens - read;
    return {
      fresh: request.inputTokens - last.tokens,
      read,
      written,
      writtenHour: last.ttl === "1h" ? written : 0,
    };
  }

  /** The marked prefixes that are long enough, shortest first. The schema and the model belong to each. */
  private prefixes(request: CheckedRequest): { key: string; tokens: number; ttl: "5m" | "1h" }[] {
    const blocks: CheckedBlock[] = [
      ...request.system,
      ...request.messages.flatMap((message) => message.blocks),
    ];
    const hash = createHash("sha256").update(JSON.stringify([request.model.id, request.schema ?? null]));
    const found = [];
    let tokens = 0;
    for (const block of blocks) {
      hash.update(JSON.stringify(block.text));
      tokens += countText(block.text);
      if (block.cache === false || tokens < request.model.minCache) continue;
      found.push({ key: hash.copy().digest("hex"), tokens, ttl: block.cache });
    }
    return found;
  }
}
