import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFromCorpusPage, isColumnId, MAX_WINDOW } from "../../../src/protocol/check-corpus.ts";
import { isToCorpusPage } from "../../../src/protocol/checkToCorpusPage.ts";
import type { CorpusIntent } from "../../../src/protocol/corpus.ts";
import { corpusSnapshot } from "../../webview/corpus-samples.ts";

const intents: readonly CorpusIntent[] = [
  { do: "rows", generation: 4, from: 9_999_900, count: 100 },
  { do: "query", text: "" },
  { do: "sort", sort: [{ column: "meta:model.name", descending: true }] },
  { do: "columns", columns: ["row", "words", "meta:a"] },
  { do: "facets", columns: [] },
  { do: "open", generation: 0, at: 0, preview: true },
  { do: "cancel" },
  { do: "resume" },
  { do: "sample" },
  { do: "useSample", name: null },
  { do: "useSample", name: "pilot" },
  { do: "showProblems" },
];

const wrap = (ask: unknown) => ({ type: "intent", intent: 3, ask });

describe("checkFromCorpusPage", () => {
  test.each(intents)("takes %j as it is", (ask) => {
    expect(checkFromCorpusPage(wrap(ask))).toEqual({ ok: true, message: wrap(ask) });
  });

  test("takes viewLoaded", () => {
    expect(checkFromCorpusPage({ type: "viewLoaded" }).ok).toBe(true);
  });

  test.each([
    ["unknown deed", { do: "delete" }],
    ["no rows asked", { do: "rows", generation: 1, from: 0, count: 0 }],
    ["too many rows", { do: "rows", generation: 1, from: 0, count: MAX_WINDOW + 1 }],
    ["a negative row", { do: "rows", generation: 1, from: -1, count: 5 }],
    ["a fractional row", { do: "open", generation: 1, at: 0.5, preview: true }],
    ["no number", { do: "open", generation: 1, at: Number.NaN, preview: true }],
    ["unknown column", { do: "columns", columns: ["constructor"] }],
    ["a path of nothing", { do: "facets", columns: ["meta:"] }],
    ["extra key", { do: "cancel", path: "../../etc" }],
    ["long query", { do: "query", text: "x".repeat(30_000) }],
    ["nameless sample", { do: "useSample", name: "" }],
    ["null", null],
  ])("refuses: %s", (_name, ask) => {
    expect(checkFromCorpusPage(wrap(ask))).toMatchObject({ ok: false, intent: 3 });
  });

  test("never throws, and takes no arbitrary JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(checkFromCorpusPage(value).ok).toBe(false);
        expect(checkFromCorpusPage(wrap(value)).ok).toBe(false);
      }),
    );
  });

  test("column names of prototypes are none", () => {
    for (const name of ["__proto__", "toString", "meta", ""]) expect(isColumnId(name)).toBe(false);
  });
});

describe("isToCorpusPage", () => {
  const row = { at: 1, row: 7, cells: [{ text: "a" }] };

  test("takes what the host sends", () => {
    expect(isToCorpusPage({ type: "snapshot", snapshot: corpusSnapshot(1) })).toBe(true);
    expect(isToCorpusPage({ type: "rows", generation: 1, rows: [row] })).toBe(true);
    expect(isToCorpusPage({ type: "focus", target: "search" })).toBe(true);
    expect(isToCorpusPage({ type: "reply", intent: 1, error: "no" })).toBe(true);
  });

  test.each([
    undefined,
    "snapshot",
    { type: "snapshot" },
    { type: "snapshot", snapshot: { revision: 1 } },
    { type: "snapshot", snapshot: { ...corpusSnapshot(1), view: null } },
    { type: "snapshot", snapshot: { ...corpusSnapshot(1), screen: { type: "toString" } } },
    { type: "rows", generation: 1 },
    { type: "rows", generation: 1, rows: [{ ...row, at: -1 }] },
    { type: "rows", generation: 1, rows: [{ ...row, cells: [{ text: 3 }] }] },
    { type: "focus", target: "__proto__" },
    { type: "reply", intent: "1" },
  ])("refuses %j", (message) => {
    expect(isToCorpusPage(message)).toBe(false);
  });
});
