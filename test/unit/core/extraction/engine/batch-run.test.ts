import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BatchPlan, BatchPorts } from "../../../../../src/core/extraction/engine/batch-ports.ts";
import { cancelBatches, runBatches } from "../../../../../src/core/extraction/engine/batch-run.ts";
import type { LedgerEntry } from "../../../../../src/core/extraction/engine/ledger-entry.ts";
import {
  answer,
  fail,
  FakeLedger,
  FakeSink,
  FakeTime,
  PRICING,
  refOf,
  sourceOf,
  taskOf,
  usageOf,
} from "./fakes.ts";
import { FakeBatches, FakeSpool, type BatchScript } from "./fake-batches.ts";

class World {
  readonly time = new FakeTime();
  readonly ledger = new FakeLedger();
  readonly sink = new FakeSink();
  readonly spool = new FakeSpool();
  readonly batches: FakeBatches;

  constructor(script: BatchScript = {}) {
    this.batches = new FakeBatches(this.time, script);
  }

  /** A sitting, from what is on record; `ports` replaces some. */
  run(plan: Partial<BatchPlan> = {}, signal = new AbortController().signal, ports: Partial<BatchPorts> = {}) {
    const { time, ledger, sink, spool, batches } = this;
    return runBatches(
      { tasks: sourceOf(50), model: "fake", shardRequests: 16, ...plan },
      {
        batches,
        sink,
        spool,
        pricing: PRICING,
        time,
        ...ledgerOf(ledger, ports),
        ...ports,
      },
      signal,
    );
  }
}

/** The ledger of the fakes applies to its own state; a sitting needs its own. */
function ledgerOf(ledger: FakeLedger, ports: Partial<BatchPorts>): Pick<BatchPorts, "ledger" | "state"> {
  const state = ports.state ?? ledger.replayed();
  return {
    state,
    ledger: {
      append: async (entries: readonly LedgerEntry[]) => {
        await ledger.append(entries);
        for (const entry of entries) state.apply(entry);
      },
    },
  };
}

