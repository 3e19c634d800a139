import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../../../src/core/conversation/span.ts";
import { mergeEvidence } from "../../../../src/core/export/merge-evidence.ts";

const TEXT = "The quick brown fox 😟 jumps.";
const span = fc
  .tuple(fc.nat(TEXT.length), fc.nat(TEXT.length), fc.constantFrom("h", "other"))
  .map(([a, b, hash]): Span => {
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    return { turn: 0, block: 0, start, end, quote: TEXT.slice(start, end), hash };
  });
const byRater = fc.array(fc.array(span, { maxLength: 4 }), { minLength: 1, maxLength: 4 });

describe("evidence of several raters", () => {
  it("is what counting every code unit gives, in spans that a passage of somebody joins", () => {
    fc.assert(
      fc.property(byRater, fc.integer({ min: 1, max: 4 }), (raters, atLeast) => {
        const merged = mergeEvidence(raters, atLeast);
        for (const hash of ["h", "other"]) {
          const own = raters.map((spans) => spans.filter((one) => one.hash === hash));
          const votes = Array.from({ length: TEXT.length }, () => 0);
          for (let at = 0; at < TEXT.length; at++)
            votes[at] = own.filter((spans) => spans.some((one) => one.start <= at && at < one.end)).length;
          const found = merged.filter((one) => one.hash === hash);
          const covered = Array.from({ length: TEXT.length }, (_, at) =>
            found.some((one) => one.start <= at && at < one.end),
          );
          expect(covered).toEqual(covered.map((_, at) => (votes[at] ?? 0) >= atLeast));
          for (const one of found) {
            expect(one.quote).toBe(TEXT.slice(one.start, one.end));
            expect(one.end).toBeGreaterThan(one.start);
          }
          // Two that touch are two only if no passage of anybody goes over the place where they meet.
          found.slice(1).forEach((one, at) => {
            const before = found[at];
            expect(before && before.end <= one.start).toBe(true);
            if (before?.end === one.start)
              expect(own.flat().some(({ start, end }) => start < one.start && end > one.start)).toBe(false);
          });
        }
      }),
    );
  });

  it("takes one rater's passages once, and takes time by their number, not their length", () => {
    const quote = "x".repeat(100_000);
    const long: Span = { turn: 0, block: 0, start: 0, end: quote.length, quote, hash: "h" };
    expect(mergeEvidence([[long, long]], 2)).toEqual([]);
    const many = Array.from({ length: 1_000 }, () => long);
    expect(mergeEvidence([many, many], 2)).toEqual([long]);
  });
});
