import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../../../src/core/sampling/allocate.ts";

const sized = (...sizes: readonly number[]) => sizes.map((size, at) => ({ name: `s${at}`, size }));
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

describe("shares of strata", () => {
  it("are in proportion, rounded by largest remainders", () => {
    expect(allocate(sized(500, 300, 200), 10, "proportional")).toEqual([5, 3, 2]);
    // 4.71, 3.14, 2.14 of 10: the one left over goes to the largest remainder.
    expect(allocate(sized(330, 220, 150), 10, "proportional")).toEqual([5, 3, 2]);
    // 3.33 each: by size (equal), then by name.
    expect(allocate(sized(10, 10, 10), 10, "proportional")).toEqual([4, 3, 3]);
  });

  it("give small strata two, or all they have, at the others' cost", () => {
    expect(allocate(sized(9_000, 990, 10, 1, 0), 100, "proportional")).toEqual([87, 10, 2, 1, 0]);
    expect(allocate(sized(1_000, 5, 5), 3, "proportional")).toEqual([1, 1, 1]);
    expect(allocate(sized(1_000, 600, 5), 2, "proportional")).toEqual([1, 1, 0]);
  });

  it("are equal where strata are large enough; small ones are taken whole", () => {
    expect(allocate(sized(100, 100, 100), 30, "equal")).toEqual([10, 10, 10]);
    expect(allocate(sized(1_000, 4, 1_000), 30, "equal")).toEqual([13, 4, 13]);
    expect(allocate(sized(2, 3), 30, "equal")).toEqual([2, 3]);
  });

  it("always add up, fit, leave none out that could have two, and don't depend on the order of strata", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(5), fc.nat(10_000)), { minLength: 1, maxLength: 12 }),
        fc.nat(3_000),
        fc.constantFrom("proportional" as const, "equal" as const),
        (sizes, total, rule) => {
          const strata = sized(...sizes);
          const counts = allocate(strata, total, rule);
          expect(sum(counts)).toBe(Math.min(total, sum(sizes)));
          const filled = sizes.filter((size) => size > 0).length;
          for (const [at, size] of sizes.entries()) {
            expect(counts[at]).toBeLessThanOrEqual(size);
            if (total >= 2 * filled) expect(counts[at]).toBeGreaterThanOrEqual(Math.min(2, size));
          }
          const back = allocate([...strata].reverse(), total, rule).reverse();
          expect(back).toEqual(counts);
        },
      ),
    );
  });

  it("differ from the exact proportion by less than one where no bound is met", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 200, max: 5_000 }), { minLength: 2, maxLength: 6 }), (sizes) => {
        const total = Math.round(sum(sizes) / 10);
        const counts = allocate(sized(...sizes), total, "proportional");
        for (const [at, size] of sizes.entries())
          expect(Math.abs((counts[at] ?? 0) - (total * size) / sum(sizes))).toBeLessThan(1);
      }),
    );
  });
});
