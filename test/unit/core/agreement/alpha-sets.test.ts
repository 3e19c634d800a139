import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setAlpha } from "../../../../src/core/agreement/alpha-sets.ts";
import { seededRandom } from "../../../../src/core/agreement/random.ts";
import {
  SET_DISTANCES,
  setDistance,
  sortedSetDistance,
} from "../../../../src/core/agreement/set-distance.ts";
import { CROWD_KIT } from "./published.ts";

const plain = { interval: "none" } as const;
/** One coder says nothing applies. */
const WITH_EMPTY = [
  [["v1", "v2"], ["v1"]],
  [["v2"], ["v2", "v3"]],
  [[], ["v1"]],
  [["v3"], ["v3", "v2"]],
];

describe("distances of sets", () => {
  it.each([
    ["masi", 2 / 3],
    ["masi-nltk", 0.665],
    ["jaccard", 0.5],
    ["binary", 1],
  ] as const)("{1, 2} and {1, 2, 3, 4}: %s %f", (name, value) => {
    expect(setDistance(name, "12", "1234")).toBeCloseTo(value, 12);
  });

  it.each(SET_DISTANCES)(
    "%s: 0 between two empty sets, 1 to an empty one, repetition and order don't count",
    (name) => {
      expect(setDistance(name, [], [])).toBe(0);
      expect(setDistance(name, [], ["a"])).toBe(1);
      expect(setDistance(name, ["a", "b", "a"], ["b", "a"])).toBe(0);
    },
  );

  it.each(SET_DISTANCES)(
    "%s: symmetric, between 0 and 1, 0 for equal sets only, the same for sorted numbers",
    (name) => {
      const some = fc.uniqueArray(fc.integer({ min: 0, max: 80 }), { maxLength: 6 });
      fc.assert(
        fc.property(some, some, (a, b) => {
          const found = setDistance(name, a.map(String), b.map(String));
          expect(setDistance(name, b.map(String), a.map(String))).toBe(found);
          expect(found).toBeGreaterThanOrEqual(0);
          expect(found).toBeLessThanOrEqual(1);
          const same = a.length === b.length && a.every((one) => b.includes(one));
          expect(found === 0).toBe(same);
          expect(sortedSetDistance(name)(Int32Array.from(a).sort(), Int32Array.from(b).sort())).toBe(found);
        }),
      );
    },
  );
});

