/** The content hash of a gold set: equal for equal sets, whatever the file's line ends or the order of its fields. Pure. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { GoldItem, GoldSet } from "./gold.ts";
import { formatGoldItem } from "./gold-lines.ts";

/** Takes the items one by one, so that a large set need not be in memory. */
export class GoldHasher {
  readonly #hash = sha256.create();

  constructor({ rule, kinds, taxonomy }: Pick<GoldSet, "rule" | "kinds" | "taxonomy">) {
    const inOrder =
      rule.type === "adjudicated"
        ? [rule.type]
        : [rule.type, rule.k, rule.of, rule.level ?? 0, rule.evidence ?? "union"];
    this.#take(JSON.stringify([inOrder, kinds, taxonomy.id, taxonomy.hash]));
  }

  add(item: GoldItem): void {
    this.#take(formatGoldItem(item));
  }

  /** First 128 bits of SHA-256, as 32 lower-case hex digits. Ends the hash. */
  digest(): string {
    return bytesToHex(this.#hash.digest()).slice(0, 32);
  }

  #take(line: string): void {
    this.#hash.update(utf8ToBytes(`${line}\n`));
  }
}

export function hashGold(set: Pick<GoldSet, "rule" | "kinds" | "taxonomy" | "items">): string {
  const hasher = new GoldHasher(set);
  for (const item of set.items) hasher.add(item);
  return hasher.digest();
}
