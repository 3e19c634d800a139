/** A fake batch service in memory: bills what it answers, loses what it is told to lose. */
import { errorOf } from "../../../../../src/core/extraction/wire/thrown-failure.ts";
import type { AnswerSpool } from "../../../../../src/core/extraction/engine/batch-ports.ts";
import type {
  BatchItem,
  BatchPort,
  BatchStatus,
  ModelAnswer,
  ModelFailure,
  ModelOutcome,
} from "../../../../../src/core/extraction/model-call.ts";
import { answer, fail, type FakeTime } from "./fakes.ts";

interface Held {
  readonly id: string;
  readonly items: readonly BatchItem[];
  readonly createdAt: number;
  readonly endsAt: number;
  outcomes?: Map<string, ModelOutcome>;
  isCancelled: boolean;
}

export interface BatchScript {
  /** Of one item; "missing" leaves it out of the results. */
  readonly item?: (item: BatchItem, nthBatch: number) => ModelOutcome | "missing";
  /** Of a creation: "lost" makes the batch and loses the answer, a failure makes none. */
  readonly create?: (nth: number) => "lost" | ModelFailure | undefined;
  /** Breaks a reading of results off after so many. */
  readonly cutAfter?: (nthReading: number) => number | undefined;
  readonly workMs?: number;
}

export class FakeBatches implements BatchPort {
  readonly made: Held[] = [];
  /** How often each item was answered, which is what is paid for. */
  readonly paid = new Map<string, number>();
  billed = 0;
  readings = 0;
  creations = 0;
  readonly #time: FakeTime;
  readonly #script: BatchScript;

  constructor(time: FakeTime, script: BatchScript = {}) {
    this.#time = time;
    this.#script = script;
  }

  /** Most payments for one item, when all that was ever made has been worked on, whether or not anybody asked. */
  mostPaid(): number {
    for (const held of this.made) if (!held.outcomes) this.#work(held);
    return Math.max(...this.paid.values());
  }

  create(items: readonly BatchItem[]): Promise<BatchStatus | ModelFailure> {
    const fault = this.#script.create?.(++this.creations);
    if (fault && fault !== "lost") return Promise.resolve(fault);
    const now = this.#time.now();
    const held = {
      id: `b${this.made.length}`,
      items,
      createdAt: now,
      endsAt: now + (this.#script.workMs ?? 60_000),
      isCancelled: false,
    };
    this.made.push(held);
    return Promise.resolve(fault === "lost" ? fail("network", true) : this.#statusOf(held));
  }

  status(id: string): Promise<BatchStatus | ModelFailure> {
    const held = this.made.find((one) => one.id === id);
    return Promise.resolve(held ? this.#statusOf(held) : fail("bad-request", false));
  }

  cancel(id: string): Promise<BatchStatus | ModelFailure> {
    const held = this.made.find((one) => one.id === id);
    if (held && !held.outcomes) held.isCancelled = true;
    return this.status(id);
  }

  async *list(): AsyncGenerator<BatchStatus> {
    for (const held of this.made.toReversed()) yield await Promise.resolve(this.#statusOf(held));
  }

  async *results(id: string): AsyncGenerator<{ customId: string; outcome: ModelOutcome }> {
    const held = this.made.find((one) => one.id === id);
    if (!held?.outcomes) throw errorOf(fail("bad-request", false));
    const cut = this.#script.cutAfter?.(++this.readings);
    let n = 0;
    for (const [customId, outcome] of [...held.outcomes].reverse()) {
      if (n++ === cut) throw errorOf(fail("network", true));
      yield await Promise.resolve({ customId, outcome });
      if (n % 3 === 0) yield { customId, outcome: fail("server") };
    }
  }

  #statusOf(held: Held): BatchStatus {
    const isOver = this.#time.now() >= held.endsAt || held.isCancelled;
    if (isOver && !held.outcomes) this.#work(held);
    const outcomes = [...(held.outcomes?.values() ?? [])];
    const succeeded = outcomes.filter(({ ok }) => ok).length;
    return {
      id: held.id,
      state: isOver ? "ended" : "in-progress",
      counts: {
        processing: isOver ? 0 : held.items.length,
        succeeded,
        errored: isOver ? held.items.length - succeeded : 0,
        canceled: 0,
        expired: 0,
      },
      createdAt: new Date(held.createdAt).toISOString(),
    };
  }

  #work(held: Held): void {
    held.outcomes = new Map();
    const nth = this.made.indexOf(held);
    for (const [at, item] of held.items.entries()) {
      const isLate = held.isCancelled && at >= held.items.length / 2;
      const outcome = isLate ? fail("cancelled") : (this.#script.item?.(item, nth) ?? answer(item.request));
      if (outcome === "missing") continue;
      held.outcomes.set(item.customId, outcome);
      if (!outcome.usage) continue;
      this.billed += outcome.usage.inputTokens + 5 * outcome.usage.outputTokens;
      if (outcome.ok) this.paid.set(item.customId, (this.paid.get(item.customId) ?? 0) + 1);
    }
  }
}

export class FakeSpool implements AnswerSpool {
  readonly answers = new Map<string, ModelAnswer>();
  put(key: string, given: ModelAnswer): Promise<void> {
    this.answers.set(key, given);
    return Promise.resolve();
  }
  get(key: string): Promise<ModelAnswer | undefined> {
    return Promise.resolve(this.answers.get(key));
  }
  forget(keys: ReadonlySet<string>): Promise<void> {
    for (const key of keys) this.answers.delete(key);
    return Promise.resolve();
  }
}
