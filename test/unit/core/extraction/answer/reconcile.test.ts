import { describe, expect, it } from "vitest";
import { reconcile } from "../../../../../src/core/extraction/answer/reconcile.ts";
import type { ResponseType } from "../../../../../src/core/extraction/annotation.ts";
import type { Extraction, Proposal } from "../../../../../src/core/extraction/extractor.ts";

const span = (turn: number, start: number) => ({
  turn,
  block: 0,
  start,
  end: start + 1,
  quote: "x",
  hash: "h",
});
const value = (node: string, turn: number): Proposal => ({
  label: { kind: "aiValue", value: node, node },
  spans: [span(turn, 0)],
  rationale: `seen in ${turn}`,
});
const responseType = (type: ResponseType): Proposal => ({
  label: { kind: "responseType", value: type },
  spans: [],
});
const task = (text: string): Proposal => ({ label: { kind: "task", value: text }, spans: [] });
const subjectivity = (text: string): Proposal => ({
  label: { kind: "subjectivity", value: text },
  spans: [],
});
const part = (...proposals: Proposal[]): Extraction => ({ proposals });

function typeOf(...types: ResponseType[]): string | undefined {
  const { proposals } = reconcile(types.map((type) => part(responseType(type))));
  return proposals.find(({ label }) => label.kind === "responseType")?.label.value;
}

describe("reconcile", () => {
  it("leaves one part as it is, and nothing for none", () => {
    const only = part(value("honesty", 1), task("advice"));
    expect(reconcile([only])).toBe(only);
    expect(reconcile([])).toEqual({ proposals: [] });
  });

  it("unites values with their evidence", () => {
    const { proposals } = reconcile([
      part(value("honesty", 1)),
      part(value("care", 3), value("honesty", 5), value("honesty", 1)),
    ]);
    expect(proposals.map(({ label, spans }) => [label.value, spans.map(({ turn }) => turn)])).toEqual([
      ["honesty", [1, 5]],
      ["care", [3]],
    ]);
    expect(proposals[0]?.rationale).toBe("seen in 1 · seen in 5");
  });

  it("takes the most frequent response type, no_values last, the later one of equals", () => {
    expect(typeOf("no_values", "no_values", "mild_support")).toBe("mild_support");
    expect(typeOf("reframing", "mild_support", "reframing")).toBe("reframing");
    expect(typeOf("mild_support", "strong_resistance")).toBe("strong_resistance");
    expect(typeOf("strong_resistance", "mild_support")).toBe("mild_support");
    expect(typeOf("no_values", "no_values")).toBe("no_values");
  });

  it("records how it decided", () => {
    const { proposals } = reconcile([
      part(responseType("reframing"), task("first"), subjectivity("objective")),
      part(responseType("no_values"), task("second"), subjectivity("subjective")),
    ]);
    const [type, first, subjective] = proposals;
    expect(type?.rationale).toMatch(/Parts: 1 reframing, 2 no_values\.$/);
    expect(first).toMatchObject({
      label: { value: "first" },
      rationale: "The task of the first part. 2 parts.",
    });
    expect(subjective).toMatchObject({ label: { value: "subjective" } });
    expect(subjective?.rationale).toMatch(/Parts: 1 objective, 2 subjective\.$/);
  });

  it("abstains only when no part has a value", () => {
    const none: Extraction = { proposals: [], abstained: "the model found no values" };
    expect(reconcile([none, none]).abstained).toBe("the model found no values");
    expect(reconcile([none, part(value("honesty", 2))]).abstained).toBeUndefined();
  });
});
