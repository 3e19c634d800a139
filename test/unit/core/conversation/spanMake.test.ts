import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashText } from "../../../../src/core/conversation/hash.ts";
import {
  boundaryAfter,
  boundaryBefore,
  cutAtGrapheme,
} from "../../../../src/core/conversation/spanGraphemes.ts";
import { makeSpan } from "../../../../src/core/conversation/spanMake.ts";
import { awkwardText, conversationOf } from "./arbitraries.ts";

/** All boundaries, by segmenting the whole text. */
function boundaries(text: string): number[] {
  const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
  return [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
}

describe("grapheme boundaries", () => {
  it("agree with segmenting the whole text", () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        const all = boundaries(text);
        for (let at = 0; at <= text.length; at += 1) {
          expect(boundaryBefore(text, at)).toBe(all.findLast((boundary) => boundary <= at));
          expect(boundaryAfter(text, at)).toBe(all.find((boundary) => boundary >= at));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("agree with it for every letter of the BMP beside itself and beside letters of other scripts", () => {
    const others = ["a", "ж", "ש", "م", "か", "漢", "각", "\u0301", "\u200d", "\n"];
    for (let unit = 0; unit < 0xd800; unit += 1) {
      const letter = String.fromCharCode(unit);
      for (const pair of [
        letter + letter,
        ...(unit % 16 === 0 ? others.map((other) => letter + other) : []),
      ]) {
        expect(boundaryBefore(pair, 1) === 1, unit.toString(16)).toBe(boundaries(pair).includes(1));
      }
    }
  });

  it("cuts text to a length", () => {
    expect(cutAtGrapheme("ab👍🏽cd", 5)).toBe("ab");
    expect(cutAtGrapheme("ab👍🏽cd", 6)).toBe("ab👍🏽");
  });
});

describe("makeSpan", () => {
  it("widens to graphemes, quotes and hashes", () => {
    const text = "so: 👩‍👩‍👧‍👦 e\u0301t\u00e9";
    const conversation = conversationOf(["x"], ["y", text]);
    const family = text.indexOf("👩");
    expect(makeSpan(conversation, 1, 1, family + 3, family + 4)).toEqual({
      turn: 1,
      block: 1,
      start: family,
      end: family + "👩‍👩‍👧‍👦".length,
      quote: "👩‍👩‍👧‍👦",
      hash: hashText(text),
    });
  });

  it("always stands on boundaries and holds its quote", () => {
    fc.assert(
      fc.property(awkwardText, fc.nat(), fc.nat(), fc.boolean(), (text, a, b, trim) => {
        const [low, high] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y);
        const span = makeSpan(conversationOf([text]), 0, 0, low ?? 0, high ?? 0, { trim });
        const all = boundaries(text);
        expect(all).toContain(span.start);
        expect(all).toContain(span.end);
        expect(text.slice(span.start, span.end)).toBe(span.quote);
        if (!trim && low !== high) {
          expect(span.start).toBeLessThanOrEqual(low ?? 0);
          expect(span.end).toBeGreaterThanOrEqual(high ?? 0);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("trims a careless selection", () => {
    expect(makeSpan(conversationOf(["a \n be kind\t c"]), 0, 0, 1, 12, { trim: true })).toMatchObject({
      quote: "be kind",
    });
    expect(makeSpan(conversationOf(["a   c"]), 0, 0, 1, 4, { trim: true })).toMatchObject({
      start: 1,
      end: 1,
      quote: "",
    });
  });

  it("refuses what isn't there, without quoting the text", () => {
    const conversation = conversationOf(["secret"]);
    for (const [turn, block, start, end] of [
      [1, 0, 0, 1],
      [0, 1, 0, 1],
      [0, 0, -1, 1],
      [0, 0, 2, 1],
      [0, 0, 0, 7],
      [0, 0, 0.5, 1],
    ] as const) {
      expect(() => makeSpan(conversation, turn, block, start, end)).toThrow(RangeError);
      expect(() => makeSpan(conversation, turn, block, start, end)).not.toThrow(/secret/);
    }
  });
});
