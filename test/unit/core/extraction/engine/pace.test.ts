import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AbortFan } from "../../../../../src/core/extraction/engine/abort-fan.ts";
import { groupCommit } from "../../../../../src/core/extraction/engine/group-commit.ts";
import { Pacer } from "../../../../../src/core/extraction/engine/pacer.ts";
import { RateMeter } from "../../../../../src/core/extraction/engine/progress.ts";
import { DEFAULT_RETRY, retryDelay } from "../../../../../src/core/extraction/engine/retry.ts";
import { FAILURE_REASONS, type FailureReason } from "../../../../../src/core/extraction/model-call.ts";
import { runExtraction } from "../../../../../src/core/extraction/engine/on-demand.ts";
import { answer, fail, FakeLedger, FakeModel, FakeSink, FakeTime, sourceOf } from "./fakes.ts";

describe("pauses before another try", () => {
  it("are between what the service asks for, capped, and that plus the doubled pause, and end within caps", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FAILURE_REASONS),
        fc.nat({ max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: -5, max: 10 ** 9 }), { nil: undefined }),
        (reason, count, random, after) => {
          const given = fail(reason, true, after === undefined ? {} : { retryAfterMs: after });
          const delay = retryDelay(given, new Map([[reason, count + 1]]), DEFAULT_RETRY, random);
          const most = DEFAULT_RETRY.attemptsFor[reason] ?? DEFAULT_RETRY.attempts;
          if (count + 1 >= most) expect(delay).toBeUndefined();
          if (delay === undefined) return;
          const asked = Math.min(60_000, Math.max(0, after ?? 0));
          expect(delay).toBeGreaterThanOrEqual(asked);
          expect(delay).toBeLessThanOrEqual(asked + Math.min(60_000, 1_000 * 2 ** count));
          expect(
            retryDelay({ ...given, retryable: false }, new Map(), DEFAULT_RETRY, random),
          ).toBeUndefined();
        },
      ),
    );
  });

  it("are none for what would fail again, and the reasons together have a cap", () => {
    for (const reason of ["bad-key", "no-credit", "budget", "consent", "cancelled"] as const)
      expect(retryDelay(fail(reason), new Map([[reason, 1]]), DEFAULT_RETRY, 0.5)).toBeUndefined();
    const mixed = new Map<FailureReason, number>([
      ["server", 4],
      ["network", 4],
      ["rate-limit", 4],
    ]);
    expect(retryDelay(fail("network"), mixed, DEFAULT_RETRY, 0.5)).toBeUndefined();
  });
});

describe("the pace", () => {
  it("halves once for calls that were under way together, pauses everybody, and comes back one by one", async () => {
    const time = new FakeTime();
    const pacer = new Pacer(8, time);
    const halt = new AbortFan();
    const places = [];
    for (let n = 0; n < 8; n++) places.push(await pacer.enter(halt));
    time.advance(1_000);
    for (const place of places) {
      if (place) pacer.slowDown(place, 5_000);
      pacer.leave();
    }
    expect(pacer.limit).toBe(4);
    const from = time.now();
    const late = await pacer.enter(halt);
    expect(time.now() - from).toBeGreaterThanOrEqual(5_000);
    if (late) pacer.slowDown(late, 0);
    expect(pacer.limit).toBe(2);
    pacer.leave();
    for (let n = 0; n < 100; n++) pacer.succeeded();
    expect(pacer.limit).toBe(8);
    halt.abort();
    expect(await pacer.enter(halt)).toBeUndefined();
  });

  it("a whole run slows down under pressure and ends well", async () => {
    const time = new FakeTime();
    let sent = 0;
    const model: FakeModel = new FakeModel((request) =>
      ++sent > 20 && sent < 60 && model.active > 3
        ? fail("rate-limit", true, { retryAfterMs: 2_000 })
        : answer(request),
    );
    const ledger = new FakeLedger();
    const limits: number[] = [];
    const from = time.now();
    const end = await runExtraction(
      { tasks: sourceOf(200), model: "fake", concurrency: 10 },
      { model, ledger, state: ledger.state, sink: new FakeSink(), time },
      new AbortController().signal,
      ({ limit }) => limits.push(limit),
    );
    expect(end).toMatchObject({ reason: "finished", progress: { done: 200 } });
    expect(Math.min(...limits)).toBeLessThan(10);
    expect(time.now() - from).toBeGreaterThan(2_000);
  });

  it("tells the rate of the last minute in constant memory", () => {
    const meter = new RateMeter(0);
    expect(meter.rate(0)).toBeUndefined();
    for (let ms = 0; ms < 300_000; ms += 100) meter.add(ms);
    expect(meter.rate(300_000)).toBeCloseTo(10, 0);
    expect(meter.rate(900_000)).toBeUndefined();
  });
});

describe("writing in groups", () => {
  it("keeps the order, writes what came meanwhile at once, and tells each its own error", async () => {
    const groups: number[][] = [];
    const write = groupCommit<number>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (items.includes(13)) throw new Error("disk");
      groups.push([...items]);
    });
    const all = Array.from({ length: 10 }, (_, n) => write([n]));
    await Promise.all(all);
    expect(groups.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(groups.length).toBe(2);
    await expect(write([13])).rejects.toThrow("disk");
    await write([14, 15]);
    expect(groups.at(-1)).toEqual([14, 15]);
  });
});
