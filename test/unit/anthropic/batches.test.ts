import { describe, expect, test } from "vitest";
import { batchProblem } from "../../../src/anthropic/batch-limits.ts";
import type {
  BatchItem,
  BatchPort,
  BatchStatus,
  ModelOutcome,
} from "../../../src/core/extraction/model-call.ts";
import { failureOf } from "../../../src/core/extraction/wire/thrown-failure.ts";
import { always, type BatchFault } from "../../standin/faults.ts";
import { failure, never, request, setup } from "./setup.ts";

const items = (count: number): BatchItem[] =>
  Array.from({ length: count }, (_, at) => ({
    customId: `c-${at}`,
    request: request({ user: `Conversation ${at}` }),
  }));

async function made(port: BatchPort, list: readonly BatchItem[]): Promise<BatchStatus> {
  const batch = await port.create(list, never());
  if ("ok" in batch) throw new Error(batch.message);
  return batch;
}

async function ended(port: BatchPort, id: string): Promise<BatchStatus> {
  return expect
    .poll(() => port.status(id, never()), { timeout: 5000 })
    .toMatchObject({ state: "ended" })
    .then(async () => {
      const status = await port.status(id, never());
      if ("ok" in status) throw new Error(status.message);
      return status;
    });
}

async function collect(port: BatchPort, id: string): Promise<Map<string, ModelOutcome>> {
  const found = new Map<string, ModelOutcome>();
  for await (const { customId, outcome } of port.results(id, never())) {
    expect(found.has(customId)).toBe(false);
    found.set(customId, outcome);
  }
  return found;
}

describe("a batch", () => {
  test("is made, worked on and read, in any order, each item once; each paid once", async () => {
    const { standin, port } = await setup({ batchMs: 100 });
    const batch = await made(port, items(50));
    expect(batch).toMatchObject({ state: "in-progress", counts: { processing: 50, succeeded: 0 } });
    expect(await ended(port, batch.id)).toMatchObject({ counts: { processing: 0, succeeded: 50 } });
    const results = await collect(port, batch.id);
    expect([...results.keys()]).not.toEqual(items(50).map(({ customId }) => customId));
    expect([...results.values()].every((outcome) => outcome.ok && outcome.text.startsWith("{"))).toBe(true);
    // Reading again costs nothing.
    expect((await collect(port, batch.id)).size).toBe(50);
    expect(standin.ledger.bill.answers).toBe(50);
    expect(standin.ledger.paidTwice()).toEqual([]);
  });

  test("each fate of an item has its reason; missing items do not appear, doubled ones once", async () => {
    const fates: readonly (readonly [BatchFault | undefined, string])[] = [
      [undefined, "ok"],
      ["errored-server", "server"],
      ["errored-invalid", "bad-request"],
      ["expired", "expired"],
      ["canceled", "cancelled"],
      ["refusal", "refusal"],
      ["max-tokens", "truncated"],
      ["twice", "ok"],
      ["missing", "absent"],
    ];
    const { port } = await setup({ batchMs: 0, batchFaults: (_, index) => fates[index % fates.length]?.[0] });
    const batch = await made(port, items(fates.length * 4));
    const results = await collect(port, batch.id);
    for (let at = 0; at < fates.length * 4; at++) {
      const outcome = results.get(`c-${at}`);
      const fate = outcome === undefined ? "absent" : outcome.ok ? "ok" : outcome.reason;
      expect(fate).toBe(fates[at % fates.length]?.[1]);
    }
  });

  test("a wrong model is found by the service only when it works on the item", async () => {
    const { port } = await setup({ batchMs: 0 });
    const batch = await made(port, [{ customId: "a", request: request({ model: "gone" }) }]);
    expect((await collect(port, batch.id)).get("a")).toMatchObject({ ok: false, reason: "unknown-model" });
  });

  test("can be cancelled; what was done is usable and paid, the rest is told", async () => {
    const { standin, port } = await setup({ batchMs: 200, cancelMs: 50 });
    const batch = await made(port, items(40));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await port.cancel(batch.id, never())).toMatchObject({ state: "canceling" });
    const status = await ended(port, batch.id);
    const results = await collect(port, batch.id);
    const done = [...results.values()].filter((outcome) => outcome.ok).length;
    expect(results.size).toBe(40);
    expect(status.counts).toMatchObject({ succeeded: done, canceled: 40 - done });
    expect(standin.ledger.bill.answers).toBe(done);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(40);
  });

  test("is found again in the list, newest first, over several pages", async () => {
    const { port } = await setup({ batchMs: 0 });
    const ids: string[] = [];
    for (let at = 0; at < 130; at++) ids.unshift((await made(port, items(1))).id);
    const listed: string[] = [];
    for await (const status of port.list(never())) listed.push(status.id);
    expect(listed).toEqual(ids);
  });
});

