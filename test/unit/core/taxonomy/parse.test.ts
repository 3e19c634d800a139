import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTaxonomyCsv } from "../../../../src/core/taxonomy/parse-csv.ts";
import { parseTaxonomyJson } from "../../../../src/core/taxonomy/parse-json.ts";
import { describeProblem } from "../../../../src/core/taxonomy/problem.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";

const HEADER = "cluster_id,description,name,level,parent_cluster_id,pct_total_occurrences";
const problemsOf = (text: string): string[] => parseTaxonomyCsv(text).problems.map(describeProblem);

describe("parseTaxonomyCsv", () => {
  it("reads the published shape", () => {
    const { nodes, problems } = parseTaxonomyCsv(
      `${HEADER}\nx:3,"All, of ""it""",Personal values,3,,60.5\nx:1,,Honesty,1,x:3,2\nhonesty,,honesty,0,x:1,0.001\ndeception,,deception,0,x:1,1e-4\n`,
    );
    expect(problems).toEqual([]);
    expect(nodes).toEqual([
      { id: "x:3", name: "Personal values", level: 3, parent: null, definition: 'All, of "it"', share: 60.5 },
      { id: "x:1", name: "Honesty", level: 1, parent: "x:3", share: 2 },
      { id: "honesty", name: "honesty", level: 0, parent: "x:1", share: 0.001 },
      { id: "deception", name: "deception", level: 0, parent: "x:1", share: 0.0001, dark: true },
    ]);
  });
  it("takes any column order and case, further columns, a byte order mark, CRLF, blank lines, children before parents", () => {
    const text =
      "\u{FEFF}Name, LEVEL,parent_cluster_id,extra,cluster_id\r\n\r\nv,0,c,1,v\r\nC,3,,2,c\r\n\r\n";
    expect(parseTaxonomyCsv(text)).toEqual({
      nodes: [
        { id: "v", name: "v", level: 0, parent: "c" },
        { id: "c", name: "C", level: 3, parent: null },
      ],
      problems: [],
    });
  });
  it("keys by id: names may repeat, and a cluster may be called like a value", () => {
    const { nodes } = parseTaxonomyCsv(`${HEADER}\nc,,C,3,,\na,,Same,1,c,\nb,,Same,1,c,\nsame,,same,0,a,`);
    expect(nodes.map(({ id }) => id)).toEqual(["c", "a", "b", "same"]);
  });
  it("names line and reason of each bad row and loads the rest", () => {
    const text = [
      HEADER,
      'c,"two',
      'lines",C,3,,',
      "bad level,,x,7,c,",
      ",,x,0,c,",
      "noname,,,0,c,",
      "few,fields",
      "c,,again,3,,",
      "orphan,,x,0,gone,",
      "pct,,x,0,c,101",
      "good,,good,0,c,1",
    ].join("\r\n");
    expect(problemsOf(text)).toEqual([
      "line 4: level is not 0, 1, 2 or 3",
      "line 5: cluster_id is empty",
      "line 6: name is empty",
      "line 7: the row has 2 fields, the header 6",
      'line 8, node "c": its id is used by an earlier node',
      'line 9, node "orphan": its parent "gone" does not exist',
      "line 10: pct_total_occurrences is not a number from 0 to 100",
    ]);
    expect(parseTaxonomyCsv(text).nodes.map(({ id }) => id)).toEqual(["c", "good"]);
  });
  it("stops at broken quoting, keeps what was read before", () => {
    const open = parseTaxonomyCsv(`${HEADER}\nc,,C,3,,\nv,"open,v,0,c,\nw,,w,0,c,\n`);
    expect(open.nodes.map(({ id }) => id)).toEqual(["c"]);
    expect(open.problems.map(describeProblem)).toEqual([
      "line 3: a quoted field that starts in this row is never closed; the rest of the file was not read",
    ]);
    expect(problemsOf(`${HEADER}\nc,,C,3,,\nv,"x"y,v,0,c,\n`)[0]).toMatch(
      /^line 3: there is text after a closing quote/u,
    );
  });
  it("says which columns are missing, and that a file is empty", () => {
    expect(problemsOf("name,level\na,0")).toEqual([
      "line 1: the header lacks the columns cluster_id, parent_cluster_id",
    ]);
    expect(problemsOf("")).toEqual(["the file has no rows"]);
  });
  it("never throws, and never loads a node that cannot stand", () => {
    const cell = fc.constantFrom("", "a", "b", "0", "3", '"', '""', "\n", "\r\n", "__proto__", "x,y");
    const text = fc.array(
      fc.array(cell, { maxLength: 8 }).map((cells) => cells.join(",")),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(text, (lines) => {
        const { nodes } = parseTaxonomyCsv([HEADER, ...lines].join("\n"));
        for (const node of nodes)
          expect(node.level === 3 || nodes.some(({ id }) => id === node.parent)).toBe(true);
      }),
    );
  });
});

describe("parseTaxonomyJson", () => {
  it("reads back what a taxonomy holds, as a list or with its source", () => {
    const { nodes, source } = valuemarkCore();
    expect(parseTaxonomyJson(JSON.stringify(nodes))).toEqual({ nodes, problems: [] });
    expect(parseTaxonomyJson(`\u{FEFF}${JSON.stringify({ source, nodes })}`)).toEqual({
      nodes,
      source,
      problems: [],
    });
  });
  it("marks known dark labels where the file does not say", () => {
    const text = JSON.stringify([
      { id: "c", name: "C", level: 3, parent: null },
      { id: "d", name: "Deception", level: 0, parent: "c" },
      { id: "e", name: "dominance", level: 0, parent: "c", dark: false },
    ]);
    expect(parseTaxonomyJson(text).nodes.map(({ dark }) => dark)).toEqual([undefined, true, undefined]);
  });
  it("names entry and field of each fault and loads the rest", () => {
    const text = JSON.stringify([
      { id: "c", name: "C", level: 3, parent: null },
      { id: "x", name: "X", level: 4, parent: "c" },
      { id: "y", level: 0, parent: "c" },
      { id: "z", name: "Z", level: 0, parent: "c", aliases: [1] },
      17,
      { id: "ok", name: "OK", level: 0, parent: "c", unknown: "field" },
    ]);
    const { nodes, problems } = parseTaxonomyJson(text);
    expect(nodes.map(({ id }) => id)).toEqual(["c", "ok"]);
    expect(problems.map(describeProblem)).toEqual([
      'node "x": entry 2: level must be 0, 1, 2 or 3',
      'node "y": entry 3: name is missing',
      'node "z": entry 4: aliases.0 must be string',
      "entry 5: it must be Object",
    ]);
  });
  it("loads the nodes even if the source is incomplete, and says so", () => {
    const text = JSON.stringify({
      source: { id: "x" },
      nodes: [{ id: "c", name: "C", level: 3, parent: null }],
    });
    const read = parseTaxonomyJson(text);
    expect(read.source).toBeUndefined();
    expect(read.nodes).toHaveLength(1);
    expect(read.problems.map(describeProblem)).toEqual(["source: title is missing"]);
  });
  it("refuses what is no taxonomy, without throwing", () => {
    for (const text of [
      "",
      "{",
      "1",
      "null",
      "{}",
      '{"nodes":1}',
      "[".repeat(100_000),
      '{"nodes":[],"source":null}',
    ]) {
      const read = parseTaxonomyJson(text);
      expect(read.nodes).toEqual([]);
      expect(read.problems.length).toBeGreaterThan(0);
    }
  });
  it("never throws for any JSON", () => {
    fc.assert(fc.property(fc.json(), (text) => void parseTaxonomyJson(text)));
  });
});
