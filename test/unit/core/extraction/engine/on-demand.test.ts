import { describe, expect, it } from "vitest";
import {
  runExtraction,
  type RunPlan,
  type RunPorts,
} from "../../../../../src/core/extraction/engine/on-demand.ts";
import type { RunProgress } from "../../../../../src/core/extraction/engine/progress.ts";
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

function setUp(model: FakeModel, plan: Partial<RunPlan> = {}, ports: Partial<RunPorts> = {}) {
  const ledger = new FakeLedger();
  const sink = new FakeSink();
  const cache = new FakeCache();
  const time = new FakeTime();
  const progress: RunProgress[] = [];
  const whole: RunPlan = { tasks: sourceOf(20), model: "fake", concurrency: 4, ...plan };
  const all: RunPorts = { model, ledger, state: ledger.state, sink, cache, pricing: PRICING, time, ...ports };
  const run = (signal = new AbortController().signal) =>
    runExtraction(whole, all, signal, (one) => progress.push(one));
  return { ledger, sink, cache, time, progress, run };
}

describe("a run on demand", () => {
  it("labels every conversation once, within the concurrency, and says so", async () => {
    const model = new FakeModel();
    const { run, sink, progress, ledger } = setUp(model);
    const end = await run();
    expect(end).toMatchObject({ reason: "finished", left: 0 });
    expect(sink.results.size).toBe(20);
    expect(sink.twice).toBe(0);
    expect(model.calls.length).toBe(20);
    expect(model.mostActive).toBe(4);
    expect(progress.at(-1)).toMatchObject({ done: 20, failed: 0, total: 20, cost: 20 * 150, unsure: 0 });
    expect(ledger.replayed()).toMatchObject({ spent: 3000, unsure: 0, ended: "finished" });
  });

  it("asks for no more conversations than it works on", async () => {
    let made = 0;
    let ahead = 0;
    const sink = new FakeSink();
    const tasks = sourceOf(5_000, (at) => {
      made++;
      ahead = Math.max(ahead, made - sink.results.size);
      return taskOf(at);
    });
    const { run } = setUp(new FakeModel(), { tasks, concurrency: 8 }, { sink });
    expect((await run()).progress.done).toBe(5_000);
    expect(ahead).toBeLessThanOrEqual(16);
  });

  it("tries again what may succeed, and names the reason of what does not", async () => {
    const permanent: Record<number, FailureReason> = {
      3: "refusal",
      5: "too-long",
      7: "truncated",
      9: "bad-request",
    };
    const model = new FakeModel((request, nth) => {
      const at = Number(/of (\d+)/.exec(request.user)?.[1]);
      const reason = permanent[at];
      if (reason) return fail(reason, false, { usage: usageOf(100, 50) });
      if (at === 11) return fail("overloaded");
      if (at === 13) return { ...answer(request), text: "{" };
      if (at % 2 === 0 && nth < 3)
        return fail(at % 4 === 0 ? "server" : "rate-limit", true, { retryAfterMs: 700 });
      return answer(request);
    });
    const { run, sink, ledger } = setUp(model);
    const { reason, progress } = await run();
    expect(reason).toBe("finished");
    expect(progress.done).toBe(14);
    expect(Object.fromEntries(progress.reasons)).toEqual({
      refusal: 1,
      "too-long": 1,
      truncated: 1,
      "bad-request": 1,
      overloaded: 1,
      schema: 1,
    });
    expect(sink.results.size).toBe(14);
    expect(model.counts.get(taskOf(13).requests[0]?.key ?? "")).toBe(2);
    expect(model.counts.get(taskOf(11).requests[0]?.key ?? "")).toBe(12);
    expect(ledger.replayed().failed.size).toBe(6);
  });

  it("stops for a reason that concerns every call, and leaves the rest for later", async () => {
    const model = new FakeModel((request) =>
      request.user.includes("of 6,") ? fail("no-credit", false) : answer(request),
    );
    const { run, ledger, sink } = setUp(model);
    const end = await run();
    expect(end.reason).toBe("no-credit");
    expect(end.progress.failed).toBe(0);
    expect(end.left).toBe(20 - sink.results.size);
    expect(ledger.replayed().failed.size).toBe(0);
    expect(model.calls.length).toBeLessThan(12);
  });

  it("stops when one conversation after another fails", async () => {
    const model = new FakeModel(() => fail("network", false));
    const end = await setUp(model, { tasks: sourceOf(1000), stopAfter: 10 }).run();
    expect(end.reason).toBe("network");
    expect(model.calls.length).toBeLessThan(20);
  });

  it("answers from the cache at no cost, and asks again where the cached answer is no good", async () => {
    const first = setUp(new FakeModel());
    await first.run();
    const key = taskOf(4).requests[0]?.key ?? "";
    first.cache.answers.set(key, { ...answer(taskOf(4).requests[0]!), text: "old" });
    const model = new FakeModel();
    const second = setUp(model, {}, { cache: first.cache });
    const { progress } = await second.run();
    expect(model.calls.map((request) => request.key)).toEqual([key]);
    expect(progress).toMatchObject({ done: 20, cached: 19, cost: 150 });
  });

  it("asks once for two conversations of the same words, and labels one that comes twice once", async () => {
    const model = new FakeModel();
    const same = taskOf(1);
    const tasks = sourceOf(6, (at) =>
      at < 3 ? { ...taskOf(at), requests: same.requests, reject: same.reject } : taskOf(3),
    );
    const { run, sink } = setUp(model, { tasks, concurrency: 6 });
    expect((await run()).progress.done).toBe(6);
    expect(model.calls.length).toBe(2);
    expect(sink.results.size).toBe(4);
    expect(sink.twice).toBe(0);
  });

  it("labels a conversation of several calls when all are answered; an unreadable one has its reason", async () => {
    const model = new FakeModel();
    const tasks = sourceOf(4, (at) =>
      at === 2 ? { conversation: taskOf(2).conversation, failure: "too-long" } : taskOf(at, 4),
    );
    const { run, sink } = setUp(model, { tasks });
    const { progress } = await run();
    expect(progress.done).toBe(3);
    expect(progress.reasons.get("too-long")).toBe(1);
    expect([...sink.results.values()].every((result) => result.suggestions.length === 4)).toBe(true);
  });

  it("goes on where it was: nothing labelled, failed or answered is asked for again", async () => {
    const abort = new AbortController();
    const model = new FakeModel((request) => {
      if (model.calls.length === 8) abort.abort();
      return request.user.includes("of 0,") ? fail("refusal", false) : answer(request);
    });
    const { run, ledger, sink, cache, time } = setUp(model);
    const cut = await run(abort.signal);
    expect(cut.reason).toBe("cancelled");
    const before = sink.results.size;
    expect(before).toBeGreaterThan(0);
    const again = new FakeModel();
    const state = ledger.replayed();
    const end = await runExtraction(
      { tasks: sourceOf(20), model: "fake", concurrency: 4 },
      { model: again, ledger, state, sink, cache, pricing: PRICING, time },
      new AbortController().signal,
    );
    expect(end).toMatchObject({ reason: "finished", left: 0, progress: { done: 19, failed: 1 } });
    expect(again.calls.length).toBeLessThanOrEqual(19 - before);
    expect(sink.twice).toBe(0);
    const retried = await runExtraction(
      { tasks: sourceOf(20), model: "fake", concurrency: 4, retryFailed: true },
      { model: again, ledger, state: ledger.replayed(), sink, cache, pricing: PRICING, time },
      new AbortController().signal,
    );
    expect(retried.progress).toMatchObject({ done: 20, failed: 0 });
  });

  it("cancels at once, though calls hang and don't listen, and keeps what has arrived", async () => {
    const abort = new AbortController();
    const model = new FakeModel((request) =>
      request.user.includes("of 5,") ? new Promise(() => {}) : answer(request),
    );
    const { run, sink, ledger } = setUp(model, { tasks: sourceOf(12), concurrency: 3 });
    const ended = run(abort.signal);
    while (sink.results.size < 11) await new Promise((resolve) => setTimeout(resolve, 1));
    const from = performance.now();
    abort.abort();
    const end = await ended;
    expect(performance.now() - from).toBeLessThan(200);
    expect(end).toMatchObject({ reason: "cancelled", left: 1, progress: { done: 11, unsure: 350 } });
    expect(ledger.replayed()).toMatchObject({ spent: 11 * 150, unsure: 350 });
  });

  it("ends with the store's error, and what was paid for is in the cache", async () => {
    const sink = new FakeSink();
    sink.append = () => Promise.reject(new Error("disk full"));
    const model = new FakeModel();
    const { run, cache } = setUp(model, {}, { sink });
    await expect(run()).rejects.toThrow("disk full");
    expect(cache.answers.size).toBe(model.calls.length);
    expect(model.calls.length).toBeLessThan(12);
  });

  it("tells rate and time left", async () => {
    const time = new FakeTime();
    const model = new FakeModel((request) => {
      time.advance(1000);
      return answer(request);
    });
    const { run, progress } = setUp(model, { tasks: sourceOf(40), concurrency: 1 }, { time });
    await run();
    const middle = progress.find(({ done }) => done === 20);
    expect(middle?.rate).toBeCloseTo(1, 1);
    expect(middle?.etaMs).toBeGreaterThan(18_000);
    expect(middle?.etaMs).toBeLessThan(22_000);
  });
});
