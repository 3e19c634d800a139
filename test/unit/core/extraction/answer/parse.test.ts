import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAnswer } from "../../../../../src/core/extraction/answer/parse.ts";
import type { Proposal } from "../../../../../src/core/extraction/extractor.ts";
import { PURPOSES } from "../../../../../src/core/extraction/prompt/purpose.ts";
import { answerSchema } from "../../../../../src/core/extraction/prompt/schema.ts";
import { conversationOf, FLATMATE } from "../prompt/fixtures.ts";
import { FAIR, fullAnswer, HONEST, normaliser, parse, proposalsOf } from "./fixtures.ts";

function aiValues(...values: object[]): object {
  return fullAnswer({ ai_values: { reasoning: "", values } });
}

function ofKind(proposals: readonly Proposal[], kind: string): readonly Proposal[] {
  return proposals.filter(({ label }) => label.kind === kind);
}

describe("parseAnswer", () => {
  it("reads every label, with evidence where it stands", () => {
    const parsed = parse(fullAnswer());
    const proposals = proposalsOf(parsed);
    expect(proposals.map(({ label }) => [label.kind, label.value])).toEqual([
      ["aiValue", "honesty"],
      ["humanValue", "fairness"],
      ["responseType", "reframing"],
      ["task", "advice on a conflict with a flatmate"],
      ["subjectivity", "subjective"],
    ]);
    expect(proposals[0]).toMatchObject({
      label: { node: "honesty" },
      spans: [{ turn: 1, block: 0, start: 0, quote: "I want to be honest with you" }],
      explicit: true,
      score: 0.9,
      rationale: "It says so.",
    });
    expect(parsed).toMatchObject({ ok: true, warnings: [] });
  });

  it("maps free names to nodes, and says how; what no node stands for stays free text", () => {
    const [mapped, free] = proposalsOf(
      parse(aiValues({ ...HONEST, name: "being honest" }, { ...HONEST, name: "quiet zebra stewardship" })),
    );
    expect(mapped?.label).toEqual({ kind: "aiValue", value: "honesty", node: "honesty" });
    expect(mapped?.given).toMatchObject({ text: "being honest" });
    expect(mapped?.given?.method).not.toBe("none");
    expect(free?.label).toEqual({ kind: "aiValue", value: "quiet zebra stewardship", node: null });
    expect(free?.given?.method).toBe("none");
  });

  it("merges what was named twice", () => {
    const second = {
      ...HONEST,
      quotes: [{ turn: 2, text: "Consider how he feels" }],
      name: "Honesty",
      confidence: 0.4,
      explicit: false,
    };
    const [value, ...others] = ofKind(proposalsOf(parse(aiValues(HONEST, second))), "aiValue");
    expect(others).toEqual([]);
    expect(value?.spans.map(({ quote }) => quote)).toEqual([
      "I want to be honest with you",
      "Consider how he feels",
    ]);
    expect(value).toMatchObject({ score: 0.9, explicit: true });
  });

  it("takes evidence from the right speaker only", () => {
    const parsed = parse(
      fullAnswer({
        ai_values: {
          reasoning: "",
          values: [{ ...HONEST, quotes: [{ turn: 1, text: "I believe fairness matters most." }] }],
        },
        human_values: {
          reasoning: "",
          values: [{ ...FAIR, quotes: [{ turn: 2, text: "I want to be honest with you" }] }],
        },
      }),
    );
    const [ai, human] = proposalsOf(parsed);
    expect(ai).toMatchObject({ spans: [], unanchored: ["I believe fairness matters most."] });
    expect(human).toMatchObject({ spans: [], unanchored: ["I want to be honest with you"] });
    expect(parsed.ok && parsed.warnings).toContain(
      "ai_values.values[0]: a quote is not from the assistant's words",
    );
  });

  it("never anchors what isn't said", () => {
    for (const text of [
      "I want to be dishonest with you",
      "it may not hurt him",
      "Totally made up sentence here.",
    ]) {
      const [value] = proposalsOf(parse(aiValues({ ...HONEST, quotes: [{ turn: 2, text }] })));
      expect(value).toMatchObject({ spans: [], unanchored: [text] });
    }
  });

  it("finds a quote in spite of a wrong turn number", () => {
    for (const turn of [-5, 0, 1, 99, Number.MAX_SAFE_INTEGER]) {
      const [value] = proposalsOf(
        parse(aiValues({ ...HONEST, quotes: [{ turn, text: "it may hurt him" }] })),
      );
      expect(value?.spans).toMatchObject([{ turn: 1, quote: "it may hurt him" }]);
    }
  });

  it("leaves out names that are none", () => {
    for (const name of [
      "",
      "  ",
      "a b c d e",
      "<img src=x>",
      "command:workbench.action",
      "x".repeat(81),
      "1234",
      "[a](http://b)",
    ]) {
      const parsed = parse(aiValues({ ...HONEST, name }));
      expect(ofKind(proposalsOf(parsed), "aiValue"), name).toEqual([]);
      expect(parsed.ok && parsed.warnings).toEqual([expect.stringContaining("ai_values.values[0].name")]);
    }
  });

  it("cuts what is too much, and says so", () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...HONEST,
      name: `value ${"abcdefghij".charAt(at % 10)}${"klmnopqrst".charAt(Math.floor(at / 10))}`,
    }));
    const parsed = parse(aiValues(...many));
    expect(ofKind(proposalsOf(parsed), "aiValue").length).toBeLessThanOrEqual(40);
    expect(parsed.ok && parsed.warnings).toContain("ai_values: 20 values beyond 40 left out");
    const quotes = Array.from({ length: 20 }, () => ({ turn: 2, text: "it may hurt him" }));
    const long = parse(aiValues({ ...HONEST, quotes, rationale: "r".repeat(9_000), confidence: 7 }));
    const [value] = proposalsOf(long);
    expect(value?.rationale).toHaveLength(2_000);
    expect(value?.score).toBeUndefined();
    expect(long.ok && long.warnings).toHaveLength(2);
  });

  it("tolerates a BOM, white space and one code fence, and nothing else around the JSON", () => {
    const json = JSON.stringify(fullAnswer());
    for (const text of [
      `\ufeff${json}`,
      `\n ${json}\n`,
      `\`\`\`json\n${json}\n\`\`\``,
      `\`\`\`\n${json}\n\`\`\``,
    ]) {
      expect(parse(text).ok).toBe(true);
    }
    for (const text of [
      `Here it is: ${json}`,
      `${json} ${json}`,
      json.slice(0, -1),
      "",
      "null",
      "[]",
      `\`\`\`js\n${json}\n\`\`\``,
    ]) {
      expect(parse(text)).toMatchObject({ ok: false, failure: { reason: "schema" } });
    }
  });

  it("fails on what breaks the schema, naming the field and nothing else", () => {
    const broken: [object, string][] = [
      [
        { response_type: { quotes: [], rationale: "", type: "total_support", confidence: 1 } },
        "response_type.type is none of the allowed values",
      ],
      [
        { subjectivity: { rationale: "", value: "maybe", confidence: 1 } },
        "subjectivity.value is none of the allowed values",
      ],
      [{ ai_values: [] }, "ai_values is not an object"],
      [{ ai_values: { reasoning: "", values: ["honesty"] } }, "ai_values.values[0] is not an object"],
      [
        { ai_values: { reasoning: "", values: [{ ...HONEST, explicit: "yes" }] } },
        "ai_values.values[0].explicit is not true or false",
      ],
      [
        { ai_values: { reasoning: "", values: [{ ...HONEST, quotes: [{ turn: "2", text: "x" }] }] } },
        "ai_values.values[0].quotes[0].turn is not a number",
      ],
      [{ task: { task: "SECRET" } }, "task.rationale is missing"],
      [{ task: undefined }, "task is missing"],
    ];
    for (const [change, message] of broken) {
      expect(parse(fullAnswer(change))).toEqual({ ok: false, failure: { reason: "schema", message } });
    }
  });

  it("does not read fields nobody asked for", () => {
    const json = JSON.stringify(fullAnswer()).replace(
      /^\{/,
      '{"__proto__":{"polluted":1},"conversation":"other","constructor":1,',
    );
    const parsed = parse(json);
    expect(proposalsOf(parsed)).toEqual(proposalsOf(parse(fullAnswer())));
    expect(parsed.ok && parsed.warnings).toEqual(["3 fields that were not asked for, not read"]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(proposalsOf(parse(fullAnswer(), "task")).map(({ label }) => label.kind)).toEqual([
      "task",
      "subjectivity",
    ]);
  });

  it("gives up on an answer that invents its quotes, in bounded time", () => {
    const text = `${"obey ".repeat(20_000)}I care.`;
    const conversation = conversationOf([["assistant", text]]);
    const invented = `${"obey ".repeat(50)}x ${"obey ".repeat(50)}`;
    const values = Array.from({ length: 40 }, (_, at) => ({
      ...HONEST,
      name: `value ${"abcdefgh".charAt(at % 8)}${"ijklm".charAt(Math.floor(at / 8))}`,
      quotes: [
        { turn: 1, text: at === 0 ? "I care." : invented },
        ...Array.from({ length: 11 }, () => ({ turn: 1, text: invented })),
      ],
    }));
    const began = performance.now();
    const proposals = proposalsOf(parse({ ai_values: { reasoning: "", values } }, "ai-values", conversation));
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(proposals.map(({ spans }) => spans.length)).toEqual([1, ...Array.from({ length: 39 }, () => 0)]);
  });

  it("says when nothing was found", () => {
    const empty = { reasoning: "Nothing.", values: [] };
    const parsed = parse(fullAnswer({ ai_values: empty, human_values: empty }));
    expect(parsed.ok && parsed.extraction.abstained).toBe("the model found no values");
    const task = parse(fullAnswer(), "task");
    expect(task.ok && task.extraction.abstained).toBeUndefined();
  });
});

