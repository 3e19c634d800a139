import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { ConversationIds } from "../../../../src/core/formats/conversation-ids.ts";
import { GrowingRowTable } from "../../../../src/corpus/index/growing-table.ts";
import { findOrdinals } from "../../../../src/corpus/index/ordinals.ts";
import { RowQueue } from "../../../../src/corpus/index/row-queue.ts";
import { TimeSlice } from "../../../../src/corpus/index/time-slice.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";
import { never } from "./harness.ts";

/** undefined: no id of its own; null: a broken row, which takes no id at all. */
type Own = string | undefined | null;

/** `hash`: may be worse than the real one, so that ids meet that are not the same. */
async function ordinals(ids: readonly Own[], hash: (id: string) => number): Promise<Map<number, number>> {
  const table = new GrowingRowTable();
  for (const row of ids.keys()) table.begin(row);
  table.finish(ids.length);
  for (const [row, id] of ids.entries())
    table.describe(row, {
      flags: id === null ? ROW.broken | ROW.noId : id === undefined ? ROW.noId : 0,
      turns: 1,
      idHash: typeof id === "string" ? hash(id) : 0,
      contentHash: 0,
    });
  return findOrdinals(table, (row) => Promise.resolve(ids[row] ?? undefined), new TimeSlice(never), hash);
}

function byTheBook(ids: readonly Own[]): Map<number, number> {
  const given = new ConversationIds();
  const found = new Map<number, number>();
  for (const [row, id] of ids.entries()) {
    if (id === null) continue;
    const wanted = id ?? `row-${row}`;
    const taken = given.take(wanted);
    if (taken !== wanted) found.set(row, Number(taken.slice(wanted.length + 1)));
  }
  return found;
}

const meetingIds = fc.array(
  fc.oneof(
    fc.constantFrom("X", "X", "X~2", "X~3", "X~2~2", "Y", "row-1", "row-3", "row-3~2"),
    fc.constantFrom(undefined, null),
  ),
  { maxLength: 14 },
);

describe("numbers of duplicate ids", () => {
  it("are those that ConversationIds gives", async () => {
    await fc.assert(
      fc.asyncProperty(meetingIds, async (ids) => {
        expect(await ordinals(ids, idHashOf)).toEqual(byTheBook(ids));
      }),
      { numRuns: 500 },
    );
  });

  it("do not trust hashes", async () => {
    await fc.assert(
      fc.asyncProperty(meetingIds, async (ids) => {
        expect(await ordinals(ids, (id) => idHashOf(id) % 3)).toEqual(byTheBook(ids));
      }),
      { numRuns: 500 },
    );
  });

  it("take no quadratic time when all ids are the same", async () => {
    const ids = Array.from({ length: 20_000 }, () => "same");
    const found = await ordinals(ids, idHashOf);
    expect(found.size).toBe(19_999);
    expect(found.get(19_999)).toBe(20_000);
  });
});

describe("queue of rows", () => {
  it("gives each row once, in order, also those added ahead", () => {
    const queue = new RowQueue([5, 1, 5, 9]);
    expect(queue.next()).toBe(1);
    queue.add(7);
    queue.add(3);
    queue.add(9);
    expect([1, 2, 3, 4, 5].map(() => queue.next())).toEqual([3, 5, 7, 9, -1]);
  });
});
