import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import type { Corpus } from "../../../../src/corpus/corpus.ts";
import { openCorpus } from "../../../../src/corpus/sources/open-corpus.ts";
import { type CorpusWorker, openCorpusClient } from "../../../../src/host/corpus/corpus-client.ts";
import type {
  CorpusToOpen,
  FromCorpusWorker,
  ToCorpusWorker,
} from "../../../../src/host/corpus/corpus-messages.ts";
import { serveCorpus } from "../../../../src/host/corpus/corpus-server.ts";
import { type FakeCorpus, fakeCorpus, line } from "../../corpus/table/fake-corpus.ts";
import { allRowsOf, settled } from "../../corpus/table/settled.ts";

const LINES = Array.from({ length: 40 }, (_none, row) =>
  line(`id-${row}`, [`question ${row}`, row % 2 === 0 ? "an honest reply" : "a reply"], {
    model: `m${row % 3}`,
  }),
);
const TO_OPEN: CorpusToOpen = { paths: ["/data/x.jsonl"], cacheFolder: "/cache" };

/** A worker in this thread, whose messages are cloned as between threads. */
class FakeWorker implements CorpusWorker {
  private readonly channel = new MessageChannel();
  private readonly events = new EventEmitter();
  readonly received: string[] = [];
  answers = 0;

  constructor(open: (corpus: CorpusToOpen) => Promise<Corpus>) {
    const { port1, port2 } = this.channel;
    port1.on("message", (message) => this.events.emit("message", message));
    serveCorpus(
      {
        on: (_event, listener) =>
          port2.on("message", (message: ToCorpusWorker) => {
            this.received.push(message.ask.do);
            listener(message);
          }),
        postMessage: (message: FromCorpusWorker, transfer) => {
          if (message.type === "answer" || message.type === "failed") this.answers++;
          port2.postMessage(message, transfer ?? []);
        },
      },
      open,
    );
  }

  postMessage(message: ToCorpusWorker): void {
    this.channel.port1.postMessage(message);
  }

