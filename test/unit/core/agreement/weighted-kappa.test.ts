import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohenKappa } from "../../../../src/core/agreement/kappa.ts";
import { weightedKappa } from "../../../../src/core/agreement/weighted-kappa.ts";

const same = (a: number, b: number): number => (a === b ? 0 : 1);
const steps = (a: number, b: number): number => Math.abs(a - b);

describe("weightedKappa", () => {
  it("with a distance of 0 and 1 is Cohen's κ, with its interval", () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 10,
      maxLength: 60,
    });
    fc.assert(
      fc.property(pairs, (units) => {
        const plain = cohenKappa(units.map(([a, b]) => [String(a), String(b)] as const));
        const [first, second] = [0, 1].map((at) => Int32Array.from(units, (unit) => unit[at] ?? 0));
        const weighted = weightedKappa(first ?? new Int32Array(), second ?? new Int32Array(), same, {
          title: "binary",
        });
        if (plain.value === null) return expect(weighted.value).toBeNull();
        expect(weighted.value).toBeCloseTo(plain.value, 10);
        expect(weighted.observed).toBeCloseTo(plain.observed, 10);
        expect(weighted.interval?.standardError).toBeCloseTo(plain.interval?.standardError ?? -1, 6);
      }),
    );
  });

  it("linear weights on a small table, worked out by hand", () => {
    // Answers 0 0, 0 1, 2 2, 2 0: Do = (0 + 1 + 0 + 2) / 4; De over 16 pairs of {0, 0, 2, 2} and {0, 1, 2, 0}.
    const found = weightedKappa(Int32Array.of(0, 0, 2, 2), Int32Array.of(0, 1, 2, 0), steps, {
      title: "linear",
    });
    const expected = (0 + 1 + 2 + 0 + 0 + 1 + 2 + 0 + 2 + 1 + 0 + 2 + 2 + 1 + 0 + 2) / 16;
    expect(found.value).toBeCloseTo(1 - 0.75 / expected, 12);
  });

  it("samples where there are too many pairs, says so, and comes near", () => {
    const first = Int32Array.from({ length: 4000 }, (_, at) => at % 50);
    const second = Int32Array.from({ length: 4000 }, (_, at) => (at % 7 === 0 ? (at * 13) % 50 : at % 50));
    const exact = weightedKappa(first, second, same, { title: "binary" });
    const near = weightedKappa(first, second, same, { title: "binary", exactPairs: 10 });
    expect(near.design).toContain("sampled");
    expect(Math.abs((near.value ?? 0) - (exact.value ?? 9))).toBeLessThan(0.02);
  });
});
