import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipCell, MAX_DRAWN, pieces } from "../../../../webview/corpus/clip.ts";

describe("clipCell", () => {
  test("leaves alone what fits", () => {
    const cell = { text: "short", hits: [[0, 2]] as const };
    expect(clipCell(cell, 40)).toBe(cell);
  });

  test("cuts long texts, not characters", () => {
    const { text } = clipCell({ text: "😀".repeat(1_000) }, 40);
    expect(text.length).toBeLessThanOrEqual(MAX_DRAWN + 1);
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(text.endsWith("😀…")).toBe(true);
  });

  test("starts before a hit that would be out of sight", () => {
    const cell = {
      text: `${"x".repeat(5_000)} needle ${"y".repeat(5_000)}`,
      hits: [[5_001, 5_007]] as const,
    };
    const clipped = clipCell(cell, 40);
    const [[start, end] = [0, 0]] = clipped.hits ?? [];
    expect(clipped.text.slice(start, end)).toBe("needle");
    expect(start).toBeLessThan(40);
  });

  test("whatever the hits: they mark the same words, or nothing", () => {
    const hit = fc.tuple(fc.integer({ min: -5, max: 3_000 }), fc.integer({ min: -5, max: 3_000 }));
    const input = fc.record({
      text: fc.string({ unit: "binary", maxLength: 2_000 }),
      hits: fc.array(hit, { maxLength: 6 }),
    });
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 200 }), (cell, room) => {
        const clipped = clipCell(cell, room);
        expect(clipped.text.length).toBeLessThanOrEqual(MAX_DRAWN + 2);
        const drawn = pieces(clipped);
        expect(drawn.map(({ text }) => text).join("")).toBe(clipped.text);
        for (const piece of drawn) if (piece.hit) expect(cell.text).toContain(piece.text.replace(/…$/, ""));
      }),
    );
  });
});

test("pieces: overlapping hits are one", () => {
  expect(
    pieces({
      text: "abcdef",
      hits: [
        [3, 5],
        [1, 4],
      ],
    }),
  ).toEqual([
    { text: "a", hit: false },
    { text: "bcde", hit: true },
    { text: "f", hit: false },
  ]);
});
