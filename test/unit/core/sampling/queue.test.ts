import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationSummary } from "../../../../src/core/review/summary.ts";
import { ReviewQueue, durationText } from "../../../../src/core/sampling/queue.ts";
import { sampleOf } from "./samples.ts";

function statuses() {
  const known = new Map<string, ConversationSummary>();
  const untouched: ConversationSummary = { status: "open", flagged: false, judged: 0 };
  const set = (id: string, status: ConversationSummary["status"], judged = 0, flagged = false): void =>
    void known.set(id, { status, flagged, judged });
  return { set, of: ({ id }: { readonly id: string }) => known.get(id) ?? untouched };
}

describe("a rater's queue", () => {
  it("has the rater's items in order, and doesn't tell traps or strata", () => {
    const queue = new ReviewQueue(sampleOf(), "ada", statuses().of);
    expect(queue.items.map(({ conversation }) => conversation.id)).toEqual(["c7", "c2", "t1"]);
    expect(queue.items[2]).toEqual({
      position: 3,
      conversation: { id: "t1", hash: "h9" },
      status: "open",
      flagged: false,
      judged: 0,
    });
    expect(new ReviewQueue(sampleOf(), "eve", statuses().of).counts.total).toBe(0);
    expect(new ReviewQueue(sampleOf({ raters: [] }), "eve", statuses().of).counts.total).toBe(2);
  });

  it("goes on to the next open item, around the end, past what is finished", () => {
    const status = statuses();
    const queue = new ReviewQueue(sampleOf(), "ada", status.of);
    expect(queue.nextOpen()?.conversation.id).toBe("c7");
    expect(queue.nextOpen("c7")?.conversation.id).toBe("c2");
    status.set("c2", "done", 4, true);
    expect(queue.refresh("c2")).toBe(true);
    expect(queue.refresh("c2")).toBe(false);
    expect(queue.refresh("not in it")).toBe(false);
    expect(queue.nextOpen("c7")?.conversation.id).toBe("t1");
    expect(queue.nextOpen("t1")?.conversation.id).toBe("c7");
    expect(queue.nextOpen("somewhere else")?.conversation.id).toBe("c7");
    expect(queue.counts).toEqual({ total: 3, done: 1, skipped: 0, open: 2, flagged: 1 });
    expect(queue.openFirst().map(({ position }) => position)).toEqual([1, 3, 2]);
    expect(queue.neighbour("c2", 1)?.position).toBe(3);
    expect(queue.neighbour("c2", -1)?.position).toBe(1);
    expect(queue.neighbour("t1", 1)).toBeUndefined();
    status.set("c7", "skipped");
    queue.refreshAll();
    // The only open one is the one on show.
    expect(queue.nextOpen("t1")).toBeUndefined();
    expect(queue.nextOpen()?.conversation.id).toBe("t1");
  });

  it("takes a conversation whose text has changed since as open", () => {
    const seen: string[] = [];
    const queue = new ReviewQueue(sampleOf(), "ada", (ref) => {
      seen.push(ref.hash);
      return { status: "open", flagged: false, judged: 0 };
    });
    expect(seen).toEqual(["h7", "h2", "h9"]);
    expect(queue.counts.open).toBe(3);
  });

  it("has the same counts item by item as from scratch", () => {
    const change = fc.record({
      at: fc.nat(3),
      status: fc.constantFrom("open" as const, "done" as const, "skipped" as const),
      judged: fc.nat(5),
      flagged: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const status = statuses();
        const queue = new ReviewQueue(sampleOf(), "ada", status.of);
        for (const { at, status: next, judged, flagged } of changes) {
          const id = ["c7", "c2", "t1", "c5"][at] ?? "";
          status.set(id, next, judged, flagged);
          queue.refresh(id);
        }
        const fresh = new ReviewQueue(sampleOf(), "ada", status.of);
        const pace = { judgements: 10, perHour: 30 };
        expect(queue.counts).toEqual(fresh.counts);
        expect(queue.items).toEqual(fresh.items);
        expect(queue.timeLeft(pace)).toBe(fresh.timeLeft(pace));
      }),
    );
  });

  it("estimates the time left from labels per finished item and labels per hour", () => {
    const status = statuses();
    status.set("c7", "done", 6);
    const queue = new ReviewQueue(sampleOf(), "ada", status.of);
    // Two open items of six labels each, at 60 labels an hour.
    expect(queue.timeLeft({ judgements: 20, perHour: 60 })).toBe(12 * 60_000);
    expect(queue.timeLeft({ judgements: 0, perHour: 0 })).toBeUndefined();
    status.set("c2", "done", 0);
    status.set("t1", "done", 0);
    queue.refreshAll();
    expect(queue.timeLeft({ judgements: 0, perHour: 0 })).toBe(0);
  });

  it("gives times as roughly as they are known", () => {
    const texts = [10_000, 12 * 60_000, 60 * 60_000, 123 * 60_000, 118.5 * 60_000, 30 * 3_600_000].map(
      durationText,
    );
    expect(texts).toEqual(["1 min", "12 min", "1 h", "2 h 5 min", "2 h", "30 h"]);
  });
});
