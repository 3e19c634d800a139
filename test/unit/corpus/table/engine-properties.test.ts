import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashConversation } from "../../../../src/core/conversation/hash.ts";
import type { JsonValue } from "../../../../src/core/conversation/model.ts";
import type { ColumnId, ConversationMarks } from "../../../../src/core/table/table.ts";
import { TableEngine } from "../../../../src/corpus/table/engine.ts";
import { corpusRows } from "../../../../src/corpus/table/table-rows.ts";
import { chooser, choices, writeJson } from "../../core/table/json-writer.ts";
import { type FakeCorpus, conversationsOf, fakeCorpus } from "./fake-corpus.ts";
import { type NaiveRow, naiveCell, naiveRows, naiveSorted } from "./naive.ts";
import { allRowsOf, settled } from "./settled.ts";

const word = fc.constantFrom(
  "honest",
  "Honest",
  "ÉTÉ",
  "e\u0301té",
  "straße",
  "no",
  "yes",
  "Σας",
  "诚实",
  "a\nb",
  'q"q',
  "😀",
);
const said = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
const field: fc.Arbitrary<JsonValue> = fc.oneof(
  word,
  fc.integer({ min: -3, max: 12 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(word, { maxLength: 2 }),
);
const record = fc.record(
  {
    id: fc.constantFrom("a", "b", "c", "d"),
    texts: fc.array(said, { minLength: 1, maxLength: 4 }),
    x: field,
    y: field,
    broken: fc.constantFrom(false, false, false, false, true),
  },
  { requiredKeys: ["texts"] },
);
type Made = typeof record extends fc.Arbitrary<infer T> ? T : never;

function lineOf({ id, texts, x, y, broken }: Made, how: readonly number[]): string {
  const messages = texts.map((content, at) => ({ role: at % 2 === 0 ? "user" : "assistant", content }));
  const row = {
    ...(id === undefined ? {} : { id }),
    messages,
    ...(x === undefined ? {} : { x }),
    ...(y === undefined ? {} : { y }),
  };
  const text = writeJson(row, chooser(how));
  return broken === true ? text.slice(0, -3) : text;
}

const lines = fc
  .array(fc.tuple(record, choices), { minLength: 1, maxLength: 30 })
  .map((all) => all.map(([made, how]) => lineOf(made, how)));

const term = fc.constantFrom(
  "honest",
  "ÉTÉ",
  '"yes no"',
  "σΑΣ",
  "😀",
  '"a\nb"',
  'q""q',
  "STRAẞE",
  "诚实 honest",
  "turns:>2",
  "turns:1..2",
  "x:honest",
  "x:>3",
  "x:yes",
  "x:*",
  "y:h*",
  "y:-1..5",
  "id:a",
  "id:b~*",
  "id:row-*",
  "status:done",
  "status:open",
  "label:honesty",
  "judged:>0",
  "flagged:yes",
  "warnings:1",
  "problem:yes",
  "part:*1.jsonl",
  "row:>4",
  "size:>150",
  "words:honest",
);
const query: fc.Arbitrary<string> = fc.letrec<{ q: string }>((tie) => ({
  q: fc.oneof(
    { maxDepth: 3 },
    term,
    fc.tuple(tie("q"), tie("q")).map(([a, b]) => `${a} ${b}`),
    fc.tuple(tie("q"), tie("q")).map(([a, b]) => `(${a} OR ${b})`),
    tie("q").map((q) => `-(${q})`),
  ),
})).q;
const column = fc.constantFrom<ColumnId>(
  "row",
  "id",
  "words",
  "turns",
  "size",
  "part",
  "status",
  "judged",
  "labels",
  "meta:x",
  "meta:y",
  "problem",
);
const sort = fc.array(fc.record({ column, descending: fc.boolean() }), { maxLength: 2 });
const marks = fc.array(
  fc.record({
    row: fc.nat(29),
    isOfThisText: fc.constantFrom(true, true, true, false),
    status: fc.constantFrom("open" as const, "done" as const, "skipped" as const),
    flagged: fc.boolean(),
    judged: fc.nat(3),
    labels: fc.constantFrom([], ["honesty"], ["clarity", "Honesty"]),
  }),
  { maxLength: 6 },
);
type MarkMade = typeof marks extends fc.Arbitrary<(infer T)[]> ? T : never;

interface Case {
  readonly engine: TableEngine;
  readonly corpus: FakeCorpus;
  readonly rows: readonly NaiveRow[];
  readonly marks: readonly ConversationMarks[];
}

function setUp(texts: readonly string[], made: readonly MarkMade[], textBytes?: number): Case {
  const corpus = fakeCorpus(texts, { partRows: 7 });
  const known = fakeCorpus(texts, { indexed: true });
  const conversations = conversationsOf(known, texts);
  const byRow = new Map<number, ConversationMarks>();
  const all: ConversationMarks[] = [];
  for (const { row, isOfThisText, ...rest } of made) {
    const conversation = conversations[row];
    if (conversation === undefined || byRow.has(row)) continue;
    const hash = isOfThisText ? hashConversation(conversation) : "0".repeat(32);
    const mark = { id: conversation.id, hash, raters: [], warnings: rest.judged, ...rest };
    all.push(mark);
    if (isOfThisText) byRow.set(row, mark);
  }
  const rows = conversations.map((conversation, row): NaiveRow => ({
    conversation,
    size: known.table.end(row) - known.table.start(row),
    part: `part-${Math.floor(row / 7)}.jsonl`,
    mark: byRow.get(row),
  }));
  return { engine: new TableEngine(corpusRows(corpus), textBytes), corpus, rows, marks: all };
}

/** Fields are found in the first rows only; a name that is none is a mistake the engine must report. */
const asField = (text: string): string => text.replace(/\b([xy]):/g, "meta.$1:");

describe("TableEngine against a plain reader", () => {
  it("finds and sorts the same rows, while the index is at work", async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        marks,
        fc.array(fc.tuple(query, sort), { minLength: 1, maxLength: 3 }),
        async (texts, made, asked) => {
          const { engine, rows, marks: given } = setUp(texts, made);
          engine.start();
          await engine.setMarks(given, true);
          for (const [text, keys] of asked) {
            const view = await engine.setQuery({ query: asField(text), sort: keys });
            expect(view.problem).toBeUndefined();
            await settled(engine);
            const expected = naiveSorted(rows, naiveRows(rows, asField(text)), keys);
            expect({ text, keys, rows: await allRowsOf(engine) }).toEqual({ text, keys, rows: expected });
          }
          await engine.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it("finds the same rows when texts find no room, and after being stopped at any point", async () => {
    await fc.assert(
      fc.asyncProperty(lines, query, fc.nat(30), async (texts, text, steps) => {
        const { engine, rows } = setUp(texts, [], 0);
        engine.start();
        await engine.setQuery({ query: asField(text), sort: [] });
        for (let step = 0; step < steps; step++) await new Promise((resolve) => setImmediate(resolve));
        await engine.cancel();
        const sofar = await allRowsOf(engine);
        const expected = naiveRows(rows, asField(text));
        expect(sofar).toEqual(expected.slice(0, sofar.length));
        await engine.resume();
        await settled(engine);
        expect(await allRowsOf(engine)).toEqual(expected);
        await engine.close();
      }),
      { numRuns: 60 },
    );
  });

  it("counts the same values", async () => {
    const facet = fc.constantFrom<ColumnId>("meta:x", "meta:y", "status", "labels", "turns", "part");
    await fc.assert(
      fc.asyncProperty(
        lines,
        marks,
        query,
        fc.array(facet, { minLength: 1, maxLength: 3 }),
        async (texts, made, text, columns) => {
          const { engine, rows, marks: given } = setUp(texts, made);
          await engine.setFacets(columns);
          await engine.setMarks(given, true);
          engine.start();
          await engine.setQuery({ query: asField(text), sort: [] });
          await settled(engine);
          const found = naiveRows(rows, asField(text));
          for (const { column, values, others, missing } of engine.state.facets) {
            const expected = new Map<string, number>();
            let none = 0;
            for (const row of found) {
              const cell = naiveCell(rows, row, column);
              if (cell === null) none++;
              const items = cell === null ? [] : typeof cell === "object" ? new Set(cell) : [cell];
              for (const item of items) {
                const name = typeof item === "boolean" ? (item ? "yes" : "no") : String(item);
                expected.set(name, (expected.get(name) ?? 0) + 1);
              }
            }
            const counted = new Map<string, number>();
            for (const { value, rows: count } of values)
              counted.set(value, (counted.get(value) ?? 0) + count);
            expect({ column, missing, others, counted: [...counted].sort() }).toEqual({
              column,
              missing: none,
              others: 0,
              counted: [...expected].sort(),
            });
          }
          await engine.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
