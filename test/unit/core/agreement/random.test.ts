import { describe, expect, it } from "vitest";
import { seededRandom, splitmix64, xoshiro128ss } from "../../../../src/core/agreement/random.ts";

describe("random numbers", () => {
  it("splitmix64: the published sequence of seed 1234567", () => {
    const next = splitmix64(1234567n);
    expect([next(), next(), next(), next(), next()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  it("xoshiro128**: the published sequence of state 1, 2, 3, 4", () => {
    const random = xoshiro128ss([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it("the same seed gives the same numbers, neighbouring seeds give others", () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 4 }, () => random.uniform());
    };
    expect(draw(5)).toEqual(draw(5));
    expect(new Set([0, 1, 2, 3, -1].flatMap(draw)).size).toBe(20);
    expect(() => seededRandom(0.5)).toThrow(RangeError);
    expect(() => xoshiro128ss([0, 0, 0, 0])).toThrow(RangeError);
  });

  it("whole numbers are equally likely, also for n that doesn't divide 2³²", () => {
    const random = seededRandom(3);
    for (const n of [2, 3, 7, 10, 97]) {
      const counts = Array.from({ length: n }, () => 0);
      const draws = 20_000;
      for (let draw = 0; draw < draws; draw++) {
        const at = random.below(n);
        counts[at] = (counts[at] ?? 0) + 1;
      }
      const chi = counts.reduce((sum, count) => sum + (count - draws / n) ** 2 / (draws / n), 0);
      // Mean n − 1, standard deviation √(2(n − 1)).
      expect(Math.abs(chi - (n - 1))).toBeLessThan(4 * Math.sqrt(2 * (n - 1)));
    }
    const large = 3 * 2 ** 30;
    let high = 0;
    for (let draw = 0; draw < 10_000; draw++) if (random.below(large) >= large / 2) high++;
    expect(Math.abs(high - 5_000)).toBeLessThan(200);
    expect(() => random.below(0)).toThrow(RangeError);
  });

  it("uniform numbers have mean 1/2, variance 1/12 and no correlation from one to the next", () => {
    const random = seededRandom(11);
    const drawn = Array.from({ length: 50_000 }, () => random.uniform());
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(Math.abs(mean(drawn) - 0.5)).toBeLessThan(0.006);
    expect(Math.abs(mean(drawn.map((x) => (x - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.002);
    const pairs = drawn.slice(1).map((x, at) => (x - 0.5) * ((drawn[at] ?? 0) - 0.5));
    expect(Math.abs(mean(pairs)) * 12).toBeLessThan(0.02);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
  });
});