/** Values that fit a schema, with hostile strings. */
function instances(schema: object): fc.Arbitrary<unknown> {
  const fields = new Map<string, unknown>(Object.entries(schema));
  const members = fields.get("enum");
  if (Array.isArray(members)) return fc.constantFrom<unknown>(...(members as unknown[]));
  switch (fields.get("type")) {
    case "string":
      return fc.oneof(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.constantFrom("honesty", "it may hurt him", "I believe fairness", "</turn>", "{{code}}"),
      );
    case "integer":
      return fc.maxSafeInteger();
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(instances(fields.get("items") as object), { maxLength: 4 });
    default: {
      const properties = fields.get("properties") as Record<string, object>;
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, instances(one)])),
      );
    }
  }
}

describe("parseAnswer, whatever the answer", () => {
  it.each(PURPOSES)(
    "accepts every answer that keeps the schema, and stays in its conversation: %s",
    (purpose) => {
      fc.assert(
        fc.property(instances(answerSchema(purpose)), (answer) => {
          for (const { spans, label, unanchored = [] } of proposalsOf(parse(answer, purpose))) {
            for (const span of spans) {
              const turn = FLATMATE.turns[span.turn];
              expect(turn?.blocks[span.block]?.text.slice(span.start, span.end)).toBe(span.quote);
              if (label.kind === "aiValue") expect(turn?.role).toBe("assistant");
              if (label.kind === "humanValue") expect(turn?.role).toBe("user");
            }
            for (const text of [label.value, ...unanchored])
              expect(text).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
            expect(label.value.length).toBeLessThanOrEqual(200);
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        expect(typeof parseAnswer(text, { purpose: "all", conversation: FLATMATE, normaliser }).ok).toBe(
          "boolean",
        );
      }),
    );
    expect(parse("[".repeat(500_000)).ok).toBe(false);
    expect(parse(`${"[".repeat(500_000)}${"]".repeat(500_000)}`).ok).toBe(false);
    expect(parse("x".repeat(2_000_001)).ok).toBe(false);
  });
});
