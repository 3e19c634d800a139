import { describe, expect, test } from "vitest";
import { failureOf } from "../../../src/core/extraction/wire/thrown-failure.ts";
import { always } from "../../standin/faults.ts";
import { never, request, setup } from "./setup.ts";

/** The bar for a cancel, ms. */
const BAR = 200;

/** @returns how long after the cancel the work was over, ms */
async function cancelAfter(ms: number, work: (signal: AbortSignal) => Promise<unknown>): Promise<number> {
  const controller = new AbortController();
  let at = 0;
  setTimeout(() => {
    at = performance.now();
    controller.abort();
  }, ms);
  expect(await work(controller.signal)).toMatchObject({ ok: false, reason: "cancelled", retryable: false });
  return performance.now() - at;
}

const EXPIRING = { timeoutMs: 150 };

describe("cancelling", () => {
  test("a call that hangs, a slow stream, a count and a list", async () => {
    const { standin, port } = await setup({ faults: ({ index }) => (index > 0 ? "hang" : undefined) });
    // The first call of a process is slow to leave; the one to cancel should have arrived.
    await port.call(request(), never());
    expect(await cancelAfter(100, (signal) => port.call(request(), signal))).toBeLessThan(BAR);
    const slow = await setup({ gapMs: 100 }, { streamAboveTokens: 0 });
    expect(await cancelAfter(150, (signal) => slow.port.call(request(), signal))).toBeLessThan(BAR);
    const counting = await setup({ faults: always("hang", "count_tokens") });
    expect(await cancelAfter(50, (signal) => counting.port.countTokens(request(), signal))).toBeLessThan(BAR);
    const listing = await setup({ faults: always("hang", "models") });
    expect(await cancelAfter(50, (signal) => listing.port.listModels(signal))).toBeLessThan(BAR);
    // The connection is given up as well, so that the service stops working on it.
    await expect.poll(() => standin.requests.map(({ status }) => status)).toEqual([200, 0]);
  });

  test("a hundred calls at once", async () => {
    const { standin, port } = await setup({ faults: always("hang") });
    const many = (signal: AbortSignal) =>
      Promise.all(Array.from({ length: 100 }, () => port.call(request(), signal))).then((all) => {
        expect(all.every((one) => !one.ok && one.reason === "cancelled")).toBe(true);
        return all[0];
      });
    expect(await cancelAfter(400, many)).toBeLessThan(BAR);
    expect(standin.ledger.bill.answers).toBe(0);
  });

  test("before it begins: nothing is sent", async () => {
    const { standin, port } = await setup();
    expect(await port.call(request(), AbortSignal.abort())).toMatchObject({ reason: "cancelled" });
    expect(await port.create([{ customId: "a", request: request() }], AbortSignal.abort())).toMatchObject({
      reason: "cancelled",
      message: "Cancelled.",
    });
    expect(standin.requests).toHaveLength(0);
  });

  test("results of a batch in the middle", async () => {
    const { port } = await setup({ batchMs: 0 });
    const items = Array.from({ length: 2000 }, (_, at) => ({ customId: `c${at}`, request: request() }));
    const batch = await port.create(items, never());
    if ("ok" in batch) throw new Error(batch.message);
    const controller = new AbortController();
    let seen = 0;
    const read = async (): Promise<void> => {
      for await (const _ of port.results(batch.id, controller.signal)) if (++seen === 10) controller.abort();
    };
    const thrown: unknown = await read().catch((error: unknown) => error);
    expect(failureOf(thrown)).toMatchObject({ reason: "cancelled" });
    expect(seen).toBeLessThan(2000);
  });

  test("a finished call leaves nothing on the signal", async () => {
    const { port } = await setup();
    const controller = new AbortController();
    const added: string[] = [];
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => (added.push("+"), add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (added.push("-"), remove(...args));
    await port.call(request(), signal);
    expect(added).toEqual(["+", "-"]);
  });
});

describe("time without progress", () => {
  test("a call that hangs", async () => {
    const { port } = await setup({ faults: always("hang") }, EXPIRING);
    expect(await port.call(request(), never())).toMatchObject({ reason: "timeout", retryable: true });
  });

  test("a stream may take longer than the limit while it moves, and not when it stops", async () => {
    const text = JSON.stringify({ rationale: "word ".repeat(120), quotes: [] });
    const moving = await setup({ gapMs: 20, model: () => text }, { ...EXPIRING, streamAboveTokens: 0 });
    const begun = performance.now();
    expect(await moving.port.call(request(), never())).toMatchObject({ ok: true, text });
    expect(performance.now() - begun).toBeGreaterThan(EXPIRING.timeoutMs);
    const stuck = await setup({ gapMs: 1000 }, { ...EXPIRING, streamAboveTokens: 0 });
    expect(await stuck.port.call(request(), never())).toMatchObject({ reason: "timeout" });
  });

  test("a reader who takes his time over results is no time-out", async () => {
    const { port } = await setup({ batchMs: 0 }, EXPIRING);
    const items = Array.from({ length: 3 }, (_, at) => ({ customId: `c${at}`, request: request() }));
    const batch = await port.create(items, never());
    if ("ok" in batch) throw new Error(batch.message);
    let seen = 0;
    for await (const _ of port.results(batch.id, never())) {
      seen += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(seen).toBe(3);
  });
});
