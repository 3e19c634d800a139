/** What the stand-in was asked and what it billed, for tests that prove that nothing leaks and nothing is paid twice. */
import { createHash } from "node:crypto";
import type { StandinUsage } from "./answer.ts";

/** One request as it arrived. */
export interface Recorded {
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set once it is answered; 0 when the connection was broken instead. */
  status?: number;
}

export interface Bill {
  /** Answers that were paid for, single and in batches. */
  answers: number;
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

export class Ledger {
  readonly requests: Recorded[] = [];
  readonly callsByKey = new Map<string, number>();
  readonly bill: Bill = {
    answers: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  };
  private readonly paid = new Map<string, number>();

  /** @param content what was asked, whatever the order of its fields and however it was sent */
  pay(content: string, usage: StandinUsage): void {
    this.paid.set(content, this.timesPaid(content) + 1);
    this.bill.answers += 1;
    this.bill.inputTokens += usage.input_tokens;
    this.bill.outputTokens += usage.output_tokens;
    this.bill.cacheReadTokens += usage.cache_read_input_tokens;
    this.bill.cacheWriteTokens += usage.cache_creation_input_tokens;
  }

  timesPaid(content: string): number {
    return this.paid.get(content) ?? 0;
  }

  /** How many different requests were paid for. */
  get distinct(): number {
    return this.paid.size;
  }

  /** Contents that were paid for more than once, with how often. */
  paidTwice(): { readonly content: string; readonly times: number }[] {
    return [...this.paid].filter(([, times]) => times > 1).map(([content, times]) => ({ content, times }));
  }
}

/** Names what a body asks for: the same for a single call, a stream and an item of a batch. */
export function contentKey(params: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(params)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "stream");
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]),
  );
}
