/** Fakes for the engine's ports: a model with scripted faults, a clock that jumps, a store, a ledger, a cache. */
import { hashText } from "../../../../../src/core/conversation/hash.ts";
import type { ConversationRef } from "../../../../../src/core/extraction/annotation.ts";
import {
  parseEntry,
  formatEntry,
  type LedgerEntry,
} from "../../../../../src/core/extraction/engine/ledger-entry.ts";
import { LedgerState, refKey } from "../../../../../src/core/extraction/engine/ledger-state.ts";
import type {
  AnswerCache,
  ConversationTask,
  LabelledConversation,
  Pricing,
  ResultSink,
  RunLedger,
  TaskSource,
  Time,
  UnreadableTask,
} from "../../../../../src/core/extraction/engine/ports.ts";
import type {
  FailureReason,
  ModelAnswer,
  ModelFailure,
  ModelOutcome,
  ModelPort,
  ModelRequest,
  ModelUsage,
} from "../../../../../src/core/extraction/model-call.ts";

export const usageOf = (inputTokens: number, outputTokens: number): ModelUsage => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
});

export const fail = (
  reason: FailureReason,
  retryable = true,
  more: Partial<ModelFailure> = {},
): ModelFailure => ({
  ok: false,
  reason,
  message: `fake ${reason}`,
  retryable,
  ...more,
});

export const answer = (request: ModelRequest, usage = usageOf(100, 10)): ModelAnswer => ({
  ok: true,
  text: JSON.stringify({ of: request.user }),
  usage,
  model: "fake-1",
});

export function requestOf(user: string, maxTokens = 50): ModelRequest {
  const content = { model: "fake", system: [{ text: "Label.", cache: true }], user, schema: {}, maxTokens };
  return { ...content, key: hashText(JSON.stringify(content)) };
}

export const refOf = (at: number): ConversationRef => ({ id: `c${at}`, hash: hashText(`text ${at}`) });

/** Conversation `at`, labelled by `calls` calls. */
export function taskOf(at: number, calls = 1): ConversationTask {
  const conversation = refOf(at);
  return {
    conversation,
    requests: Array.from({ length: calls }, (_, n) => requestOf(`words of ${at}, question ${n}`)),
    reject: (request, given) =>
      given.text === JSON.stringify({ of: request.user }) ? undefined : fail("schema", true),
    assemble: (answers): LabelledConversation => ({
      conversation,
      suggestions: answers.map((one, n) => ({
        id: `r:${at}:${n}`,
        run: "r",
        conversation,
        label: { kind: "task", value: one.text },
        spans: [],
      })),
    }),
  };
}

/** `total` conversations, made one by one; `made` counts how many are made at the same time. */
export function sourceOf(
  total: number,
  task: (at: number) => ConversationTask | UnreadableTask = (at) => taskOf(at),
): TaskSource {
  return {
    total,
    async *read(from, to) {
      for (let at = from; at < Math.min(to, total); at++) yield task(at);
    },
  };
}

/** A clock that jumps to the end of a sleep as soon as everything else waits. */
export class FakeTime implements Time {
  #now = 1_700_000_000_000;
  readonly sleeps: number[] = [];
  readonly #next: () => number;
  #queue: { at: number; resolve: () => void }[] = [];
  #isTurning = false;

  constructor(random: () => number = () => 0.5) {
    this.#next = random;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#next();
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener("abort", end);
        resolve();
      };
      this.#queue.push({ at: this.#now + ms, resolve: end });
      signal.addEventListener("abort", end, { once: true });
      this.#turn();
    });
  }

  #turn(): void {
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => {
      this.#isTurning = false;
      const first = this.#queue.sort((a, b) => a.at - b.at).shift();
      if (!first) return;
      this.#now = Math.max(this.#now, first.at);
      first.resolve();
      if (this.#queue.length > 0) this.#turn();
    });
  }
}

export class FakeLedger implements RunLedger {
  readonly lines: string[] = [];
  readonly state = new LedgerState();

  append(entries: readonly LedgerEntry[]): Promise<void> {
    for (const entry of entries) {
      this.lines.push(formatEntry(entry));
      this.state.apply(entry);
    }
    return Promise.resolve();
  }

  /** As a later process reads it. */
  replayed(): LedgerState {
    const state = new LedgerState();
    for (const line of this.lines) {
      const parsed = parseEntry(line);
      if (parsed.status !== "entry") throw new Error(`unreadable: ${line}`);
      state.apply(parsed.entry);
    }
    return state;
  }
}

export class FakeSink implements ResultSink {
  readonly results = new Map<string, LabelledConversation>();
  twice = 0;

  has(conversation: ConversationRef): boolean {
    return this.results.has(refKey(conversation));
  }

  append(results: readonly LabelledConversation[]): Promise<void> {
    for (const result of results) {
      if (this.has(result.conversation)) this.twice++;
      this.results.set(refKey(result.conversation), result);
    }
    return Promise.resolve();
  }
}

export class FakeCache implements AnswerCache {
  readonly answers = new Map<string, ModelAnswer>();
  get(key: string): Promise<ModelAnswer | undefined> {
    return Promise.resolve(this.answers.get(key));
  }
  put(key: string, given: ModelAnswer): Promise<void> {
    this.answers.set(key, given);
    return Promise.resolve();
  }
  drop(key: string): Promise<void> {
    this.answers.delete(key);
    return Promise.resolve();
  }
}

type Script = (
  request: ModelRequest,
  nth: number,
  signal: AbortSignal,
) => ModelOutcome | Promise<ModelOutcome>;

/** Answers by `script`; `nth` counts the calls of the same request from 1. */
export class FakeModel implements Pick<ModelPort, "call"> {
  readonly calls: ModelRequest[] = [];
  readonly counts = new Map<string, number>();
  active = 0;
  mostActive = 0;
  readonly #script: Script;

  constructor(script: Script = (request) => answer(request)) {
    this.#script = script;
  }

  async call(request: ModelRequest, signal: AbortSignal): Promise<ModelOutcome> {
    const nth = (this.counts.get(request.key) ?? 0) + 1;
    this.counts.set(request.key, nth);
    this.calls.push(request);
    this.active++;
    this.mostActive = Math.max(this.mostActive, this.active);
    await new Promise((resolve) => setImmediate(resolve));
    try {
      return await this.#script(request, nth, signal);
    } finally {
      this.active--;
    }
  }
}

/** A dollar a token in, five out: whole numbers, so that sums are exact. */
export const PRICING: Pricing = {
  worstCase: (request) => 100 + 5 * request.maxTokens,
  cost: (usage) => usage.inputTokens + 5 * usage.outputTokens,
};
