import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ITEMS, draw, settle } from "../../../../src/core/sampling/draw.ts";
import type { Frame } from "../../../../src/core/sampling/frame.ts";
import { SCORE_FLOOR, inclusionProbabilities } from "../../../../src/core/sampling/inclusion.ts";
import type { SampleDesign } from "../../../../src/core/sampling/sample.ts";
import { chiSquareZ, frameOf, rowsOf, shuffled } from "./frames.ts";
import type { Row } from "./frames.ts";

const proportional = (size: number): SampleDesign => ({
  type: "stratified",
  by: { type: "model" },
  allocation: { type: "proportional", size },
});
const weighted = (size: number): SampleDesign => ({ type: "weighted", by: "uncertainty", size });
const simple = (size: number): SampleDesign => ({ type: "simple", size });

const mixed = (count: number): Row[] =>
  rowsOf(count, (at) => ({ stratum: at % 10 === 0 ? "rare" : `s${at % 2}`, score: (at * 37) % 11 }));

function idsOf(rows: readonly Row[], design: SampleDesign, seed: number): string[] {
  const { frame } = frameOf(rows);
  return settle(draw(frame, design, seed), (place) => rows[place]?.id ?? "")
    .map(({ place }) => rows[place]?.id ?? "")
    .sort();
}

/** How often each row was drawn over seeds 1 … `seeds`. */
function frequencies(frame: Frame, design: SampleDesign, seeds: number): number[] {
  const counts = Array.from({ length: frame.rows.length }, () => 0);
  for (let seed = 1; seed <= seeds; seed++)
    for (const { place } of draw(frame, design, seed).units) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

describe("a draw", () => {
  it("doesn't depend on the order of rows, in any design, and differs by seed", () => {
    const rows = mixed(400);
    const given: SampleDesign = {
      type: "stratified",
      by: { type: "model" },
      allocation: { type: "given", sizes: { s1: 20, rare: 7 } },
    };
    for (const design of [simple(50), proportional(50), weighted(50), given, { type: "all" } as const]) {
      const ids = idsOf(rows, design, 11);
      expect(idsOf(shuffled(rows, 3), design, 11)).toEqual(ids);
      if (design.type !== "all") expect(idsOf(rows, design, 12)).not.toEqual(ids);
    }
  });

  it("takes each row as often as its probability says: simple", () => {
    const seeds = 4_000;
    const { frame } = frameOf(rowsOf(60));
    const counts = frequencies(frame, simple(15), seeds);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(15 * seeds);
    // Each count is binomial, and all are tied to one sum: Σ (c − np)² / np(1 − p) · (N − 1)/N is χ² of N − 1.
    const expected = counts.map(() => (seeds * 0.25 * 0.75 * 60) / 59);
    const spread = counts.map((count, at) => count - seeds * 0.25 + (expected[at] ?? 0));
    expect(Math.abs(chiSquareZ(spread, expected, 59))).toBeLessThan(3.5);
  });

  it("takes each row as often as its probability says: stratified", () => {
    const seeds = 4_000;
    const { frame } = frameOf(
      rowsOf(60, (at) => ({ stratum: at < 6 ? "small" : at < 20 ? "middle" : "large" })),
    );
    const { units } = draw(frame, proportional(12), 1);
    const by = (name: string) => units.filter(({ stratum }) => stratum === name);
    expect([by("small").length, by("middle").length, by("large").length]).toEqual([2, 3, 7]);
    expect(new Set(by("small").map(({ probability }) => probability))).toEqual(new Set([2 / 6]));
    expect(new Set(by("large").map(({ probability }) => probability))).toEqual(new Set([7 / 40]));
    const counts = frequencies(frame, proportional(12), seeds);
    for (const [at, count] of counts.entries()) {
      const p = at < 6 ? 2 / 6 : at < 20 ? 3 / 14 : 7 / 40;
      expect(Math.abs(count - seeds * p) / Math.sqrt(seeds * p * (1 - p))).toBeLessThan(4);
    }
  });

  it("takes each row nearly as often as its target says: Pareto, by score", () => {
    const seeds = 4_000;
    const { frame } = frameOf(rowsOf(100, (at) => ({ score: at === 0 ? 500 : at % 10 })));
    const target = inclusionProbabilities(frame.scores ?? new Float64Array(), 20);
    expect(target[0]).toBe(1);
    const counts = frequencies(frame, weighted(20), seeds);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(20 * seeds);
    for (const [at, count] of counts.entries()) {
      const p = target[at] ?? 0;
      if (p === 1) expect(count).toBe(seeds);
      // The targets are approximate by some per mille here, on top of chance.
      else expect(Math.abs(count / seeds - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / seeds) + 0.003);
    }
  });

  it("keeps most of the sample when the corpus grows, and loses nothing but what is pushed out", () => {
    const rows = mixed(1_000);
    const grown = [...rows, ...rowsOf(1_250).slice(1_000)];
    for (const size of [50, 200]) {
      const before = new Set(idsOf(rows, simple(size), 5));
      const after = idsOf(grown, simple(size), 5);
      const known = new Set(rows.map(({ id }) => id));
      // Of the smallest numbers of all, those of old rows were among the smallest of the old ones.
      expect(after.filter((id) => known.has(id)).every((id) => before.has(id))).toBe(true);
      const kept = after.filter((id) => before.has(id)).length / size;
      expect(kept).toBeGreaterThan(0.65);
      expect(kept).toBeLessThan(0.95);
    }
    // A larger sample holds the smaller one.
    const larger = new Set(idsOf(rows, simple(80), 5));
    expect(idsOf(rows, simple(50), 5).every((id) => larger.has(id))).toBe(true);
  });

  it("has the size asked for, with probabilities that add up to it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 350 }),
        fc.constantFrom(simple, proportional, weighted),
        fc.nat(),
        (count, size, design, seed) => {
          const { frame } = frameOf(mixed(count));
          const { units, contested } = draw(frame, design(size), seed);
          expect(contested).toEqual([]);
          expect(units).toHaveLength(Math.min(size, count));
          expect(new Set(units.map(({ place }) => place)).size).toBe(units.length);
          expect(units.every(({ probability }) => probability > 0 && probability <= 1)).toBe(true);
          if (size >= count) expect(units.every(({ probability }) => probability === 1)).toBe(true);
        },
      ),
    );
  });

  it("settles equal hashes by id, whichever order the rows come in", () => {
    const rows = rowsOf(6);
    const same = (of: readonly Row[]): string[] => {
      const { frame } = frameOf(of);
      const clash = { ...frame, idHashes: frame.idHashes.map(() => 12_345) };
      const drawn = draw(clash, simple(2), 1);
      expect(drawn.units).toEqual([]);
      expect(drawn.contested).toHaveLength(1);
      return settle(drawn, (place) => of[place]?.id ?? "").map(({ place }) => of[place]?.id ?? "");
    };
    expect(same(rows).sort()).toEqual(["row-1", "row-2"]);
    expect(same(shuffled(rows, 9)).sort()).toEqual(["row-1", "row-2"]);
  });

  it("says what can't be drawn", () => {
    const { frame } = frameOf(rowsOf(5));
    const bad: readonly SampleDesign[] = [
      simple(0),
      simple(1.5),
      simple(MAX_ITEMS + 1),
      weighted(2),
      proportional(2),
    ];
    for (const design of bad) expect(() => draw(frame, design, 1)).toThrow(RangeError);
    expect(() => draw(frameOf([]).frame, simple(1), 1)).toThrow(/no conversation/);
    expect(() => draw(frame, simple(1), 0.5)).toThrow(RangeError);
    expect(draw(frame, simple(9), 1).notes).toEqual(["All 5 conversations are drawn, as there are no more."]);
    const { frame: strata } = frameOf(mixed(40));
    const sizes = JSON.parse('{"rare": 99, "__proto__": 3, "gone": 1}');
    const drawn = draw(
      strata,
      { type: "stratified", by: { type: "model" }, allocation: { type: "given", sizes } },
      1,
    );
    expect(drawn.units).toHaveLength(4);
    expect(drawn.units.every(({ stratum, probability }) => stratum === "rare" && probability === 1)).toBe(
      true,
    );
    expect(drawn.notes).toHaveLength(3);
  });
});

