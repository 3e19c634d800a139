import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeDistance, setsApart, taxonomyAlpha } from "../../../../src/core/agreement/taxonomy-distance.ts";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import type { Level } from "../../../../src/core/taxonomy/taxonomy.ts";

const node = (id: string, level: Level, parent: string | null) => ({ id, name: id, level, parent });
const taxonomy = createTaxonomy({ id: "t", title: "t", version: "1", licence: "", attribution: "" }, [
  node("A", 3, null),
  node("B", 3, null),
  node("A1", 2, "A"),
  node("A2", 2, "A"),
  node("a", 0, "A1"),
  node("b", 0, "A1"),
  node("c", 0, "A2"),
  node("d", 0, "B"),
]);
const ids = taxonomy.nodes.map(({ id }) => id);

describe("distance in the taxonomy", () => {
  it.each([
    ["a", "a", 0],
    // Four steps each to the root above the categories; two of them shared (A1 to the root).
    ["a", "b", 4 / 8],
    ["a", "c", 6 / 8],
    ["a", "d", 1],
    ["a", "A1", 2 / 6],
    ["a", "A", 3 / 5],
    ["A", "B", 1],
    ["a", "not in it", 1],
    ["not in it", "not in it", 0],
  ] as const)("%s and %s: %f", (a, b, value) => {
    expect(nodeDistance(taxonomy)(a, b)).toBeCloseTo(value, 12);
    expect(nodeDistance(taxonomy)(b, a)).toBeCloseTo(value, 12);
  });

  it("weights say what each level's step counts", () => {
    // Light steps between values and clusters: siblings are nearly the same.
    const distance = nodeDistance(taxonomy, [0.1, 0.1, 1, 1]);
    expect(distance("a", "b")).toBeCloseTo(0.4 / 4.4, 12);
    expect(() => nodeDistance(taxonomy, [1, 0, 1, 1])).toThrow(RangeError);
  });

  it("sets: mean distance to the nearest label of the other", () => {
    const distance = nodeDistance(taxonomy);
    expect(setsApart([], [], distance)).toBe(0);
    expect(setsApart(["a"], [], distance)).toBe(1);
    expect(setsApart(["a", "d"], ["b"], distance)).toBeCloseTo((0.5 + 1 + 0.5) / 3, 12);
  });

  it("symmetric, from 0 to 1, 0 for equal sets only", () => {
    const some = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 });
    const distance = nodeDistance(taxonomy, [1, 2, 3, 4]);
    fc.assert(
      fc.property(some, some, (a, b) => {
        const found = setsApart(a, b, distance);
        expect(setsApart(b, a, distance)).toBeCloseTo(found, 12);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(found === 0).toBe(a.length === b.length && a.every((id) => b.includes(id)));
      }),
    );
  });

  it("α: raters who differ within a cluster agree better than raters who differ across categories", () => {
    const near = [
      [["a"], ["b"]],
      [["d"], ["d"]],
      [["c"], ["c"]],
    ];
    const far = [
      [["a"], ["d"]],
      [["d"], ["d"]],
      [["c"], ["c"]],
    ];
    const options = { interval: "none" } as const;
    const found = taxonomyAlpha(near, taxonomy, options);
    // By hand: Do = 2·(1/2)/6; ordered pairs of a b d d c c: ab ½, ac ac bc bc ¾, all eight with d 1.
    expect(found.value).toBeCloseTo(1 - 1 / 6 / ((2 * (0.5 + 4 * 0.75 + 8)) / 30), 12);
    expect(found.value).toBeGreaterThan(taxonomyAlpha(far, taxonomy, options).value ?? 1);
    expect(found.estimator).toContain("level weights 1, 1, 1, 1");
  });
});