  on(event: "message", listener: (message: FromCorpusWorker) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  on(event: string, listener: Parameters<EventEmitter["on"]>[1]): unknown {
    return this.events.on(event, listener);
  }

  crash(): void {
    this.channel.port1.close();
    this.events.emit("error", new Error("out of memory"));
    this.events.emit("exit", 1);
  }

  terminate(): Promise<unknown> {
    this.channel.port1.close();
    return Promise.resolve();
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const corpora: FakeCorpus[] = [];
  const start = (): FakeWorker => {
    const worker = new FakeWorker(() => {
      const corpus = fakeCorpus(LINES);
      corpora.push(corpus);
      return Promise.resolve(corpus);
    });
    workers.push(worker);
    return worker;
  };
  return { workers, corpora, start };
}

describe("a corpus in a worker", () => {
  it("opens, indexes, answers, and tells of its state", async () => {
    const { start, workers, corpora } = setUp();
    const client = await openCorpusClient(start, TO_OPEN);
    expect(client.opened.parts[0]?.name).toBe("part-0.jsonl");
    const states: number[] = [];
    const stop = client.onState(({ view }) => states.push(view.rows));
    const view = await client.setQuery({
      query: "honest model:m1",
      sort: [{ column: "row", descending: true }],
    });
    expect(view.problem).toBeUndefined();
    await settled(client);
    expect(await allRowsOf(client)).toEqual([34, 28, 22, 16, 10, 4]);
    expect(states.length).toBeGreaterThan(0);
    stop();
    const { generation } = client.state.view;
    const window = await client.window({ generation, from: 1, count: 2, columns: ["id", "words"] });
    expect(window.rows.map(({ cells }) => cells[0]?.text)).toEqual(["id-28", "id-22"]);
    expect(window.rows[0]?.cells[1]?.hits).toEqual([[3, 9]]);
    expect(await client.placeOf(28)).toBe(1);
    expect(await client.placeOf(29)).toBeUndefined();
    expect(await client.read(3)).toMatchObject({ type: "conversation", conversation: { id: "id-3" } });
    const frame = await client.frame(["meta:model", "turns"]);
    expect(frame.complete).toBe(true);
    expect([...frame.rows]).toEqual([4, 10, 16, 22, 28, 34]);
    expect([...(await client.resolve(["id-39", "x"]))]).toEqual([39, -1]);
    await expect(client.frame([], "(")).rejects.toMatchObject({ code: "query" });
    await client.close();
    expect(corpora[0]?.closed).toBe(true);
    expect(workers[0]?.answers).toBe(workers[0]?.received.length);
    await expect(client.setFacets([])).rejects.toMatchObject({ code: "closed" });
  });

  it("reads rows in this thread once the worker has described them", async () => {
    const folder = mkdtempSync(join(tmpdir(), "valuemark-client-"));
    try {
      for (const part of [0, 1])
        writeFileSync(
          join(folder, `part-${part}.jsonl`),
          `${LINES.slice(part * 20, part * 20 + 20).join("\n")}\n`,
        );
      const worker = new FakeWorker(({ paths }) =>
        openCorpus({ paths, cacheFolder: join(folder, "cache") }, new AbortController().signal),
      );
      const client = await openCorpusClient(() => worker, {
        paths: [folder],
        cacheFolder: join(folder, "cache"),
      });
      await client.setQuery({ query: "id:id-30", sort: [] });
      await settled(client);
      expect(await allRowsOf(client)).toEqual([30]);
      expect(client.rows).toBe(40);
      expect(client.opened.parts.map(({ name }) => name)).toEqual(["part-0.jsonl", "part-1.jsonl"]);
      for (const row of [0, 19, 20, 39])
        expect(await client.read(row)).toMatchObject({
          type: "conversation",
          conversation: { id: `id-${row}` },
        });
      expect(worker.received).not.toContain("read");
      expect(client.idHash(33)).toBe(idHashOf("id-33"));
      expect(client.idHash(40)).toBeUndefined();
      await client.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says why a corpus can't be opened", async () => {
    const start = (): FakeWorker =>
      new FakeWorker(() => Promise.reject(new Error("There is nothing in this folder.")));
    await expect(openCorpusClient(start, TO_OPEN)).rejects.toMatchObject({
      name: "TableError",
      message: "There is nothing in this folder.",
    });
  });

  it("rejects what is open when the worker crashes, and comes back as it was", async () => {
    const { start, workers } = setUp();
    const client = await openCorpusClient(start, TO_OPEN);
    const mark = {
      hash: "x",
      status: "done",
      flagged: false,
      judged: 1,
      labels: [],
      raters: [],
      warnings: 0,
    } as const;
    await client.setMarks([{ id: "id-3", ...mark }], true);
    await client.setMarks([{ id: "id-4", ...mark }], false);
    await client.setBlind("blind");
    await client.setFacets(["meta:model"]);
    await client.setQuery({ query: "honest", sort: [] });
    const told: string[] = [];
    client.onCrash((message) => told.push(message));
    const open = client.window({ generation: client.state.view.generation, from: 0, count: 5, columns: [] });
    const asked = expect(open).rejects.toMatchObject({ code: "crashed" });
    workers[0]?.crash();
    await asked;
    expect(told).toHaveLength(1);
    await expect(client.placeOf(1)).rejects.toMatchObject({ code: "crashed" });
    await client.restart();
    await settled(client);
    expect(client.state.view).toMatchObject({ query: "honest", rows: 20 });
    expect(client.state.facets[0]?.values.map(({ rows }) => rows)).toEqual([7, 7, 6]);
    expect(workers[1]?.received.slice(0, 4)).toEqual(["open", "blind", "facets", "query"]);
    expect((await client.setQuery({ query: "label:x", sort: [] })).problem?.text).toContain("blind");
    await client.close();
  });

  it("sends many marks in several messages", async () => {
    const { start, workers } = setUp();
    const client = await openCorpusClient(start, TO_OPEN);
    const marks = Array.from({ length: 12_000 }, (_none, n) => ({
      id: `other-${n}`,
      hash: "x",
      status: "done" as const,
      flagged: false,
      judged: 1,
      labels: [],
      raters: [],
      warnings: 0,
    }));
    await client.setMarks(marks, true);
    await client.setMarks([], true);
    expect(workers[0]?.received.filter((each) => each === "marks")).toHaveLength(4);
    await client.close();
  });
});