describe("failures of a batch as a whole", () => {
  test("results before the end, unknown batches, ids that are none", async () => {
    const { standin, port } = await setup({ batchMs: 60_000 });
    const { id } = await made(port, items(1));
    expect(failureOf(await collect(port, id).catch((error: unknown) => error))).toMatchObject({
      reason: "bad-request",
    });
    expect(failure(await port.status("msgbatch_none", never())).message).toContain(
      "does not know this batch",
    );
    const before = standin.requests.length;
    expect(await port.status("../../v1/models", never())).toMatchObject({ reason: "bad-request" });
    expect(await port.cancel("", never())).toMatchObject({ reason: "bad-request" });
    expect(standin.requests).toHaveLength(before);
  });

  test("results that break off: those before are good, then a failure that can be retried", async () => {
    let cut = true;
    const { port } = await setup({
      batchMs: 0,
      faults: (call) => (call.route === "results" && cut ? "cut" : undefined),
    });
    const { id } = await made(port, items(100));
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { customId } of port.results(id, never())) seen.push(customId);
    };
    expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({
      reason: "network",
      retryable: true,
    });
    expect(seen).toHaveLength(49);
    cut = false;
    expect((await collect(port, id)).size).toBe(100);
  });

  test("a last line that was cut off by something in between is a failure too", async () => {
    const { port } = await setup({
      batchMs: 0,
      batchFaults: (_, index) => (index === 7 ? "torn" : undefined),
    });
    const { id } = await made(port, items(20));
    expect(failureOf(await collect(port, id).catch((error: unknown) => error))).toMatchObject({
      reason: "network",
    });
  });

  test.each(["bad-key", "rate-limit", "overloaded", "hang"] as const)("making it: %s", async (fault) => {
    const { port } = await setup({ faults: always(fault, "batches") }, { timeoutMs: 100 });
    const reason = fault === "hang" ? "timeout" : fault;
    expect(await port.create(items(1), never())).toMatchObject({ ok: false, reason });
  });

  test("when the connection breaks while a batch is made, the message says that it may exist", async () => {
    const { port } = await setup({ faults: always("reset", "batches") });
    expect(failure(await port.create(items(1), never())).message).toContain("may exist");
  });
});

describe("limits are checked before anything is sent", () => {
  test("count, ids, emptiness", async () => {
    const { standin, port } = await setup();
    const one = request();
    const many = Array.from({ length: 100_001 }, (_, at) => ({ customId: `c${at}`, request: one }));
    expect(failure(await port.create(many, never())).message).toContain(
      "100001 requests; the service takes 100000",
    );
    const twice = [...items(2), ...items(1)];
    expect(failure(await port.create(twice, never())).message).toContain("Request 3");
    for (const customId of ["", "a b", "ü", "x".repeat(65), "../x"])
      expect(await port.create([{ customId, request: one }], never())).toMatchObject({
        reason: "bad-request",
      });
    expect(await port.create([], never())).toMatchObject({ reason: "bad-request" });
    expect(standin.requests).toHaveLength(0);
  });

  test("bytes, as they are sent", async () => {
    const { standin, port } = await setup({ batchMs: 0 });
    const list = items(20).map((item) => ({
      ...item,
      request: { ...item.request, user: "ü価🌍\u0007".repeat(50) },
    }));
    await made(port, list);
    const bytes = Buffer.byteLength(standin.requests[0]?.body ?? "");
    // One comma fewer than items.
    expect(batchProblem(list, { requests: 100, bytes: bytes + 1 })).toBeUndefined();
    expect(batchProblem(list, { requests: 100, bytes: bytes - 1 })?.message).toContain("request 20 of 20");
  });
});
