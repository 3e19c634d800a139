/** Order of rating, traps and shares of raters. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { ratingOrder, spreadTraps } from "../../../../src/core/sampling/order.ts";
import { assignRaters, overlapProblem } from "../../../../src/core/sampling/overlap.ts";
import { alternatives, parseTraps } from "../../../../src/core/sampling/traps.ts";
import { rowsOf, shuffled } from "./frames.ts";

const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

describe("the order of rating", () => {
  it("depends on ids and seed alone, and not on the order of the file", () => {
    const rows = rowsOf(200);
    const order = ratingOrder(rows, 4).map(({ id }) => id);
    expect(ratingOrder(shuffled(rows, 1), 4).map(({ id }) => id)).toEqual(order);
    expect(order).not.toEqual(rows.map(({ id }) => id));
    expect(ratingOrder(rows, 5).map(({ id }) => id)).not.toEqual(order);
    expect([...order].sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("puts every row first about equally often", () => {
    const rows = rowsOf(10);
    const first = new Map<string, number>();
    for (let seed = 0; seed < 3_000; seed++) {
      const id = ratingOrder(rows, seed)[0]?.id ?? "";
      first.set(id, (first.get(id) ?? 0) + 1);
    }
    // 300 expected, standard error 16.
    expect([...first.values()].every((count) => count > 230 && count < 370)).toBe(true);
  });
});

describe("traps", () => {
  it("stand one in each stretch of equal length, at places that differ by seed", () => {
    const items = rowsOf(100).map(({ id }) => id);
    const traps = ["t1", "t2", "t3", "t4"];
    const places = new Set<string>();
    for (let seed = 0; seed < 50; seed++) {
      const mix = spreadTraps(items, traps, seed);
      expect(mix.filter((id) => !traps.includes(id))).toEqual(items);
      const at = traps.map((trap, before) => mix.indexOf(trap) - before);
      for (const [nth, place] of at.entries()) {
        expect(place).toBeGreaterThanOrEqual(25 * nth);
        expect(place).toBeLessThan(25 * (nth + 1));
      }
      places.add(at.join());
    }
    expect(places.size).toBeGreaterThan(45);
  });

  it("all get in, also when there are more of them than items", () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(12), fc.nat(), (items, traps, seed) => {
        const named = (letter: string, count: number) =>
          Array.from({ length: count }, (_, at) => letter + at);
        const mix = spreadTraps(named("i", items), named("t", traps), seed);
        expect(mix.filter((id) => id.startsWith("i"))).toEqual(named("i", items));
        expect(mix.filter((id) => id.startsWith("t"))).toEqual(named("t", traps));
      }),
    );
  });

  it("are read from a list, with or without a frame around it", () => {
    const traps = [
      { id: "c1", values: ["honesty | candour"], not: ["flattery"] },
      { id: "__proto__", responseType: "reframing", note: "kept out" },
    ];
    const expected = [
      { id: "c1", answer: { values: ["honesty | candour"], not: ["flattery"] } },
      { id: "__proto__", answer: { values: [], not: [], responseType: "reframing" } },
    ];
    expect(parseTraps(JSON.stringify(traps))).toEqual({ ok: true, traps: expected });
    expect(parseTraps(JSON.stringify({ traps }))).toEqual({ ok: true, traps: expected });
    expect(alternatives("Honesty | candour|")).toEqual(["honesty", "candour"]);
  });

  it.each([
    ["{", "not JSON"],
    ["[]", "list of traps"],
    ["7", "list of traps"],
    ['[{"id":""}]', "0.id"],
    ['[{"id":"a","values":[5]}]', "0.values.0"],
    ['[{"id":"a","responseType":"shouting"}]', "0.responseType"],
    ['[{"id":"a"}]', "no answer"],
    ['[{"id":"a","values":["|"]}]', 'nothing but "|"'],
    ['[{"id":"a","values":["x|y"],"not":["Y","X"]}]', "wanted and unwanted"],
    ['[{"id":"a","values":["x"]},{"id":"a","values":["x"]}]', "trap 2 has the id"],
  ])("%s is refused: %s", (text, reason) => {
    expect(parseTraps(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});

describe("shares of raters", () => {
  const hashes = (count: number): number[] => rowsOf(count).map(({ id }) => idHashOf(id));
  const team = (size: number): string[] => Array.from({ length: size }, (_, at) => `rater ${at}`);

  it("are balanced within one, of the shared items and of all, and deterministic", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (items, raters, each, shared, seed) => {
          fc.pre(each <= raters);
          const names = team(raters);
          const shares = assignRaters(hashes(items), names, { shared, each }, seed);
          expect(assignRaters(hashes(items), [...names].reverse(), { shared, each }, seed)).toEqual(shares);
          const full = shares.map((share) => share ?? names);
          const load = (of: readonly (readonly string[])[]) =>
            names.map((name) => of.filter((share) => share.includes(name)).length);
          expect(spread(load(full))).toBeLessThanOrEqual(1);
          const sharedItems = each === 1 ? full : full.filter((share) => share.length === each);
          if (each > 1) {
            expect(sharedItems).toHaveLength(Math.round(shared * items));
            expect(spread(load(sharedItems))).toBeLessThanOrEqual(1);
          }
          expect(full.every((share) => share.length === each || share.length === 1)).toBe(true);
          expect(full.every((share) => new Set(share).size === share.length)).toBe(true);
        },
      ),
    );
  });

  it("let every pair of raters meet about equally often", () => {
    const names = team(5);
    const shares = assignRaters(hashes(200), names, { shared: 0.5, each: 2 }, 3);
    const meetings = names.flatMap((a, at) =>
      names
        .slice(at + 1)
        .map(
          (b) =>
            shares.filter((share) => share?.length === 2 && share.includes(a) && share.includes(b)).length,
        ),
    );
    expect(meetings).toHaveLength(10);
    expect(meetings.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(spread(meetings)).toBeLessThanOrEqual(4);
  });

  it("spread each rater's items over the whole order", () => {
    const shares = assignRaters(hashes(300), team(3), { shared: 0.2, each: 3 }, 8);
    for (const name of team(3)) {
      const half = (from: number) =>
        shares.slice(from, from + 150).filter((share) => share === undefined || share.includes(name)).length;
      expect(Math.abs(half(0) - half(150))).toBeLessThan(25);
    }
  });

  it("can't be made by an impossible plan", () => {
    expect(overlapProblem({ shared: 0.5, each: 3 }, 2)).toContain("3 of 2");
    for (const [shared, each, raters] of [
      [-0.1, 1, 2],
      [Number.NaN, 1, 2],
      [0.5, 0, 2],
      [0.5, 1, 0],
    ] as const)
      expect(overlapProblem({ shared, each }, raters)).toBeTypeOf("string");
    expect(() => assignRaters([1], ["a", "a"], { shared: 1, each: 2 }, 1)).toThrow(RangeError);
  });
});
