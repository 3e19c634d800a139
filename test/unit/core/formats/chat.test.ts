import { describe, expect, it } from "vitest";
import { openAll, openRow, sketch } from "./bytes.ts";

const asked = { role: "user", content: "q" };

describe("telling OpenAI's messages from Anthropic's", () => {
  it.each([
    ["openai-chat", { messages: [asked, { role: "assistant", content: "a" }] }],
    ["openai-chat", { messages: [{ role: "system", content: "s" }, asked] }],
    [
      "openai-chat",
      {
        messages: [
          asked,
          { role: "assistant", content: null, tool_calls: [] },
          { role: "tool", content: "r" },
        ],
      },
    ],
    [
      "openai-chat",
      { id: "c", object: "chat.completion", choices: [{ message: { role: "assistant", content: "a" } }] },
    ],
    [
      "openai-chat",
      { custom_id: "1", method: "POST", url: "/v1", body: { model: "gpt-x", messages: [asked] } },
    ],
    ["anthropic-messages", { system: "s", messages: [asked] }],
    ["anthropic-messages", { model: "claude-x", max_tokens: 1, messages: [asked] }],
    [
      "anthropic-messages",
      { messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "r" }] }] },
    ],
    ["anthropic-messages", { messages: [asked], tools: [{ name: "t", input_schema: {} }] }],
    [
      "anthropic-messages",
      {
        id: "m",
        type: "message",
        role: "assistant",
        content: [{ type: "text", text: "a" }],
        stop_reason: "end_turn",
        model: "claude-x",
      },
    ],
  ])("%s: %j", (format, value) => {
    expect(openRow(value).format).toBe(format);
  });
});

describe("requests with their responses", () => {
  const answer = { role: "assistant", content: "a" };
  it.each([
    [
      "request and response",
      { request: { messages: [asked] }, response: { choices: [{ message: answer }] } },
    ],
    ["input and output", { input: [asked], output: answer }],
    ["input and a string", { input: { messages: [asked] }, output: "a" }],
    ["JSON in strings", { request: JSON.stringify({ messages: [asked] }), response: JSON.stringify(answer) }],
    ["prompt and completion lists", { prompt: [asked], completion: [answer] }],
    [
      "params and a batch result",
      { params: { messages: [asked] }, result: { type: "succeeded", message: answer } },
    ],
    [
      "body and a nested body",
      {
        body: { messages: [asked] },
        response: { status_code: 200, body: { choices: [{ message: answer }] } },
      },
    ],
    ["a call", { call: { request: { messages: [asked] }, response: answer } }],
    ["messages beside choices", { messages: [asked], choices: [{ message: answer }] }],
    [
      "a log whose messages already hold the answer",
      { messages: [asked, answer], output: { choices: [{ message: answer }] } },
    ],
  ])("%s", (_, value) => {
    expect(openRow(value).conversations.map(sketch)).toEqual(["user: text(q) | assistant: text(a)"]);
  });

  it("does not take a grade for an answer", () => {
    const [conversation] = openRow({
      messages: [asked, answer],
      result: "pass",
      output: "also a grade",
    }).conversations;
    expect(conversation?.turns).toHaveLength(2);
    expect(conversation?.metadata).toEqual({ result: "pass", output: "also a grade" });
  });
});

