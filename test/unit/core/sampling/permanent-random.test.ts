import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitmix64 } from "../../../../src/core/agreement/random.ts";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { PURPOSES, PermanentRandom, seedFor } from "../../../../src/core/sampling/permanent-random.ts";
import type { Purpose } from "../../../../src/core/sampling/permanent-random.ts";
import { chiSquareZ } from "./frames.ts";

/** splitmix64 adds its increment before it mixes, so that starting one increment earlier mixes this very number. */
const finalise = (x: bigint): bigint => splitmix64(x - 0x9e37_79b9_7f4a_7c15n)();

function plain(seed: number, purpose: Purpose, hash: number): bigint {
  const next = splitmix64(BigInt(seed));
  let key = next();
  for (let skip = PURPOSES.indexOf(purpose); skip > 0; skip--) key = next();
  return finalise(BigInt.asUintN(64, key + BigInt(hash)));
}

const hashes = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1),
);

describe("permanent random numbers", () => {
  it("are those of splitmix64's finaliser, in halves or in bigints", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...PURPOSES), hashes, (seed, purpose, hash) => {
        const random = new PermanentRandom(seed, purpose);
        const mixed = plain(seed, purpose, hash);
        expect(random.of(hash)).toBe((Number(mixed >> 12n) + 0.5) / 2 ** 52);
        expect((BigInt(random.high) << 32n) | BigInt(random.low)).toBe(mixed);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are these, for ever: they are part of the record of samples", () => {
    const random = new PermanentRandom(2026, "draw");
    expect(["a", "b", "row-1", "漢"].map((id) => random.of(idHashOf(id)))).toMatchInlineSnapshot(`
      [
        0.5655990146956852,
        0.9579684258920794,
        0.8915589987187672,
        0.6947307997132631,
      ]
    `);
  });

  it("spread evenly over (0, 1) for ids that hardly differ, by each purpose and independently", () => {
    const count = 40_000;
    for (const seed of [1, 2, 3]) {
      const draws = new PermanentRandom(seed, "draw");
      const orders = new PermanentRandom(seed, "order");
      const other = new PermanentRandom(seed + 1, "draw");
      const cells = { one: counts(100), pair: counts(100), seeds: counts(100) };
      for (let at = 0; at < count; at++) {
        const hash = idHashOf(`conversation-${at}`);
        const [u, w, x] = [draws.of(hash), orders.of(hash), other.of(hash)];
        bump(cells.one, Math.floor(u * 100));
        bump(cells.pair, 10 * Math.floor(u * 10) + Math.floor(w * 10));
        bump(cells.seeds, 10 * Math.floor(u * 10) + Math.floor(x * 10));
      }
      for (const found of Object.values(cells))
        expect(chiSquareZ(found, counts(100, count / 100), 99)).toBeLessThan(3.5);
    }
  });

  it("never are 0 or 1, and refuse a seed that is no whole number", () => {
    fc.assert(
      fc.property(hashes, (hash) => {
        const u = new PermanentRandom(0, "draw").of(hash);
        expect(u > 0 && u < 1).toBe(true);
      }),
    );
    expect(() => new PermanentRandom(0.5, "draw")).toThrow(RangeError);
    expect(Number.isSafeInteger(seedFor(-7, "traps"))).toBe(true);
    expect(seedFor(1, "traps")).not.toBe(seedFor(1, "overlap"));
  });
});

const counts = (length: number, value = 0): number[] => Array.from({ length }, () => value);
function bump(cells: number[], at: number): void {
  cells[at] = (cells[at] ?? 0) + 1;
}
