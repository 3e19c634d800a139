import { describe, expect, it } from "vitest";
import { hashConversation } from "../../../../src/core/conversation/hash.ts";
import type { ConversationMarks } from "../../../../src/core/table/table.ts";
import { TableEngine } from "../../../../src/corpus/table/engine.ts";
import { corpusRows, memoryRows } from "../../../../src/corpus/table/table-rows.ts";
import { type FakeCorpus, conversationsOf, fakeCorpus, line } from "./fake-corpus.ts";
import { allRowsOf, settled } from "./settled.ts";

const LINES = Array.from({ length: 600 }, (_none, row) =>
  line(
    `id-${row}`,
    [`question ${row}`, row % 3 === 0 ? "an honest reply ".repeat(200) : "a reply ".repeat(200)],
    {
      group: `g${row % 5}`,
    },
  ),
);

function open(indexed: boolean): { engine: TableEngine; corpus: FakeCorpus } {
  const corpus = fakeCorpus(LINES, { indexed });
  const engine = new TableEngine(corpusRows(corpus));
  engine.start();
  return { engine, corpus };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the engine at work", () => {
  it("shows first rows while it searches, and answers windows before it is through", async () => {
    const { engine } = open(true);
    const { generation } = await engine.setQuery({ query: "honest", sort: [] });
    while (engine.state.view.rows === 0) await turn();
    const window = await engine.window({ generation, from: 0, count: 5, columns: ["id"] });
    expect(engine.state.view.partial).toBe(true);
    expect(engine.state.view.rows).toBeLessThan(200);
    expect(window.rows[0]?.cells[0]?.text).toBe("id-0");
    expect(engine.state.tasks[0]).toMatchObject({ what: "Searching", cancellable: true });
    await settled(engine);
    expect(engine.state.view).toMatchObject({ rows: 200, generation });
    await engine.close();
  });

  it("takes a second look at no row that a search has answered", async () => {
    const { engine, corpus } = open(true);
    await engine.setQuery({ query: "honest", sort: [] });
    await settled(engine);
    const { scanned, parsed } = corpus;
    expect(scanned).toBeGreaterThanOrEqual(600);
    // The sieve lets only those be parsed that may hold it (and some for the names of fields).
    expect(parsed).toBeLessThan(300);
    await engine.setQuery({ query: "turns:2 -HONEST", sort: [] });
    await settled(engine);
    expect(engine.state.view.rows).toBe(400);
    expect(corpus.scanned).toBe(scanned);
    await engine.close();
  });

  it("lets a new query take over at once", async () => {
    const { engine } = open(true);
    for (const text of ["a", "an", "question", "reply"]) {
      await engine.setQuery({ query: text, sort: [{ column: "meta:group", descending: false }] });
      await turn();
    }
    await engine.setQuery({ query: '"question 17"', sort: [] });
    await settled(engine);
    expect(await allRowsOf(engine)).toEqual([17, ...Array.from({ length: 10 }, (_none, n) => 170 + n)]);
    await engine.close();
  });

  it("takes in what the index brings, and says that the view is partial until then", async () => {
    const { engine, corpus } = open(false);
    corpus.hold = 100;
    await engine.setQuery({ query: "turns:2 honest", sort: [] });
    while (engine.state.view.rows < 34) await turn();
    for (let n = 0; n < 50; n++) await turn();
    expect(engine.state).toMatchObject({ growing: true, view: { rows: 34, partial: true } });
    expect((await engine.frame([])).complete).toBe(false);
    corpus.hold = Infinity;
    await settled(engine);
    expect(engine.state).toMatchObject({ growing: false, view: { rows: 200, partial: false } });
    expect((await engine.frame([])).complete).toBe(true);
    await engine.close();
    expect(corpus.closed).toBe(true);
  });

  it("stops the index too, and goes on with it", async () => {
    const { engine } = open(false);
    while (engine.state.progress.indexedRows < 50) await turn();
    await engine.cancel();
    for (let n = 0; n < 5; n++) await turn();
    const { indexedRows } = engine.state.progress;
    for (let n = 0; n < 50; n++) await turn();
    expect(engine.state).toMatchObject({ paused: true, growing: true, progress: { indexedRows } });
    expect(engine.state.tasks[0]?.detail).toContain("stopped");
    await engine.resume();
    await settled(engine);
    expect(engine.state.progress.indexedRows).toBe(600);
    await engine.close();
  });

  it("leaves a stopped index alone until a query needs it", async () => {
    const { engine } = open(false);
    while (engine.state.progress.indexedRows < 50) await turn();
    await engine.cancel();
    for (let n = 0; n < 5; n++) await turn();
    const { indexedRows } = engine.state.progress;
    await engine.setQuery({ query: "honest", sort: [] });
    while (engine.state.view.rows < 200) await turn();
    for (let n = 0; n < 50; n++) await turn();
    expect(engine.state).toMatchObject({ paused: true, growing: true, progress: { indexedRows } });
    expect(engine.state.tasks).toMatchObject([{ what: "Indexing", cancellable: false }]);
    await engine.setQuery({ query: "honest turns:2", sort: [] });
    await settled(engine);
    expect(engine.state).toMatchObject({
      paused: false,
      growing: false,
      view: { rows: 200, partial: false },
    });
    await engine.close();
  });

  it("shows the marks of a row that the index has not been at", async () => {
    const { engine, corpus } = open(false);
    corpus.hold = 100;
    while (engine.state.progress.indexedRows < 100) await turn();
    const rows = conversationsOf(corpus, LINES);
    const markOf = (row: number, text = row): ConversationMarks => {
      const conversation = rows[text];
      if (conversation === undefined) throw new Error("there is no such row");
      const hash = hashConversation(conversation);
      return {
        id: `id-${row}`,
        hash,
        status: "done",
        flagged: false,
        judged: 1,
        labels: [],
        raters: [],
        warnings: 0,
      };
    };
    await engine.setMarks([markOf(50), markOf(500), markOf(501, 502)], true);
    for (let n = 0; n < 50; n++) await turn();
    const { generation } = engine.state.view;
    const shown = async (row: number): Promise<string | undefined> =>
      (await engine.window({ generation, from: row, count: 1, columns: ["status"] })).rows[0]?.cells[0]?.text;
    expect(engine.state.progress.indexedRows).toBeLessThan(500);
    expect(await Promise.all([50, 51, 500, 501].map(shown))).toEqual(["done", "open", "done", "open"]);
    corpus.hold = Infinity;
    await settled(engine);
    expect(await Promise.all([50, 51, 500, 501].map(shown))).toEqual(["done", "open", "done", "open"]);
    await engine.close();
  });

  it("cancels a frame", async () => {
    const { engine } = open(true);
    await settled(engine);
    const drawn = expect(engine.frame(["meta:group"])).rejects.toMatchObject({ code: "cancelled" });
    await turn();
    await engine.cancel();
    await drawn;
    await engine.close();
  });

  it("says when the file can't be read on, and tries again when asked to", async () => {
    const { engine, corpus } = open(true);
    await settled(engine);
    const { scan } = corpus;
    corpus.scan = () => Promise.reject(new Error("The file is gone."));
    await engine.setQuery({ query: "honest", sort: [] });
    while (!engine.state.paused) await turn();
    expect(engine.state.notes[0]).toContain("The file is gone.");
    corpus.scan = scan;
    await engine.resume();
    await settled(engine);
    expect(engine.state.view.rows).toBe(200);
    expect(engine.state.notes).toEqual([]);
    await engine.close();
  });

  it("lets the event loop run while it searches what is in memory", async () => {
    const known = fakeCorpus(LINES, { indexed: true });
    const conversations = conversationsOf(known, LINES).filter((each) => each !== undefined);
    const many = Array.from({ length: 10 }, () => conversations).flat();
    const engine = new TableEngine(memoryRows(many, [], "x.jsonl"));
    engine.start();
    await settled(engine);
    await engine.setQuery({ query: "question -zebra", sort: [{ column: "words", descending: true }] });
    let turns = 0;
    while (engine.state.view.partial) {
      await turn();
      turns++;
    }
    expect(engine.state.view.rows).toBe(6_000);
    expect(turns).toBeGreaterThan(3);
    await engine.close();
  });
});
