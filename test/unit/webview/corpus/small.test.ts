import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { announcement } from "../../../../webview/corpus/announce.ts";
import { layoutOf, moved, widthOf } from "../../../../webview/corpus/columns.ts";
import { gridKey } from "../../../../webview/corpus/gridKeys.ts";
import { MAX_HISTORY, NOTHING_KEPT, parseKept, remembered } from "../../../../webview/corpus/kept.ts";
import { matchCount } from "../../../../webview/corpus/numbers.ts";
import { screenKind } from "../../../../webview/corpus/screenWords.ts";
import { nextSort } from "../../../../webview/corpus/sorting.ts";
import { COLUMNS, corpusSnapshot } from "../../../webview/corpus-samples.ts";

describe("what is kept", () => {
  test("comes back as it was", () => {
    const kept = {
      ...NOTHING_KEPT,
      widths: { words: 300 },
      columns: ["row", "meta:a"] as const,
      sort: [{ column: "turns", descending: true }] as const,
      query: "refund",
      place: { at: 5_000_000, px: 3 },
      selected: 7,
      history: ["a", "b"],
    };
    expect(parseKept(structuredClone(kept))).toEqual(kept);
  });

  test("of another make, or broken, is read as far as it can be, or not at all", () => {
    expect(parseKept({ version: 2 })).toBeUndefined();
    expect(
      parseKept({ version: 1, widths: { a: "wide", b: -1, c: 50 }, place: { at: 1 }, sort: [{}] }),
    ).toEqual({
      ...NOTHING_KEPT,
      widths: { c: 50 },
      facets: [],
    });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void parseKept({ version: 1, place: value, widths: value })),
    );
  });

  test("the history has each query once, the newest first", () => {
    expect(remembered(["a", "b"], " b ")).toEqual(["b", "a"]);
    expect(remembered(["a"], "  ")).toEqual(["a"]);
    const many = Array.from({ length: 50 }, (_, n) => `${n}`);
    expect(remembered(many, "x")).toHaveLength(MAX_HISTORY);
  });
});

describe("sorting", () => {
  const turns = { column: "turns", descending: false } as const;

  test("up, down, not at all", () => {
    expect(nextSort([], "turns", false)).toEqual([turns]);
    expect(nextSort([turns], "turns", false)).toEqual([{ ...turns, descending: true }]);
    expect(nextSort([{ ...turns, descending: true }], "turns", false)).toEqual([]);
  });

  test("with Shift beside the other keys, in their order", () => {
    const size = { column: "size", descending: true } as const;
    expect(nextSort([turns], "size", true)).toEqual([turns, { ...size, descending: false }]);
    expect(nextSort([turns, size], "turns", true)).toEqual([{ ...turns, descending: true }, size]);
    expect(nextSort([turns, size], "size", true)).toEqual([turns]);
  });
});

describe("columns", () => {
  test("widths of one's own win, within reason; prototype names are none", () => {
    const [, words] = COLUMNS;
    if (words === undefined) throw new Error("no column");
    expect(widthOf(words, { words: 99 })).toBe(99);
    expect(widthOf(words, { words: 9e9 })).toBe(1200);
    expect(widthOf({ id: "meta:__proto__", title: "", numeric: false }, {})).toBe(132);
  });

  test("the first words take what is left until they get a width", () => {
    expect(layoutOf(COLUMNS, {}).template).toContain("minmax(380px, 1fr)");
    expect(layoutOf(COLUMNS, { words: 200 }).template).toMatch(/ 200px .* 1fr$/);
  });

  test("moved", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a"], 5, 0)).toEqual(["a"]);
  });
});

describe("keys", () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const place = { at: 5, rows: 100, page: 20, first: 0 };

  test.each([
    ["ArrowDown", { do: "select", at: 6 }],
    ["PageDown", { do: "select", at: 24 }],
    ["PageUp", { do: "select", at: 0 }],
    ["End", { do: "select", at: 99 }],
    ["Enter", { do: "open", preview: false }],
    ["c", undefined],
    ["F6", undefined],
  ])("%s", (key, act) => {
    expect(gridKey({ ...plain, key }, place)).toEqual(act);
  });

  test("chords but Ctrl+Home and Ctrl+End are VS Code's", () => {
    expect(gridKey({ ...plain, key: "End", ctrlKey: true }, place)).toEqual({ do: "select", at: 99 });
    expect(gridKey({ ...plain, key: "ArrowDown", ctrlKey: true }, place)).toBeUndefined();
    expect(gridKey({ ...plain, key: "ArrowDown", altKey: true }, place)).toBeUndefined();
    expect(gridKey({ ...plain, key: "ArrowDown" }, { ...place, rows: 0 })).toBeUndefined();
  });
});

describe("words", () => {
  const view = { generation: 1, rows: 1_204, query: "x", sort: [], partial: true };

  test("counts", () => {
    expect(matchCount(corpusSnapshot(1, { rows: 700_000, view }))).toBe("1,204 of 700,000 rows so far");
    expect(
      matchCount(corpusSnapshot(1, { rows: 1, view: { ...view, rows: 1, query: "", partial: false } })),
    ).toBe("1 row");
  });

  test("are said when something changed, once", () => {
    const before = corpusSnapshot(1);
    expect(announcement(before, before)).toBe("");
    const found = corpusSnapshot(2, { view });
    expect(announcement(before, found)).toBe("1,204 of 10,000,000 rows so far");
    expect(announcement(found, { ...found, view: { ...view, rows: 2_000 } })).toBe("");
    expect(announcement(found, { ...found, view: { ...view, partial: false } })).toBe(
      "1,204 of 10,000,000 rows",
    );
    const sorted = {
      ...before,
      view: { ...before.view, sort: [{ column: "turns", descending: true }] as const },
    };
    expect(announcement(before, sorted)).toBe("Turns sorted descending");
  });

  test("of the screen in the table's place", () => {
    const none = { ...view, rows: 0 };
    expect(screenKind(undefined)).toBe("loading");
    expect(screenKind(corpusSnapshot(1))).toBe("none");
    expect(screenKind(corpusSnapshot(1, { view: none }))).toBe("searching");
    const stopped = [{ what: "Searching", detail: "stopped at 5 rows", cancellable: false }];
    expect(screenKind(corpusSnapshot(1, { view: none, tasks: stopped }))).toBe("stopped");
    expect(screenKind(corpusSnapshot(1, { view: { ...none, partial: false } }))).toBe("noMatch");
    expect(screenKind(corpusSnapshot(1, { rows: 0, view: { ...none, query: "", partial: false } }))).toBe(
      "empty",
    );
  });
});
