import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANNOTATION_KINDS, RESPONSE_TYPES } from "../../../../../src/core/extraction/annotation.ts";
import { codebookText } from "../../../../../src/core/extraction/codebook.ts";
import { shortlistOf } from "../../../../../src/core/extraction/prompt/outline.ts";
import { PURPOSES } from "../../../../../src/core/extraction/prompt/purpose.ts";
import { buildRequests, type RequestInput } from "../../../../../src/core/extraction/prompt/requests.ts";
import { answerSchema } from "../../../../../src/core/extraction/prompt/schema.ts";
import { DEFAULT_PROMPT } from "../../../../../src/core/extraction/prompt/template.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { awkwardText } from "../../conversation/arbitraries.ts";
import { conversationOf, FLATMATE } from "./fixtures.ts";

const taxonomy = valuemarkCore();
const input: RequestInput = {
  conversation: FLATMATE,
  model: "claude-test",
  maxTokens: 4_000,
  mode: "one",
  prompt: DEFAULT_PROMPT,
  taxonomy,
};

describe("buildRequests", () => {
  it("asks once, or four times as the study did", () => {
    expect(buildRequests(input).map(({ purpose }) => purpose)).toEqual(["all"]);
    const separate = buildRequests({ ...input, mode: "separate" });
    expect(separate.map(({ purpose }) => purpose)).toEqual([
      "ai-values",
      "human-values",
      "response-type",
      "task",
    ]);
    expect(new Set(separate.map(({ key }) => key)).size).toBe(4);
    expect(new Set(separate.map(({ user }) => user)).size).toBe(1);
    const [, , responseType] = separate;
    expect(responseType?.system[0]?.text).not.toContain("### AI value");
    expect(responseType?.system[0]?.text).toContain("### Response type");
  });

  it("holds the codebook, the categories, the shortlist if wanted, and nothing of the conversation in the system part", () => {
    const [plain] = buildRequests(input);
    const [listed] = buildRequests({ ...input, shortlist: shortlistOf(taxonomy) });
    expect(plain?.system).toHaveLength(1);
    expect(plain?.system[0]?.cache).toBe(true);
    const text = plain?.system[0]?.text ?? "";
    expect(text).toContain(codebookText());
    for (const root of taxonomy.childrenOf(null)) expect(text).toContain(`- ${root.name}: `);
    expect(text).not.toContain("flatmate never");
    expect(text).not.toMatch(/\{\{|\}\}/);
    expect(text).not.toContain("harm prevention, ");
    expect(listed?.system[0]?.text).toContain("Values by name:");
  });

  it("has a system part that is the same for all conversations, and a key that is not", () => {
    fc.assert(
      fc.property(awkwardText, awkwardText, (a, b) => {
        const [left] = buildRequests({ ...input, conversation: conversationOf([["user", a]]) });
        const [right] = buildRequests({ ...input, conversation: conversationOf([["user", `${a}${b}!`]]) });
        expect(left?.system).toEqual(right?.system);
        expect(left?.key === right?.key).toBe(left?.user === right?.user);
      }),
      { numRuns: 50 },
    );
  });

  it("changes the key with the model, the limit and the prompt", () => {
    const keyOf = (change: Partial<RequestInput>): string =>
      buildRequests({ ...input, ...change })[0]?.key ?? "";
    const sections = { ...DEFAULT_PROMPT.sections, frame: "Other." };
    const keys = [
      keyOf({}),
      keyOf({ model: "m2" }),
      keyOf({ maxTokens: 1 }),
      keyOf({ prompt: { version: "custom", sections } }),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  it("doesn't fill in placeholders that the conversation contains", () => {
    const conversation = conversationOf([["user", "{{code}} {{conversation}} {{codebook}} $& $1"]]);
    const [request] = buildRequests({ ...input, conversation });
    expect(request?.user).toContain("{{code}} {{conversation}} {{codebook}} $& $1");
  });
});

describe("answerSchema", () => {
  const ALLOWED = new Set([
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "description",
  ]);

  function check(schema: unknown): number {
    if (typeof schema !== "object" || schema === null) throw new Error("no schema");
    const fields = new Map(Object.entries(schema));
    for (const key of fields.keys()) expect(ALLOWED).toContain(key);
    const properties = fields.get("properties");
    let count = 1;
    if (fields.get("type") === "object") {
      expect(fields.get("additionalProperties")).toBe(false);
      expect(fields.get("required")).toEqual(Object.keys(properties as object));
      for (const one of Object.values(properties as object)) count += check(one);
    }
    if (fields.get("type") === "array") count += check(fields.get("items"));
    const members = fields.get("enum");
    if (Array.isArray(members)) expect(members.length).toBeLessThanOrEqual(RESPONSE_TYPES.length);
    return count;
  }

  it.each(PURPOSES)("keeps to the subset of structured output: %s", (purpose) => {
    expect(check(answerSchema(purpose))).toBeLessThan(60);
  });
});

describe("codebookText", () => {
  it("defines every kind and every member", () => {
    const text = codebookText();
    for (const type of RESPONSE_TYPES) expect(text).toContain(`- ${type} (`);
    expect(text.match(/^### /gm)).toHaveLength(ANNOTATION_KINDS.length + 1);
    expect(codebookText(["task"])).not.toContain("strong_support");
  });
});
