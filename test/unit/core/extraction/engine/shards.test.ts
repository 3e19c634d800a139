import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME_BYTES, ItemSizer, utf8Bytes } from "../../../../../src/core/extraction/engine/item-size.ts";
import {
  customIdOf,
  itemsHash,
  ShardBuilder,
  type BuiltShard,
} from "../../../../../src/core/extraction/engine/shard-builder.ts";
import { toMessageParams } from "../../../../../src/core/extraction/wire/anthropic-params.ts";
import type { BatchItem } from "../../../../../src/core/extraction/model-call.ts";
import { FakeLedger, FakeSink, PRICING, requestOf, sourceOf, taskOf } from "./fakes.ts";

const bodyBytes = (items: readonly BatchItem[]): number =>
  Buffer.byteLength(
    JSON.stringify({
      requests: items.map(({ customId, request }) => ({
        custom_id: customId,
        params: toMessageParams(request),
      })),
    }),
  );

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("the size of a batch", () => {
  it("is that of the very JSON that is sent", () => {
    const request = fc.record({
      system: fc.array(fc.record({ text: anyText, cache: fc.boolean() }), { maxLength: 6 }),
      user: anyText,
      model: anyText,
      maxTokens: fc.nat(),
      schema: fc.dictionary(anyText, anyText),
    });
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 8 }), (requests) => {
        const items = requests.map((one, at) => ({ customId: `i${at}`, request: { ...one, key: `k${at}` } }));
        const sizer = new ItemSizer();
        // The last item has no comma after it.
        expect(items.reduce((sum, item) => sum + sizer.sizeOf(item), FRAME_BYTES - 1)).toBe(bodyBytes(items));
      }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Bytes(JSON.stringify(text))).toBe(Buffer.byteLength(JSON.stringify(text)));
      }),
    );
  });

  it("never exceeds the limits, and every conversation is in one batch, whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 40 }),
        fc.integer({ min: 1_500, max: 9_000 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 500, max: 20_000 }),
        async (requests, bytes, calls, free) => {
          const ledger = new FakeLedger();
          const failed: string[] = [];
          const tasks = sourceOf(60, (at) => ({
            ...taskOf(at),
            requests: Array.from({ length: calls }, (_, n) =>
              requestOf(`${at}/${n} ${"é".repeat((at * 31) % 400)}`),
            ),
          }));
          const builder = new ShardBuilder({
            tasks,
            sink: new FakeSink(),
            state: ledger.state,
            pricing: PRICING,
            retryFailed: false,
            limits: { requests, bytes },
            isCounted: () => false,
            answerOf: () => Promise.resolve(undefined),
            onAnswered: () => Promise.resolve(),
            onFailed: (task) => Promise.resolve(void failed.push(task.conversation.id)),
            onFound: () => {},
            onFailedBefore: () => {},
          });
          const items: string[] = [];
          let before = -1;
          while (ledger.state.next < 60 && ledger.state.next !== before) {
            before = ledger.state.next;
            const built: BuiltShard = await builder.build(free, new AbortController().signal);
            expect(built.items.length).toBeLessThanOrEqual(requests);
            expect(built.most).toBeLessThanOrEqual(free);
            if (built.items.length > 0) expect(bodyBytes(built.items)).toBeLessThanOrEqual(bytes);
            items.push(...built.items.map(({ customId }) => customId));
            ledger.state.next = built.to;
            if (built.isCutByBudget && built.items.length === 0) break;
          }
          const isAffordable = free >= calls * 350;
          expect(items.length).toBe(isAffordable ? (60 - failed.length) * calls : 0);
          expect(new Set(items).size).toBe(items.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("ids are taken by the service and name their request, sets of ids whatever their order", () => {
    const key = taskOf(1).requests[0]?.key ?? "";
    expect(customIdOf(key)).toBe(key);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(customIdOf(text)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      }),
    );
    expect(itemsHash(["b", "a"])).toBe(itemsHash(["a", "b"]));
    expect(itemsHash(["a"])).not.toBe(itemsHash(["a", "b"]));
  });
});
