import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "../../../../src/core/conversation/anchorApproximate.ts";
import { normalise } from "../../../../src/core/conversation/anchorNormalise.ts";
import { isWholeWords } from "../../../../src/core/conversation/anchorWords.ts";
import { awkwardText } from "./arbitraries.ts";
import { SPOKEN, UNSPOKEN } from "./passages.ts";

describe("normalise", () => {
  it("maps every unit back into the source, in order, and is its own normal form", () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        const { text: form, starts, ends } = normalise(text);
        expect([starts.length, ends.length]).toEqual([form.length, form.length]);
        for (let at = 0; at < form.length; at += 1) {
          expect(starts[at]).toBeGreaterThanOrEqual(starts[at - 1] ?? 0);
          expect(ends[at]).toBeGreaterThan(starts[at] ?? 0);
          expect(ends[at]).toBeLessThanOrEqual(text.length);
        }
        expect(form).not.toMatch(/^\s|\s$|\s\s|[\r\n\u00a0\u200b\u00ad]/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it("keeps the letters of plain text", () => {
    for (const passage of [...SPOKEN, ...UNSPOKEN]) expect(normalise(passage, false).text).toBe(passage);
  });
});

describe("editDistance", () => {
  it("agrees with the whole table", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
    fc.assert(
      fc.property(short, short, fc.nat(12), (a, b, limit) => {
        let row = Array.from({ length: b.length + 1 }, (_, j) => j);
        for (const [i, unit] of [...a].entries()) {
          const next = [i + 1];
          for (let j = 1; j <= b.length; j += 1) {
            const replace = (row[j - 1] ?? 0) + (unit === b[j - 1] ? 0 : 1);
            next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
          }
          row = next;
        }
        expect(editDistance(a, b, limit)).toBe(Math.min(row[b.length] ?? 0, limit + 1));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("isWholeWords", () => {
  it("takes whole words of a passage and no parts of words", () => {
    for (const passage of SPOKEN) {
      for (const { index, 0: word } of passage.matchAll(/\p{L}{4,}/gu)) {
        if (/^['’]t/u.test(passage.slice(index + word.length))) continue;
        expect(isWholeWords(passage, index, index + word.length)).toBe(true);
        expect(isWholeWords(passage, index + 1, index + word.length)).toBe(false);
        expect(isWholeWords(passage, index, index + word.length - 1)).toBe(false);
      }
    }
  });
});
