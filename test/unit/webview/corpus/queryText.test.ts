import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery } from "../../../../src/core/table/query-parse.ts";
import type { ColumnId } from "../../../../src/core/table/table.ts";
import { facetLabel, hasFacet, toggleFacet } from "../../../../webview/corpus/queryText.ts";

const MODEL = "meta:model";

describe("toggleFacet", () => {
  test.each([
    ["", "haiku", "meta.model:haiku"],
    ["refund", "haiku", "refund meta.model:haiku"],
    ["meta.model:haiku", "haiku", ""],
    ["refund meta.model:haiku -x", "haiku", "refund -x"],
    ["refund meta.model:haiku", "opus 4", 'refund (meta.model:haiku OR meta.model:"opus 4")'],
    ['(meta.model:haiku OR meta.model:"opus 4") x', "opus 4", "meta.model:haiku x"],
    ["a OR b", "haiku", "(a OR b) meta.model:haiku"],
    ["meta.model:haiku OR meta.model:b", "c", "(meta.model:haiku OR meta.model:b OR meta.model:c)"],
    ["(a OR meta.model:haiku)", "b", "(a OR meta.model:haiku) meta.model:b"],
    ["-meta.model:haiku", "haiku", "-meta.model:haiku meta.model:haiku"],
    ['an "open quote', "haiku", 'an "open quote meta.model:haiku'],
    ["a)", "haiku", "a) meta.model:haiku"],
  ])("%j with %j → %j", (query, value, expected) => {
    expect(toggleFacet(query, MODEL, value)).toBe(expected);
  });

  test("rows without a value", () => {
    const query = toggleFacet("", MODEL, null);
    expect(query).toBe("-meta.model:*");
    expect(hasFacet(query, MODEL, null)).toBe(true);
    expect(toggleFacet(query, MODEL, "a")).toBe("(-meta.model:* OR meta.model:a)");
  });

  test("whatever the value and the field: what is put in can be read, is seen, and can be taken out", () => {
    const column = fc.oneof(
      fc.constantFrom<ColumnId>("labels", "part", "status"),
      fc.string({ minLength: 1, unit: "binary" }).map((path): ColumnId => `meta:${path}`),
    );
    const start = fc.constantFrom("", "refund", '"two words" -x', "(a OR b) c");
    fc.assert(
      fc.property(column, fc.string({ unit: "binary" }), start, (id, text, query) => {
        const value = id === "status" ? "done" : text;
        const on = toggleFacet(query, id, value);
        expect(parseQuery(on).ok).toBe(true);
        expect(hasFacet(on, id, value)).toBe(true);
        expect(toggleFacet(on, id, value)).toBe(query);
      }),
    );
  });
});

test("ranges are written for people", () => {
  expect(facetLabel("3..9", true)).toBe("3–9");
  expect(facetLabel("0.2..<0.4", true)).toBe("0.2–<0.4");
  expect(facetLabel("3..9", false)).toBe("3..9");
});
