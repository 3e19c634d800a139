import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/conversation/model.ts";
import { claudeCode } from "../../../../src/core/formats/claude-code.ts";
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

const line = (uuid: string, parentUuid: string | null, type: string, more: JsonObject): JsonObject => ({
  uuid,
  parentUuid,
  type,
  sessionId: "s1",
  isSidechain: false,
  ...more,
});
const user = (uuid: string, parent: string | null, content: JsonValue, more: JsonObject = {}) =>
  line(uuid, parent, "user", { message: { role: "user", content }, ...more });
const claude = (
  uuid: string,
  parent: string | null,
  id: string,
  block: JsonObject | string,
  more: JsonObject = {},
) =>
  line(uuid, parent, "assistant", {
    message: {
      id,
      role: "assistant",
      model: "m",
      content: [typeof block === "string" ? { type: "text", text: block } : block],
    },
    ...more,
  });
const call = (id: string): JsonObject => ({ type: "tool_use", id, name: "Bash", input: {} });
const result = (uuid: string, parent: string, id: string) =>
  user(uuid, parent, [{ type: "tool_result", tool_use_id: id, content: `result ${id}` }]);

describe("claude-code", () => {
  it("merges the lines of one message and does not take parallel results for branches", () => {
    const { conversations, errors } = readAll(
      claudeCode,
      user("u1", null, "do it", { timestamp: "2025-06-14T10:00:00Z" }),
      claude("a1", "u1", "msg1", "I will"),
      claude("a2", "a1", "msg1", call("t1")),
      result("r1", "a2", "t1"),
      claude("a3", "a2", "msg1", call("t2")),
      result("r2", "a3", "t2"),
      claude("a4", "r2", "msg2", "done"),
    );
    expect(errors).toEqual([]);
    expect(conversations.map(told)).toEqual([
      "u:do it | a:I will+{}+{} | t:result t1 | t:result t2 | a:done",
    ]);
    expect(conversations[0]).toMatchObject({ id: "s1", notes: [], position: { row: 0, line: 1 } });
    expect(conversations[0]?.turns[1]).toMatchObject({ id: "msg1", author: "m" });
  });

  it("makes a rewind two conversations, the later one under the session's id", () => {
    const { conversations } = readAll(
      claudeCode,
      user("u1", null, "q"),
      claude("a1", "u1", "1", "r"),
      user("u2", "a1", "old"),
      user("u3", "a1", "new"),
      claude("a2", "u3", "2", "ok"),
    );
    expect(conversations.map(told)).toEqual(["u:q | a:r | u:old", "u:q | a:r | u:new | a:ok"]);
    expect(conversations.map(({ id }) => id)).toEqual(["s1/u2", "s1"]);
    expect(conversations[1]?.notes).toEqual(["the branch written last, of 2"]);
  });

  it("keeps sidechains and sessions apart", () => {
    const { conversations } = readAll(
      claudeCode,
      user("u1", null, "q"),
      claude("a1", "u1", "1", call("t1")),
      user("x1", null, "sub task", { isSidechain: true, agentId: "ag" }),
      claude("x2", "x1", "2", "sub answer", { isSidechain: true, agentId: "ag" }),
      result("r1", "a1", "t1"),
      user("o1", null, "other", { sessionId: "s2" }),
    );
    expect(conversations.map(told)).toEqual([
      "u:q | a:{} | t:result t1",
      "u:sub task | a:sub answer",
      "u:other",
    ]);
    expect(conversations.map(({ id }) => id)).toEqual(["s1", "s1/sidechain ag", "s2"]);
    expect(conversations[1]?.position.part).toBe("sidechain ag");
    expect(conversations[1]?.notes.join()).toMatch(/subagent/);
  });

  it("leaves meta and other lines out, but follows the chain through them", () => {
    const { conversations } = readAll(
      claudeCode,
      { type: "summary", summary: "The title", leafUuid: "a1" },
      { type: "file-history-snapshot", messageId: "x", snapshot: {} },
      user("m1", null, "caveat", { isMeta: true }),
      user("u1", "m1", "q"),
      line("p1", "u1", "progress", { data: {} }),
      line("y1", "p1", "system", { subtype: "info", content: "c" }),
      claude("a1", "y1", "1", "r"),
    );
    expect(conversations.map(told)).toEqual(["u:q | a:r"]);
    expect(conversations[0]?.title).toBe("The title");
    expect(conversations[0]?.notes).toEqual([
      "1 line written by the program left out; see metaMessages",
      "2 lines left out that are no speech",
    ]);
    expect(conversations[0]?.metadata).toMatchObject({
      leftOut: { progress: 1, system: 1 },
      metaMessages: [{ uuid: "m1" }],
    });
  });

  it("goes on across a compaction and says so", () => {
    const { conversations } = readAll(
      claudeCode,
      user("u1", null, "q"),
      claude("a1", "u1", "1", "r"),
      line("b", null, "system", { subtype: "compact_boundary", logicalParentUuid: "a1" }),
      user("c", "b", "what was said so far", { isCompactSummary: true }),
      claude("a2", "c", "2", "more"),
    );
    expect(conversations.map(told)).toEqual(["u:q | a:r | s:what was said so far | a:more"]);
    expect(conversations[0]?.notes.join()).toMatch(/compacted/);
  });

  it("reads lines without parents in file order, and streamed output", () => {
    const streamed = (type: string, content: JsonValue): JsonObject => ({
      type,
      session_id: "z",
      parent_tool_use_id: null,
      message: { role: type, content },
    });
    const { conversations } = readAll(
      claudeCode,
      { type: "system", subtype: "init", session_id: "z" },
      streamed("user", "q"),
      streamed("assistant", "r"),
      { type: "result", session_id: "z" },
    );
    expect(conversations.map(told)).toEqual(["u:q | a:r"]);
    expect(conversations[0]?.id).toBe("z");
  });

  it("gives an error for each line it can't read, and drops repeated lines", () => {
    const { conversations, errors } = readAll(
      claudeCode,
      "x",
      42,
      [1],
      { silly: 1 },
      user("u1", null, "q"),
      line("u2", "u1", "user", { message: "no" }),
      claude("a1", "u2", "1", "r"),
      user("u1", null, "q"),
    );
    expect(errors.map(({ row, line: at }) => [row, at])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [5, 6],
    ]);
    expect(conversations.map(told)).toEqual(["u:q | a:r"]);
    expect(conversations[0]?.notes).toContain("1 repeated line in the file left out");
  });

  it("joins sessions that continue each other, and does so quickly for many", () => {
    const later = user("u2", "a1", "and now?", { sessionId: "s2" });
    const { conversations } = readAll(claudeCode, user("u1", null, "q"), claude("a1", "u1", "1", "r"), later);
    expect(conversations.map(told)).toEqual(["u:q | a:r | u:and now?"]);
    expect(conversations[0]?.id).toBe("s2");
    expect(conversations[0]?.notes).toEqual(["2 sessions that continue each other"]);
    const many = Array.from({ length: 20_000 }, (_, i) =>
      user(`u${i}`, `u${i + 1}`, "x", { sessionId: `s${i}` }),
    );
    const start = performance.now();
    expect(readAll(claudeCode, ...many).conversations).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("recognises sessions and not other message rows", () => {
    expect(claudeCode.recognise(recordsOf(user("u", null, "q"))).score).toBeGreaterThan(0.9);
    expect(
      claudeCode.recognise(recordsOf({ type: "queue-operation", sessionId: "s" })).score,
    ).toBeGreaterThan(0.5);
    expect(
      claudeCode.recognise(
        recordsOf({ type: "message", role: "assistant", content: [] }, { role: "user", content: "x" }),
      ).score,
    ).toBe(0);
    expect(claudeCode.recognise(recordsOf({ type: "user", text: "x" })).score).toBe(0);
  });

  it("finds every leaf and loses no line", () => {
    fc.assert(
      fc.property(randomTree, (parents) => {
        const up = (index: number): string | null =>
          (parents[index] ?? -1) < 0 ? null : `n${parents[index]}`;
        const lines = parents.map((_, index) =>
          index % 2 === 0
            ? user(`n${index}`, up(index), `t${index}`)
            : claude(`n${index}`, up(index), `n${index}`, `t${index}`),
        );
        const { conversations } = readAll(claudeCode, ...lines);
        expect(conversations.map(({ turns }) => turns.at(-1)?.id).sort()).toEqual(
          leavesOf(parents)
            .map((leaf) => `n${leaf}`)
            .sort(),
        );
        expect(new Set(conversations.flatMap(({ turns }) => turns.map(({ id }) => id))).size).toBe(
          parents.length,
        );
        expect(new Set(conversations.map(({ id }) => id)).size).toBe(conversations.length);
      }),
      { numRuns: 60 },
    );
  });

  it("never throws", () => {
    const keys = [
      "type",
      "uuid",
      "parentUuid",
      "message",
      "content",
      "sessionId",
      "isSidechain",
      "isMeta",
      "id",
      "agentId",
      "summary",
      "leafUuid",
    ];
    const any = jsonWithKeys(keys, [
      "user",
      "assistant",
      "summary",
      "system",
      "tool_use",
      "tool_result",
      "text",
      "a",
      "b",
    ]);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (values) => {
        claudeCode.recognise(recordsOf(...values));
        readAll(
          claudeCode,
          ...values,
          ...values.map((content, index) => user("ab"[index % 2] ?? "a", "b", [content])),
        );
      }),
    );
  });

  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      // 19 lines: 2 strings or numbers, a list, an object without type, 2 unreadable messages; 12 speak; 1 summary.
      ["daaain_edge_cases.jsonl", [2, 12, 6]],
      ["daaain_representative_messages.jsonl", [1, 11, 0]],
      ["daaain_session_b.jsonl", [1, 3, 0]],
      ["daaain_todowrite_examples.jsonl", [1, 11, 0]],
      // 29 lines: 1 meta, 15 of the assistant in 7 messages, 12 results, 1 prompt.
      ["dkimuson_1af7fc5e-8455-4414-9ccd-011d40f70b2a.jsonl", [1, 20, 0]],
      ["dkimuson_agent-test-hash-123.jsonl", [1, 2, 0]],
    ])("%s", (name, expected) => {
      expect(counts(sorted(claudeCode.read(sampleRecords("claude-code", name))))).toEqual(expected);
    });
  });
});
