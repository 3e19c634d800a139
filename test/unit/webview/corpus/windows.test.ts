import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TableRowView } from "../../../../src/protocol/corpus.ts";
import { MAX_ASKED, MAX_KEPT, RowCache, type Look } from "../../../../webview/corpus/windows.ts";

const rowAt = (at: number): TableRowView => ({ at, row: at, cells: [] });
const span = (from: number, count: number): TableRowView[] =>
  Array.from({ length: count }, (_, n) => rowAt(from + n));
const look = (first: number, change: Partial<Look> = {}): Look => ({
  first,
  last: first + 30,
  total: 10_000_000,
  direction: 1,
  ...change,
});

function cacheWith(from: number, count: number): RowCache {
  const cache = new RowCache(1);
  cache.take(1, span(from, count), cache.epoch);
  return cache;
}

describe("RowCache", () => {
  test("asks for what is on show with more ahead than behind", () => {
    expect(new RowCache(1).next(look(1_000))).toEqual({ from: 970, count: 150 });
    expect(new RowCache(1).next(look(1_000, { direction: -1 }))).toEqual({ from: 910, count: 150 });
    expect(new RowCache(1).next(look(0))).toEqual({ from: 0, count: 120 });
  });

  test("asks again only when the margin has worn thin", () => {
    const cache = cacheWith(970, 150);
    expect(cache.next(look(1_000))).toBeUndefined();
    expect(cache.next(look(1_010))).toBeUndefined();
    expect(cache.next(look(1_020))).toEqual({ from: 1_120, count: 20 });
  });

  test("the last rows are asked for however few they are", () => {
    const cache = cacheWith(0, 95);
    expect(cache.next(look(60, { last: 90, total: 100 }))).toEqual({ from: 95, count: 5 });
  });

  test("whatever is on show is asked for first, within what may be asked", () => {
    const places = fc.record({
      first: fc.nat(5_000),
      page: fc.integer({ min: 1, max: 200 }),
      direction: fc.constantFrom(-1, 0, 1),
      holes: fc.array(fc.nat(6_000), { maxLength: 50 }),
    });
    fc.assert(
      fc.property(places, ({ first, page, direction, holes }) => {
        const cache = new RowCache(1);
        const missing = new Set(holes);
        cache.take(
          1,
          span(0, 5_500).filter(({ at }) => !missing.has(at)),
          cache.epoch,
        );
        const asked: Look = { first, last: first + page, total: 6_000, direction };
        const wanted = cache.next(asked);
        const lacking = Array.from({ length: page }, (_, n) => first + n).filter(
          (at) => at < 6_000 && cache.fresh(at) === undefined,
        );
        if (wanted === undefined) expect(lacking).toEqual([]);
        else {
          expect(wanted.count).toBeGreaterThan(0);
          expect(wanted.count).toBeLessThanOrEqual(MAX_ASKED);
          expect(wanted.from + wanted.count).toBeLessThanOrEqual(6_000);
          for (const at of lacking) {
            expect(at).toBeGreaterThanOrEqual(wanted.from);
            expect(at).toBeLessThan(wanted.from + wanted.count);
          }
        }
      }),
    );
  });

  test("another generation: nothing of it is taken, what was there is drawn but not counted on", () => {
    const cache = cacheWith(0, 50);
    expect(cache.take(2, span(0, 50), cache.epoch)).toBe(false);
    cache.renew(2, true);
    expect(cache.fresh(3)).toBeUndefined();
    expect(cache.get(3)).toEqual(rowAt(3));
    cache.renew(2, false);
    expect(cache.get(3)).toBeUndefined();
  });

  test("aged rows hold their place and are asked for again", () => {
    const cache = cacheWith(0, 200);
    const asked = cache.epoch;
    cache.age();
    expect(cache.fresh(3)).toEqual(rowAt(3));
    expect(cache.next(look(0))).toEqual({ from: 0, count: 120 });
    cache.take(1, span(0, 120), asked);
    expect(cache.next(look(0))).toEqual({ from: 0, count: 120 });
    cache.take(1, span(0, 120), cache.epoch);
    expect(cache.next(look(0))).toBeUndefined();
  });

  test("what is far away is let go of", () => {
    const cache = cacheWith(0, MAX_KEPT + 10);
    cache.trim(look(0));
    expect(cache.fresh(20)).toBeDefined();
    expect(cache.fresh(MAX_KEPT)).toBeUndefined();
  });
});
