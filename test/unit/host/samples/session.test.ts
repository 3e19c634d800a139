import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ConversationRef } from "../../../../src/core/extraction/annotation.ts";
import type { JudgementDraft } from "../../../../src/core/review/judgement.ts";
import { ReviewSummary } from "../../../../src/core/review/summary.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import type { SamplePorts, SampleSource } from "../../../../src/host/samples/ports.ts";
import { QueueView } from "../../../../src/host/samples/queue-view.ts";
import { SampleSession } from "../../../../src/host/samples/session.ts";
import { SampleStatusBar } from "../../../../src/host/samples/status-bar.ts";
import { corpusPaths } from "../../../../src/store/paths.ts";
import { SampleStore } from "../../../../src/store/sample-store.ts";
import { eventOf } from "../../core/review/events.ts";
import { sampleOf } from "../../core/sampling/samples.ts";
import { EventEmitter, seen } from "./fake-vscode.ts";
import { conversationOf } from "./played.ts";

vi.mock("vscode", () => import("./fake-vscode.ts"));

const file: SampleSource["file"] = {
  uri: JSON.parse('"file:///chats.jsonl"'),
  name: "chats.jsonl",
  format: { id: "test", title: "Test" },
  count: 100,
  errors: [],
  mtime: 0,
  size: 0,
  conversation: async (index) => conversationOf(index),
  // Conversation c7 is number 7; t1 is not in the corpus.
  indexesOf: async (ids) => ids.map((id) => (id.startsWith("c") ? Number(id.slice(1)) : undefined)),
  idHash: () => undefined,
};

class Memory {
  private readonly kept = new Map<string, unknown>();
  keys(): readonly string[] {
    return [...this.kept.keys()];
  }
  get<T>(key: string): T | undefined;
  get<T>(key: string, otherwise: T): T;
  get(key: string, otherwise?: unknown): unknown {
    return this.kept.get(key) ?? otherwise;
  }
  async update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, value);
  }
}

async function opened(...samples: readonly Sample[]) {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-session-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = new SampleStore(corpusPaths(join(folder, ".valuemark"), "chats-0123456789"));
  for (const sample of samples) await store.create(sample);
  const [changes, samplesChanged] = [new EventEmitter(), new EventEmitter()];
  const state: {
    summary: ReviewSummary;
    rater: string;
    file: SampleSource["file"] | undefined;
    current: ConversationRef | undefined;
  } = { summary: new ReviewSummary(), rater: "ada", file, current: undefined };
  const ports: SamplePorts = {
    currentFile: () => state.file,
    sourceOf: () => Promise.reject(new Error("not asked for")),
    onDidChange: changes.event,
    currentConversation: () => state.current,
    storeOf: async () => store,
    prepare: async () => undefined,
    written: () => samplesChanged.fire(),
    onDidChangeSamples: samplesChanged.event,
    rater: () => state.rater,
    askRater: async () => state.rater,
    knownRaters: async () => [],
    recordOf: async () => state,
    show: async () => undefined,
    taxonomy: () => {
      throw new Error("not asked for");
    },
    labelBasis: async () => "",
    scores: () => Promise.reject(new Error("not asked for")),
    log: JSON.parse("{}"),
  };
  const memory = new Memory();
  const session = new SampleSession(ports, memory);
  onTestFinished(() => session.dispose());
  await session.settled();
  let events = 0;
  const judge = async (item: ConversationRef, draft: JudgementDraft): Promise<void> => {
    state.summary.add(eventOf(++events, draft, item.hash, item.id));
    changes.fire();
    await session.settled();
  };
  return { session, store, state, ports, memory, changes, samplesChanged, judge };
}

const item = (id: string) => ({ id, hash: `h${id.slice(1)}` });

