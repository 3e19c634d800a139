import { describe, expect, it } from "vitest";
import { openRow, sketch } from "./bytes.ts";

const read = (value: unknown) => {
  const opened = openRow(value);
  return {
    format: opened.format,
    sketches: opened.conversations.map(sketch),
    conversations: opened.conversations,
  };
};

describe("ShareGPT", () => {
  it.each([
    [{ conversations: [{ from: "gpt", value: "first" }] }, ["assistant: text(first)"]],
    [{ conversation: [{ from: "human", value: "h" }] }, ["user: text(h)"]],
    [{ messages: [{ from: "user", value: "h" }] }, ["user: text(h)"]],
    [{ conversations: [{ role: "user", content: "h" }] }, ["user: text(h)"]],
    [{ conversations: [{ from: "function_call", value: "not JSON" }] }, ["assistant: tool_use(not JSON)"]],
    [{ conversations: [{ from: "tool", value: "r" }] }, ["tool: tool_result(r)"]],
    [
      {
        conversations: [
          { from: "system", value: "s" },
          { from: "human", value: null },
        ],
      },
      ["system: text(s) | user:"],
    ],
    [
      { messages: [{ role: "user", content: "<image>a<image>" }], images: ["1.jpg", "2.jpg"] },
      ["user: text(<image>a<image>) image(image, 1.jpg) image(image, 2.jpg)"],
    ],
  ])("%j", (value, expected) => {
    expect(read(value)).toMatchObject({ format: "sharegpt", sketches: expected });
  });

  it("reads several calls in one value", () => {
    const value = JSON.stringify([
      { name: "f", arguments: { a: 1 } },
      { name: "g", arguments: "{}" },
    ]);
    const [conversation] = read({ conversations: [{ from: "function_call", value }] }).conversations;
    expect(conversation?.turns[0]?.blocks.map(({ name }) => name)).toEqual(["f", "g"]);
  });
});

describe("Alpaca and its kin", () => {
  it.each([
    ["alpaca", { instruction: "i", input: "", output: "o" }, ["user: text(i) | assistant: text(o)"]],
    ["alpaca", { instruction: "i", input: "n", output: "" }, ["user: text(i) text(n) | assistant:"]],
    [
      "alpaca",
      { instruction: "i", output: ["o1", "o2"] },
      ["user: text(i) | assistant: text(o1)", "user: text(i) | assistant: text(o2)"],
    ],
    [
      "prompt-response",
      { conversation: [{ input: "a", output: "b" }] },
      ["user: text(a) | assistant: text(b)"],
    ],
    ["prompt-response", { prompt: "p", response: "r" }, ["user: text(p) | assistant: text(r)"]],
    [
      "prompt-response",
      { system_prompt: "s", question: "q", response: "r" },
      ["system: text(s) | user: text(q) | assistant: text(r)"],
    ],
    [
      "prompt-response",
      {
        conversation: [
          { input: "a", output: "b" },
          { input: "c", output: "d" },
        ],
      },
      ["user: text(a) | assistant: text(b) | user: text(c) | assistant: text(d)"],
    ],
    [
      "arena-battle",
      { prompt: "p", response_0: "a", response_1: "b" },
      ["user: text(p) | assistant: text(a)", "user: text(p) | assistant: text(b)"],
    ],
    [
      "preference-pairs",
      { prompt: "p", chosen: "c", rejected: "r" },
      ["user: text(p) | assistant: text(c)", "user: text(p) | assistant: text(r)"],
    ],
    ["mt-bench", { question_id: 1, turns: ["a", "b"] }, ["user: text(a) | user: text(b)"]],
    [
      "mt-bench",
      { question_id: 1, choices: [{ turns: [{ content: "a", token_len: 1 }] }] },
      ["assistant: text(a)"],
    ],
    ["lmsys", { conversation: [{ role: "user", content: "u" }] }, ["user: text(u)"]],
    [
      "gemini",
      { contents: [{ parts: [{ text: "u" }] }, { role: "model", parts: [{ text: "m" }] }] },
      ["user: text(u) | assistant: text(m)"],
    ],
  ])("%s: %j", (format, value, expected) => {
    expect(read(value)).toMatchObject({ format, sketches: expected });
  });
});

describe("marked text", () => {
  const chosen = (text: string) => read({ chosen: text, rejected: "\n\nHuman: x" }).sketches[0];

  it.each([
    ["\n\nHuman: a\n\nAssistant: b", "user: text(a) | assistant: text(b)"],
    ["Human: a\n\nAssistant: b", "user: text(a) | assistant: text(b)"],
    ["\n\nHuman: he said Human: no\nAssistant: no", "user: text(he said Human: no\nAssistant: no)"],
    ["\n\nHuman: a\n\n\nb\n\nAssistant: c\n", "user: text(a\n\n\nb) | assistant: text(c\n)"],
    ["\n\nHuman:a\n\nHuman:  b", "user: text(a) | user: text( b)"],
    ["before\n\nHuman: a", "system: text(before) | user: text(a)"],
    ["\n\nHuman: a\n\nAssistant:", "user: text(a) | assistant:"],
    [
      "<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\na<|im_end|>",
      "system: text(s) | user: text(u) | assistant: text(a)",
    ],
    ["### Human: a### Assistant: b", "user: text(a) | assistant: text(b)"],
  ])("%j", (text, expected) => {
    expect(chosen(text)).toBe(expected);
  });

  it("gives the pair as two conversations of one row", () => {
    const { conversations } = read({ chosen: "\n\nHuman: a", rejected: "\n\nHuman: b", note: 1 });
    expect(
      conversations.map(({ id, position, metadata }) => [id, position.row, position.part, metadata]),
    ).toEqual([
      ["row-0:chosen", 0, "chosen", { note: 1 }],
      ["row-0:rejected", 0, "rejected", { note: 1 }],
    ]);
  });

  it("reads hostile repetition in linear time", () => {
    const text = `\n\nHuman: ${"#".repeat(200_000)}${"<|im_end|>".repeat(20_000)}${"\n".repeat(200_000)}`;
    expect(read({ chosen: text, rejected: text }).conversations).toHaveLength(2);
  });
});

describe("best effort", () => {
  it("says what it took for speaker and words", () => {
    const { format, conversations } = read({
      meta: 1,
      log: [
        { who: "user", msg: "a" },
        { who: "Kim", msg: "b" },
      ],
    });
    expect(format).toBe("best-effort");
    expect(conversations.map(sketch)).toEqual(["user: text(a) | user: text(b)"]);
    expect(conversations[0]?.notes[0]).toContain('speaker from "who", words from "msg"');
    expect(conversations[0]?.metadata).toEqual({ meta: 1 });
  });

  it("does not choose between two lists", () => {
    const list = [{ who: "user", msg: "a" }];
    expect(() => openRow({ a: list, b: list })).toThrow(/no format fits/);
  });
});
