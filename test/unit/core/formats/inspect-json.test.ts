import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/conversation/model.ts";
import { inspectJson } from "../../../../src/core/formats/inspect-json.ts";
import { expandRefs, resolveAttachments } from "../../../../src/core/formats/inspect-refs.ts";
import {
  counts,
  haveSamples,
  jsonWithKeys,
  readAll,
  recordsOf,
  sampleRecords,
  sorted,
  told,
} from "./reading.ts";

const log = (samples: JsonValue[] | undefined, more: JsonObject = {}): JsonObject => ({
  version: 2,
  status: "success",
  eval: { task: "demo", model: "x/y", run_id: "r" },
  ...(samples === undefined ? {} : { samples }),
  ...more,
});
const sample = (messages: JsonValue[], more: JsonObject = {}): JsonObject => ({
  id: 1,
  epoch: 1,
  input: "in",
  target: "t",
  messages,
  ...more,
});
const said = (role: string, content: JsonValue, more: JsonObject = {}): JsonObject => ({
  role,
  content,
  ...more,
});
const one = (value: JsonObject) => readAll(inspectJson, log([value])).conversations[0];

describe("inspect-json", () => {
  it("reads each sample and epoch, with score, target and error in the metadata", () => {
    const samples = [
      sample([said("system", "s"), said("user", "q"), said("assistant", "r", { model: "m" })], {
        scores: { match: { value: "C" } },
      }),
      sample([said("user", "q")], {
        epoch: 2,
        error: { message: "boom" },
        limit: { type: "token", limit: 5 },
      }),
    ];
    const { conversations } = readAll(inspectJson, log(samples));
    expect(conversations.map(told)).toEqual(["s:s | u:q | a:r", "u:q"]);
    expect(conversations.map(({ id, title }) => [id, title])).toEqual([
      ["1_epoch_1", "demo: sample 1"],
      ["1_epoch_2", "demo: sample 1, epoch 2"],
    ]);
    expect(conversations[0]?.metadata).toMatchObject({
      id: 1,
      epoch: 1,
      target: "t",
      scores: { match: { value: "C" } },
      log: { task: "demo", model: "x/y", status: "success" },
    });
    expect(conversations[1]?.notes).toHaveLength(2);
    expect(conversations[0]?.position).toEqual({ row: 0, line: 1, part: "sample 0" });
  });

  it("reads every kind of content", () => {
    const content = [
      { type: "reasoning", reasoning: "hm", signature: "x" },
      { type: "reasoning", reasoning: "c2VjcmV0", redacted: true, summary: "in short" },
      { type: "text", text: "see" },
      { type: "image", image: `data:image/png;base64,${"A".repeat(400)}` },
      { type: "document", document: "data:application/pdf;base64,AAAA", filename: "a.pdf" },
      {
        type: "tool_use",
        tool_type: "web_search",
        id: "w",
        name: "search",
        arguments: "{}",
        result: "found",
        error: null,
      },
      { type: "data", data: { k: 1 } },
    ];
    const tool_calls = [{ id: "c1", function: "bash", arguments: { cmd: "ls" }, type: "function" }];
    const result = said("tool", "", {
      tool_call_id: "c1",
      function: "bash",
      error: { type: "timeout", message: "too slow" },
    });
    const conversation = one(sample([said("assistant", content, { tool_calls }), result]));
    expect(
      conversation?.turns.map(({ blocks }) => blocks.map(({ type, name, text }) => [type, name ?? "", text])),
    ).toEqual([
      [
        ["thinking", "", "hm"],
        ["thinking", "", "in short"],
        ["text", "", "see"],
        ["image", "", "image/png, 300 bytes"],
        ["other", "document", "a.pdf, application/pdf, 3 bytes"],
        ["tool_use", "search", "{}"],
        ["tool_result", "search", "found"],
        ["other", "data", '{\n  "type": "data",\n  "data": {\n    "k": 1\n  }\n}'],
        ["tool_use", "bash", '{\n  "cmd": "ls"\n}'],
      ],
      [["tool_result", "bash", "too slow"]],
    ]);
    expect(conversation?.turns[1]?.blocks[0]).toMatchObject({ callId: "c1", isError: true });
    expect(conversation?.metadata["toolErrors"]).toEqual([
      { tool_call_id: "c1", error: { type: "timeout", message: "too slow" } },
    ]);
  });

  it("adds the output only when the messages lack it", () => {
    const output = (id: string, content: string): JsonObject => ({
      output: {
        choices: [{ message: said("assistant", content, { id }), stop_reason: "stop" }],
        completion: content,
      },
    });
    expect(
      told(one(sample([said("user", "q"), said("assistant", "r", { id: "m1" })], output("m1", "r")))),
    ).toBe("u:q | a:r");
    expect(told(one(sample([said("user", "q"), said("assistant", "r")], output("m2", "r"))))).toBe(
      "u:q | a:r",
    );
    const added = one(sample([said("user", "q")], output("m1", "r")));
    expect(told(added)).toBe("u:q | a:r");
    expect(added?.notes).toEqual(["the output is not among the messages; it was added at the end"]);
    expect(added?.metadata["output"]).toEqual({ choices: [{ stop_reason: "stop" }] });
    expect(told(one(sample([said("user", "q")], output("m1", ""))))).toBe("u:q");
  });

  it("resolves attachments everywhere, also old ones and ones within others", () => {
    const attachments = { h1: "long text", h2: "attachment://h1", loop: "attachment://loop" };
    const conversation = one(
      sample(
        [
          said("user", "attachment://h2"),
          said("assistant", [{ type: "text", text: "tc://h1" }]),
          said("user", "attachment://gone"),
          said("user", "attachment://loop"),
        ],
        { attachments, metadata: { note: "attachment://h1" } },
      ),
    );
    expect(told(conversation)).toBe("u:long text | a:long text | u:attachment://gone | u:attachment://loop");
    expect(conversation?.metadata["metadata"]).toEqual({ note: "long text" });
    expect(conversation?.notes).toEqual(["2 attachments that the sample refers to are not in the log"]);
    expect(resolveAttachments("attachment://constructor", {}).missing).toBe(1);
  });

  it("takes messages from pools and from the last model call", () => {
    const pool = [said("system", "s"), said("user", "q"), said("assistant", "r"), said("user", "q2")];
    const call = {
      event: "model",
      input: [],
      input_refs: [
        [0, 2],
        [3, 4],
      ],
      output: { choices: [{ message: said("assistant", "done") }] },
    };
    expect(told(one(sample([], { events_data: { messages: pool, calls: [] }, events: [call] })))).toBe(
      "s:s | u:q | u:q2 | a:done",
    );
    expect(told(one(sample([], { message_pool: pool, message_refs: [[1, 3]] })))).toBe("u:q | a:r");
    expect(told(one(sample([], { events: [{ event: "model", input: pool.slice(0, 2) }] })))).toBe(
      "s:s | u:q",
    );
    expect(expandRefs([[0, 5]], pool)).toBeUndefined();
    expect(expandRefs([[2, 1]], pool)).toEqual([]);
    expect(
      expandRefs(
        Array.from({ length: 100_000 }, () => [0, 4]),
        pool,
      ),
    ).toBeUndefined();
  });

  it("says what is wrong with a log without samples, and goes on after a bad sample", () => {
    expect(readAll(inspectJson, log([], { status: "cancelled" })).errors[0]?.reason).toMatch(
      /no samples \(status: cancelled\)/,
    );
    expect(readAll(inspectJson, log(undefined, { status: "secret words" })).errors[0]?.reason).toMatch(
      /status: unknown.*header/,
    );
    const { conversations, errors } = readAll(
      inspectJson,
      log([5, sample([]), sample([said("user", "q")])]),
      { nothing: 1 },
    );
    expect(conversations).toHaveLength(1);
    expect(errors.map(({ row, part }) => [row, part])).toEqual([
      [0, "sample 0"],
      [0, "sample 1"],
      [1, undefined],
    ]);
  });

  it("recognises logs and lone samples, and nothing else", () => {
    expect(inspectJson.recognise(recordsOf(log([]))).score).toBeGreaterThan(0.9);
    expect(inspectJson.recognise(recordsOf(sample([said("user", "q")]))).score).toBeGreaterThan(0.8);
    expect(inspectJson.recognise(recordsOf({ id: 1, messages: [] }, { eval: "x" }, [])).score).toBe(0);
    expect(told(readAll(inspectJson, sample([said("user", "q")])).conversations[0])).toBe("u:q");
  });

  it("never throws", () => {
    const keys = [
      "eval",
      "task",
      "samples",
      "messages",
      "content",
      "role",
      "type",
      "events",
      "input_refs",
      "attachments",
      "output",
      "choices",
      "message",
      "id",
      "epoch",
      "tool_calls",
      "error",
    ];
    const any = jsonWithKeys(keys, [
      "user",
      "assistant",
      "tool",
      "attachment://x",
      "model",
      "text",
      "image",
      "x",
    ]);
    fc.assert(
      fc.property(any, fc.array(any, { maxLength: 3 }), (value, list) => {
        inspectJson.recognise(recordsOf(value));
        readAll(
          inspectJson,
          value,
          log(list),
          log([sample(list, { output: value, attachments: { x: value }, events: list })]),
        );
      }),
    );
  });

  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      ["2025-05-12T20-28-13-04-00_no-samples.json", [0, 0, 1]],
      ["2025-05-12T20-28-13-04-00_popularity.json", [3, 9, 0]],
      ["log_formats.json", [1, 3, 0]],
      ["log_images.json", [1, 3, 0]],
      ["log_tool_call_error.json", [1, 11, 0]],
    ])("%s", (name, expected) => {
      expect(counts(sorted(inspectJson.read(sampleRecords("inspect", name))))).toEqual(expected);
    });

    it("describes the picture that an attachment holds", () => {
      const { conversations } = sorted(inspectJson.read(sampleRecords("inspect", "log_images.json")));
      expect(conversations[0]?.turns[1]?.blocks[1]).toMatchObject({ type: "image", text: "image/png, 6 kB" });
    });
  });
});
