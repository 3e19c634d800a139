import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/conversation/model.ts";
import { chatgptExport } from "../../../../src/core/formats/chatgpt-export.ts";
import {
  counts,
  haveSamples,
  jsonWithKeys,
  leavesOf,
  randomTree,
  readAll,
  recordsOf,
  sampleRecords,
  sorted,
  told,
} from "./reading.ts";

const content = (...parts: JsonValue[]): JsonObject => ({ content_type: "text", parts });
const node = (
  id: string,
  parent: string | null,
  role: string,
  body: JsonValue,
  more: JsonObject = {},
): [string, JsonObject] => [
  id,
  {
    id,
    parent,
    children: [],
    message: { id: `msg ${id}`, author: { role }, content: body, recipient: "all", ...more },
  },
];
const root: [string, JsonObject] = ["root", { id: "root", parent: null, message: null, children: ["a"] }];
const talk = (nodes: [string, JsonObject][], more: JsonObject = {}): JsonObject => ({
  title: "A talk",
  create_time: 1_700_000_000,
  conversation_id: "c1",
  mapping: Object.fromEntries(nodes),
  ...more,
});
const only = (...nodes: [string, JsonObject][]) =>
  readAll(chatgptExport, talk([root, ...nodes], { current_node: nodes.at(-1)?.[0] ?? "" })).conversations[0];

