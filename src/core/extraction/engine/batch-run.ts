/** A run by batches: many calls in few requests, answered within a day, over restarts. */
import type { ConversationRef } from "../annotation.ts";
import type { FailureReason, ModelAnswer, ModelFailure } from "../model-call.ts";
import { failureOf } from "../wire/thrown-failure.ts";
import { DEFAULT_SHARD, type BatchPlan, type BatchPorts } from "./batch-ports.ts";
import { refKey, type OpenShard } from "./ledger-state.ts";
import type { RunEnd } from "./on-demand.ts";
import type { ConversationTask, LabelledConversation, UnreadableTask } from "./ports.ts";
import type { RunProgress } from "./progress.ts";
import { Purse, type Reservation } from "./purse.ts";
import { itemsHash, ShardBuilder } from "./shard-builder.ts";
import { Receiver, settlePositions } from "./shard-collect.ts";
import { recoverShard } from "./shard-recover.ts";
import { Tally } from "./tally.ts";

const DEFAULT_POLL = { min: 20_000, max: 300_000 };
const DEFAULT_GRACE_MS = 180_000;
/** Results are written in groups of so many conversations. */
const GROUP = 200;
/** Results that break off as often are taken as they are. */
const MAX_READINGS = 5;
const NONE: ReadonlySet<number> = new Set();

/**
 * Labels all conversations of the plan by batches, beginning with those that are open from an earlier sitting. A batch
 * is on record before it is asked for; one of unknown fate is looked for at the service and not sent again until it is
 * certain that there is none. Aborting the signal ends the sitting at once; open batches go on at the service and are
 * collected by the next sitting (or cancelled by `cancelBatches`). Rejects with the error of ledger, sink or source.
 */
export async function runBatches(
  plan: BatchPlan,
  ports: BatchPorts,
  signal: AbortSignal,
  onProgress?: (progress: RunProgress) => void,
): Promise<RunEnd> {
  return new BatchRun(plan, ports, signal, onProgress).run();
}

/**
 * Asks the service to cancel the open batches of a run; what they have answered by then is paid for and is collected by
 * `runBatches` with `submit: false`. Returns the failures, by batch.
 */