describe("a run by batches", () => {
  it("labels every conversation once, from results in any order and some twice", async () => {
    const world = new World();
    const end = await world.run();
    expect(end).toMatchObject({ reason: "finished", left: 0, progress: { done: 50, failed: 0, cost: 7500 } });
    expect(world.sink.results.size).toBe(50);
    expect(world.sink.twice).toBe(0);
    expect(world.batches.made.map(({ items }) => items.length)).toEqual([16, 16, 16, 2]);
    expect([...world.batches.paid.values()].every((count) => count === 1)).toBe(true);
    expect(world.ledger.replayed()).toMatchObject({ spent: 7500, ended: "finished" });
    expect(world.spool.answers.size).toBe(0);
  });

  it("sends again what expired, failed or is missing, within its attempts, and names what stays", async () => {
    const world = new World({
      item: ({ request }, nth) => {
        if (request.user.includes("of 7,")) return fail("expired");
        if (request.user.includes("of 8,")) return fail("refusal", false, { usage: usageOf(100, 3) });
        if (request.user.includes("of 9,")) return { ...answer(request), text: "{" };
        if (nth === 0 && request.user.includes("of 1,")) return "missing";
        if (nth < 2 && /of \d*3,/.test(request.user)) return fail("server");
        return answer(request);
      },
    });
    const { progress, reason } = await world.run();
    expect(reason).toBe("finished");
    expect(Object.fromEntries(progress.reasons)).toEqual({ expired: 1, refusal: 1, schema: 1 });
    expect(progress.done).toBe(47);
    expect(
      world.batches.made.flatMap(({ items }) => items).filter(({ request }) => request.user.includes("of 7,"))
        .length,
    ).toBe(3);
    expect(progress.cost).toBe(world.batches.billed);
  });

  it("keeps the answers of a conversation whose other calls need another batch", async () => {
    const world = new World({
      item: ({ request }, nth) =>
        nth === 0 && request.user.endsWith("question 2") ? fail("server") : answer(request),
    });
    const end = await world.run({ tasks: sourceOf(5, (at) => taskOf(at, 4)), shardRequests: 100 });
    expect(end.progress.done).toBe(5);
    expect(world.batches.made.map(({ items }) => items.length)).toEqual([20, 5]);
    expect([...world.batches.paid.values()].every((count) => count === 1)).toBe(true);
  });

  it("finds a batch whose answer was lost, and does not pay again", async () => {
    const world = new World({ create: (nth) => (nth === 2 ? "lost" : undefined) });
    // Somebody else's of the same size at the same time.
    const others = Array.from({ length: 16 }, (_, at) => ({
      customId: `x${at}`,
      request: taskOf(900 + at).requests[0]!,
    }));
    await world.batches.create(others);
    const end = await world.run();
    expect(end).toMatchObject({ reason: "finished", progress: { done: 50 } });
    expect(world.batches.mostPaid()).toBe(1);
    expect(world.ledger.replayed().spent).toBe(7500);
  });

  it("waits for a batch that may be the lost one, however long it takes", async () => {
    const world = new World({ create: (nth) => (nth === 1 ? "lost" : undefined), workMs: 6 * 3_600_000 });
    const end = await world.run({ graceMs: 60_000 });
    expect(end).toMatchObject({ reason: "finished", progress: { done: 50, cost: 7500 } });
    expect(world.batches.mostPaid()).toBe(1);
  });

  it("sends a batch again that the service never got, after the time in which it could come up", async () => {
    const world = new World({
      create: (nth) => (nth === 1 ? fail("network") : nth === 3 ? fail("overloaded") : undefined),
    });
    const from = world.time.now();
    const end = await world.run();
    expect(end).toMatchObject({ reason: "finished", progress: { done: 50, cost: 7500 } });
    expect(world.time.now() - from).toBeGreaterThanOrEqual(180_000);
    expect(world.batches.mostPaid()).toBe(1);
  });

  it("reads results again that broke off", async () => {
    const world = new World({ cutAfter: (nth) => (nth < 4 ? nth : undefined) });
    expect((await world.run()).progress).toMatchObject({ done: 50, cost: 7500 });
    expect(world.sink.twice).toBe(0);
  });

  it("stays within the cap, also while batches are open, and goes on under a higher one", async () => {
    const world = new World();
    const first = await world.run({ cap: 4_000, maxOpen: 2 });
    expect(first.reason).toBe("budget");
    expect(world.batches.billed).toBeLessThanOrEqual(4_000);
    expect(world.batches.billed).toBeGreaterThan(3_500);
    expect(first.progress.done + first.left).toBe(50);
    expect((await world.run({ cap: 4_000 })).progress.cost).toBe(world.batches.billed);
    expect(await world.run({ cap: 10_000 })).toMatchObject({
      reason: "finished",
      left: 0,
      progress: { done: 50, cost: 7500 },
    });
  });

  it("leaves open batches to the next sitting when it is cancelled", async () => {
    const world = new World({ workMs: 3_600_000 });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const sleeping = {
      ...world.time,
      now: () => world.time.now(),
      random: () => 0.5,
      sleep: (_: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
    };
    const cut = await world.run({}, abort.signal, { time: sleeping });
    expect(cut).toMatchObject({ reason: "cancelled", left: 50 });
    expect(world.batches.made.length).toBe(4);
    expect(await world.run()).toMatchObject({ reason: "finished", progress: { done: 50 } });
    expect(world.batches.made.length).toBe(4);
  });

  it("keeps what a cancelled batch has answered, and sends the rest when asked to go on", async () => {
    const world = new World({ workMs: 3_600_000 });
    const abort = new AbortController();
    const sleeping = {
      now: () => world.time.now(),
      random: () => 0.5,
      sleep: () => Promise.resolve(abort.abort()),
    };
    await world.run({}, abort.signal, { time: sleeping });
    const failures = await cancelBatches(
      { batches: world.batches, state: world.ledger.replayed() },
      new AbortController().signal,
    );
    expect(failures.size).toBe(0);
    const partial = await world.run({ submit: false });
    expect(partial).toMatchObject({ reason: "cancelled", left: 25, progress: { done: 25 } });
    expect(world.sink.results.size).toBe(25);
    expect((await world.run()).progress.done).toBe(50);
    expect(world.batches.mostPaid()).toBe(1);
  });

  it("tries what failed again when asked to, and goes on where single calls left off", async () => {
    const world = new World({
      item: ({ request }, nth) =>
        nth < 3 && request.user.includes("of 7,") ? fail("refusal", false) : answer(request),
    });
    for (const at of [1, 2, 30, 49]) await world.sink.append([{ conversation: refOf(at), suggestions: [] }]);
    await world.ledger.append([{ kind: "failed", at: 1, conversation: refOf(3), reason: "timeout" }]);
    const first = await world.run({ maxOpen: 2 });
    expect(first).toMatchObject({ reason: "finished", left: 0, progress: { done: 48, failed: 2 } });
    expect(Object.fromEntries(first.progress.reasons)).toEqual({ refusal: 1, timeout: 1 });
    expect((await world.run()).progress).toMatchObject({ done: 48, failed: 2 });
    const last = await world.run({ retryFailed: true });
    expect(last).toMatchObject({ reason: "finished", left: 0, progress: { done: 50, failed: 0 } });
    expect(world.batches.paid.size).toBe(46);
    expect(world.sink.twice).toBe(0);
  });

  it("tells an unknown price, and sends nothing under a cap then", async () => {
    const world = new World();
    const state = world.ledger.replayed();
    const { batches, ledger, sink, spool, time } = world;
    const ports = { batches, ledger, state: ledger.state, sink, spool, time };
    const plan = { tasks: sourceOf(5), model: "fake" };
    const { signal } = new AbortController();
    expect(state.opened).toBe(false);
    expect(await runBatches({ ...plan, cap: 5 }, ports, signal)).toMatchObject({ reason: "budget", left: 5 });
    expect(batches.made.length).toBe(0);
    const end = await runBatches(plan, ports, signal);
    expect(end.progress).toMatchObject({ done: 5, cost: "unknown price", usage: usageOf(500, 50) });
  });

  it("ends with the reason when the service refuses every batch", async () => {
    const world = new World({ create: () => fail("no-credit", false) });
    expect(await world.run()).toMatchObject({
      reason: "no-credit",
      left: 50,
      progress: { done: 0, failed: 0 },
    });
    expect(world.batches.creations).toBe(1);
    expect(world.ledger.replayed()).toMatchObject({ next: 0, spent: 0, unsure: 0 });
  });

  it("goes on after a crash at any point of the record, without paying twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom("lost", "none", "fine", "fine"), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (crashes, creations, calls) => {
          const world = new World({
            item: ({ request }, nth) => {
              if (request.user.includes("of 4,")) return fail("too-long", false);
              if (request.user.includes("of 5,") && nth < 2) return fail("expired");
              return answer(request);
            },
            create: (nth) => {
              const what = creations[(nth - 1) % creations.length];
              return nth > 8 || what === "fine" ? undefined : what === "lost" ? "lost" : fail("timeout");
            },
          });
          // 6 can't be read, 20 and 21 are the same conversation, 2 and 25 are labelled already.
          const tasks = sourceOf(30, (at) =>
            at === 6
              ? { conversation: taskOf(6).conversation, failure: "too-long" as const }
              : taskOf(at === 21 ? 20 : at, calls),
          );
          for (const at of [2, 25]) await world.sink.append([{ conversation: refOf(at), suggestions: [] }]);
          const plan = { tasks, shardRequests: 12, cap: 30 * calls * 350 };
          for (const crash of crashes) {
            // The process dies at its n-th write: before it, or after it and before anything else.
            let writes = 0;
            const state = world.ledger.replayed();
            const dying: BatchPorts["ledger"] = {
              append: async (entries) => {
                if (++writes === crash && crash % 2 === 0) throw new Error("killed");
                await world.ledger.append(entries);
                for (const entry of entries) state.apply(entry);
                if (writes === crash) throw new Error("killed");
              },
            };
            await world.run(plan, undefined, { ledger: dying, state }).catch((error: unknown) => {
              if (!(error instanceof Error) || error.message !== "killed") throw error;
            });
          }
          const end = await world.run(plan);
          expect(end).toMatchObject({ reason: "finished", left: 0, progress: { done: 28, failed: 2 } });
          expect(world.batches.mostPaid()).toBe(1);
          // 30 but for 2, 4, 6, 21, 25.
          expect(world.batches.paid.size).toBe(25 * calls);
          expect(world.sink.results.size).toBe(27);
          expect(world.sink.twice).toBe(0);
          expect(world.ledger.replayed().spent).toBe(world.batches.billed);
        },
      ),
      { numRuns: 150 },
    );
  });
});
