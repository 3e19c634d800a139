import { describe, expect, it } from "vitest";
import { extractorAccuracy, matchSets } from "../../../../src/core/agreement/extractor-accuracy.ts";
import { exactSpanF1, overlapSpanF1 } from "../../../../src/core/agreement/span-f1.ts";
import { wilsonInterval } from "../../../../src/core/agreement/wilson.ts";

const units = [
  { human: ["a", "b"], extractor: ["a"] },
  { human: ["c"], extractor: ["c", "f"] },
  { human: [], extractor: ["g"] },
  { human: ["a", "d", "e"], extractor: ["a", "d", "d"] },
];

describe("extractor against human", () => {
  it("blind: precision, recall and F1 of sets", () => {
    const matches = matchSets(units);
    expect(matches).toEqual({ both: 4, extractorOnly: 2, humanOnly: 2, units: 4 });
    const found = extractorAccuracy(matches, "blind");
    for (const estimate of [found.precision, found.recall, found.f1])
      expect(estimate.value).toBeCloseTo(2 / 3, 12);
    expect(found.precision.interval).toEqual(wilsonInterval(4, 6));
    const star = wilsonInterval(4, 8);
    expect(found.f1.interval?.lower).toBeCloseTo((2 * star.lower) / (1 + star.lower), 12);
    expect(found.f1.interval?.method).toContain("F*");
    expect(found.precision).toMatchObject({ estimator: "precision", n: { units: 4, values: 6 } });
  });

  it.each(["assisted", "mixed"] as const)(
    "%s: precision, but recall and F1 are refused with the reason",
    (frame) => {
      const found = extractorAccuracy(matchSets(units), frame);
      expect(found.precision.value).toBeCloseTo(2 / 3, 12);
      for (const refused of [found.recall, found.f1]) {
        expect(refused.value).toBeNull();
        expect(refused.interval).toBeUndefined();
        expect(refused.reason).toContain("the rater saw the suggestions");
      }
      expect(found.precision.design).toContain("suggestions in view");
    },
  );

  it("nothing to take a share of", () => {
    const found = extractorAccuracy({ both: 0, extractorOnly: 0, humanOnly: 2, units: 1 }, "blind");
    expect(found.precision.value).toBeNull();
    expect(found.recall).toMatchObject({ value: 0 });
    expect(() => extractorAccuracy({ both: -1, extractorOnly: 0, humanOnly: 0, units: 1 }, "blind")).toThrow(
      RangeError,
    );
  });
});

const span = (start: number, end: number, label = "a", block = 0, turn = 1) => ({
  turn,
  block,
  start,
  end,
  label,
});

describe("span F1", () => {
  it("exact: same place and label", () => {
    const found = exactSpanF1([
      { first: [span(0, 4), span(0, 4), span(5, 9)], second: [span(0, 4), span(5, 8), span(5, 9, "b")] },
      { first: [span(0, 4, "a", 1)], second: [span(0, 4, "a", 0)] },
    ]);
    expect(found).toMatchObject({ both: 1, first: 3, second: 4 });
    expect(found.value).toBeCloseTo(2 / 7, 12);
    expect(found.precision).toBeCloseTo(1 / 3, 12);
  });

  it("overlap: code units, each once a label", () => {
    const found = overlapSpanF1([
      {
        first: [span(0, 10), span(5, 20), span(30, 40)],
        second: [span(15, 35), span(0, 10, "b"), span(8, 8)],
      },
    ]);
    // First: 0–20 and 30–40; second: 15–35 and, under another label, 0–10. Both: 15–20 and 30–35.
    expect(found).toMatchObject({ both: 10, first: 30, second: 30 });
    expect(found.value).toBeCloseTo(1 / 3, 12);
  });

  it("no spans on either side is agreement without a share", () => {
    expect(exactSpanF1([{ first: [], second: [] }])).toMatchObject({
      value: null,
      precision: null,
      recall: null,
    });
    expect(overlapSpanF1([{ first: [span(0, 1)], second: [] }])).toMatchObject({ value: 0, recall: null });
  });

  it("has an interval by resampling units, which holds all of them when all are alike", () => {
    const unit = { first: [span(0, 10)], second: [span(5, 10)] };
    const { interval, n } = overlapSpanF1([unit, unit, unit]);
    expect(interval?.lower).toBeCloseTo(2 / 3, 12);
    expect(interval?.upper).toBeCloseTo(2 / 3, 12);
    expect(n).toEqual({ units: 3, raters: 2, values: 45 });
    const mixed = overlapSpanF1([unit, { first: [span(0, 4)], second: [span(0, 4)] }, unit], {
      resamples: 500,
    });
    expect(mixed.interval?.lower).toBeCloseTo(2 / 3, 12);
    expect(mixed.interval?.upper).toBe(1);
  });

  it("equals a count unit by unit", () => {
    const first = [span(3, 17), span(20, 21), span(16, 19), span(40, 44)];
    const second = [span(0, 5), span(10, 30), span(41, 60), span(42, 43)];
    const cover = (spans: readonly { start: number; end: number }[]) =>
      new Set(
        Array.from({ length: 70 }, (_, at) => at).filter((at) =>
          spans.some((s) => s.start <= at && at < s.end),
        ),
      );
    const [one, other] = [cover(first), cover(second)];
    expect(overlapSpanF1([{ first, second }])).toMatchObject({
      both: [...one].filter((at) => other.has(at)).length,
      first: one.size,
      second: other.size,
    });
  });
});
