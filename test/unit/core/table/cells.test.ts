import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Turn } from "../../../../src/core/conversation/model.ts";
import { fieldsOf, firstWords, metadataCell, saidIn } from "../../../../src/core/table/cells.ts";
import { foldCase } from "../../../../src/core/table/fold.ts";
import { rangeAt, rangesOf } from "../../../../src/core/table/ranges.ts";
import { hitsIn, oneLine, shorten, snippetOf } from "../../../../src/core/table/snippet.ts";

const turn = (role: Turn["role"], text: string, type: "text" | "image" | "other" = "text"): Turn => ({
  role,
  blocks: [{ type, text }],
});

describe("cells", () => {
  it("walks into metadata by own keys alone", () => {
    const metadata = JSON.parse(
      '{"a":{"b":1,"c.d":[1,null,"x"]},"a.b":"whole","__proto__":{"z":2},"n":null,"e":[]}',
    );
    expect(metadataCell(metadata, "a.b")).toBe("whole");
    expect(metadataCell(metadata, "a.c.d")).toEqual([1, "x"]);
    expect(metadataCell(metadata, "__proto__.z")).toBe(2);
    expect(metadataCell({}, "__proto__.z")).toBeNull();
    expect(metadataCell({}, "constructor")).toBeNull();
    expect(metadataCell(metadata, "n")).toBeNull();
    expect(metadataCell(metadata, "e")).toBeNull();
    expect(metadataCell(metadata, "a")).toBe('{"b":1,"c.d":[1,null,"x"]}');
    expect(fieldsOf(metadata).map(({ path }) => path)).toEqual(["a.b", "a.c.d", "a.b", "__proto__.z", "e"]);
  });

  it("takes the human's first words, on one line, and what was said without images", () => {
    const turns = [
      turn("system", "Be nice."),
      turn("assistant", "Hi"),
      turn("user", "image", "image"),
      turn("user", " a\n\tb "),
    ];
    expect(firstWords({ turns })).toBe("a b");
    expect(firstWords({ turns, title: " T\nt " })).toBe("T t");
    expect(firstWords({ turns: [turn("assistant", "Only me")] })).toBe("Only me");
    expect(firstWords({ turns: [] })).toBe("");
    expect([...saidIn({ turns })]).toEqual(["Be nice.", "Hi", " a\n\tb "]);
  });
});

describe("snippets", () => {
  it("shorten on grapheme borders", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(shorten(`ab${family}cd`, 6)).toBe("ab…");
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("e\u0301e\u0301e\u0301", 4)).toBe("e\u0301…");
    expect(oneLine("a\u202eb\u0000\n c ")).toBe("a b c");
  });

  it("show where a hit stands", () => {
    const text = `${"before ".repeat(40)}Honest${" after".repeat(60)}`;
    const snippet = snippetOf(text, [foldCase("HONEST")]);
    expect(snippet?.text.startsWith("…")).toBe(true);
    expect(snippet?.text.endsWith("…")).toBe(true);
    expect(snippet?.hits.map(([start, end]) => snippet.text.slice(start, end))).toEqual(["Honest"]);
    expect(snippetOf("nothing", ["x"])).toBeUndefined();
    expect(hitsIn("aXaxa", ["x", "xa"])).toEqual([[1, 5]]);
  });

  it("never break, and mark nothing but hits", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
        (text, wanted) => {
          for (const [start, end] of hitsIn(text, [foldCase(wanted)]))
            expect(foldCase(text.slice(start, end))).toContain(foldCase(wanted));
          const snippet = snippetOf(text, [foldCase(wanted)]);
          expect(snippet === undefined).toBe(!foldCase(text).includes(foldCase(wanted)));
        },
      ),
    );
  });
});

describe("ranges of numbers", () => {
  it("hold every number once", () => {
    const numbers = fc.array(
      fc.oneof(
        fc.integer(),
        fc.integer({ min: 0, max: 50 }),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      ),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(numbers, (values) => {
        const whole = values.every((value) => Number.isInteger(value));
        const ranges = rangesOf(Math.min(...values), Math.max(...values), [...new Set(values)], whole);
        expect(ranges.length).toBeLessThanOrEqual(14);
        for (const value of values) {
          const at = rangeAt(ranges, value);
          expect(at).toBeGreaterThanOrEqual(0);
          const holding = ranges.filter(
            ({ from, to, open }) => value >= from && (open ? value < to : value <= to),
          );
          expect(holding).toHaveLength(1);
        }
      }),
    );
  });

  it("are round", () => {
    expect(rangesOf(1, 87, undefined, true).map(({ value }) => value)).toEqual([
      "0..19",
      "20..39",
      "40..59",
      "60..79",
      "80..99",
    ]);
    expect(rangesOf(0, 1, undefined, false).map(({ value }) => value)[0]).toBe("0..<0.2");
    expect(rangesOf(3, 90_000, undefined, true).map(({ value }) => value)).toContain("1000..9999");
  });
});