describe("Krippendorff's α of sets", () => {
  it.each([
    ["binary", 0.545455],
    ["masi-nltk", 0.667334],
    ["masi", 0.666667],
    ["jaccard", 0.736842],
  ] as const)("crowd-kit's example, %s: %f", (distance, value) => {
    expect(setAlpha(CROWD_KIT, distance, plain).value).toBeCloseTo(value, 6);
  });

  it.each([
    ["masi", 0.104265],
    ["jaccard", 0.198473],
  ] as const)("an empty set is a rating, %s: %f", (distance, value) => {
    expect(setAlpha(WITH_EMPTY, distance, plain).value).toBeCloseTo(value, 6);
  });

  it("missing is not empty", () => {
    const missing = setAlpha([...CROWD_KIT, [undefined, ["dog"]]], "masi", plain);
    expect(missing).toEqual(setAlpha(CROWD_KIT, "masi", plain));
    expect(setAlpha([...CROWD_KIT, [[], ["dog"]]], "masi", plain).value).toBeLessThan(missing.value ?? 0);
    expect(setAlpha([...CROWD_KIT, [[], []]], "masi", plain).value).toBeGreaterThan(missing.value ?? 1);
  });

  it("equals the definition written as plainly as can be", () => {
    const set = fc.option(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 }), {
      nil: undefined,
    });
    const table = fc.array(fc.array(set, { minLength: 2, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(table, fc.constantFrom(...SET_DISTANCES), (ratings, name) => {
        const units = ratings
          .map((unit) => unit.filter((x) => x !== undefined))
          .filter((unit) => unit.length > 1);
        const all = units.flat();
        const pairs = (values: readonly string[][]): number =>
          values.reduce(
            (s, a, i) => s + values.reduce((t, b, j) => (i === j ? t : t + setDistance(name, a, b)), 0),
            0,
          );
        const observed = units.reduce((sum, unit) => sum + pairs(unit) / (unit.length - 1), 0) / all.length;
        const expected = pairs(all) / (all.length * (all.length - 1));
        const found = setAlpha(ratings, name, plain);
        if (all.length === 0 || expected === 0) expect(found.value).toBeNull();
        else expect(found.value).toBeCloseTo(1 - observed / expected, 10);
      }),
    );
  });

  /** Three raters who each see each of a unit's 2 or so true labels with probability .8, and others seldom. */
  function simulate(units: number, seed: number): string[][][] {
    const random = seededRandom(seed);
    return Array.from({ length: units }, () => {
      const truth = new Set(Array.from({ length: 1 + random.below(3) }, () => random.below(40)));
      return Array.from({ length: 3 }, () => {
        const seen = [...truth].filter(() => random.uniform() < 0.8);
        if (random.uniform() < 0.3) seen.push(random.below(40));
        return seen.map((label) => `v${label}`);
      });
    });
  }

  it("sampled expected disagreement is the exact one within its error, and says that it is sampled", () => {
    const ratings = simulate(400, 5);
    const exact = setAlpha(ratings, "masi", { interval: "jackknife" });
    const sampled = setAlpha(ratings, "masi", { exactPairs: 10, sampledPairs: 100_000 });
    // Distances spread by less than .3: four standard errors of their mean.
    expect(Math.abs(sampled.expected - exact.expected)).toBeLessThan((4 * 0.3) / Math.sqrt(100_000));
    expect(sampled.observed).toBe(exact.observed);
    expect(sampled.design).toContain("100000 sampled pairs, seed 1");
    expect(exact.design).not.toContain("sampled pairs");
    expect(sampled.interval?.method).toContain("linearised over units");
    const ratio = (sampled.interval?.standardError ?? 0) / (exact.interval?.standardError ?? 1);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });

  it("the error from a part of very many units is that from all", () => {
    const ratings = simulate(9_000, 3).map((unit) => unit.map((labels) => labels.slice(0, 1)));
    const exact = setAlpha(ratings, "binary", { interval: "jackknife" });
    const sampled = setAlpha(ratings, "binary", { exactPairs: 0 });
    expect(sampled.interval?.method).toContain("influence of 8000 units");
    const ratio = (sampled.interval?.standardError ?? 0) / (exact.interval?.standardError ?? 1);
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(1.07);
    expect(Math.abs((sampled.value ?? 0) - (exact.value ?? 1))).toBeLessThan(0.005);
  });

  it("bootstrap, jackknife and linearised standard errors agree on 200 units, and shrink with the root of n", () => {
    const errors = (units: number): number[] =>
      (["bootstrap", "jackknife", "linearised"] as const).map((interval) => {
        const found = setAlpha(simulate(units, 9), "jaccard", { interval, resamples: 300 });
        return found.interval?.standardError ?? Number.NaN;
      });
    const [bootstrap = 0, jackknifed = 0, linearised = 0] = errors(200);
    expect(bootstrap / jackknifed).toBeGreaterThan(0.85);
    expect(bootstrap / jackknifed).toBeLessThan(1.15);
    expect(linearised / jackknifed).toBeGreaterThan(0.95);
    expect(linearised / jackknifed).toBeLessThan(1.05);
    const large =
      setAlpha(simulate(800, 9), "jaccard", { interval: "jackknife" }).interval?.standardError ?? 0;
    expect(jackknifed / large).toBeGreaterThan(1.6);
    expect(jackknifed / large).toBeLessThan(2.5);
  });
});

const fixtures = path.resolve(import.meta.dirname, "../../../../../shared/agreement-fixtures/fixtures.json");

describe.skipIf(!existsSync(fixtures))("figures of an independent program", () => {
  it("α of sets to 12 digits", () => {
    const expected: Record<string, number> = JSON.parse(readFileSync(fixtures, "utf8"));
    expect(setAlpha(CROWD_KIT, "masi-nltk", plain).value).toBeCloseTo(
      expected["crowdkit_masi_nltkconst"] ?? 0,
      12,
    );
    expect(setAlpha(CROWD_KIT, "jaccard", plain).value).toBeCloseTo(expected["crowdkit_jaccard"] ?? 0, 12);
    expect(setAlpha(WITH_EMPTY, "masi", plain).value).toBeCloseTo(
      expected["so_emptyset_masi_exact"] ?? 0,
      12,
    );
    expect(setAlpha(WITH_EMPTY, "jaccard", plain).value).toBeCloseTo(
      expected["so_emptyset_jaccard"] ?? 0,
      12,
    );
  });
});