describe("inclusion probabilities", () => {
  const scores = fc.array(
    // Not so small that a double has no room for their tenths.
    fc.oneof(fc.double({ min: 1e-100, max: 1e6, noNaN: true }), fc.constantFrom(0, Number.NaN)),
    {
      minLength: 1,
      maxLength: 60,
    },
  );

  it("add up to the size, lie in (0, 1], and are in proportion below 1", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 70 }), (values, size) => {
        const lambda = inclusionProbabilities(Float64Array.from(values), size);
        const total = lambda.reduce((sum, p) => sum + p, 0);
        expect(total).toBeCloseTo(Math.min(size, values.length), 6);
        expect(lambda.every((p) => p > 0 && p <= 1)).toBe(true);
        const known = values.filter((value) => !Number.isNaN(value));
        const mean = known.length === 0 ? 0 : known.reduce((sum, x) => sum + x, 0) / known.length;
        if (mean === 0 || size >= values.length) return;
        const ratios = [...lambda].flatMap((p, at) => {
          const value = values[at] ?? 0;
          return p < 1 ? [p / ((Number.isNaN(value) ? mean : value) + SCORE_FLOOR * mean)] : [];
        });
        for (const ratio of ratios) expect(ratio / (ratios[0] ?? 1)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("are those of a small example", () => {
    // Mean 5, floor .5: measures 3.5, 2.5, .5, 15.5. Two of four: 15.5 · 2/22 > 1 is certain, one is left for 6.5.
    const lambda = inclusionProbabilities(Float64Array.of(3, 2, 0, 15), 2);
    expect([...lambda]).toEqual([3.5 / 6.5, 2.5 / 6.5, 0.5 / 6.5, 1]);
    expect([...inclusionProbabilities(new Float64Array(4), 1)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});
