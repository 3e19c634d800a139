import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../../src/core/conversation/model.ts";
import { anthropicMessages } from "../../../../src/core/formats/anthropic-messages.ts";
import { openaiChat } from "../../../../src/core/formats/openai-chat.ts";
import type { RecordFormat } from "../../../../src/core/formats/format.ts";
import { saidIn } from "../../../../src/core/table/cells.ts";
import { foldCase } from "../../../../src/core/table/fold.ts";
import { rawNeedle } from "../../../../src/core/table/needle.ts";
import { chooser, choices, writeJson } from "./json-writer.ts";

/** What the prefilter says of a line of JSON: false = certainly no hit. */
function mayHold(line: string, text: string): boolean {
  const needle = rawNeedle(text);
  if (needle === undefined) return true;
  const raw = Buffer.from(line, "utf8").toString("latin1");
  const pattern = raw.includes("\\u") ? needle.escaped : needle.plain;
  return pattern.test(raw) || needle.derived?.(raw) === true;
}

function said(format: RecordFormat, line: string): string[] {
  // Half a pair that stands in the line as it is comes out of a file as U+FFFD.
  const value: JsonValue = JSON.parse(Buffer.from(line).toString());
  return [...format.read([{ row: 0, value }])].flatMap((item) =>
    item.type === "conversation" ? [...saidIn(item.conversation)] : [],
  );
}

const letters = fc.constantFrom(
  ..."abkKsSſ\u212aeEéÉßẞσςΣİıiяЯйЙё가각힣中文\uf900豈😀ḱẖ".split(""),
  "e\u0301",
  "E\u0301",
  "e\u0323\u0301",
  "e\u0334\u0301",
  "и\u0306",
  "\u1100\u1161",
  "\u1100\u1161\u11a8",
  "가\u11a8",
  "h\u0331",
  "\u0345",
  "\u0958",
  "𐐀",
  "𐐨",
  "\ud800",
);
const others = fc.constantFrom(
  " ",
  " ",
  "\n",
  "\t",
  '"',
  "\\",
  "/",
  "'",
  "-",
  "1",
  "2",
  ".",
  "`",
  ";",
  "\u037e",
  "\u1fef",
  "\u0000",
  "…",
);
const text = fc.array(fc.oneof(letters, letters, others), { maxLength: 14 }).map((parts) => parts.join(""));

/** A piece of the text, in another case and form. */
function pieceOf(source: string, from: number, length: number, form: number): string {
  const units = Array.from(source);
  const piece = units
    .slice(Math.floor(from * units.length))
    .slice(0, length)
    .join("");
  return (
    [piece, piece.toUpperCase(), piece.toLowerCase(), piece.normalize("NFD"), piece.normalize("NFC")][form] ??
    piece
  );
}

const place = fc.record({
  from: fc.double({ min: 0, max: 0.99, noNaN: true }),
  length: fc.integer({ min: 1, max: 6 }),
  form: fc.integer({ min: 0, max: 4 }),
});

const scalars = fc
  .oneof(
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(1e21, 1e-7, 1.2345678901234567e19, 1.5, -0),
  )
  .map((value): JsonValue => (typeof value === "number" && !Number.isFinite(value) ? 0 : value));
const input = fc.dictionary(
  fc.oneof(fc.constantFrom("path", "query"), text),
  fc.oneof(scalars, fc.array(scalars, { maxLength: 3 })),
  {
    maxKeys: 3,
    noNullPrototype: true,
  },
);

describe("rawNeedle", () => {
  it("never misses a text in a message", () => {
    let hits = 0;
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        place,
        choices,
        (texts, { from, length, form }, how) => {
          const record = {
            id: "x",
            messages: texts.map((content, at) => ({ role: at % 2 ? "assistant" : "user", content })),
          };
          const line = writeJson(record, chooser(how));
          const wanted = pieceOf(texts[0] ?? "", from, length, form);
          fc.pre(wanted !== "");
          const found = said(openaiChat, line).some((each) => foldCase(each).includes(foldCase(wanted)));
          if (found) hits++;
          if (found && !mayHold(line, wanted)) throw new Error(`missed ${JSON.stringify(wanted)} in ${line}`);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(hits).toBeGreaterThan(250);
  });

  it("never misses a text in the arguments and results of tools, which are laid out anew", () => {
    let hits = 0;
    fc.assert(
      fc.property(input, input, place, choices, (asked, given, { from, length, form }, how) => {
        const record = {
          messages: [
            { role: "user", content: "x" },
            { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: asked }] },
            {
              role: "user",
              content: [{ type: "tool_result", tool_use_id: "t", content: [{ type: "json", value: given }] }],
            },
          ],
        };
        const line = writeJson(record, chooser(how));
        const texts = said(anthropicMessages, line);
        const wanted = pieceOf(texts.join(""), from, length, form);
        fc.pre(wanted !== "");
        const found = texts.some((each) => foldCase(each).includes(foldCase(wanted)));
        if (found) hits++;
        if (found && !mayHold(line, wanted)) throw new Error(`missed ${JSON.stringify(wanted)} in ${line}`);
      }),
      { numRuns: 1_500 },
    );
    expect(hits).toBeGreaterThan(250);
  });

  it("sees descriptions of bytes and numbers written anew", () => {
    const bytes = "A".repeat(4_000);
    const line = JSON.stringify({
      messages: [
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "t", name: "f", input: { file: bytes, n: 7 } }],
        },
      ],
    }).replace(":7", ":1E2");
    const texts = said(anthropicMessages, line);
    for (const wanted of ["3 kB", "data", "100"]) {
      expect(texts.some((each) => each.includes(wanted))).toBe(true);
      expect(mayHold(line, wanted)).toBe(true);
    }
  });

  it("sees what laying out JSON anew makes: gaps, and short escapes", () => {
    const input = '{"count":12,"list":[true,false],"text":"a\\u000afoo\\u0009tar"}';
    const line = `{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":${input}}]}]}`;
    const [text = ""] = said(anthropicMessages, line);
    for (const wanted of [": 12", '"count": 12', "true,\n", "nfoo", "\\nfoo", "ttar", "{\n"]) {
      expect(text).toContain(wanted);
      expect({ wanted, mayHold: mayHold(line, wanted) }).toEqual({ wanted, mayHold: true });
    }
  });

  it("tells most rows apart", () => {
    const line = JSON.stringify({
      messages: [{ role: "user", content: "Ist das für Ürgroßvater? Честность, 诚实." }],
    });
    for (const text of ["honest", "честный", "ürgrob", "诚信", "do not", "straße", "가"])
      expect(mayHold(line, text)).toBe(false);
    for (const text of ["ÜRGROẞ", "ЧЕСТНОСТЬ", "诚实", "das FÜR", 'x" y'])
      expect(mayHold(line, text)).toBe(text !== 'x" y');
    expect(rawNeedle('"\n\\')).toBeUndefined();
  });

  it("keeps every character of the user's from being an operator", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (wanted) => {
        const needle = rawNeedle(wanted);
        if (needle !== undefined)
          expect(needle.plain.test(Buffer.from(foldCase(wanted)).toString("latin1"))).toBe(true);
      }),
    );
  });
});
