import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Label } from "../../../../src/core/extraction/annotation.ts";
import { AdjudicationEngine } from "../../../../src/host/adjudication/adjudication-engine.ts";
import {
  AdjudicationService,
  type AdjudicationServicePorts,
} from "../../../../src/host/adjudication/adjudication-service.ts";
import { openDecisionLog } from "../../../../src/host/adjudication/decision-log.ts";
import type {
  AdjudicationAnswer,
  AdjudicationAsk,
  AdjudicationNews,
} from "../../../../src/host/adjudication/messages.ts";
import type { Settled, WorkerLike } from "../../../../src/host/agreement/worker-client.ts";
import type { AdjudicatedConversation, AdjudicationIntent } from "../../../../src/protocol/adjudication.ts";
import { readCorpusRecords } from "../../../../src/store/corpus-records.ts";
import { adjudicatedOf } from "../../../../src/core/export/adjudicated-input.ts";
import { taxonomy, value, writeProject, type Said } from "./project.ts";

const services: AdjudicationService[] = [];
afterAll(() => Promise.all(services.map((service) => service.dispose())));

class EngineHere implements WorkerLike<AdjudicationAsk, AdjudicationAnswer, AdjudicationNews> {
  private listener: ((message: AdjudicationNews | Settled<AdjudicationAnswer>) => void) | undefined;
  private readonly engine = new AdjudicationEngine(
    (news) => this.listener?.(news),
    () => 0,
  );

  postMessage({ id, ask }: { readonly id: number; readonly ask: AdjudicationAsk }): void {
    const answer =
      ask.do === "read"
        ? this.engine.read(ask)
        : Promise.resolve({ said: this.engine.said(ask.conversation) });
    answer.then(
      (told) => this.listener?.({ type: "answer", id, value: structuredClone(told) }),
      (error: unknown) => this.listener?.({ type: "failed", id, kind: "bug", message: String(error) }),
    );
  }

  on(event: string, listener: (given: never) => void): void {
    if (event === "message") this.listener = listener as EngineHere["listener"];
  }

  async terminate(): Promise<void> {
    this.listener = undefined;
  }
}

const [a, b, c] = [value(0), value(1), value(2)];
// x1: unanimous. x2: one row of two differs. x3: all differ. x4: one rater only.
const THREE: Said = {
  ann: { x1: [a], x2: [a, b], x3: [b], x4: [c] },
  bob: { x1: [a], x2: [a], x3: [c] },
};

async function started(said: Said = THREE, ports: Partial<AdjudicationServicePorts> = {}) {
  const project = writeProject(said);
  mkdirSync(project.paths.adjudicationsFolder, { recursive: true });
  const service: AdjudicationService = new AdjudicationService(
    { key: "file:///chats.jsonl", name: "chats.jsonl", folder: project.folder, files: ["chats.jsonl"] },
    {
      rater: () => "bob",
      blindReason: async () => undefined,
      taxonomy: async () => taxonomy,
      isWatched: () => false,
      conversation: async () => undefined,
      reveal: async () => undefined,
      pickLabel: async () => undefined,
      setRater: async () => undefined,
      showAgreement: async () => undefined,
      editKeys: async () => undefined,
      ...ports,
    },
    {
      startWorker: () => new EngineHere(),
      openLog: (adjudicator) => openDecisionLog(project.folder, adjudicator),
      log: () => undefined,
      onChange: () => undefined,
    },
  );
  services.push(service);
  await service.start();
  const ask = (intent: AdjudicationIntent): Promise<void> => service.carryOut(intent, undefined);
  return { service, project, ask };
}

function shown(service: AdjudicationService): AdjudicatedConversation {
  const { screen } = service.snapshot();
  if (screen.type !== "conversation") throw new Error(`no conversation but ${JSON.stringify(screen)}`);
  return screen.conversation;
}

const rowsOf = (service: AdjudicationService) => shown(service).groups.flatMap(({ rows }) => rows);

