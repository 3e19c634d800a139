import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  atFalseEnd,
  jumpTo,
  MAX_HEIGHT,
  moveBy,
  resized,
  scrolled,
  scrolledHeight,
  settle,
  type Scale,
} from "../../../../webview/corpus/scale.ts";

const ROW = 24;
const VIEW = 700;
const start = (rows: number, view = VIEW): Scale => ({ full: rows * ROW, view, top: 0, thumb: 0 });
const end = (scale: Scale): number => Math.max(0, scale.full - scale.view);
const thumbEnd = (scale: Scale): number => Math.max(0, scrolledHeight(scale) - scale.view);

const rows = fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 1, max: 20_000_000 }));
const view = fc.integer({ min: 0, max: 3_000 });

describe("a table taller than the browser allows", () => {
  test("its scrolled height is within the limit of every browser", () => {
    expect(scrolledHeight(start(10_000_000))).toBe(MAX_HEIGHT);
    expect(scrolledHeight(start(100))).toBe(2_400);
  });

  test("the thumb at its ends is the table at its ends, and in between nothing is skipped for good", () => {
    fc.assert(
      fc.property(rows, view, fc.double({ min: 0, max: 1, noNaN: true }), (n, height, share) => {
        const scale = start(n, height);
        expect(scrolled(scale, thumbEnd(scale), true).top).toBe(end(scale));
        expect(scrolled(jumpTo(scale, end(scale)), 0, true).top).toBe(0);
        // Whatever place: jumping there and asking the thumb back gives the same place, to half a px of the table.
        const there = jumpTo(scale, share * end(scale));
        const back = scrolled(start(n, height), there.thumb, true);
        expect(Math.abs(back.top - there.top)).toBeLessThan(0.5);
      }),
    );
  });

  test("the wheel moves by just as many px, anywhere; resting moves nothing", () => {
    fc.assert(
      fc.property(
        rows,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: -2_000, max: 2_000 }), { maxLength: 40 }),
        (n, share, steps) => {
          let scale = jumpTo(start(n), Math.round(share * end(start(n))));
          let expected = scale.top;
          for (const px of steps) {
            // What a browser does: the thumb moves as far as it can.
            const thumb = Math.max(0, Math.min(thumbEnd(scale), scale.thumb + px));
            const isCut = thumb !== scale.thumb + px;
            scale = scrolled(scale, thumb, false);
            expected = Math.max(0, Math.min(end(scale), expected + px));
            if (isCut) expect([0, end(scale)]).toContain(Math.round(scale.top));
            expect(Math.abs(scale.top - expected)).toBeLessThan(0.01);
            if (atFalseEnd(scale)) scale = settle(scale);
            expect(Math.abs(scale.top - expected)).toBeLessThan(0.01);
            expect(atFalseEnd(scale)).toBe(false);
          }
        },
      ),
    );
  });

  test("without a hint, the length of a move tells the scrollbar from the wheel", () => {
    const middle = jumpTo(start(10_000_000), 120_000_000);
    expect(scrolled(middle, middle.thumb + 300).top).toBe(120_000_300);
    expect(scrolled(middle, middle.thumb + 100_000).top).toBeGreaterThan(123_000_000);
  });

  test("more rows, or another height: the first row on show stays", () => {
    const scale = jumpTo(start(10_000), 100_000);
    expect(resized(scale, 10_000_000 * ROW, 300)).toMatchObject({ top: 100_000, view: 300 });
    expect(resized(scale, 10 * ROW, 300).top).toBe(0);
  });

  test("moves end at the ends", () => {
    expect(moveBy(start(1_000), -50).top).toBe(0);
    expect(moveBy(start(1_000), 1e9).top).toBe(1_000 * ROW - VIEW);
    expect(jumpTo(start(0), 100)).toMatchObject({ top: 0, thumb: 0 });
  });
});
