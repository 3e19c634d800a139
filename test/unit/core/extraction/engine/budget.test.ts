import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runExtraction } from "../../../../../src/core/extraction/engine/on-demand.ts";
import { Purse } from "../../../../../src/core/extraction/engine/purse.ts";
import type { FailureReason } from "../../../../../src/core/extraction/model-call.ts";
import {
  answer,
  fail,
  FakeCache,
  FakeLedger,
  FakeModel,
  FakeSink,
  FakeTime,
  PRICING,
  sourceOf,
  taskOf,
  usageOf,
} from "./fakes.ts";

describe("the budget", () => {
  it("stops the run before the cap is exceeded, whatever calls cost and however they fail, over sittings", async () => {
    const reasons: FailureReason[] = [
      "server",
      "network",
      "timeout",
      "rate-limit",
      "overloaded",
      "schema",
      "refusal",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(
          fc.record({
            output: fc.integer({ min: 0, max: 50 }),
            fault: fc.nat({ max: 20 }),
            told: fc.boolean(),
          }),
          { minLength: 1, maxLength: 40 },
        ),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }),
        async (cap, concurrency, calls, script, cuts) => {
          let billed = 0;
          let n = 0;
          const ledger = new FakeLedger();
          const sink = new FakeSink();
          const cache = new FakeCache();
          const tasks = sourceOf(15, (at) => taskOf(at, calls));
          for (const cut of [...cuts, Infinity]) {
            const abort = new AbortController();
            const model = new FakeModel((request) => {
              const { output, fault, told } = script[n++ % script.length] ?? {
                output: 0,
                fault: 0,
                told: true,
              };
              if (model.calls.length >= cut) abort.abort();
              const usage = usageOf(100, output);
              const reason = reasons[fault];
              // The service bills what it has worked on, whether or not we get to know.
              if (reason !== "rate-limit" && reason !== "overloaded") billed += PRICING.cost(usage);
              return reason
                ? fail(
                    reason,
                    true,
                    told && reason !== "overloaded" && reason !== "rate-limit" ? { usage } : {},
                  )
                : answer(request, usage);
            });
            const end = await runExtraction(
              { tasks, model: "fake", concurrency, cap },
              {
                model,
                ledger,
                state: ledger.replayed(),
                sink,
                cache,
                pricing: PRICING,
                time: new FakeTime(),
              },
              abort.signal,
            );
            const state = ledger.replayed();
            expect(billed).toBeLessThanOrEqual(cap);
            expect(state.spent + state.unsure).toBeLessThanOrEqual(cap);
            expect(billed).toBeLessThanOrEqual(state.spent + state.unsure);
            expect(state.openCalls.size).toBe(0);
            expect(end.progress.done + end.progress.failed + end.left).toBe(15);
            expect(end.progress.done).toBeLessThanOrEqual(sink.results.size);
            if (end.left === 0) expect(end.progress.done).toBe(sink.results.size);
            if (end.left > 0) expect(end.reason).not.toBe("finished");
          }
          expect(sink.twice).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("lets a run go on after the cap was raised", async () => {
    const ledger = new FakeLedger();
    const sink = new FakeSink();
    const run = (cap: number) =>
      runExtraction(
        { tasks: sourceOf(10), model: "fake", concurrency: 2, cap },
        {
          model: new FakeModel(),
          ledger,
          state: ledger.replayed(),
          sink,
          pricing: PRICING,
          time: new FakeTime(),
        },
        new AbortController().signal,
      );
    const first = await run(1000);
    expect(first).toMatchObject({ reason: "budget", progress: { cost: 750 }, left: 5 });
    expect(await run(1000)).toMatchObject({ reason: "budget", progress: { cost: 750 }, left: 5 });
    expect(await run(2000)).toMatchObject({ reason: "finished", progress: { cost: 1500 }, left: 0 });
  });

  it("sends nothing under a cap when the price is unknown, and says the price is unknown without one", async () => {
    const ledger = new FakeLedger();
    const model = new FakeModel();
    const ports = { model, ledger, state: ledger.state, sink: new FakeSink(), time: new FakeTime() };
    const plan = { tasks: sourceOf(3), model: "fake", concurrency: 2 };
    const signal = new AbortController().signal;
    expect(await runExtraction({ ...plan, cap: 5 }, ports, signal)).toMatchObject({
      reason: "budget",
      left: 3,
    });
    expect(model.calls.length).toBe(0);
    expect(await runExtraction(plan, ports, signal)).toMatchObject({
      reason: "finished",
      progress: { cost: "unknown price", usage: usageOf(300, 30) },
    });
  });

  it("counts calls that a crash left open at their worst case", () => {
    const ledger = new FakeLedger();
    const conversation = taskOf(1).conversation;
    void ledger.append([
      { kind: "opened", at: 1, total: 3, cap: 1000, model: "fake" },
      { kind: "sent", at: 1, call: "a", conversation, key: "k1", most: 350 },
      { kind: "sent", at: 1, call: "b", conversation, key: "k2", most: 350 },
      { kind: "settled", at: 2, call: "a", reason: null, usage: usageOf(100, 10), cost: 150, sure: true },
      { kind: "settled", at: 2, call: "a", reason: null, usage: usageOf(100, 10), cost: 150, sure: true },
    ]);
    const state = ledger.replayed();
    state.closeOpenCalls();
    expect(state).toMatchObject({ spent: 150, unsure: 350 });
  });

  it("wakes those who wait for money when some comes back", async () => {
    const purse = new Purse(100);
    const first = purse.reserve(80);
    const second = purse.reserveLater(60, () => false);
    expect(purse.reserve(60)).toBeUndefined();
    if (first) purse.settle(first, 30);
    expect(await second).toMatchObject({ most: 60 });
    expect(purse).toMatchObject({ spent: 30, unsure: 0, free: 10 });
    expect(await new Purse(10).reserveLater(11, () => false)).toBeUndefined();
    expect(purse.reserve(Number.NaN)).toBeUndefined();
  });
});