describe("AdjudicationService", () => {
  it("queues what two rated, with disagreement first, and opens the first", async () => {
    const { service } = await started();
    const { queue, adjudicator } = service.snapshot();
    expect(queue.items.map(({ title, disagreement }) => [title, disagreement])).toEqual([
      ["x3", 1],
      ["x2", 0.5],
      ["x1", 0],
    ]);
    expect(shown(service).id).toBe("x3");
    expect(adjudicator).toEqual({ name: "bob", isRater: true });
    expect(shown(service).columns.map(({ title, key, own, assist }) => [title, key, own, assist])).toEqual([
      ["ann", 1, false, "blind"],
      ["bob", 2, true, "blind"],
    ]);
  });

  it("keeps decisions in the adjudicator's own log, from which gold takes them", async () => {
    const { service, project, ask } = await started();
    for (const row of rowsOf(service))
      await ask({ do: row.label === b.value ? "accept" : "reject", row: row.id });
    const [first] = rowsOf(service);
    await ask({ do: "reason", row: first?.id ?? "", text: "clear in turn 2" });
    expect(rowsOf(service).map(({ decision }) => [decision?.verdict, decision?.reason])).toContainEqual([
      first?.decision?.verdict,
      "clear in turn 2",
    ]);
    await ask({ do: "done" });
    expect(shown(service).id).toBe("x2");
    const file = project.paths.adjudications("bob");
    const kinds = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => String(JSON.parse(line).kind));
    expect(kinds.toSorted()).toEqual(["comment", "confirm", "done", "reject"]);
    expect(readFileSync(project.paths.judgements("bob"), "utf8")).not.toContain("clear in turn 2");
    const records = await readCorpusRecords(project.paths);
    expect(records.raters.map(({ rater }) => rater)).toEqual(["ann", "bob"]);
    const [result] = adjudicatedOf(records.raters, records.adjudicators, {
      suggestions: records.suggestions,
      taxonomy,
    }).values();
    expect(result?.labels.map(({ label }) => label.value)).toEqual([b.value]);
    expect(result?.adjudicators).toEqual([{ name: "bob", isRater: true }]);
    expect(path.dirname(file)).toBe(project.paths.adjudicationsFolder);
  });

  it("takes a rater's answer: the label, or the no", async () => {
    const { service, ask } = await started();
    const row = rowsOf(service).find(({ label }) => label === b.value);
    await ask({ do: "take", row: row?.id ?? "", key: 1 });
    const said = (): unknown => rowsOf(service).find(({ id }) => id === row?.id)?.decision;
    expect(said()).toMatchObject({ verdict: "accepted", label: b.value, agreesWith: ["rater:ann"] });
    await ask({ do: "take", row: row?.id ?? "", key: 2 });
    expect(said()).toMatchObject({ verdict: "rejected", agreesWith: ["rater:bob"] });
    await expect(ask({ do: "take", row: row?.id ?? "", key: 7 })).rejects.toThrow("did not rate");
  });

  it("another label by the picker; giving up decides nothing", async () => {
    const picked: (Label | undefined)[] = [undefined, c];
    const { service, ask } = await started(THREE, { pickLabel: async () => picked.shift() });
    const row = rowsOf(service).find(({ label }) => label === b.value)?.id ?? "";
    await ask({ do: "other", row });
    expect(rowsOf(service).find(({ id }) => id === row)?.decision).toBeUndefined();
    await ask({ do: "other", row });
    expect(rowsOf(service).find(({ id }) => id === row)?.decision).toMatchObject({
      verdict: "other",
      label: c.value,
    });
  });

  it("done waits for every row; unanimous rows take one key; undo goes back over conversations", async () => {
    const { service, ask } = await started();
    await expect(ask({ do: "done" })).rejects.toThrow("2 rows have no decision yet");
    expect(shown(service).id).toBe("x3");
    for (const row of rowsOf(service)) await ask({ do: "accept", row: row.id });
    await ask({ do: "done" });
    await ask({ do: "acceptUnanimous" });
    expect(shown(service)).toMatchObject({ id: "x2", decided: 1, rows: 2 });
    await ask({ do: "undo" });
    expect(shown(service)).toMatchObject({ id: "x2", decided: 0 });
    await ask({ do: "undo" });
    expect(shown(service)).toMatchObject({ id: "x3", status: "open", decided: 2 });
    await ask({ do: "undo" });
    expect(shown(service)).toMatchObject({ id: "x3", decided: 1 });
    await ask({ do: "redo" });
    await ask({ do: "redo" });
    expect(shown(service)).toMatchObject({ id: "x3", status: "done", decided: 2 });
  });

  it("a second quick done doesn't land on the next conversation", async () => {
    const { service, ask } = await started();
    for (const row of rowsOf(service)) await ask({ do: "accept", row: row.id });
    const { key } = shown(service);
    await Promise.all(
      [service.carryOut({ do: "done" }, key), service.carryOut({ do: "skip" }, key)].map((one) =>
        one.catch(() => undefined),
      ),
    );
    await service.carryOut({ do: "skip" }, key);
    expect(shown(service)).toMatchObject({ id: "x2", status: "open" });
  });

  it("is finished when all are done, and comes back from the disk", async () => {
    const { service, ask, project } = await started({ ann: { x1: [a] }, bob: { x1: [a] } });
    await ask({ do: "acceptUnanimous" });
    await ask({ do: "done" });
    expect(service.snapshot().screen).toEqual({ type: "finished", decided: 1 });
    await service.start();
    expect(service.snapshot()).toMatchObject({ screen: { type: "finished" }, queue: { done: 1, of: 1 } });
    const { raters } = await readCorpusRecords(project.paths);
    expect(raters).toHaveLength(2);
  });

  it("shows nothing while the rater is blind", async () => {
    let reason: string | undefined = "Sample “pilot” is not finished.";
    const { service, ask } = await started(THREE, { blindReason: async () => reason });
    expect(service.snapshot()).toMatchObject({
      screen: { type: "blind", reason },
      queue: { of: 0, items: [] },
    });
    reason = undefined;
    await service.look();
    const { key } = shown(service);
    reason = "again";
    await ask({ do: "go", key });
    expect(service.snapshot().screen).toEqual({ type: "blind", reason: "again" });
    expect(JSON.stringify(service.snapshot())).not.toContain("x3");
  });

  it("one rater: nothing to adjudicate; no name: nothing is recorded", async () => {
    const one = await started({ ann: { x1: [a] } });
    expect(one.service.snapshot().screen).toEqual({ type: "empty", raters: ["ann"] });
    const nameless = await started(THREE, { rater: () => undefined });
    const [row] = rowsOf(nameless.service);
    await expect(nameless.ask({ do: "accept", row: row?.id ?? "" })).rejects.toThrow("rater name");
  });
});
