/** What a ledger amounts to. Memory: open calls, open shards and failures, not all that was ever sent. */
import type { ConversationRef } from "../annotation.ts";
import type { FailureReason } from "../model-call.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { addUsage, NO_USAGE } from "../cost/cost.ts";

export interface OpenShard {
  readonly shard: number;
  /** When it was about to be made, ms since 1970. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly again: readonly number[];
  readonly items: number;
  readonly hash: string;
  readonly most: number | null;
  /** Undefined: whether the service has it is not known. */
  readonly batch?: string;
}

/** Names a conversation in maps; no two conversations share it. */
export function refKey({ id, hash }: ConversationRef): string {
  return JSON.stringify([id, hash]);
}

export class LedgerState {
  /** Known costs, US dollars. */
  spent = 0;
  /** Worst cases of calls of which nobody told the cost. */
  unsure = 0;
  usage = NO_USAGE;
  /** Calls sent and not settled, as a crash leaves them: what they may cost. */
  readonly openCalls = new Map<string, number | null>();
  readonly failed = new Map<string, FailureReason>();
  readonly shards = new Map<number, OpenShard>();
  /** Positions that wait for another batch, and how many they were in. */
  readonly again = new Map<number, number>();
  /** In how many batches the positions of open shards were before. */
  readonly attempts = new Map<number, number>();
  /** Where the positions begin that were in no shard yet. */
  next = 0;
  nextShard = 0;
  ended: "finished" | FailureReason | undefined;
  /** Whether anything was ever written. */
  opened = false;
  /** Batches that belong to this run. */
  readonly batches = new Set<string>();

  /** Lines of equal content that come twice count once for shards and calls. */
  apply(entry: LedgerEntry): void {
    switch (entry.kind) {
      case "opened":
        this.opened = true;
        this.ended = undefined;
        return;
      case "sent":
        this.openCalls.set(entry.call, entry.most);
        return;
      case "settled":
        if (!this.openCalls.delete(entry.call)) return;
        if (entry.sure) this.spent += entry.cost ?? 0;
        else this.unsure += entry.cost ?? 0;
        if (entry.usage) this.usage = addUsage(this.usage, entry.usage);
        return;
      case "failed":
        this.failed.set(refKey(entry.conversation), entry.reason);
        return;
      case "ended":
        this.ended = entry.reason;
        return;
      default:
        this.#applyShard(entry);
    }
  }

  /** Calls that a crash left open count as unsure from now on. */
  closeOpenCalls(): void {
    for (const most of this.openCalls.values()) this.unsure += most ?? 0;
    this.openCalls.clear();
  }

  #applyShard(entry: Extract<LedgerEntry, { kind: "shard" | "created" | "rejected" | "collected" }>): void {
    const shard = this.shards.get(entry.shard);
    switch (entry.kind) {
      case "shard": {
        const { shard: number, at, from, to, again, items, hash, most } = entry;
        this.shards.set(number, { shard: number, at, from, to, again, items, hash, most });
        this.nextShard = Math.max(this.nextShard, number + 1);
        this.next = Math.max(this.next, to);
        for (const position of again) {
          this.attempts.set(position, this.again.get(position) ?? 0);
          this.again.delete(position);
        }
        return;
      }
      case "created":
        if (shard) this.shards.set(entry.shard, { ...shard, batch: entry.batch });
        this.batches.add(entry.batch);
        return;
      case "rejected":
        if (!shard) return;
        this.shards.delete(entry.shard);
        // Nothing was asked for these: they go into a later shard, with the attempts that they had.
        if (shard.to === this.next) this.next = shard.from;
        else for (let position = shard.from; position < shard.to; position++) this.again.set(position, 0);
        for (const position of shard.again) this.#putBack(position);
        return;
      case "collected":
        if (!shard) return;
        this.shards.delete(entry.shard);
        this.spent += entry.cost ?? 0;
        this.unsure += entry.unsure;
        this.usage = addUsage(this.usage, entry.usage);
        for (const position of shard.again) this.attempts.delete(position);
        for (const [position, attempts] of entry.again) this.again.set(position, attempts);
    }
  }

  #putBack(position: number): void {
    this.again.set(position, this.attempts.get(position) ?? 0);
    this.attempts.delete(position);
  }
}
