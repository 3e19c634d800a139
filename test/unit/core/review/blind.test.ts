import { describe, expect, test } from "vitest";
import { blindSamples, itemsOf } from "../../../../src/core/review/blind.ts";
import type { ReviewStatus } from "../../../../src/core/review/fold.ts";
import type { Sample, SampleItem } from "../../../../src/core/sampling/sample.ts";

function item(id: string, raters?: readonly string[]): SampleItem {
  return { id, hash: `hash-${id}`, probability: 0.5, ...(raters ? { raters } : {}) };
}

function sample(overrides: Partial<Sample>): Sample {
  return {
    v: 1,
    name: "first",
    drawnAt: "2026-11-23T10:00:00.000Z",
    drawnBy: "anna",
    seed: 1,
    design: { type: "simple", size: 2 },
    frame: { rows: 4, query: "", fingerprint: "0" },
    blind: true,
    raters: ["anna", "ben"],
    items: [item("a", ["anna"]), item("b", ["ben"]), item("c")],
    ...overrides,
  };
}

const open = (): ReviewStatus => "open";

describe("blind samples", () => {
  test("an item is of those named, or of all raters of the sample", () => {
    const ids = (rater: string): string[] => itemsOf(sample({}), rater).map(({ id }) => id);
    expect(ids("anna")).toEqual(["a", "c"]);
    expect(ids("ben")).toEqual(["b", "c"]);
    expect(ids("carl")).toEqual([]);
  });

  test("a sample without raters is everybody's", () => {
    expect(itemsOf(sample({ raters: [] }), "carl").map(({ id }) => id)).toEqual(["c"]);
  });

  test("a rater is blind until the last of their own items is done or skipped", () => {
    const first = sample({});
    const status =
      (done: readonly string[]) =>
      ({ id }: { readonly id: string }): ReviewStatus =>
        done.includes(id) ? "done" : "open";
    expect(blindSamples([first], "anna", open)).toEqual([first]);
    expect(blindSamples([first], "anna", status(["a"]))).toEqual([first]);
    expect(blindSamples([first], "anna", status(["a", "c"]))).toEqual([]);
    expect(blindSamples([first], "anna", ({ id }) => (id === "a" ? "skipped" : "done"))).toEqual([]);
    expect(blindSamples([first], "carl", open)).toEqual([]);
  });

  test("an assisted sample makes nobody blind", () => {
    expect(blindSamples([sample({ blind: false })], "anna", open)).toEqual([]);
  });
});
