import { describe, expect, it } from "vitest";
import type { Suggestion } from "../../../../src/core/extraction/annotation.ts";
import { disagreementOf, uncertaintyOf } from "../../../../src/core/sampling/scores.ts";
import { suggestionOf, value } from "../review/events.ts";

const scored = (...scores: readonly (number | undefined)[]): Suggestion[] =>
  scores.map((score, at) => ({
    ...suggestionOf(`s${at}`, value("honesty")),
    ...(score === undefined ? {} : { score }),
  }));

describe("scores for weighted samples", () => {
  it("are highest where a run's own scores are in the middle", () => {
    expect(uncertaintyOf(scored(0.5))).toBe(1);
    expect(uncertaintyOf(scored(0, 1))).toBe(0);
    expect(uncertaintyOf(scored(0.5, 1, undefined))).toBe(0.5);
    expect(uncertaintyOf(scored(undefined, 7, -1))).toBeUndefined();
    expect(uncertaintyOf([])).toBeUndefined();
    const task = { ...suggestionOf("t", { kind: "task", value: "advice" }), score: 0.5 };
    expect(uncertaintyOf([task])).toBeUndefined();
  });

  it("are the mean Jaccard distance of raters, where there are two at least", () => {
    expect(disagreementOf({ ratings: [["a"], ["a"]] })).toBe(0);
    expect(disagreementOf({ ratings: [["a"], undefined, ["b"]] })).toBe(1);
    // 1/2, 1 and 1.
    expect(disagreementOf({ ratings: [["a"], ["a", "b"], ["c"]] })).toBeCloseTo(2.5 / 3, 12);
    expect(disagreementOf({ ratings: [[], []] })).toBe(0);
    expect(disagreementOf({ ratings: [["a"], undefined] })).toBeUndefined();
  });
});
