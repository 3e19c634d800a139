import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError, type ReadItem } from "../../../../src/core/formats/format.ts";
import { openConversations } from "../../../../src/core/formats/open-file.ts";
import { RECORD_FORMATS } from "../../../../src/core/formats/registry.ts";
import { bytesOf, openAll, sketch } from "./bytes.ts";

const row = (id: string) => ({ id, messages: [{ role: "user", content: `of ${id}` }] });

function refusal(content: string | Uint8Array): FormatError {
  try {
    openAll(content);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error("the file was opened");
}

describe("openConversations", () => {
  it.each([
    ["nothing", "", "empty", "empty"],
    ["white space", " \n\n", "empty", "white space"],
    ["an empty list", "[]", "no-conversations", "empty list"],
    ["JSON of no format", '{"invalid": 1}', "unrecognised", "the key invalid"],
    ["plain words", "just some words\nand more\n", "unrecognised", "User:"],
    ["rows that are all broken", '{"a": \n{"b": \n', "damaged", "line 1"],
    ["a cut document", '{"messages": [{"role": "user", "content": "hi', "damaged", "line 1"],
    ["Parquet", "PAR1....", "unrecognised", "Parquet"],
    ["bytes that are no text", "ab\u0000\u0002", "unrecognised", "binary"],
    ["empty message lists only", '{"messages": []}\n{"messages": []}\n', "unrecognised", "the key messages"],
  ])("refuses %s with a reason and advice", (_, content, reason, words) => {
    const error = refusal(content);
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(words);
  });

  it("names next steps and no text when no format fits", () => {
    const error = refusal('{"note": "a private sentence"}');
    expect(error.message).toContain("Open As");
    expect(error.message).toContain("field mapping");
    expect(error.message).not.toContain("private");
  });

  it("opens a wrapper, a dataset viewer's rows, conversations by key, and documents one after the other", () => {
    expect(openAll(JSON.stringify({ v: 1, data: [row("a"), row("b")] })).conversations).toHaveLength(2);
    const viewer = { features: [{ n: 1 }], rows: [{ row_idx: 0, row: row("a") }] };
    expect(openAll(JSON.stringify(viewer)).conversations.map(({ id }) => id)).toEqual(["a"]);
    const keyed = { first: row("a").messages, second: row("b").messages };
    expect(openAll(JSON.stringify(keyed)).conversations.map(({ id }) => id)).toEqual(["first", "second"]);
    const documents = [row("a"), row("b")].map((value) => JSON.stringify(value, null, 2)).join("\n");
    expect(openAll(documents).conversations.map(({ position }) => position.line)).toEqual([1, 10]);
  });

  it("reads all alike lists of a document, and leaves out the others", () => {
    const splits = { train: [row("a"), row("b")], test: [row("c")], tasks: [{ name: "x" }] };
    const opened = openAll(JSON.stringify(splits, null, 1));
    expect(opened.conversations.map(({ id, position }) => [id, position.row])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ]);
    expect(opened.errors).toEqual([]);
  });

  it("takes a bare list of messages as one conversation", () => {
    const opened = openAll('[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]');
    expect(opened.conversations.map(sketch)).toEqual(["user: text(a) | assistant: text(b)"]);
  });

  it("opens a transcript that begins with a bracket", () => {
    expect(
      openAll("[1] a note\n\nUser: hello\n\nAssistant: hi\n\nUser: more\n\nAssistant: yes\n\nUser: bye\n")
        .format,
    ).toBe("transcript");
  });

  it("makes ids unique and says so", () => {
    const opened = openAll(["a", "a~2", "a", "a"].map((id) => JSON.stringify(row(id))).join("\n"));
    expect(opened.conversations.map(({ id }) => id)).toEqual(["a", "a~2", "a~3", "a~4"]);
    expect(opened.conversations.map(({ notes }) => notes.length)).toEqual([0, 0, 1, 1]);
  });

  it("does not open a conversation without messages", () => {
    const hollow = '[{"uuid":"u","name":"n","chat_messages":["no message"]}]';
    expect(() => openAll(hollow, { format: "claude-export" })).toThrow(/holds no messages/);
  });

  it("keeps hostile keys and ids as data", () => {
    const opened = openAll(
      '[{"id":"../../x","__proto__":{"polluted":1},"messages":[{"role":"constructor","content":"x"}]}]',
    );
    const [conversation] = opened.conversations;
    expect(conversation?.id).toBe("../../x");
    expect(Object.keys(conversation?.metadata ?? {})).toEqual(["__proto__"]);
    expect(conversation?.turns[0]?.role).toBe("tool");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("reads lazily: the first items come before the rest is read", () => {
    const rows = `${JSON.stringify(row("a"))}\n`.repeat(2000);
    const { items } = openConversations({ name: "x", bytes: bytesOf(rows) });
    expect(items.next().value).toMatchObject({ type: "conversation" });
    items.return(undefined);
    expect(items.next().done).toBe(true);
  });

  it("honours Open As, and refuses a format that does not exist", () => {
    expect(openAll('[{"instruction":"a","output":"b"}]', { format: "prompt-response" }).format).toBe(
      "prompt-response",
    );
    expect(() => openAll("{}", { format: "no-such" })).toThrow(/There is no such format.*openai-chat/);
    expect(() => openAll("words", { format: "openai-chat" })).toThrow(FormatError);
  });
});

describe("no JSON breaks a format", () => {
  const key = fc.constantFrom(
    ..."messages conversations conversation from value role content type text tool_calls function arguments id choices message".split(
      " ",
    ),
    ..."chosen rejected instruction input output history turns question_id mapping chat_messages parts contents data".split(
      " ",
    ),
    ..."prompt response request result body traj conversation_a response_a system images __proto__ constructor tool_result".split(
      " ",
    ),
  );
  const word = fc.constantFrom(
    "user",
    "assistant",
    "tool",
    "human",
    "gpt",
    "text",
    "function_call",
    "\n\nHuman: a\n\nAssistant: b",
    "<image>",
    '["x"]',
    "",
  );
  const { value: json } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthIdentifier: "json" },
      word,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie("value"), { maxLength: 3, depthIdentifier: "json" }),
      fc
        .array(fc.tuple(key, tie("value")), { maxLength: 5, depthIdentifier: "json" })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  }));
  const rows = fc
    .array(json, { maxLength: 6 })
    .map((values) => values.map((value) => JSON.parse(JSON.stringify(value) ?? "null")));

  it.each(RECORD_FORMATS.map((format) => [format.id, format] as const))(
    "%s neither throws nor loses a row",
    (_, format) => {
      fc.assert(
        fc.property(rows, (values) => {
          const records = values.map((value, at) => ({ row: at, line: at + 1, value }));
          const { score } = format.recognise(records);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          const items: ReadItem[] = [];
          if (format.unit === "file") items.push(...format.read(records));
          else {
            for (const record of records) {
              const before = items.length;
              items.push(...format.read([record]));
              expect(items.length, "a row was lost").toBeGreaterThan(before);
            }
          }
        }),
        { numRuns: 300 },
      );
    },
  );

  it("opening ends in conversations and errors, or in a FormatError", () => {
    const layout = fc.constantFrom(
      (values: unknown[]) => JSON.stringify(values),
      (values: unknown[]) => values.map((v) => JSON.stringify(v)).join("\n"),
    );
    fc.assert(
      fc.property(rows, layout, (values, write) => {
        try {
          const { conversations, errors } = openAll(write(values));
          expect(conversations.length).toBeGreaterThan(0);
          for (const { turns } of conversations) expect(turns.length).toBeGreaterThan(0);
          expect(new Set(conversations.map(({ id }) => id)).size).toBe(conversations.length);
          for (const { reason } of errors) expect(reason).not.toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("any bytes end so too", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          openAll(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
