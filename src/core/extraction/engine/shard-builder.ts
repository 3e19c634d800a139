/** The next batch of a run: as many conversations as fit, none that is labelled already. */
import { hashText } from "../../conversation/hash.ts";
import type { ConversationRef } from "../annotation.ts";
import type { BatchItem, FailureReason, ModelAnswer } from "../model-call.ts";
import { BATCH_LIMITS, FRAME_BYTES, ItemSizer } from "./item-size.ts";
import { refKey, type LedgerState } from "./ledger-state.ts";
import {
  isUnreadable,
  type ConversationTask,
  type Pricing,
  type ResultSink,
  type TaskSource,
  type UnreadableTask,
} from "./ports.ts";

export interface BuiltShard {
  readonly items: readonly BatchItem[];
  /** Positions: a range of new ones, and those that were in a batch before. */
  readonly from: number;
  readonly to: number;
  readonly again: readonly number[];
  /** Of these positions the ones that need no batch and were settled while building. */
  readonly counted: ReadonlySet<number>;
  /** Most that it can cost, US dollars. */
  readonly most: number;
  /** The next conversation would have gone over the budget. */
  readonly isCutByBudget: boolean;
}

export interface BuilderSetup {
  readonly tasks: TaskSource;
  readonly sink: Pick<ResultSink, "has">;
  readonly state: LedgerState;
  readonly pricing: Pricing | undefined;
  readonly retryFailed: boolean;
  readonly limits: { readonly requests: number; readonly bytes: number };
  /** Positions that were counted in this sitting, for a batch that was not made in the end. */
  isCounted(position: number): boolean;
  answerOf(key: string): Promise<ModelAnswer | undefined>;
  /** All answers were there already. */
  onAnswered(task: ConversationTask, answers: readonly ModelAnswer[]): Promise<void>;
  onFailed(task: ConversationTask | UnreadableTask, reason: FailureReason): Promise<void>;
  onFound(): void;
  onFailedBefore(conversation: ConversationRef): void;
}

/** counted: it needs no batch. taken: it is in this one. later: it has to wait for the next. */
type Added = "counted" | "taken" | "later";

const CUSTOM_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The id of a request in batches is its key: it maps back by content, on any machine and after any restart. Keys that
 * the service would not take as ids are hashed.
 */
export function customIdOf(key: string): string {
  return CUSTOM_ID.test(key) ? key : `h-${hashText(key)}`;
}

/** Names a set of items, whatever their order. */
export function itemsHash(customIds: Iterable<string>): string {
  return hashText([...customIds].sort().join("\n"));
}

/** Memory: the requests of one batch. */
export class ShardBuilder {
  readonly #setup: BuilderSetup;
  readonly #sizer = new ItemSizer();

  constructor(setup: BuilderSetup) {
    this.#setup = setup;
  }

  /** @param free what may be set aside now, US dollars */
  async build(free: number, signal: AbortSignal): Promise<BuiltShard> {
    const { tasks, state, limits } = this.#setup;
    const draft = new Draft(
      free,
      Math.min(limits.requests, BATCH_LIMITS.requests),
      Math.min(limits.bytes, BATCH_LIMITS.bytes),
    );
    const again: number[] = [];
    const counted = new Set<number>();
    for (const position of [...state.again.keys()].sort((a, b) => a - b)) {
      if (draft.isFull || signal.aborted) break;
      let added: Added = "counted";
      for await (const task of tasks.read(position, position + 1))
        added = await this.#look(task, position, draft);
      if (added === "later") break;
      again.push(position);
      if (added === "counted") counted.add(position);
    }
    const from = state.next;
    let to = from;
    if (!draft.isFull && from < tasks.total) {
      for await (const task of tasks.read(from, tasks.total)) {
        const added = signal.aborted ? "later" : await this.#look(task, to, draft);
        if (added === "later") break;
        if (added === "counted") counted.add(to);
        to++;
        if (draft.isFull) break;
      }
    }
    return {
      items: [...draft.items.values()],
      from,
      to,
      again,
      counted,
      most: draft.most,
      isCutByBudget: draft.isCutByBudget,
    };
  }

  async #look(task: ConversationTask | UnreadableTask, position: number, draft: Draft): Promise<Added> {
    return this.#setup.isCounted(position) ? "counted" : this.#add(task, draft);
  }

  async #add(task: ConversationTask | UnreadableTask, draft: Draft): Promise<Added> {
    const { sink, state, retryFailed, pricing } = this.#setup;
    if (sink.has(task.conversation)) {
      this.#setup.onFound();
      return "counted";
    }
    if (state.failed.has(refKey(task.conversation)) && !retryFailed) {
      this.#setup.onFailedBefore(task.conversation);
      return "counted";
    }
    if (isUnreadable(task)) {
      await this.#setup.onFailed(task, task.failure);
      return "counted";
    }
    const answers: ModelAnswer[] = [];
    const items: BatchItem[] = [];
    for (const request of task.requests) {
      const answer = await this.#setup.answerOf(request.key);
      if (answer && !task.reject(request, answer)) answers.push(answer);
      else items.push({ customId: customIdOf(request.key), request });
    }
    if (items.length === 0) {
      await this.#setup.onAnswered(task, answers);
      return "counted";
    }
    const fresh = items.filter(({ customId }) => !draft.items.has(customId));
    const bytes = fresh.reduce((sum, item) => sum + this.#sizer.sizeOf(item), 0);
    const most = fresh.reduce((sum, { request }) => sum + (pricing?.worstCase(request) ?? 0), 0);
    if (draft.neverTakes(fresh.length, bytes)) {
      await this.#setup.onFailed(task, "too-long");
      return "counted";
    }
    return draft.take(fresh, bytes, most) ? "taken" : "later";
  }
}

class Draft {
  readonly items = new Map<string, BatchItem>();
  most = 0;
  isCutByBudget = false;
  isFull = false;
  #bytes = FRAME_BYTES;
  readonly #free: number;
  readonly #maxRequests: number;
  readonly #maxBytes: number;

  constructor(free: number, maxRequests: number, maxBytes: number) {
    this.#free = free;
    this.#maxRequests = maxRequests;
    this.#maxBytes = maxBytes;
  }

  /** Not even a batch of its own would hold it. */
  neverTakes(requests: number, bytes: number): boolean {
    return requests > this.#maxRequests || FRAME_BYTES + bytes > this.#maxBytes;
  }

  take(items: readonly BatchItem[], bytes: number, most: number): boolean {
    if (this.items.size + items.length > this.#maxRequests || this.#bytes + bytes > this.#maxBytes) {
      this.isFull = true;
      return false;
    }
    if (!(this.most + most <= this.#free)) {
      this.isFull = true;
      this.isCutByBudget = true;
      return false;
    }
    for (const item of items) this.items.set(item.customId, item);
    this.#bytes += bytes;
    this.most += most;
    return true;
  }
}
