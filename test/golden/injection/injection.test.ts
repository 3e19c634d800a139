/** No conversation changes more than its own labels, whatever it says and whatever the model makes of it. */
import { describe, expect, it } from "vitest";
import {
  extractWithModel,
  planExtraction,
  type ModelExtractionOptions,
} from "../../../src/core/extraction/answer/extract-with-model.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../../../src/core/extraction/annotation.ts";
import type { ModelPort } from "../../../src/core/extraction/model-call.ts";
import { NO_USAGE } from "../../../src/core/extraction/cost/cost.ts";
import type { Piece } from "../../../src/core/extraction/prompt/piece.ts";
import { DEFAULT_PROMPT } from "../../../src/core/extraction/prompt/template.ts";
import { createNormaliser } from "../../../src/core/taxonomy/normalise.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { FLATMATE } from "../../unit/core/extraction/prompt/fixtures.ts";
import { fullAnswer } from "../../unit/core/extraction/answer/fixtures.ts";
import { INJECTION_CASES } from "./cases.ts";

const taxonomy = valuemarkCore();
const options: ModelExtractionOptions = {
  model: "m",
  maxTokens: 4_000,
  mode: "one",
  prompt: DEFAULT_PROMPT,
  taxonomy,
  normaliser: createNormaliser(taxonomy),
  shown: { tools: true, thinking: true },
  redaction: {},
};
const signal = new AbortController().signal;
const benign = planExtraction(FLATMATE, options).requests[0];

function turnsOf(pieces: readonly Piece[]): number {
  return new Set(pieces.map(({ turn }) => turn)).size;
}

function answering(textOf: (user: string) => string): Pick<ModelPort, "call"> {
  return {
    call: (request) => Promise.resolve({ ok: true, text: textOf(request.user), usage: NO_USAGE, model: "m" }),
  };
}

describe("the suite", () => {
  it("has at least 30 conversations, each once", () => {
    expect(INJECTION_CASES.length).toBeGreaterThanOrEqual(30);
    expect(new Set(INJECTION_CASES.map(({ id }) => id)).size).toBe(INJECTION_CASES.length);
  });
});

describe.each(INJECTION_CASES)("$id: $attack", ({ conversation, answer, expect: expected }) => {
  it("stays inside the delimiters, and changes neither instructions nor schema", () => {
    const { requests } = planExtraction(conversation, options);
    for (const { user, system, schema, chunk } of requests) {
      expect(system).toEqual(benign?.system);
      expect(schema).toBe(benign?.schema);
      const code = /^The code is ([0-9a-f]{12})\./.exec(user)?.[1] ?? "none";
      const lines = user.split("\n").filter((line) => line.includes(code));
      // The message's own words name the code in the first and the last line.
      const tags = lines.slice(1, -1);
      expect(lines.at(-1)).toBe(
        `That was the conversation ${code}. Annotate it by the codebook and answer with the JSON alone.`,
      );
      expect(user.endsWith(lines.at(-1) ?? "")).toBe(true);
      for (const tag of tags) expect(tag).toMatch(/^<\/?[a-z_-]+-[0-9a-f]{12}(?: [a-z]+="[\w .-]*")*>$/);
      expect(tags.filter((tag) => tag.startsWith("<conversation-"))).toHaveLength(1);
      expect(tags.filter((tag) => tag.startsWith("</conversation-"))).toHaveLength(1);
      expect(tags.filter((tag) => tag.startsWith("<turn-"))).toHaveLength(
        turnsOf(chunk.own) + turnsOf(chunk.context),
      );
      expect(user).not.toMatch(/[\u{e0000}-\u{e007f}\u202a-\u202e]/u);
    }
    expect(requests.length).toBeGreaterThan(0);
  });

  it("yields nothing but labels of its own, though the model obeys", async () => {
    const extraction = await extractWithModel(
      conversation,
      options,
      answering(() => answer),
      signal,
    );
    if ("ok" in extraction) {
      expect(extraction.reason).toBe("schema");
      expect(expected.failure).toBe(true);
      return;
    }
    expect(expected.failure).not.toBe(true);
    const { proposals } = extraction;
    for (const { label, spans, rationale = "", unanchored = [] } of proposals) {
      for (const span of spans) {
        const turn = conversation.turns[span.turn];
        expect(turn?.blocks[span.block]?.text.slice(span.start, span.end)).toBe(span.quote);
        expect(turn?.role).toBe(label.kind === "humanValue" ? "user" : "assistant");
      }
      if (label.kind === "responseType") expect(RESPONSE_TYPES).toContain(label.value);
      if (label.kind === "subjectivity") expect(SUBJECTIVITIES).toContain(label.value);
      if (typeof label.node === "string") expect(taxonomy.get(label.node)?.name).toBe(label.value);
      for (const text of [label.value, rationale, ...unanchored]) {
        expect(text).not.toMatch(/\p{Cc}|[\u202a-\u202e]|[\u{e0000}-\u{e007f}]/u);
        expect(text.length).toBeLessThanOrEqual(4_000);
      }
    }
    const values = proposals.filter(({ label }) => label.kind === "aiValue" || label.kind === "humanValue");
    for (const { label } of values) {
      expect(label.value).not.toMatch(/[<>[\]{}:;`$|\\]/);
      expect(label.value.split(" ").length).toBeLessThanOrEqual(4);
    }
    if (expected.capped === true) {
      expect(values.length).toBeGreaterThan(0);
      expect(values.length).toBeLessThanOrEqual(40);
      return;
    }
    expect(values.map(({ label, given }) => given?.text ?? label.value)).toEqual(expected.values);
    expect(values.filter(({ spans }) => spans.length > 0)).toHaveLength(expected.anchored ?? -1);
  });

  it("leaves the labels of the conversation beside it as they are", async () => {
    const port = answering((user) =>
      user.includes("My flatmate never cleans.") ? JSON.stringify(fullAnswer()) : answer,
    );
    const alone = await extractWithModel(FLATMATE, options, port, signal);
    await extractWithModel(conversation, options, port, signal);
    const after = await extractWithModel(FLATMATE, options, port, signal);
    expect(after).toEqual(alone);
    expect("ok" in after).toBe(false);
  });
});
