import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, evaluate, type RowView } from "../../../../src/core/table/query-evaluate.ts";
import { formatQuery, termFor } from "../../../../src/core/table/query-format.ts";
import { parseQuery } from "../../../../src/core/table/query-parse.ts";
import { foldCase } from "../../../../src/core/table/fold.ts";
import type { Query, ValueTest } from "../../../../src/core/table/query.ts";
import { joined } from "../../../../src/core/table/query.ts";

function read(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.text}`);
  return parsed.query;
}

function problem(
  text: string,
  fields: readonly string[] = [],
): { text: string; at: readonly [number, number] } {
  const parsed = parseQuery(text, (name) => fields.find((field) => field === name));
  if (parsed.ok) throw new Error(`understood: ${text}`);
  return parsed.problem;
}

function row(cells: Record<string, Cell>, said = ""): RowView {
  return {
    value: (column) => (Object.hasOwn(cells, column) ? cells[column] : null),
    contains: (folded) => foldCase(said).includes(folded),
  };
}

const holds = (query: string, cells: Record<string, Cell>, said = "") =>
  evaluate(read(query), row(cells, said));

describe("the query language", () => {
  it("finds words and phrases in what was said", () => {
    expect(holds("honest REPLY", {}, "An Honest, kind reply")).toBe(true);
    expect(holds('"honest reply"', {}, "An Honest, kind reply")).toBe(false);
    expect(holds('"say ""no"""', {}, 'You may say "No".')).toBe(true);
    expect(holds("-honest", {}, "kind")).toBe(true);
    expect(holds("https://example.org/a:b", {}, "see HTTPS://example.org/a:b")).toBe(true);
    expect(holds("cat OR dog -bird", {}, "dog and bird")).toBe(false);
    expect(holds("cat OR (dog -bird)", {}, "cat and bird")).toBe(true);
  });

  it("compares numbers, sizes and dates", () => {
    expect(holds("turns:>4", { turns: 5 })).toBe(true);
    expect(holds("turns:3..9", { turns: 9 })).toBe(true);
    expect(holds("turns:3..<9", { turns: 9 })).toBe(false);
    expect(holds("turns:5", { turns: 5 })).toBe(true);
    expect(holds("turns:..5", { turns: 6 })).toBe(false);
    expect(holds("size:>1mb", { size: 1_000_001 })).toBe(true);
    expect(holds("size:<=1MiB", { size: 2 ** 20 })).toBe(true);
    expect(holds("meta.score:>0.5", { "meta:score": 0.75 })).toBe(true);
    expect(holds("meta.score:>0.5", { "meta:score": "0.75" })).toBe(true);
    expect(holds("date:2024-05..2024-06", { "meta:date": "2024-06-30T10:00" })).toBe(true);
    expect(holds("date:>2024-06", { "meta:date": "2024-06-30" })).toBe(false);
    expect(holds("date:<2024-06", { "meta:date": "2024-06-30" })).toBe(false);
    expect(holds("meta.score:>x", { "meta:score": 3 })).toBe(false);
  });

  it("knows marks, wildcards, lists, booleans and fields of any name", () => {
    expect(holds("status:Open", { status: "open" })).toBe(true);
    expect(holds("label:honesty", { labels: ["Clarity", "Honesty"] })).toBe(true);
    expect(holds("label:honest", { labels: ["honesty"] })).toBe(false);
    expect(holds('label:"intellectual "*', { labels: ["Intellectual humility"] })).toBe(true);
    expect(holds("rater:*", { raters: [] })).toBe(false);
    expect(holds("flagged:yes problem:no", { flagged: true, problem: false })).toBe(true);
    expect(holds("model:gpt-4*", { "meta:model": "GPT-4o" })).toBe(true);
    expect(holds("model:*4*o", { "meta:model": "GPT-4o" })).toBe(true);
    expect(holds('model:"*"', { "meta:model": "GPT-4o" })).toBe(false);
    expect(holds('meta."odd key: x":y', { "meta:odd key: x": "Y" })).toBe(true);
    expect(holds("toxic:yes", { "meta:toxic": true })).toBe(true);
    expect(holds("n:5", { "meta:n": 5 })).toBe(true);
    expect(holds("-meta.model:*", {})).toBe(true);
    expect(holds("words:hello", { words: "Well, Hello there" })).toBe(true);
  });

  it("leaves open what is not known, unless the rest decides", () => {
    const view: RowView = { value: () => undefined, contains: (text) => (text === "yes" ? true : undefined) };
    expect(evaluate(read("yes OR other"), view)).toBe(true);
    expect(evaluate(read("-yes other"), view)).toBe(false);
    expect(evaluate(read("yes other"), view)).toBeUndefined();
    expect(evaluate(read("turns:5"), view)).toBeUndefined();
  });

  it("says what is wrong, and where", () => {
    expect(problem('a "b')).toEqual({ text: "This quotation mark is not closed.", at: [2, 4] });
    expect(problem("a (b c").at).toEqual([2, 3]);
    expect(problem("a b)").at).toEqual([3, 4]);
    expect(problem("()").at).toEqual([1, 2]);
    expect(problem("a OR").at).toEqual([2, 4]);
    expect(problem("OR a").at).toEqual([0, 2]);
    expect(problem("a turns:many b").at).toEqual([2, 12]);
    expect(problem("turns:").text).toContain("needs a value");
    expect(problem("status:closed").text).toContain("open, done or skipped");
    expect(problem("statsu:open", ["model"])).toMatchObject({ at: [0, 7] });
    expect(problem("statsu:open", ["model"]).text).toContain("statsu");
    expect(problem('""').at).toEqual([0, 2]);
    expect(problem("- OR").at).toEqual([2, 4]);
    expect(problem("(".repeat(1_000)).text).toContain("brackets");
    expect(problem("a ".repeat(201)).text).toContain("200");
    expect(problem("a".repeat(20_000)).text).toContain("too long");
  });

  it("reads what it has written as the same query", () => {
    fc.assert(
      fc.property(queries, (query) => {
        const text = formatQuery(query);
        expect({ text, query: read(text) }).toEqual({ text, query });
      }),
      { numRuns: 500 },
    );
  });

  it("never throws, and what it understands survives being written", () => {
    const pieces = fc.constantFrom(
      '"',
      "(",
      ")",
      "-",
      " ",
      "OR",
      ":",
      "*",
      "..",
      "<",
      ">",
      "a",
      "5",
      "turns:",
      "meta.",
      "size:",
      "1mb",
      "label:",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 12 }).map((all) => all.join("")),
        ),
        (text) => {
          const parsed = parseQuery(text);
          if (parsed.ok) expect(read(formatQuery(parsed.query))).toEqual(parsed.query);
          else expect(parsed.problem.at[1]).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("makes terms of facets", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(evaluate(read(termFor("meta:a b", value)), row({ "meta:a b": value }))).toBe(true);
        expect(evaluate(read(termFor("labels", value)), row({ labels: [value] }))).toBe(true);
      }),
    );
    expect(evaluate(read(termFor("turns", "3..9")), row({ turns: 4 }))).toBe(true);
    expect(evaluate(read(termFor("meta:score", "0..<0.5")), row({ "meta:score": 0.25 }))).toBe(true);
    expect(evaluate(read(termFor("size", "1000..9999")), row({ size: 1_200 }))).toBe(true);
  });
});

const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((n) => n + 0);
const someText = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("OR", "-a", "a:b", "5", "1..2", "*", ">3"),
);
const filled = someText.filter((text) => text !== "");
const is = fc
  .array(someText, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.filter((part, at) => at === 0 || at === parts.length - 1 || part !== ""))
  .map((parts): ValueTest => ({ type: "is", parts }));
const compare = (to: fc.Arbitrary<number | string>) =>
  fc.record({ type: fc.constant("compare" as const), op: fc.constantFrom("<", "<=", ">", ">="), to });
const range = <T extends number | string>(ends: fc.Arbitrary<T>) =>
  fc.record({ type: fc.constant("range" as const), from: ends, to: ends, open: fc.boolean() });
const field = fc
  .oneof(filled, fc.constantFrom("model", "a.b", "x-y"))
  .map((path): `meta:${string}` => `meta:${path}`);
const terms: fc.Arbitrary<Query> = fc.oneof(
  filled.map((text): Query => ({ type: "text", text })),
  fc
    .tuple(
      fc.constantFrom("turns", "size", "row", "judged", "warnings"),
      fc.oneof(compare(number), range(number)),
    )
    .map(([column, test]): Query => ({ type: "term", column, test })),
  fc
    .tuple(fc.constantFrom("id", "labels", "raters", "part"), is)
    .map(([column, test]): Query => ({ type: "term", column, test })),
  fc
    .tuple(field, fc.oneof(is, compare(number), compare(filled), range(number), range(filled)))
    .map(([column, test]): Query => ({ type: "term", column, test })),
  fc
    .tuple(fc.constantFrom("flagged", "problem"), fc.boolean())
    .map(([column, value]): Query => ({ type: "term", column, test: { type: "flag", value } })),
);
const queries = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    terms,
    tie("query").map((part): Query => ({ type: "not", part })),
    fc.array(tie("query"), { minLength: 1, maxLength: 3 }).map((parts) => joined("and", parts)),
    fc.array(tie("query"), { minLength: 1, maxLength: 3 }).map((parts) => joined("or", parts)),
  ),
})).query;
