/** The evaluation set is sound, and the extractor stays as good on it as it was measured (docs/local-extractor.md). */
import { describe, expect, it } from "vitest";
import { localExtractor } from "../../../src/core/extraction/local/extractor.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { answers, CONSTANT_ANSWER, score, wilson } from "./evaluate.ts";
import { readGold } from "./goldSet.ts";

const taxonomy = valuemarkCore();
const dev = readGold("dev");
const heldOut = readGold("held-out");

describe("the evaluation set", () => {
  it("has at least 80 conversations, a third of them hard negatives or free of values", () => {
    const rows = [...dev, ...heldOut];
    const telling = new Set(["hard-negative", "value-free", "human-negative", "draft-content", "role-play"]);
    const negative = rows.filter(
      ({ gold, tags }) => gold.ai.length === 0 || tags.some((tag) => telling.has(tag)),
    );
    expect(rows.length).toBeGreaterThanOrEqual(80);
    expect(negative.length / rows.length).toBeGreaterThanOrEqual(1 / 3);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it("names values and nodes of the built-in taxonomy only", () => {
    const items = [...dev, ...heldOut].flatMap(({ gold }) => [...gold.ai, ...gold.human]);
    for (const { values, nodes } of items) {
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) expect(nodes).toContain(taxonomy.get(value)?.parent);
      for (const node of nodes) expect(taxonomy.get(node)?.level).toBe(2);
    }
  });
});

it("the Wilson interval agrees with worked examples", () => {
  // 9 of 10: 0.596–0.982; 0 of 20: 0–0.161 (Newcombe 1998's method 3, by hand).
  expect(wilson(9, 10)).toMatchObject({ low: expect.closeTo(0.5958, 3), high: expect.closeTo(0.9821, 3) });
  expect(wilson(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 3) });
});

describe("on the held-out part", async () => {
  const scores = score(heldOut, await answers(localExtractor, heldOut, taxonomy), taxonomy);
  const constant = score(
    heldOut,
    heldOut.map(() => CONSTANT_ANSWER),
    taxonomy,
  );

  it("is far more precise than a constant answer", () => {
    expect(scores.precisionLevel2.low).toBeGreaterThan(constant.precisionLevel2.high);
    expect(scores.precisionLevel2.rate).toBeGreaterThanOrEqual(0.8);
    expect(scores.proposed).toBeGreaterThanOrEqual(40);
  });

  it("is silent where there is nothing to find", () => {
    expect(scores.quietOnValueFree.rate).toBe(1);
  });

  it("finds some, and tells subjectivity and response type better than a constant", () => {
    expect(scores.recallLevel2.rate).toBeGreaterThanOrEqual(0.25);
    expect(scores.subjectivity.rate).toBeGreaterThan(constant.subjectivity.rate);
    expect(scores.response.rate).toBeGreaterThan(constant.response.rate);
  });
});