describe("the sample in use", () => {
  it("is none before one is chosen, and then stays, also in the next window", async () => {
    const { session, ports, memory } = await opened(sampleOf());
    expect(session.active).toBeUndefined();
    expect(session.samplesOf(file)).toEqual({ names: ["pilot"] });
    expect(await session.nextAfter(file, undefined)).toBeUndefined();
    await session.use(file, "pilot");
    expect(session.active?.queue?.counts.total).toBe(3);
    expect(seen.contexts.get("valuemark.sampleInUse")).toBe(true);
    expect(session.samplesOf(file)).toEqual({ names: ["pilot"], current: "pilot" });
    const next = new SampleSession(ports, memory);
    await next.settled();
    expect(next.active?.sample).toEqual(sampleOf());
    next.dispose();
    await session.use(file, undefined);
    expect(session.active).toBeUndefined();
    expect(seen.contexts.get("valuemark.sampleInUse")).toBe(false);
  });

  it("tells what comes next, and passes over what is not in the corpus", async () => {
    const { session, judge } = await opened(sampleOf());
    await session.use(file, "pilot");
    expect(await session.nextAfter(file, undefined)).toBe(7);
    expect(await session.nextAfter(file, "c7")).toBe(2);
    expect(await session.nextAfter(file, "c2")).toBe(7);
    // A conversation that was only looked at leads nowhere.
    expect(await session.nextAfter(file, "c90")).toBeUndefined();
    await judge(item("c7"), { kind: "done" });
    expect(session.active?.queue?.counts).toMatchObject({ done: 1, open: 2 });
    await judge(item("c2"), { kind: "skip" });
    expect(await session.nextAfter(file, "c2")).toBe("finished");
  });

  it("of a corpus without a transcript on show is known and used too, until another file is gone to", async () => {
    const { session, state, changes } = await opened(sampleOf());
    const table = { ...file, uri: JSON.parse('"file:///table.jsonl"') };
    let told = 0;
    session.onDidChange(() => told++);
    expect(session.samplesOf(table)).toEqual({ names: [] });
    await vi.waitFor(() => expect(told).toBe(1));
    expect(session.samplesOf(table)).toEqual({ names: ["pilot"] });
    await session.use(table, "pilot");
    expect(session.active?.file).toBe(table);
    expect(await session.nextAfter(table, undefined)).toBe(7);
    // Its transcript is opened, and closed.
    for (const next of [table, undefined]) {
      state.file = next;
      changes.fire();
      await session.settled();
      expect(session.active?.name).toBe("pilot");
    }
    state.file = file;
    changes.fire();
    await session.settled();
    expect(session.active).toBeUndefined();
  });

  it("follows judgements, another rater and a file that goes", async () => {
    const { session, state, judge, changes, store, samplesChanged } = await opened(sampleOf());
    await session.use(file, "pilot");
    let told = 0;
    session.onDidChange(() => told++);
    changes.fire();
    await session.settled();
    expect(told).toBe(0);
    await judge(item("c7"), { kind: "flag", on: true });
    expect(told).toBe(1);
    expect(session.active?.queue?.counts.flagged).toBe(1);
    state.rater = "bo";
    state.summary = new ReviewSummary();
    changes.fire();
    await session.settled();
    expect(session.active?.queue?.items.map(({ conversation }) => conversation.id)).toEqual([
      "c7",
      "t1",
      "c5",
    ]);
    await rm(join(store.folder, "pilot.json"));
    samplesChanged.fire();
    await session.settled();
    expect(session.active).toMatchObject({ name: "pilot", sample: undefined, queue: undefined });
  });
});

describe("the queue's view and the status bar", () => {
  it("show the rater's items and progress, and nothing of traps, strata and others", async () => {
    const items = sampleOf().items.map((each) => (each.trap ? each : { ...each, stratum: "dark values" }));
    const { session, ports, memory, state, judge } = await opened(sampleOf({ items }));
    const view = new QueueView(session, ports, memory);
    const bar = new SampleStatusBar(session);
    onTestFinished(() => view.dispose());
    onTestFinished(() => bar.dispose());
    expect(await view.getChildren()).toEqual([]);
    expect(seen.bar.visible).toBe(false);
    state.current = item("c2");
    await session.use(file, "pilot");
    await judge(item("c7"), { kind: "done" });
    const nodes = await view.getChildren();
    const shown = nodes.map((node) => view.getTreeItem(node));
    expect(shown.map(({ label, description }) => [label, description])).toEqual([
      ["1  7 said 0", "done"],
      ["2  2 said 0", "open"],
      ["3  not in this corpus", "open"],
    ]);
    expect(shown.map(({ iconPath }) => iconPath)).toMatchObject([
      { id: "pass" },
      { id: "arrow-right" },
      { id: "warning" },
    ]);
    expect(shown[0]?.command?.arguments).toEqual([{ source: file.uri, index: 7 }]);
    expect(shown[2]?.command).toBeUndefined();
    expect(seen.view).toMatchObject({ description: "pilot · blind", message: "1 of 3 done" });
    expect(seen.bar).toMatchObject({ visible: true, text: "$(eye-closed) ada · 1/3 done" });
    expect(JSON.stringify([shown, seen.view, seen.bar])).not.toMatch(/trap|honesty|dark values|"bo"/);
    await view.setOpenFirst(true);
    const first = (await view.getChildren()).map((node) => view.getTreeItem(node).label);
    expect(first).toEqual(["2  2 said 0", "3  not in this corpus", "1  7 said 0"]);
    expect(seen.contexts.get("valuemark.queueOpenFirst")).toBe(true);
  });

  it("cut long queues into stretches", async () => {
    const items = Array.from({ length: 250 }, (_, at) => ({
      id: `c${at}`,
      hash: `h${at}`,
      probability: 0.5,
    }));
    const frame = { ...sampleOf().frame, rows: 500 };
    const { session, ports, memory, judge } = await opened(sampleOf({ items, frame }));
    const view = new QueueView(session, ports, memory);
    onTestFinished(() => view.dispose());
    await session.use(file, "pilot");
    await judge(item("c3"), { kind: "done" });
    const nodes = await view.getChildren();
    const shown = nodes.map((node) => view.getTreeItem(node));
    expect(shown.map(({ label, description }) => [label, description])).toEqual([
      ["1 – 100", "99 open"],
      ["101 – 200", "100 open"],
      ["201 – 250", "50 open"],
    ]);
    expect(await view.getChildren(nodes[2])).toHaveLength(50);
  });
});