describe("contents of messages", () => {
  const turn = (message: object) =>
    sketch(openRow({ messages: [asked, message] }).conversations[0]).split(" | ")[1];

  it.each([
    [{ role: "assistant", content: null }, "assistant:"],
    [{ role: "assistant", content: "" }, "assistant:"],
    [{ role: "assistant", content: " spaces stay \n" }, "assistant: text( spaces stay \n)"],
    [{ role: "assistant", content: ["a", { type: "text", text: "b" }] }, "assistant: text(a) text(b)"],
    [{ role: "assistant", content: [{ type: "text", value: "v" }] }, "assistant: text(v)"],
    [
      { role: "assistant", content: [{ type: "text", text: { value: "v", annotations: [] } }] },
      "assistant: text(v)",
    ],
    [{ role: "assistant", content: "c", reasoning_content: "r" }, "assistant: thinking(r) text(c)"],
    [{ role: "assistant", content: null, refusal: "no" }, "assistant: text(no)"],
    [
      { role: "user", content: [{ type: "image_url", image_url: "data:image/png;base64,AAAA" }] },
      "user: image(image/png, 3 bytes)",
    ],
    [{ role: "user", content: [{ type: "image_url", value: "a/b.jpg" }] }, "user: image(image, a/b.jpg)"],
    [
      { role: "assistant", content: "", tool_calls: [{ function: { name: "f", arguments: '{ "a":1}' } }] },
      'assistant: tool_use({ "a":1})',
    ],
    [
      { role: "assistant", content: "x", tool_calls: [{ name: "f", args: { a: 1 } }] },
      'assistant: text(x) tool_use({\n  "a": 1\n})',
    ],
    [
      {
        role: "tool",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      "tool: tool_result(a\nb)",
    ],
    [{ role: "human", content: "h" }, "user: text(h)"],
    [{ role: "Model", content: "m" }, "assistant: text(m)"],
  ])("%j", (message, expected) => {
    expect(turn(message)).toBe(expected);
  });

  it("reads the shapes of other libraries: LangChain, Bedrock's Converse, the AI SDK", () => {
    const read = (...messages: object[]) => openRow({ messages }).conversations.map(sketch);
    expect(read({ type: "human", data: { content: "q" } }, { type: "ai", content: "a" })).toEqual([
      "user: text(q) | assistant: text(a)",
    ]);
    expect(
      read(
        {
          role: "assistant",
          content: [{ text: "a" }, { toolUse: { toolUseId: "1", name: "f", input: {} } }],
        },
        { role: "user", content: [{ toolResult: { toolUseId: "1", content: [{ text: "r" }] } }] },
      ),
    ).toEqual(["assistant: text(a) tool_use({}) | tool: tool_result(r)"]);
    expect(
      read({
        role: "assistant",
        parts: [
          { type: "reasoning", text: "r" },
          { type: "text", text: "a" },
        ],
      }),
    ).toEqual(["assistant: thinking(r) text(a)"]);
  });

  it("joins calls and results, and marks failures", () => {
    const { conversations } = openRow({
      messages: [
        { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "f", input: {} }] },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "t1", is_error: true, content: "bad" }],
        },
      ],
    });
    const blocks = conversations[0]?.turns.flatMap((each) => each.blocks);
    expect(blocks).toEqual([
      { type: "tool_use", name: "f", callId: "t1", text: "{}" },
      { type: "tool_result", callId: "t1", isError: true, text: "bad" },
    ]);
  });

  it("keeps ids, times and names of messages, and what else they say", () => {
    const { conversations } = openAll(
      JSON.stringify({
        messages: [{ id: 7, role: "user", name: "ada", content: "q", timestamp: 1700000000, mood: "x" }],
      }),
    );
    expect(conversations[0]?.turns[0]).toMatchObject({
      id: "7",
      author: "ada",
      at: "2023-11-14T22:13:20.000Z",
    });
    expect(conversations[0]?.notes).toEqual([]);
    expect(conversations[0]?.metadata).toEqual({ messageFields: [{ timestamp: 1700000000, mood: "x" }] });
  });

  it("gives one conversation for each sampled answer", () => {
    const choices = ["a", "b"].map((content) => ({ message: { role: "assistant", content } }));
    const { conversations } = openRow({ id: "x", messages: [asked], choices });
    expect(conversations.map(({ id, position }) => [id, position.part])).toEqual([
      ["x:choice 1", "choice 1"],
      ["x:choice 2", "choice 2"],
    ]);
  });
});