describe("chatgpt-export", () => {
  it("reads the path on screen first, then the other branches", () => {
    const nodes = [
      root,
      node("a", "root", "user", content("q")),
      node("b1", "a", "assistant", content("first")),
      node("b2", "a", "assistant", content("second")),
    ];
    const { conversations } = readAll(chatgptExport, talk(nodes, { current_node: "b2" }));
    expect(conversations.map(told)).toEqual(["u:q | a:second", "u:q | a:first"]);
    expect(conversations.map(({ id }) => id)).toEqual(["c1", "c1/b1"]);
    expect(conversations.map(({ metadata }) => metadata["onScreen"])).toEqual([true, false]);
    expect(conversations[0]?.notes).toEqual(["the branch that was on screen, of 2"]);
    expect(conversations[0]).toMatchObject({ title: "A talk", position: { row: 0, line: 1, part: "b2" } });
  });

  it("does without current_node, with times of any kind and a list of conversations inside an object", () => {
    const nodes = [
      root,
      node("a", "root", "user", content("q"), { create_time: "1700000000.5" }),
      node("b", "a", "assistant", content("r"), { create_time: null }),
      node("c", "a", "assistant", content("s")),
    ];
    const { conversations } = readAll(chatgptExport, { conversations: [talk(nodes)] });
    expect(conversations.map(told)).toEqual(["u:q | a:r", "u:q | a:s"]);
    expect(conversations[0]?.turns.map(({ at }) => at)).toEqual(["2023-11-14T22:13:20.500Z", undefined]);
    expect(conversations[0]?.notes).toEqual(["the source does not say which branch was on screen"]);
  });

  it("leaves out hidden and empty system nodes and counts them", () => {
    const nodes: [string, JsonObject][] = [
      node("s", "root", "system", content("")),
      node(
        "h",
        "s",
        "user",
        { content_type: "user_editable_context", user_profile: "p", user_instructions: "i" },
        { metadata: { is_visually_hidden_from_conversation: true } },
      ),
      node("a", "h", "user", content("q")),
      node("b", "a", "assistant", content("r")),
    ];
    expect(told(only(...nodes))).toBe("u:q | a:r");
    expect(only(...nodes)?.notes).toEqual(["2 hidden or empty system nodes left out"]);
  });

  it("tells words, calls, results, thoughts and pictures apart", () => {
    const picture = {
      content_type: "image_asset_pointer",
      asset_pointer: "file-service://x",
      width: 640,
      height: 480,
      size_bytes: 2048,
    };
    const nodes: [string, JsonObject][] = [
      node("a", "root", "user", {
        content_type: "multimodal_text",
        parts: [picture, "what is it?", { content_type: "audio_transcription", text: "spoken" }],
      }),
      node("b", "a", "assistant", {
        content_type: "thoughts",
        thoughts: [{ summary: "Looking", content: "at it" }],
      }),
      node(
        "c",
        "b",
        "assistant",
        { content_type: "code", language: "python", text: "print(1)" },
        { recipient: "python", metadata: { model_slug: "gpt-4o" } },
      ),
      node(
        "d",
        "c",
        "tool",
        { content_type: "execution_output", text: "1" },
        { author: { role: "tool", name: "python" } },
      ),
      node(
        "e",
        "d",
        "tool",
        { content_type: "tether_quote", url: "https://x.test", title: "T", text: "quoted" },
        { author: { role: "tool", name: "browser" } },
      ),
      node(
        "f",
        "e",
        "tool",
        { content_type: "tether_browsing_display", result: "shown", summary: null },
        { author: { role: "tool", name: "browser" } },
      ),
      node(
        "g",
        "f",
        "tool",
        { content_type: "system_error", name: "E", text: "no" },
        { author: { role: "tool", name: "browser" } },
      ),
      node("h", "g", "assistant", { content_type: "reasoning_recap", content: "Thought for 3 s" }),
      node("i", "h", "user", {
        content_type: "user_editable_context",
        user_profile: "p",
        user_instructions: "i",
      }),
      node("j", "i", "system", { content_type: "model_editable_context", model_set_context: "m" }),
      node("k", "j", "assistant", { content_type: "brand_new", stuff: 1 }),
    ];
    const blocks = only(...nodes)?.turns.flatMap((turn) =>
      turn.blocks.map((block) => [turn.role, block.type, block.name ?? "", block.text]),
    );
    expect(blocks).toEqual([
      ["user", "image", "", "image, 640×480, 2 kB"],
      ["user", "text", "", "what is it?"],
      ["user", "text", "", "spoken"],
      ["assistant", "thinking", "", "Looking\nat it"],
      ["assistant", "tool_use", "python", "print(1)"],
      ["tool", "tool_result", "python", "1"],
      ["tool", "tool_result", "browser", "T\nhttps://x.test\nquoted"],
      ["tool", "tool_result", "browser", "shown"],
      ["tool", "tool_result", "browser", "E: no"],
      ["assistant", "thinking", "", "Thought for 3 s"],
      ["user", "text", "", "p\n\ni"],
      ["system", "text", "", "m"],
      ["assistant", "other", "brand_new", '{\n  "content_type": "brand_new",\n  "stuff": 1\n}'],
    ]);
    expect(only(...nodes)?.turns[6]?.blocks[0]?.isError).toBe(true);
    expect(only(...nodes)?.turns[2]?.author).toBe("gpt-4o");
  });

  it("survives missing parents, links by children only, circles and broken nodes", () => {
    const lonely = readAll(chatgptExport, talk([node("a", "gone", "user", content("q"))])).conversations[0];
    expect(lonely?.notes.join()).toMatch(/middle/);
    const byChildren = {
      r: { children: ["x"] },
      x: { message: { author: { role: "user" }, content: content("q") }, children: ["y"] },
      y: { message: { author: { role: "assistant" }, content: content("r") } },
      bad: 5,
    };
    expect(readAll(chatgptExport, { mapping: byChildren }).conversations.map(told)).toEqual(["u:q | a:r"]);
    const circle = readAll(
      chatgptExport,
      talk([node("a", "b", "user", content("q")), node("b", "a", "assistant", content("r"))]),
    ).conversations;
    expect(circle.map(told)).toEqual(["u:q | a:r"]);
    expect(circle[0]?.notes.join()).toMatch(/circle/);
  });

  it("says why a record holds no conversation", () => {
    const { errors } = readAll(chatgptExport, {}, [], null, talk([]), talk([root]));
    expect(errors.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
    expect(errors[3]?.reason).toMatch(/no message to show/);
  });

  it("recognises exports and not others", () => {
    expect(chatgptExport.recognise(recordsOf(talk([root]))).score).toBeGreaterThan(0.9);
    expect(chatgptExport.recognise(recordsOf({ mapping: { a: 1 } }, { messages: [] })).score).toBe(0);
    expect(chatgptExport.recognise([]).score).toBe(0);
  });

  it("finds every leaf and loses no message", () => {
    fc.assert(
      fc.property(randomTree, fc.nat(), (parents, pick) => {
        const nodes = parents.map((up, index) =>
          node(
            `n${index}`,
            up < 0 ? null : `n${up}`,
            index % 2 === 0 ? "user" : "assistant",
            content(`text ${index}`),
          ),
        );
        const leaves = leavesOf(parents).map((leaf) => `n${leaf}`);
        const current = leaves[pick % leaves.length] ?? "";
        const { conversations } = readAll(chatgptExport, talk(nodes, { current_node: current }));
        expect(conversations[0]?.position.part).toBe(current);
        expect(conversations.map(({ position }) => position.part).sort()).toEqual(leaves.sort());
        expect(new Set(conversations.flatMap(({ turns }) => turns.map(({ id }) => id))).size).toBe(
          parents.length,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("never throws", () => {
    const keys = [
      "mapping",
      "message",
      "author",
      "role",
      "content",
      "parts",
      "content_type",
      "children",
      "parent",
      "id",
      "current_node",
      "thoughts",
      "metadata",
      "text",
    ];
    const any = jsonWithKeys(keys, [
      "text",
      "code",
      "multimodal_text",
      "thoughts",
      "user",
      "assistant",
      "tool",
      "id",
      "mapping",
    ]);
    fc.assert(
      fc.property(any, any, (value, mapping) => {
        const wrapped = { mapping, current_node: "id" };
        chatgptExport.recognise(recordsOf(value, wrapped));
        readAll(chatgptExport, value, wrapped, {
          mapping: { id: mapping, text: { message: mapping, parent: "id" } },
        });
      }),
    );
  });

  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      ["convonaut_conversations.json", [7, 35, 0]],
      // Three nodes: one message and two answers to it, the second a second branch.
      ["polylogue_representatives_sample-00.json", [2, 4, 0]],
    ])("%s", (name, expected) => {
      expect(counts(sorted(chatgptExport.read(sampleRecords("chatgpt-export", name))))).toEqual(expected);
    });
  });
});
