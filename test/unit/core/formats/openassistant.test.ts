import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/conversation/model.ts";
import { openAssistant } from "../../../../src/core/formats/openassistant.ts";
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

const message = (id: string, role: string, text: JsonValue, more: JsonObject = {}): JsonObject => ({
  message_id: id,
  role,
  text,
  ...more,
});
const tree = (prompt: JsonObject): JsonObject => ({
  message_tree_id: "t1",
  tree_state: "ready_for_export",
  prompt,
});

describe("openassistant", () => {
  it("reads a tree as one conversation per leaf", () => {
    const replies = [
      message("a1", "assistant", "yes", {
        rank: 1,
        lang: "en",
        replies: [message("p2", "prompter", "sure?", { replies: [] })],
      }),
      message("a2", "assistant", "no", { rank: 0 }),
    ];
    const { conversations, errors } = readAll(
      openAssistant,
      tree(message("p1", "prompter", "is it?", { replies })),
    );
    expect(errors).toEqual([]);
    expect(conversations.map(told)).toEqual(["u:is it? | a:yes | u:sure?", "u:is it? | a:no"]);
    expect(conversations.map(({ id }) => id)).toEqual(["p2", "a2"]);
    expect(conversations[1]?.position).toEqual({ row: 0, line: 1, part: "a2" });
    expect(conversations[1]?.metadata).toMatchObject({
      message_tree_id: "t1",
      tree_state: "ready_for_export",
      rank: 0,
    });
  });

  it("joins flat rows in any order, also the published data sets' columns", () => {
    const rows = [
      message("a1", "assistant", "hi", {
        parent_id: "p1",
        message_tree_id: "p1",
        created_date: "2023-02-05T14:23:50.983374+00:00",
        emojis: { name: [], count: [] },
      }),
      message("p1", "prompter", "hello", { parent_id: null, message_tree_id: "p1" }),
    ];
    const { conversations } = readAll(openAssistant, ...rows);
    expect(conversations.map(told)).toEqual(["u:hello | a:hi"]);
    expect(conversations[0]?.turns[1]?.at).toBe("2023-02-05T14:23:50.983Z");
  });

  it("keeps deleted messages, orphans and circles, each with a note", () => {
    const { conversations } = readAll(
      openAssistant,
      message("x", "assistant", "gone", { deleted: true, parent_id: "nowhere" }),
      message("c1", "prompter", "one", { parent_id: "c2" }),
      message("c2", "assistant", "two", { parent_id: "c1" }),
    );
    expect(conversations.map(told)).toEqual(["a:gone", "u:one | a:two"]);
    expect(conversations[0]?.notes.join()).toMatch(/middle.*1 message marked as deleted/);
    expect(conversations[1]?.notes.join()).toMatch(/circle/);
  });

  it("tells of repeated and unusable rows", () => {
    const { conversations, errors } = readAll(
      openAssistant,
      message("a", "prompter", "x"),
      message("a", "prompter", "y"),
      { text: "no id" },
      5,
      message("b", "assistant", null),
    );
    expect(conversations.map(told)).toEqual(["u:x"]);
    expect(errors.map(({ row }) => row).sort()).toEqual([1, 2, 3, 4]);
  });

  it("recognises its rows and not others", () => {
    expect(openAssistant.recognise(recordsOf(message("a", "prompter", "x"))).score).toBeGreaterThan(0.9);
    expect(openAssistant.recognise(recordsOf(tree(message("a", "prompter", "x")))).score).toBeGreaterThan(
      0.9,
    );
    expect(openAssistant.recognise(recordsOf({ prompt: "x", response: "y" }, [], null)).score).toBe(0);
    expect(openAssistant.recognise([]).score).toBe(0);
  });

  it("finds every leaf and loses no message, in trees and in shuffled rows", () => {
    fc.assert(
      fc.property(randomTree, fc.infiniteStream(fc.nat()), (parents, order) => {
        const nodes = parents.map((up, index) =>
          message(
            `m${index}`,
            index % 2 === 0 ? "prompter" : "assistant",
            `text ${index}`,
            up < 0 ? {} : { parent_id: `m${up}` },
          ),
        );
        const nest = (index: number): JsonObject => ({
          ...nodes[index],
          replies: parents.flatMap((up, at) => (up === index ? [nest(at)] : [])),
        });
        const rows = nodes
          .map((node) => ({ node, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        const leaves = leavesOf(parents)
          .map((leaf) => `m${leaf}`)
          .sort();
        for (const read of [
          readAll(openAssistant, tree(nest(0))),
          readAll(openAssistant, ...rows.map(({ node }) => node)),
        ]) {
          expect(read.errors).toEqual([]);
          expect(read.conversations.map(({ id }) => id).sort()).toEqual(leaves);
          expect(new Set(read.conversations.flatMap(({ turns }) => turns.map(({ id }) => id))).size).toBe(
            parents.length,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it("never throws", () => {
    const any = jsonWithKeys(
      ["message_id", "parent_id", "message_tree_id", "prompt", "replies", "role", "text", "deleted"],
      ["prompter", "assistant", "a", "b"],
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (values) => {
        openAssistant.recognise(recordsOf(...values));
        readAll(openAssistant, ...values);
      }),
    );
  });

  // Counted with a separate script: nodes without replies, and the lengths of the paths to them.
  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      ["en_50_tree.jsonl", [288, 996, 0]],
      ["en_150_message.jsonl", [626, 2198, 0]],
    ])("%s", (name, expected) => {
      expect(counts(sorted(openAssistant.read(sampleRecords("oasst", name))))).toEqual(expected);
    });
  });
});
