/** What a run works on and with. Everything that waits, writes, pays or is by chance stands behind these. */
import type { ConversationRef, Suggestion } from "../annotation.ts";
import type { FailureReason, ModelAnswer, ModelFailure, ModelRequest, ModelUsage } from "../model-call.ts";
import type { LedgerEntry } from "./ledger-entry.ts";

/** What a run says of one conversation: the shape that the suggestions store takes. */
export interface LabelledConversation {
  readonly conversation: ConversationRef;
  readonly suggestions: readonly Suggestion[];
  /** Why there is none, when that is a finding. */
  readonly abstained?: string;
}

/** One conversation and the calls that label it. */
export interface ConversationTask {
  readonly conversation: ConversationRef;
  /** All calls, in an order that is the same whenever the task is made. At least one. */
  readonly requests: readonly ModelRequest[];
  /** Why an answer can't be used (it breaks the schema); undefined when it can. Never throws. */
  reject(request: ModelRequest, answer: ModelAnswer): ModelFailure | undefined;
  /** From the answers, in the order of `requests` and none of them rejected, to the labels. */
  assemble(answers: readonly ModelAnswer[]): LabelledConversation;
}

/**
 * A position of the source that gives no task: its conversation can't be read, or needs no model. The position counts.
 */
export interface UnreadableTask {
  readonly conversation: ConversationRef;
  readonly failure: FailureReason;
}

/** The conversations of a run, made one by one when they are asked for: nothing holds them all. */
export interface TaskSource {
  /** How many positions there are. */
  readonly total: number;
  /** Positions `[from, to)`, in order, one task each, the same on every reading. */
  read(from: number, to: number): AsyncIterable<ConversationTask | UnreadableTask>;
}

export function isUnreadable(task: ConversationTask | UnreadableTask): task is UnreadableTask {
  return "failure" in task;
}

/** Where results go; the truth about which conversations are labelled. */
export interface ResultSink {
  has(conversation: ConversationRef): boolean;
  /** Durable when it resolves, each conversation whole or not at all. */
  append(results: readonly LabelledConversation[]): Promise<void>;
}

/** The run's own record of what was sent and paid. */
export interface RunLedger {
  /** Durable when it resolves. */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}

/** Answers by the key of their request. */
export interface AnswerCache {
  get(key: string): Promise<ModelAnswer | undefined>;
  /** Durable when it resolves. A cache that can't write may resolve all the same; it is a cache. */
  put(key: string, answer: ModelAnswer): Promise<void>;
  drop(key: string): Promise<void>;
}

/** US dollars. The same functions for a whole run. */
export interface Pricing {
  /** The most that one call can cost, whatever it answers. */
  worstCase(request: ModelRequest): number;
  cost(usage: ModelUsage): number;
}

export interface Time {
  /** ms since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}
