import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/conversation/model.ts";
import { claudeExport } from "../../../../src/core/formats/claude-export.ts";
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

const ROOT = "00000000-0000-4000-8000-000000000000";
const message = (uuid: string, sender: string, text: JsonValue, more: JsonObject = {}): JsonObject => ({
  uuid,
  sender,
  text,
  ...more,
});
const talk = (messages: JsonValue[], more: JsonObject = {}): JsonObject => ({
  uuid: "c1",
  name: "A talk",
  chat_messages: messages,
  ...more,
});
const blocksOf = (...messages: JsonValue[]) => {
  const { conversations } = readAll(claudeExport, talk(messages));
  return conversations[0]?.turns.flatMap((turn) =>
    turn.blocks.map((block) => [block.type, block.name ?? "", block.text]),
  );
};

describe("claude-export", () => {
  it("reads messages in order, taking words from content or text, whichever has them", () => {
    const { conversations } = readAll(
      claudeExport,
      talk([
        message("m1", "human", "hello", { created_at: "2024-12-01T10:00:00.123456Z" }),
        message("m2", "assistant", "", { content: [{ type: "text", text: "hi" }] }),
        message("m3", "human", "short", { content: [{ type: "text", text: "the whole text" }] }),
        message("m4", "assistant", "kept", { content: [] }),
      ]),
    );
    expect(conversations.map(told)).toEqual(["u:hello | a:hi | u:the whole text | a:kept"]);
    expect(conversations[0]).toMatchObject({
      id: "c1",
      title: "A talk",
      notes: [],
      position: { row: 0, line: 1 },
    });
    expect(conversations[0]?.turns[0]?.at).toBe("2024-12-01T10:00:00.123Z");
  });

  it("keeps thinking, tools, attachments and files", () => {
    const content = [
      { type: "thinking", thinking: "hm", summaries: [] },
      { type: "tool_use", id: "t1", name: "web_search", input: { q: 1 } },
      {
        type: "tool_result",
        tool_use_id: "t1",
        name: "web_search",
        is_error: true,
        content: [{ type: "text", text: "found" }],
      },
    ];
    const uploads = {
      attachments: [
        { file_name: "a.txt", file_type: "text/plain", file_size: 1200, extracted_content: "inside" },
      ],
      files: [{ file_kind: "image", file_name: "p.png", file_uuid: "f" }, { file_name: "b.pdf" }],
      files_v2: [{ file_kind: "image", file_name: "p.png", file_uuid: "f" }],
    };
    const placeholder = "```\nThis block is not supported on your current device yet.\n```";
    expect(
      blocksOf(message("m1", "human", "see", uploads), message("m2", "assistant", placeholder, { content })),
    ).toEqual([
      ["text", "", "see"],
      ["other", "attachment", "a.txt, text/plain, 1 kB\n\ninside"],
      ["image", "", "p.png, image"],
      ["other", "file", "b.pdf"],
      ["thinking", "", "hm"],
      ["tool_use", "web_search", '{\n  "q": 1\n}'],
      ["tool_result", "web_search", "found"],
    ]);
  });

  it("branches by parents, the branch on screen first", () => {
    const messages = [
      message("q", "human", "q", { parent_message_uuid: ROOT }),
      message("a1", "assistant", "one", { parent_message_uuid: "q" }),
      message("a2", "assistant", "two", { parent_message_uuid: "q" }),
    ];
    const { conversations } = readAll(claudeExport, talk(messages, { current_leaf_message_uuid: "a2" }));
    expect(conversations.map(told)).toEqual(["u:q | a:two", "u:q | a:one"]);
    expect(conversations.map(({ id }) => id)).toEqual(["c1", "c1/a1"]);
    expect(conversations[0]?.notes).toEqual(["the branch that was on screen, of 2"]);
    expect(readAll(claudeExport, talk(messages)).conversations[0]?.notes.join()).toMatch(/does not say/);
  });

  it("notes broken messages and goes on", () => {
    const broken = [
      message("m1", "human", "read", { content: "not a list" }),
      message("m2", "martian", "x", { content: [{ type: "text", text: 5 }] }),
      7,
      message("m3", "assistant", null),
    ];
    const { conversations, errors } = readAll(claudeExport, talk(broken));
    expect(errors).toEqual([]);
    expect(conversations.map(told)).toEqual(["u:read | u:x | a:"]);
    expect(conversations[0]?.notes).toHaveLength(5);
  });

  it("says which other file of an export was opened", () => {
    const user = { uuid: "u", full_name: "N", email_address: "e" };
    const project = { uuid: "p", name: "P", docs: [], creator: {} };
    expect(claudeExport.recognise(recordsOf(user)).reason).toMatch(/users\.json.*conversations\.json/);
    expect(readAll(claudeExport, project).errors[0]?.reason).toMatch(/projects\.json/);
    expect(readAll(claudeExport, { conversations_memory: "m" }).errors[0]?.reason).toMatch(/memories\.json/);
    expect(readAll(claudeExport, talk([]), { invalid: 1 }).errors.map(({ row }) => row)).toEqual([0, 1]);
  });

  it("recognises exports and not others", () => {
    expect(
      claudeExport.recognise(recordsOf(talk([message("m", "human", "x")]), talk([]))).score,
    ).toBeGreaterThan(0.9);
    expect(
      claudeExport.recognise(recordsOf({ messages: [{ role: "user" }] }, { chat_messages: 1 })).score,
    ).toBe(0);
  });

  it("finds every leaf and loses no message", () => {
    fc.assert(
      fc.property(randomTree, (parents) => {
        const messages = parents.map((up, index) =>
          message(`m${index}`, index % 2 ? "assistant" : "human", `text ${index}`, {
            parent_message_uuid: up < 0 ? ROOT : `m${up}`,
          }),
        );
        const { conversations } = readAll(claudeExport, talk(messages));
        expect(conversations.map(({ turns }) => turns.at(-1)?.id).sort()).toEqual(
          leavesOf(parents)
            .map((leaf) => `m${leaf}`)
            .sort(),
        );
        expect(new Set(conversations.flatMap(({ turns }) => turns.map(({ id }) => id))).size).toBe(
          parents.length,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("never throws", () => {
    const keys = [
      "chat_messages",
      "sender",
      "text",
      "content",
      "type",
      "parent_message_uuid",
      "uuid",
      "attachments",
      "files",
      "input",
      "name",
    ];
    const any = jsonWithKeys(keys, ["human", "assistant", "text", "tool_use", "tool_result", "image", "m"]);
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 4 }), (value, messages) => {
        claudeExport.recognise(recordsOf(value));
        readAll(
          claudeExport,
          value,
          talk(messages),
          talk(messages.map((content) => message("m", "human", "x", { content }))),
        );
      }),
    );
  });

  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      ["osteele_business-strategy.json", [1, 6, 0]],
      ["osteele_claude-bakery-chat.json", [1, 4, 0]],
      ["osteele_conversation-with-errors.json", [1, 10, 0]],
      ["osteele_conversations.json", [2, 6, 0]],
      ["osteele_cooking.json", [1, 6, 0]],
      ["osteele_history.json", [1, 6, 0]],
      ["osteele_simple-invalid.json", [0, 0, 1]],
    ])("%s", (name, expected) => {
      expect(counts(sorted(claudeExport.read(sampleRecords("claude-export", name))))).toEqual(expected);
    });
  });
});
