import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Archive, FormatError } from "../../../../src/core/formats/format.ts";
import { inspectEval } from "../../../../src/core/formats/inspect-eval.ts";
import { openZip } from "../../../../src/core/formats/zip-archive.ts";
import { counts, haveSamples, SAMPLES, sorted, told } from "./reading.ts";

/** An archive in memory; a member that is undefined is a damaged one. */
function archive(members: { [name: string]: unknown }): Archive {
  return {
    names: Object.keys(members),
    text: (name) => {
      const value = members[name];
      if (value === undefined) throw new FormatError("damaged", "a member is damaged");
      return typeof value === "string" ? value : JSON.stringify(value);
    },
  };
}
const header = { version: 2, status: "success", eval: { task: "demo", model: "x" } };
const messages = (text: string) => [{ role: "user", content: text }];
const read = (members: { [name: string]: unknown }) => sorted(inspectEval.read(archive(members)));

describe("inspect-eval", () => {
  it("reads one conversation per sample and epoch", () => {
    const { conversations, errors } = read({
      "header.json": header,
      "samples/1_epoch_1.json": { id: 1, epoch: 1, messages: messages("q") },
      "samples/a/b_epoch_2.json": { id: "a/b", epoch: 2, messages: messages("r") },
      "summaries.json": [],
      "_journal/summaries/1.json": [],
    });
    expect(errors).toEqual([]);
    expect(conversations.map(told)).toEqual(["u:q", "u:r"]);
    expect(conversations[1]).toMatchObject({
      id: "a/b_epoch_2",
      format: "inspect-eval",
      position: { row: 1, part: "samples/a/b_epoch_2.json" },
    });
    expect(conversations[0]?.metadata["log"]).toMatchObject({ task: "demo", status: "success" });
  });

  it("opens the rest when members are damaged", () => {
    const { conversations, errors } = read({
      "header.json": undefined,
      "_journal/start.json": header,
      "samples/1_epoch_1.json": undefined,
      "samples/2_epoch_1.json": "{ broken",
      "samples/3_epoch_1.json":
        '{"id": 3, "epoch": 1, "score": NaN, "messages": [{"role": "user", "content": "q"}]}',
      "samples/4_epoch_1.json": [],
    });
    expect(conversations.map(told)).toEqual(["u:q"]);
    expect(conversations[0]?.notes.join()).toMatch(/NaN/);
    expect(conversations[0]?.title).toBe("demo: sample 3");
    expect(errors.map(({ part }) => part)).toEqual([
      "header.json",
      "samples/1_epoch_1.json",
      "samples/2_epoch_1.json",
      "samples/4_epoch_1.json",
    ]);
    expect(errors.every(({ reason }) => !reason.includes("{"))).toBe(true);
  });

  it("puts chunked samples together", () => {
    const at = "samples/7_epoch_1";
    const { conversations, errors } = read({
      "header.json": header,
      [`${at}/sample.json`]: {
        id: 7,
        epoch: 1,
        input: "attachment://1",
        message_refs: [
          [0, 1],
          [2, 4],
        ],
        sequences: {},
      },
      [`${at}/metadata.json`]: { difficulty: "hard" },
      [`${at}/messages/0.json`]: [
        { role: "system", content: "s" },
        { role: "user", content: "unused" },
      ],
      [`${at}/messages/2.json`]: [
        { role: "user", content: "attachment://0" },
        { role: "assistant", content: "r" },
      ],
      [`${at}/attachments/0.json`]: ["long question"],
      [`${at}/attachments/1.json`]: ["long input"],
      [`${at}/events/0.json`]: [],
      [`${at}/events/stats.json`]: {},
    });
    expect(errors).toEqual([]);
    expect(conversations.map(told)).toEqual(["s:s | u:long question | a:r"]);
    expect(conversations[0]?.metadata).toMatchObject({
      metadata: { difficulty: "hard" },
      input: "long input",
    });
  });

  it("names the status of a log without samples", () => {
    expect(
      read({ "header.json": { ...header, status: "error" }, "_journal/start.json": header }).errors[0]
        ?.reason,
    ).toMatch(/status: error/);
  });

  it("recognises logs by their members' names", () => {
    expect(inspectEval.recognise(["header.json", "samples/1_epoch_1.json"]).score).toBeGreaterThan(0.9);
    expect(inspectEval.recognise(["samples/x_epoch_3/sample.json"]).score).toBeGreaterThan(0.5);
    expect(inspectEval.recognise(["_journal/start.json"]).score).toBeGreaterThan(0.5);
    expect(inspectEval.recognise(["conversations.json", "samples/1.json", "header.json"]).score).toBe(0);
  });

  it("never throws, whatever the members hold", () => {
    const name = fc.constantFrom(
      "header.json",
      "samples/1_epoch_1.json",
      "samples/1_epoch_1/sample.json",
      "samples/1_epoch_1/messages/0.json",
      "samples/1_epoch_1/messages/99999999.json",
      "samples/1_epoch_1/attachments/3.json",
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constant(undefined),
      fc.string(),
      fc.constant({ id: 1, epoch: 1, message_refs: [[0, 1]] }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (members) => {
        const { conversations, errors } = read(Object.fromEntries(members));
        expect(conversations.length + errors.length).toBeGreaterThan(0);
      }),
    );
  });

  describe.skipIf(!haveSamples)("samples", () => {
    it.each([
      ["2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval", [10, 30, 0]],
      ["log_formats.eval", [1, 3, 0]],
    ])("%s", (name, expected) => {
      const zip = openZip(new Uint8Array(readFileSync(path.join(SAMPLES, "inspect", name))));
      expect(inspectEval.recognise(zip.names).score).toBeGreaterThan(0.9);
      expect(counts(sorted(inspectEval.read(zip)))).toEqual(expected);
    });
  });
});
