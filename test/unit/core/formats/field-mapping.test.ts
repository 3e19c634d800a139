import { describe, expect, it } from "vitest";
import { at } from "../../../../src/core/formats/field-mapping.ts";
import type { FieldMapping } from "../../../../src/core/formats/format.ts";
import { openAll, openRow, sketch } from "./bytes.ts";

const mapping: FieldMapping = {
  messages: "log.0.lines",
  role: "by.kind",
  text: "said",
  id: "key",
  title: "name",
  roles: { me: "user", it: "assistant" },
};
const row = {
  key: 5,
  name: "T",
  kept: [1],
  log: [
    {
      lines: [
        { by: { kind: "me" }, said: "a" },
        { by: { kind: "it" }, said: "b" },
      ],
    },
  ],
};

describe("field mapping", () => {
  it("follows its paths, and keeps the rest as metadata", () => {
    const { format, conversations } = openRow(row, { mapping });
    expect(format).toBe("mapped");
    expect(conversations.map(sketch)).toEqual(["user: text(a) | assistant: text(b)"]);
    expect(conversations[0]).toMatchObject({ id: "5", title: "T" });
    expect(conversations[0]?.metadata["kept"]).toEqual([1]);
    expect(conversations[0]?.metadata).not.toHaveProperty("key");
  });

  it("names the path that a row lacks, and reads the other rows", () => {
    const { conversations, errors } = openAll(
      `${JSON.stringify(row)}\n{"log": []}\n{"log": [{"lines": 3}]}\n`,
      { mapping },
    );
    expect(conversations).toHaveLength(1);
    expect(errors).toEqual([
      { row: 1, line: 2, reason: 'The mapping\'s path "log.0.lines" is not in this row.' },
      { row: 2, line: 3, reason: 'The mapping\'s path "log.0.lines" holds no list in this row.' },
    ]);
  });

  it("names the paths that messages lack", () => {
    const lacking = { key: 1, log: [{ lines: [{ said: "a" }, { by: { kind: "me" } }] }] };
    const { conversations } = openRow(lacking, { mapping });
    expect(conversations[0]?.notes).toEqual(
      expect.arrayContaining([
        'the path "by.kind" is missing in message 1',
        'the path "said" is missing in message 2',
      ]),
    );
    expect(() => openRow({ log: [{ lines: [{ x: 1 }] }] }, { mapping })).toThrow(/by\.kind/);
  });

  it("finds nothing in prototypes, and keys with dots by their whole name", () => {
    expect(at({ a: {} }, "a.constructor.name")).toBeUndefined();
    expect(at({ a: [] }, "a.length")).toBeUndefined();
    expect(at({ "a.b": 1 }, "a.b")).toBe(1);
    expect(at([[1, 2]], "0.1")).toBe(2);
    expect(at({ x: 1 }, "")).toEqual({ x: 1 });
    expect(
      openRow(
        { m: [{ r: "constructor", t: "x" }] },
        { mapping: { messages: "m", role: "r", text: "t", roles: {} } },
      ).conversations[0]?.turns[0],
    ).toMatchObject({ role: "user", author: "constructor" });
  });
});