export async function cancelBatches(
  { batches, state }: Pick<BatchPorts, "batches" | "state">,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ModelFailure>> {
  const failures = new Map<string, ModelFailure>();
  for (const { batch } of state.shards.values()) {
    if (batch === undefined) continue;
    const status = await batches.cancel(batch, signal);
    if ("ok" in status) failures.set(batch, status);
  }
  return failures;
}

class BatchRun {
  readonly #plan: BatchPlan;
  readonly #ports: BatchPorts;
  readonly #signal: AbortSignal;
  readonly #purse: Purse;
  readonly #tally: Tally;
  readonly #builder: ShardBuilder;
  readonly #reserved = new Map<number, Reservation>();
  /** Positions of shards of this sitting that were counted when the shard was built. */
  readonly #counted = new Map<number, ReadonlySet<number>>();
  readonly #countedOfNone = new Set<number>();
  /** Failed in earlier sittings; all of them are counted from the start. */
  readonly #failedEarlier: ReadonlySet<string>;
  readonly #processing = new Map<number, number>();
  readonly #receivers = new Map<number, Receiver>();
  #stop: { reason: FailureReason; message: string } | undefined;
  #isRetryRound = false;
  #group: LabelledConversation[] = [];
  readonly #grouped = new Set<string>();
  /** Looking at open batches will go on failing. */
  #isHopeless = false;

  constructor(
    plan: BatchPlan,
    ports: BatchPorts,
    signal: AbortSignal,
    onProgress: ((progress: RunProgress) => void) | undefined,
  ) {
    const { state, pricing, time, sink } = ports;
    this.#plan = plan;
    this.#ports = ports;
    this.#signal = signal;
    state.closeOpenCalls();
    this.#failedEarlier = new Set(state.failed.keys());
    this.#purse = new Purse(plan.cap ?? Infinity, state.spent, state.unsure);
    this.#tally = new Tally({
      total: plan.tasks.total,
      hasPrice: pricing !== undefined,
      state,
      purse: this.#purse,
      time,
      activity: () => ({
        active: 0,
        limit: 0,
        pausedUntil: 0,
        batches: {
          open: state.shards.size,
          processing: [...this.#processing.values()].reduce((a, b) => a + b, 0),
        },
      }),
      ...(onProgress ? { onProgress } : {}),
    });
    this.#builder = new ShardBuilder({
      tasks: plan.tasks,
      sink,
      state,
      pricing,
      retryFailed: plan.retryFailed === true,
      limits: {
        requests: plan.shardRequests ?? DEFAULT_SHARD.requests,
        bytes: plan.shardBytes ?? DEFAULT_SHARD.bytes,
      },
      isCounted: (position) => this.#countedOfNone.has(position),
      answerOf: async (key) => (await ports.spool.get(key)) ?? ports.cache?.get(key),
      onAnswered: async (task, answers) => {
        this.#tally.cached += answers.length;
        await this.#label(task, answers);
      },
      onFailed: (task, reason) => this.#fail(task, reason),
      onFound: () => this.#tally.found(),
      onFailedBefore: (conversation) => this.#metFailed(conversation),
    });
  }

  async run(): Promise<RunEnd> {
    const { tasks, model, cap } = this.#plan;
    const { ledger, state, time } = this.#ports;
    await ledger.append([{ kind: "opened", at: time.now(), total: tasks.total, cap: cap ?? null, model }]);
    this.#countEarlier();
    if (cap !== undefined && !this.#ports.pricing)
      this.#end("budget", "The price of this model is not known, so no budget can be kept.");
    for (const { shard, most } of state.shards.values()) {
      // Owed already, whatever the cap of this sitting: more than the cap only if it was lowered.
      const reservation = this.#purse.reserve(most ?? 0);
      if (reservation) this.#reserved.set(shard, reservation);
      else this.#end("budget", "Open batches may cost more than the budget.");
    }
    const poll = this.#plan.pollMs ?? DEFAULT_POLL;
    let wait = poll.min;
    while (!this.#signal.aborted && !this.#isHopeless) {
      await this.#submitAll();
      if (state.shards.size === 0) break;
      this.#tally.emit(true);
      // Jitter, so that many windows don't ask at the same moment.
      await time.sleep(wait * (0.8 + 0.4 * time.random()), this.#signal);
      if (this.#signal.aborted) break;
      wait = (await this.#lookAtAll()) ? poll.min : Math.min(poll.max, wait * 1.5);
    }
    if (this.#signal.aborted) this.#end("cancelled", "Cancelled. Open batches go on at the service.");
    else if (this.#plan.submit === false && this.#left > 0)
      this.#end("cancelled", "Nothing new was to be sent.");
    const end = this.#stop ?? { reason: "finished" as const, message: "All conversations were looked at." };
    await ledger.append([{ kind: "ended", at: time.now(), reason: end.reason }]);
    this.#tally.emit(true);
    return { ...end, left: this.#left, progress: this.#tally.progress() };
  }

  get #left(): number {
    return Math.max(0, this.#plan.tasks.total - this.#tally.done - this.#tally.failed);
  }

  /** Positions that earlier sittings have settled are not read again. */
  #countEarlier(): void {
    const { state } = this.#ports;
    const open = [...state.shards.values()].reduce(
      (sum, { from, to, again }) => sum + to - from + again.length,
      0,
    );
    const settled = Math.max(0, state.next - open - state.again.size);
    for (const reason of state.failed.values()) this.#tally.failedWith(reason, false);
    // Failures at positions that are not settled are among them: `#metFailed` makes up for each that is met again.
    this.#tally.done = settled - this.#tally.failed;
  }

  async #submitAll(): Promise<void> {
    const { state } = this.#ports;
    while (this.#plan.submit !== false && !this.#stop && !this.#signal.aborted) {
      if (state.shards.size >= (this.#plan.maxOpen ?? 4)) return;
      // One of unknown fate holds back the rest: were it lost, they could all go in one.
      if ([...state.shards.values()].some(({ batch }) => batch === undefined)) return;
      if (state.next >= this.#plan.tasks.total && state.again.size === 0) {
        if (this.#plan.retryFailed !== true || this.#isRetryRound || state.shards.size > 0) return;
        this.#isRetryRound = true;
        this.#startAgain();
      }
      if (!(await this.#submitOne())) return;
    }
  }

  #startAgain(): void {
    this.#ports.state.next = 0;
    this.#countedOfNone.clear();
    this.#tally.done = 0;
    this.#tally.failed = 0;
    this.#tally.reasons.clear();
  }

  /** @returns whether to go on with the next at once */
  async #submitOne(): Promise<boolean> {
    const { state, ledger, time, batches, pricing } = this.#ports;
    const built = await this.#builder.build(this.#purse.free, this.#signal);
    await this.#flush();
    if (this.#signal.aborted) return false;
    const { items, from, to, again, most } = built;
    if (items.length === 0) {
      state.next = Math.max(state.next, to);
      for (const position of again) state.again.delete(position);
      if (!built.isCutByBudget) return true;
      if (state.shards.size === 0) this.#end("budget", "The next batch could exceed the budget.");
      return false;
    }
    const reservation = this.#purse.reserve(most);
    if (!reservation) return false;
    const shard = state.nextShard;
    const hash = itemsHash(items.map(({ customId }) => customId));
    await ledger.append([
      {
        kind: "shard",
        at: time.now(),
        shard,
        from,
        to,
        again,
        items: items.length,
        hash,
        most: pricing ? most : null,
      },
    ]);
    this.#reserved.set(shard, reservation);
    this.#counted.set(shard, built.counted);
    this.#tally.calls++;
    const made = await batches.create(items, this.#signal);
    if (!("ok" in made)) {
      await ledger.append([{ kind: "created", at: time.now(), shard, batch: made.id }]);
      this.#processing.set(shard, items.length);
      return true;
    }
    if (maybeMade(made.reason)) return false;
    await this.#giveUp(shard, made.reason);
    if (!made.retryable) this.#end(made.reason, made.message);
    this.#tally.retries++;
    await time.sleep(made.retryAfterMs ?? 1_000 + 4_000 * time.random(), this.#signal);
    return false;
  }

  /** @returns whether a batch was collected */
  async #lookAtAll(): Promise<boolean> {
    const { state, batches } = this.#ports;
    let hasCollected = false;
    for (const shard of state.shards.values()) {
      if (this.#signal.aborted) return hasCollected;
      try {
        const batch = shard.batch ?? (await this.#lookFor(shard));
        if (batch === undefined) continue;
        const status = await batches.status(batch, this.#signal);
        if ("ok" in status) this.#unlessTemporary(status);
        else if (status.state === "ended") {
          await this.#collect(shard, batch);
          hasCollected = true;
        } else this.#processing.set(shard.shard, status.counts.processing);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (!failure) throw thrown;
        this.#unlessTemporary(failure);
      }
    }
    return hasCollected;
  }

  /** A look that failed is repeated at the next round; one that will always fail ends the sitting. */
  #unlessTemporary(failure: ModelFailure): void {
    if (failure.retryable || failure.reason === "cancelled") {
      this.#tally.retries++;
      return;
    }
    this.#end(failure.reason, failure.message);
    this.#isHopeless = true;
  }

  async #lookFor(shard: OpenShard): Promise<string | undefined> {
    const { batches, state, ledger, time } = this.#ports;
    const graceMs = this.#plan.graceMs ?? DEFAULT_GRACE_MS;
    const found = await recoverShard(shard, { batches, state, graceMs, now: time.now() }, this.#signal);
    if (found.kind === "found") {
      await ledger.append([{ kind: "created", at: time.now(), shard: shard.shard, batch: found.batch }]);
      return found.batch;
    }
    if (found.kind === "none") await this.#giveUp(shard.shard, "network");
    return undefined;
  }

  async #giveUp(shard: number, reason: FailureReason): Promise<void> {
    await this.#ports.ledger.append([{ kind: "rejected", at: this.#ports.time.now(), shard, reason }]);
    for (const position of this.#counted.get(shard) ?? NONE) this.#countedOfNone.add(position);
    this.#free(shard, 0);
  }

  #free(shard: number, cost: number, unsure = 0): void {
    const reservation = this.#reserved.get(shard);
    if (reservation) this.#purse.settle(reservation, cost, true, unsure);
    this.#receivers.delete(shard);
    this.#reserved.delete(shard);
    this.#processing.delete(shard);
    this.#counted.delete(shard);
  }

  async #collect(shard: OpenShard, batch: string): Promise<void> {
    const { batches, spool, pricing, ledger, time, state, sink, cache } = this.#ports;
    const received = this.#receivers.get(shard.shard) ?? new Receiver(spool, pricing);
    this.#receivers.set(shard.shard, received);
    let isTorn = false;
    try {
      await received.read(batches.results(batch, this.#signal));
    } catch (thrown) {
      // Read again from what is there, some times; reading costs nothing.
      if (this.#signal.aborted || !failureOf(thrown)?.retryable || ++received.broken < MAX_READINGS)
        throw thrown;
      isTorn = received.ids.size < shard.items;
    }
    const counted = this.#counted.get(shard.shard) ?? NONE;
    const { ids, failures, usage } = received;
    const settled = await settlePositions(
      { ...shard, counted },
      { ids, failures, isTorn },
      {
        tasks: this.#plan.tasks,
        sink,
        state,
        spool,
        pricing,
        attempts: this.#plan.attempts ?? 3,
        retryFailed: this.#plan.retryFailed === true,
        fromCache: async (key) => cache?.get(key),
        toCache: (key, answer) => this.#keep(key, answer),
        onAnswered: (task, answers) => this.#label(task, answers),
        onFailed: (task, reason) => this.#fail(task, reason),
        onFound: () => this.#tally.found(),
        onFailedBefore: (conversation) => this.#metFailed(conversation),
      },
    );
    await this.#flush();
    const cost = pricing ? received.cost : null;
    const { again, unsure } = settled;
    await ledger.append([
      { kind: "collected", at: time.now(), shard: shard.shard, cost, unsure, usage, again },
    ]);
    this.#tally.addUsage(usage);
    this.#free(shard.shard, cost ?? 0, unsure);
    if (settled.stop) this.#end(settled.stop.reason, settled.stop.message);
    this.#tally.emit(true);
  }

  async #keep(key: string, answer: ModelAnswer): Promise<void> {
    await this.#ports.cache?.putLightly(key, answer);
  }

  async #label(task: ConversationTask, answers: readonly ModelAnswer[]): Promise<void> {
    const key = refKey(task.conversation);
    // The same conversation twice in the source.
    if (this.#grouped.has(key)) return this.#tally.found();
    this.#grouped.add(key);
    this.#group.push(task.assemble(answers));
    if (this.#group.length >= GROUP) await this.#flush();
  }

  /** Counted when written, not before. */
  async #flush(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    this.#grouped.clear();
    if (group.length === 0) return;
    await this.#ports.sink.append(group);
    for (const _ of group) this.#tally.labelled();
  }

  async #fail({ conversation }: ConversationTask | UnreadableTask, reason: FailureReason): Promise<void> {
    await this.#ports.ledger.append([{ kind: "failed", at: this.#ports.time.now(), conversation, reason }]);
    this.#tally.failedWith(reason);
  }

  #metFailed(conversation: ConversationRef): void {
    const key = refKey(conversation);
    if (this.#failedEarlier.has(key)) this.#tally.found();
    else this.#tally.failedWith(this.#ports.state.failed.get(key) ?? "server", false);
  }

  #end(reason: FailureReason, message: string): void {
    this.#stop ??= { reason, message };
  }
}

/** After these the service may have the batch without our knowing its id. */
function maybeMade(reason: FailureReason): boolean {
  return reason === "network" || reason === "timeout" || reason === "cancelled" || reason === "server";
}
