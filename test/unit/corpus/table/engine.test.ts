import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { hashConversation } from "../../../../src/core/conversation/hash.ts";
import type { ColumnId, ConversationMarks, SortKey } from "../../../../src/core/table/table.ts";
import { TableEngine } from "../../../../src/corpus/table/engine.ts";
import { corpusRows, memoryRows } from "../../../../src/corpus/table/table-rows.ts";
import { type FakeCorpus, conversationsOf, fakeCorpus, line } from "./fake-corpus.ts";
import { allRowsOf, settled } from "./settled.ts";

const LINES = [
  line("a", ["How honest are you?", "Very honest."], { model: "gpt-4o", score: 0.9, tags: ["x", "y"] }),
  line("b", ["Hi", "Hello", "Bye"], { model: "claude", score: 3, nested: { lang: "de" } }),
  "{ broken",
  line("c", ["Être HONEST\nor not", "né"], { model: "Claude", honest: "in metadata only" }),
  line(undefined, ["no id here", "ok"], { score: "12" }),
  line("a", ["A second a", "ünïcode straße"], { model: "gpt-4" }),
];

function open(lines: readonly string[] = LINES, indexed = true): { engine: TableEngine; corpus: FakeCorpus } {
  const corpus = fakeCorpus(lines, { indexed, partRows: 4 });
  const engine = new TableEngine(corpusRows(corpus));
  engine.start();
  return { engine, corpus };
}

async function found(engine: TableEngine, query: string, sort: readonly SortKey[] = []): Promise<number[]> {
  const view = await engine.setQuery({ query, sort });
  expect(view.problem).toBeUndefined();
  await settled(engine);
  return allRowsOf(engine);
}

const by = (column: ColumnId, descending = false): SortKey[] => [{ column, descending }];

function markOf(
  lines: readonly string[],
  corpus: FakeCorpus,
  row: number,
  more: Partial<ConversationMarks> = {},
): ConversationMarks {
  const conversation = conversationsOf(corpus, lines)[row];
  if (conversation === undefined) throw new Error("a broken row");
  return {
    id: conversation.id,
    hash: hashConversation(conversation),
    status: "done",
    flagged: false,
    judged: 2,
    labels: ["honesty"],
    raters: ["anna"],
    warnings: 0,
    ...more,
  };
}

