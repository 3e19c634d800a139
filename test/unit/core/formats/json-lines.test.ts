import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openAll } from "./bytes.ts";

const row = (id: string) => JSON.stringify({ id, messages: [{ role: "user", content: `words of ${id}` }] });

describe("JSON Lines", () => {
  it("takes CR LF, blank lines, record separators and no last line break", () => {
    const opened = openAll(`${row("a")}\r\n\r\n   \n\u001e${row("b")}\n${row("c")}`);
    expect(opened.conversations.map(({ id, position }) => [id, position.row, position.line])).toEqual([
      ["a", 0, 1],
      ["b", 1, 4],
      ["c", 2, 5],
    ]);
    expect(opened.errors).toEqual([]);
  });

  it("names line, character and fault of a broken line", () => {
    const opened = openAll(`${row("a")}\n{"id": "b" "messages": []}\n${row("c")}\n`);
    expect(opened.conversations.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(opened.errors).toEqual([
      { row: 1, line: 2, reason: "Not valid JSON at line 2, character 12: a comma or } is missing." },
    ]);
  });

  it("says that a cut last line is the last", () => {
    const opened = openAll(`${row("a")}\n${row("b").slice(0, -9)}`);
    expect(opened.errors[0]).toMatchObject({ row: 1, line: 2, reason: expect.stringContaining("cut off") });
  });

  it("survives a broken first line", () => {
    const opened = openAll(`{"id": \n${row("a")}\n${row("b")}\n`);
    expect(opened.conversations.map(({ position }) => position.line)).toEqual([2, 3]);
    expect(opened.errors.map(({ line }) => line)).toEqual([1]);
  });

  it("takes one document whose every line begins an object for what it is", () => {
    const opened = openAll(
      '{"messages":\n{"0": 1}, "conversations": [\n{"from":"human","value":"a"},\n{"from":"gpt","value":"b"}]}',
    );
    expect(opened.errors).toEqual([]);
    expect(opened.conversations.map(({ turns }) => turns.length)).toEqual([2]);
  });

  it("accounts for lines that are JSON but no objects", () => {
    const opened = openAll(`${row("a")}\n3\n"words"\nnull\n[1]\n${row("b")}\n`);
    expect(opened.conversations).toHaveLength(2);
    expect(opened.errors.map(({ row: at, line }) => [at, line])).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
  });

  it("reads lines that are each a list of messages, or each one message", () => {
    const lists = openAll('[{"role":"user","content":"a"}]\n[{"role":"user","content":"b"}]\n');
    expect(lists.conversations).toHaveLength(2);
    const messages = openAll('{"role":"user","content":"a"}\n{"role":"assistant","content":"b"}\n');
    expect(messages.conversations.map(({ turns }) => turns.length)).toEqual([2]);
  });

  it("keeps every intact row with its line, whatever lines are broken", () => {
    const line = fc.oneof(
      { weight: 3, arbitrary: fc.constant("good") },
      fc.constantFrom(
        "",
        "  ",
        "{",
        '{"id": "x", }',
        "not json",
        "}",
        '{"messages": [{"role": "us',
        "[1,",
        "\u0000",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), fc.boolean(), (lines, crlf) => {
        // A head of good lines keeps the file recognisable whatever follows.
        const all = [...Array.from({ length: 20 }, () => "good"), ...lines];
        const text = all.map((kind, i) => (kind === "good" ? row(`r${i}`) : kind)).join(crlf ? "\r\n" : "\n");
        const opened = openAll(text);
        const good = all.flatMap((kind, i) => (kind === "good" ? [[`r${i}`, i + 1]] : []));
        const broken = all.flatMap((kind, i) => (kind === "good" || kind.trim() === "" ? [] : [i + 1]));
        expect(opened.conversations.map(({ id, position }) => [id, position.line])).toEqual(good);
        expect(opened.errors.map((error) => error.line)).toEqual(broken);
      }),
      { numRuns: 100 },
    );
  });
});
