import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODE, ColumnStore, sortPrefix } from "../../../../src/corpus/table/column-store.ts";
import { Pace } from "../../../../src/corpus/table/pace.ts";
import { NO, RowBits, UNKNOWN, YES } from "../../../../src/corpus/table/row-bits.ts";
import { RowList, startsAlike } from "../../../../src/corpus/table/row-list.ts";
import { slicedSort } from "../../../../src/corpus/table/sliced-sort.ts";
import { SpareBudget, TextDictionary } from "../../../../src/corpus/table/text-dictionary.ts";

describe("TextDictionary", () => {
  it("numbers distinct texts, and gives them back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 300 }), (texts) => {
        const dictionary = new TextDictionary({ left: 2 ** 20 });
        const numbers = texts.map((text) => dictionary.add(text));
        expect(dictionary.size).toBe(new Set(texts).size);
        numbers.forEach((number, at) => expect(dictionary.text(number)).toBe(texts[at]));
      }),
    );
  });

  it("holds thousands, and stops where its room ends", () => {
    const budget = { left: 200_000 };
    const dictionary = new TextDictionary(budget);
    const numbers = Array.from({ length: 20_000 }, (_none, n) => dictionary.add(`text number ${n}`));
    const kept = numbers.filter((number) => number >= 0).length;
    expect(kept).toBe(dictionary.size);
    expect(kept).toBeGreaterThan(2_000);
    expect(kept).toBeLessThan(20_000);
    expect(dictionary.add("text number 7")).toBe(7);
    expect(() => dictionary.text(kept)).toThrow(RangeError);
    expect(budget.left).toBeGreaterThanOrEqual(0);
  });
});

describe("SpareBudget", () => {
  it("takes from the whole, and gives back", () => {
    const whole = { left: 100 };
    const spare = new SpareBudget(whole, 30);
    spare.left -= 20;
    expect([spare.left, whole.left]).toEqual([10, 80]);
    spare.keep();
    expect(spare.left).toBe(80);
    spare.giveBack();
    expect(whole.left).toBe(100);
  });
});

describe("ColumnStore", () => {
  it("keeps values of all kinds", () => {
    const store = new ColumnStore({ left: 2 ** 20 });
    const cells = [null, 5, -0.5, true, false, "text", "", ["a", "b"], [1, true], "text"];
    cells.forEach((cell, row) => store.set(row * 1_000, cell));
    expect(cells.map((_cell, row) => store.cell(row * 1_000))).toEqual([
      null,
      5,
      -0.5,
      true,
      false,
      "text",
      "",
      ["a", "b"],
      ["1", "true"],
      "text",
    ]);
    expect(store.code(5)).toBe(CODE.unknown);
    expect(store.cell(5)).toBeUndefined();
    expect(store.code(5_000)).toBe(store.code(9_000));
    store.forgetRows();
    expect(store.code(5_000)).toBe(CODE.unknown);
  });

  it("knows of texts without room what they are sorted by", () => {
    const store = new ColumnStore({ left: 0 });
    const words = Array.from({ length: 3_000 }, (_none, n) => `word ${n} `.repeat(5));
    words.forEach((word, row) => store.set(row, word));
    expect(store.beyond).toBeGreaterThan(2_000);
    expect(store.code(2_999)).toBe(CODE.beyond);
    expect(store.cell(2_999)).toBeUndefined();
    expect(store.number(2_999)).toBe(sortPrefix("WORD"));
    expect(sortPrefix("ab")).toBeLessThan(sortPrefix("abc"));
    expect(sortPrefix("Éa")).toBeLessThan(sortPrefix("eb"));
  });
});

describe("RowBits and RowList", () => {
  it("remember what they were told", () => {
    const bits = new RowBits();
    bits.set(3, true);
    bits.set(200_000, false);
    bits.set(4, true);
    bits.set(4, false);
    expect([2, 3, 4, 200_000, 999_999].map((row) => bits.get(row))).toEqual([UNKNOWN, YES, NO, NO, UNKNOWN]);
    const list = new RowList();
    for (let row = 0; row < 5_000; row++) list.push(row * 3);
    expect(list.length).toBe(5_000);
    expect(list.search(2_997)).toBe(999);
    expect(list.search(2_998)).toBe(-1);
    expect(list.at(5_000)).toBeUndefined();
    expect(startsAlike(list.all, Uint32Array.of(0, 3))).toBe(true);
    expect(startsAlike(Uint32Array.of(0), Uint32Array.of(0, 3))).toBe(false);
  });
});

describe("slicedSort", () => {
  it("sorts stably, resting on the way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 1, max: 50 }),
        async (count, kinds) => {
          let seed = count;
          const keys = Array.from({ length: count }, () => (seed = (seed * 48_271) % 2_147_483_647) % kinds);
          const items = Uint32Array.from(keys, (_key, at) => at);
          let rests = 0;
          const over = (): boolean => true;
          const compare = (a: number, b: number): number => (keys[a] ?? 0) - (keys[b] ?? 0);
          await slicedSort(items, compare, over, async () => {
            rests++;
            return Promise.resolve();
          });
          const expected = keys.map((_key, at) => at).sort((a, b) => compare(a, b) || a - b);
          expect([...items]).toEqual(expected);
          if (count > 0) expect(rests).toBeGreaterThan(0);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("stops when the rest throws", async () => {
    const stop = (): Promise<void> => Promise.reject(new Error("stop"));
    await expect(
      slicedSort(
        new Uint32Array(5_000),
        () => 0,
        () => true,
        stop,
      ),
    ).rejects.toThrow("stop");
  });
});

describe("Pace", () => {
  it("lets urgent things go first", async () => {
    const pace = new Pace();
    const order: string[] = [];
    let finish = (): void => undefined;
    const urgent = pace.first(async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push("urgent");
    });
    const rest = pace.rest(new AbortController().signal).then(() => order.push("long"));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(order).toEqual([]);
    finish();
    await Promise.all([urgent, rest]);
    expect(order).toEqual(["urgent", "long"]);
    const aborted = new AbortController();
    aborted.abort();
    await expect(pace.rest(aborted.signal)).rejects.toThrow();
  });
});