describe("TableEngine", () => {
  it("finds rows by content, columns and metadata", async () => {
    const { engine } = open();
    expect(await found(engine, "")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await found(engine, "honest")).toEqual([0, 3]);
    expect(await found(engine, "STRAẞE OR être")).toEqual([3, 5]);
    expect(await found(engine, '"honest or"')).toEqual([]);
    expect(await found(engine, "-honest")).toEqual([1, 2, 4, 5]);
    expect(await found(engine, "turns:>2")).toEqual([1]);
    expect(await found(engine, "model:claude")).toEqual([1, 3]);
    expect(await found(engine, "model:gpt-* score:<1")).toEqual([0]);
    expect(await found(engine, "meta.score:>=3")).toEqual([1, 4]);
    expect(await found(engine, "nested.lang:de")).toEqual([1]);
    expect(await found(engine, "tags:y")).toEqual([0]);
    expect(await found(engine, "problem:yes")).toEqual([2]);
    expect(await found(engine, "id:a~2")).toEqual([5]);
    expect(await found(engine, "id:row-4")).toEqual([4]);
    expect(await found(engine, "part:part-1*")).toEqual([4, 5]);
    expect(await found(engine, "words:*hi")).toEqual([1]);
    expect(await found(engine, "row:2..3")).toEqual([1, 2]);
    expect(await found(engine, "honest (turns:>5 OR model:gpt-4o)")).toEqual([0]);
    await engine.close();
  });

  it("sorts, missing values last, and back to the order of the file", async () => {
    const { engine } = open();
    expect(await found(engine, "", by("turns", true))).toEqual([1, 0, 3, 4, 5, 2]);
    expect(await found(engine, "", by("meta:score"))).toEqual([0, 1, 4, 2, 3, 5]);
    expect(await found(engine, "", by("meta:score", true))).toEqual([4, 1, 0, 2, 3, 5]);
    expect(await found(engine, "", by("meta:model"))).toEqual([1, 3, 5, 0, 2, 4]);
    expect(await found(engine, "", by("id", true))).toEqual([4, 3, 1, 5, 0, 2]);
    expect(await found(engine, "turns:2", [...by("meta:model", true), ...by("row", true)])).toEqual([
      0, 5, 3, 4,
    ]);
    expect(await found(engine, "", by("words"))).toEqual([5, 3, 1, 0, 4, 2]);
    expect(await found(engine, "")).toEqual([0, 1, 2, 3, 4, 5]);
    await engine.close();
  });

  it("fills other columns in the pass that one is asked for", async () => {
    const { engine, corpus } = open();
    await found(engine, "meta.score:>0");
    const { parsed } = corpus;
    expect(await found(engine, "model:claude", by("id"))).toEqual([1, 3]);
    await engine.setFacets(["meta:tags", "meta:nested.lang"]);
    await settled(engine);
    expect(corpus.parsed).toBe(parsed);
    await found(engine, "", by("words"));
    expect(corpus.parsed).toBeGreaterThan(parsed);
    await engine.close();
  });

  it("keeps the view when a query is wrong, and says what is wrong", async () => {
    const { engine } = open();
    await found(engine, "honest");
    const view = await engine.setQuery({ query: "honest statsu:open", sort: [] });
    expect(view.problem?.at).toEqual([7, 14]);
    expect(view.rows).toBe(2);
    expect(view.query).toBe("honest");
    expect((await engine.setQuery({ query: "hello", sort: [] })).problem).toBeUndefined();
    await engine.close();
  });

  it("shows cells, with hits and reasons", async () => {
    const { engine } = open();
    await found(engine, "honest OR problem:yes");
    const { generation } = engine.state.view;
    const columns: ColumnId[] = [
      "row",
      "id",
      "words",
      "turns",
      "meta:model",
      "meta:tags",
      "status",
      "problem",
    ];
    const window = await engine.window({ generation, from: 0, count: 10, columns });
    expect(window.rows.map(({ row }) => row)).toEqual([0, 2, 3]);
    expect(window.rows[0]?.cells).toEqual([
      { text: "1" },
      { text: "a" },
      { text: "How honest are you?", hits: [[4, 10]] },
      { text: "2" },
      { text: "gpt-4o" },
      { text: "x, y" },
      { text: "open", look: "muted" },
      { text: "" },
    ]);
    expect(window.rows[1]?.cells[2]).toEqual({ text: "This row is not JSON.", look: "error" });
    expect(window.rows[2]?.cells[2]).toEqual({ text: "Être HONEST or not", hits: [[5, 11]] });
    await engine.setQuery({ query: "", sort: [] });
    expect(await engine.window({ generation, from: 0, count: 10, columns })).toMatchObject({ rows: [] });
    await engine.close();
  });

  it("counts values", async () => {
    const { engine } = open();
    await engine.setFacets(["meta:model", "turns", "meta:score", "status", "meta:tags"]);
    await settled(engine);
    expect(engine.state.facets).toEqual([
      {
        column: "meta:model",
        values: ["Claude", "claude", "gpt-4", "gpt-4o"].map((value) => ({ value, rows: 1 })),
        others: 0,
        missing: 2,
      },
      {
        column: "turns",
        values: [
          { value: "0", rows: 1 },
          { value: "2", rows: 4 },
          { value: "3", rows: 1 },
        ],
        others: 0,
        missing: 0,
      },
      {
        column: "meta:score",
        values: [
          { value: "0.9", rows: 1 },
          { value: "3", rows: 1 },
          { value: "12", rows: 1 },
        ],
        others: 0,
        missing: 3,
      },
      { column: "status", values: [{ value: "open", rows: 6 }], others: 0, missing: 0 },
      {
        column: "meta:tags",
        values: [
          { value: "x", rows: 1 },
          { value: "y", rows: 1 },
        ],
        others: 0,
        missing: 5,
      },
    ]);
    await found(engine, "honest");
    expect(engine.state.facets[1]).toEqual({
      column: "turns",
      values: [{ value: "2", rows: 2 }],
      others: 0,
      missing: 0,
    });
    await engine.close();
  });

  it("joins marks by id and text, as they come and change", async () => {
    const { engine, corpus } = open();
    await engine.setMarks(
      [markOf(LINES, corpus, 0), markOf(LINES, corpus, 5, { status: "skipped", labels: [] })],
      true,
    );
    expect(await found(engine, "status:done")).toEqual([0]);
    expect(await found(engine, "status:skipped")).toEqual([5]);
    expect(await found(engine, "status:open")).toEqual([1, 2, 3, 4]);
    expect(await found(engine, "label:honesty OR rater:bob")).toEqual([0]);
    await found(engine, "status:open");
    const before = engine.state.view.generation;
    await engine.setMarks([markOf(LINES, corpus, 4, { flagged: true })], false);
    await settled(engine);
    expect(await allRowsOf(engine)).toEqual([1, 2, 3]);
    expect(engine.state.view.generation).toBeGreaterThan(before);
    expect(await found(engine, "flagged:yes")).toEqual([4]);
    expect(await found(engine, "", by("judged", true))).toEqual([0, 4, 5, 1, 2, 3]);
    await engine.setMarks([markOf(LINES, corpus, 3, { hash: "another text" })], false);
    expect(await found(engine, "status:done")).toEqual([0, 4]);
    await engine.setMarks([], true);
    expect(await found(engine, "status:done")).toEqual([]);
    await engine.close();
  });

  it("tells ids apart whose hashes collide", async () => {
    const corpus = fakeCorpus(LINES, { indexed: true, hash: (id) => idHashOf(id === "b" ? "c" : id) });
    const engine = new TableEngine(corpusRows(corpus));
    await engine.setMarks([markOf(LINES, corpus, 3)], true);
    expect(await found(engine, "status:done")).toEqual([3]);
    expect([...(await engine.resolve(["c"]))]).toEqual([3]);
    await engine.close();
  });

  it("hides what others said from a blind rater", async () => {
    const { engine, corpus } = open();
    await engine.setMarks([markOf(LINES, corpus, 0)], true);
    await found(engine, "label:honesty");
    await engine.setBlind("you rate this sample blind.");
    expect(engine.state.view).toMatchObject({ query: "", rows: 6, problem: { at: [0, 13] } });
    const wrong = await engine.setQuery({ query: "rater:anna", sort: [] });
    expect(wrong.problem?.text).toContain("blind");
    expect((await engine.setQuery({ query: "", sort: by("warnings") })).sort).toEqual([]);
    await settled(engine);
    const { generation } = engine.state.view;
    const window = await engine.window({
      generation,
      from: 0,
      count: 1,
      columns: ["labels", "raters", "warnings", "status"],
    });
    expect(window.rows[0]?.cells.map(({ text }) => text)).toEqual(["", "", "", "done"]);
    await engine.setFacets(["labels"]);
    await settled(engine);
    expect(engine.state.facets).toEqual([]);
    await engine.setBlind(null);
    expect(await found(engine, "label:honesty")).toEqual([0]);
    await engine.close();
  });

  it("gives frames and finds rows by id", async () => {
    const { engine, corpus } = open();
    await engine.setMarks([markOf(LINES, corpus, 0)], true);
    await found(engine, "turns:2", by("row", true));
    const frame = await engine.frame(["meta:model", "turns", "labels", "meta:score"]);
    expect(frame.complete).toBe(true);
    expect([...frame.rows]).toEqual([0, 3, 4, 5]);
    expect(frame.idHashes[0]).toBe(corpus.table.idHash(0));
    expect(frame.columns[0]).toEqual({
      type: "texts",
      column: "meta:model",
      codes: Int32Array.of(0, 1, -1, 2),
      values: ["gpt-4o", "Claude", "gpt-4"],
    });
    expect(frame.columns[1]).toEqual({
      type: "numbers",
      column: "turns",
      numbers: Float64Array.of(2, 2, 2, 2),
    });
    expect(frame.columns[2]).toMatchObject({ starts: Uint32Array.of(0, 1, 1, 1, 1), values: ["honesty"] });
    expect(frame.columns[3]).toMatchObject({ type: "texts", values: ["0.9", "12"] });
    expect([...(await engine.frame([], "honest")).rows]).toEqual([0, 3]);
    await expect(engine.frame([], '"')).rejects.toMatchObject({ code: "query" });
    expect([...(await engine.resolve(["c", "a~2", "row-4", "nobody", "a"]))]).toEqual([3, 5, 4, -1, 0]);
    const [first, second] = await engine.identify([5, 2]);
    expect(first).toMatchObject({ row: 5, id: "a~2" });
    expect(first?.hash).toHaveLength(32);
    expect(second).toMatchObject({ row: 2, id: "", error: "This row is not JSON." });
    await engine.close();
    await expect(engine.identify([1])).rejects.toMatchObject({ code: "closed" });
  });

  it("does all of it over conversations in memory", async () => {
    const corpus = fakeCorpus(LINES, { indexed: true });
    const conversations = conversationsOf(corpus, LINES).filter((each) => each !== undefined);
    const engine = new TableEngine(memoryRows(conversations, [{ row: 2, reason: "Not JSON." }], "x.jsonl"));
    engine.start();
    expect(await found(engine, "honest")).toEqual([0, 3]);
    expect(await found(engine, "problem:yes")).toEqual([2]);
    expect(await found(engine, "id:a~2")).toEqual([5]);
    expect(await found(engine, "", by("meta:score", true))).toEqual([4, 1, 0, 2, 3, 5]);
    await engine.setMarks([markOf(LINES, corpus, 5)], true);
    expect(await found(engine, "status:done")).toEqual([5]);
    expect([...(await engine.resolve(["a~2", "b"]))]).toEqual([5, 1]);
    await engine.close();
  });
});
