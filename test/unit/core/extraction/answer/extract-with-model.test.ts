import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  completeExtraction,
  extractWithModel,
  planExtraction,
  type ModelExtraction,
  type ModelExtractionOptions,
} from "../../../../../src/core/extraction/answer/extract-with-model.ts";
import type {
  ModelFailure,
  ModelOutcome,
  ModelPort,
  ModelRequest,
  ModelUsage,
} from "../../../../../src/core/extraction/model-call.ts";
import { DEFAULT_PROMPT } from "../../../../../src/core/extraction/prompt/template.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { conversationOf, FLATMATE } from "../prompt/fixtures.ts";
import { personalConversation } from "../redact/texts.ts";
import { fullAnswer, HONEST, normaliser } from "./fixtures.ts";

const options: ModelExtractionOptions = {
  model: "m",
  maxTokens: 4_000,
  mode: "one",
  prompt: DEFAULT_PROMPT,
  taxonomy: valuemarkCore(),
  normaliser,
  redaction: {},
};
const usage: ModelUsage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 3, cacheWriteTokens: 1 };
const never = new AbortController().signal;

class FakePort implements Pick<ModelPort, "call"> {
  readonly seen: ModelRequest[] = [];
  private readonly respond: (request: ModelRequest, at: number) => ModelOutcome;

  constructor(respond: (request: ModelRequest, at: number) => unknown) {
    this.respond = (request, at) => {
      const made = respond(request, at);
      return isFailure(made) ? made : { ok: true, text: JSON.stringify(made), usage, model: "m-1" };
    };
  }

  call(request: ModelRequest): Promise<ModelOutcome> {
    this.seen.push(request);
    return Promise.resolve(this.respond(request, this.seen.length - 1));
  }
}

function isFailure(value: unknown): value is ModelFailure {
  return typeof value === "object" && value !== null && "ok" in value && value.ok === false;
}

function must(result: ModelExtraction | ModelFailure): ModelExtraction {
  if ("ok" in result) throw new Error(`${result.reason}: ${result.message}`);
  return result;
}

describe("extractWithModel", () => {
  it("labels a conversation in one call, and says what it cost", async () => {
    const port = new FakePort(() => fullAnswer());
    const result = must(await extractWithModel(FLATMATE, options, port, never));
    expect(port.seen).toHaveLength(1);
    expect(result.usage).toEqual(usage);
    expect(result.proposals.map(({ label }) => label.kind)).toEqual([
      "aiValue",
      "humanValue",
      "responseType",
      "task",
      "subjectivity",
    ]);
    expect(result.outcomes).toMatchObject([{ warnings: [], outcome: { model: "m-1" } }]);
  });

  it("gives the same labels by separate calls", async () => {
    const all: Record<string, unknown> = fullAnswer();
    const port = new FakePort(({ schema }) => {
      const keys = Object.keys(schema["properties"] as object);
      return Object.fromEntries(keys.map((key) => [key, all[key]]));
    });
    const separate = must(await extractWithModel(FLATMATE, { ...options, mode: "separate" }, port, never));
    const one = must(await extractWithModel(FLATMATE, options, new FakePort(() => all), never));
    expect(port.seen).toHaveLength(4);
    expect(separate.proposals).toEqual(one.proposals);
    expect(separate.usage.inputTokens).toBe(40);
  });

  it("sends nothing that is redacted, and leads quotes back to the original", async () => {
    const source = conversationOf([
      ["user", "My name is Ada Lovelace, mail ada@example.org"],
      ["assistant", "I won't pass on ada@example.org, Ada. That's private."],
    ]);
    const quotes = [
      { turn: 2, text: "I won't pass on ⟦EMAIL_1⟧, ⟦NAME_1⟧." },
      { turn: 2, text: "never tell ⟦NAME_1⟧" },
    ];
    const port = new FakePort(() =>
      fullAnswer({ ai_values: { reasoning: "", values: [{ ...HONEST, name: "privacy", quotes }] } }),
    );
    const { proposals } = must(await extractWithModel(source, options, port, never));
    expect(port.seen[0]?.user).not.toMatch(/Ada|Lovelace|example\.org/);
    expect(proposals[0]?.spans.map(({ quote }) => quote)).toEqual(["I won't pass on ada@example.org, Ada."]);
    expect(proposals[0]?.unanchored).toEqual(["never tell Ada Lovelace"]);
    const plain = new FakePort(() => fullAnswer());
    await extractWithModel(source, { ...options, redaction: false }, plain, never);
    expect(plain.seen[0]?.user).toContain("ada@example.org");
  });

  it("divides what is long, and unites the parts", async () => {
    const source = conversationOf([
      ["user", `Start. ${"word ".repeat(500)}`],
      ["assistant", `I want to be honest with you. ${"more ".repeat(500)}`],
      ["user", `Go on. ${"word ".repeat(500)}`],
      ["assistant", `To be fair, I want to be honest with you again. ${"more ".repeat(500)}`],
    ]);
    const port = new FakePort(() => fullAnswer());
    const { proposals } = must(await extractWithModel(source, { ...options, maxChars: 3_000 }, port, never));
    expect(port.seen.length).toBeGreaterThan(3);
    const honesty = proposals.filter(({ label }) => label.node === "honesty");
    expect(honesty).toHaveLength(1);
    expect(new Set(honesty[0]?.spans.map(({ turn }) => turn))).toEqual(new Set([1, 3]));
    const types = proposals.filter(({ label }) => label.kind === "responseType");
    expect(types).toHaveLength(1);
    expect(types[0]?.rationale).toContain("Parts: 1 reframing");
  });

  it("stops at the first failure and keeps what was paid", async () => {
    const failure: ModelFailure = {
      ok: false,
      reason: "overloaded",
      message: "busy",
      retryable: true,
      usage,
    };
    const port = new FakePort((_request, at) =>
      at === 1 ? failure : { ai_values: { reasoning: "", values: [HONEST] } },
    );
    const result = await extractWithModel(FLATMATE, { ...options, mode: "separate" }, port, never);
    expect(port.seen).toHaveLength(2);
    expect(result).toMatchObject({ ok: false, reason: "overloaded", usage: { inputTokens: 20 } });
  });

  it("calls a malformed answer a schema failure that may be tried again", async () => {
    const result = await extractWithModel(FLATMATE, options, new FakePort(() => ({ nothing: true })), never);
    expect(result).toEqual({
      ok: false,
      reason: "schema",
      message: "ai_values is missing",
      retryable: true,
      usage,
    });
  });

  it("calls nobody once it is cancelled, nor for a conversation without words", async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    const port = new FakePort(() => fullAnswer());
    expect(await extractWithModel(FLATMATE, options, port, cancelled.signal)).toMatchObject({
      ok: false,
      reason: "cancelled",
    });
    for (const empty of [conversationOf([]), conversationOf([["user", " \n"]])]) {
      const result = must(await extractWithModel(empty, options, port, never));
      expect(result).toMatchObject({ proposals: [], abstained: "the conversation has no text to send" });
    }
    expect(port.seen).toHaveLength(0);
  });

  it("completes a plan from outcomes that came from elsewhere, such as a batch", () => {
    const plan = planExtraction(FLATMATE, options);
    const outcome: ModelOutcome = { ok: true, text: JSON.stringify(fullAnswer()), usage, model: "m" };
    expect(must(completeExtraction(FLATMATE, plan, [outcome], options)).proposals).toHaveLength(5);
    expect(completeExtraction(FLATMATE, plan, [], options)).toMatchObject({ ok: false, reason: "cancelled" });
  });

  it("anchors whatever the model quotes of what it was sent, in the original", async () => {
    await fc.assert(
      fc.asyncProperty(personalConversation, fc.nat(), fc.nat(), async (source, a, b) => {
        const { sent, requests } = planExtraction(source, options);
        const text = sent.turns[1]?.blocks[0]?.text ?? "";
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y);
        const quotes = [{ turn: 2, text: text.slice(from, to) }];
        const port = new FakePort(() =>
          fullAnswer({ ai_values: { reasoning: "", values: [{ ...HONEST, quotes }] } }),
        );
        const result = must(await extractWithModel(source, options, port, never));
        expect(port.seen.map(({ key }) => key)).toEqual(requests.map(({ key }) => key));
        for (const { spans } of result.proposals) {
          for (const span of spans) {
            expect(source.turns[span.turn]?.blocks[span.block]?.text.slice(span.start, span.end)).toBe(
              span.quote,
            );
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
