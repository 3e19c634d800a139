import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { setAlpha } from "../../../../src/core/agreement/alpha-sets.ts";
import type { Label } from "../../../../src/core/extraction/annotation.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import { formatSample } from "../../../../src/core/sampling/sample-file.ts";
import { AgreementService, type ServicePorts } from "../../../../src/host/agreement/agreement-service.ts";
import type { AgreementReportView, AgreementSnapshot } from "../../../../src/protocol/agreement.ts";
import { taxonomy, value, WorkerHere, writeProject, type Said } from "./project.ts";

function serviceOf(
  { folder }: Pick<ReturnType<typeof writeProject>, "folder">,
  ports: Partial<ServicePorts> = {},
  memory = new Map<string, unknown>(),
) {
  const workers: WorkerHere[] = [];
  const seen: AgreementSnapshot["screen"][] = [];
  const service: AgreementService = new AgreementService(
    { key: "file:///chats.jsonl", name: "chats.jsonl", folder, files: ["chats.jsonl"] },
    {
      rater: () => "ann",
      blindReason: async () => undefined,
      taxonomy: async () => taxonomy,
      toolVersion: "0.0.0",
      ...ports,
    },
    {
      startWorker: () => {
        const worker = new WorkerHere();
        workers.push(worker);
        return worker;
      },
      memory: { get: (key) => memory.get(key), update: (key, kept) => void memory.set(key, kept) },
      clock: () => Date.parse("2026-04-01T12:00:00.000Z"),
      log: () => undefined,
      onChange: () => void seen.push(service.snapshot().screen),
      onProgress: () => undefined,
    },
  );
  return { service, workers, seen, memory };
}

function reportIn({ screen }: Pick<AgreementSnapshot, "screen">): AgreementReportView {
  if (screen.type !== "report") throw new Error(`no report but ${JSON.stringify(screen)}`);
  return screen.report;
}

const [a, b, c] = [value(0), value(1), value(2)];
const THREE: Said = {
  ann: { x1: [a], x2: [a, b], x3: [], x4: [c] },
  bob: { x1: [a], x2: [a], x3: [c], x4: [c] },
  cat: { x2: [b], x4: [c, b] },
};

const keys = (labels: readonly Label[] | undefined) => labels?.map(({ node }) => node ?? "");

describe("AgreementService", () => {
  it("tells the figures that the statistics give for the files", async () => {
    const { service } = serviceOf(writeProject(THREE));
    await service.start();
    const report = reportIn(service.snapshot());
    const table = ["x1", "x2", "x3", "x4"].map((id) =>
      Object.values(THREE).map((conversations) => keys(conversations[id])),
    );
    const alpha = setAlpha(table, "masi", { seed: 1 });
    const told = report.alphas?.find(({ kind, level }) => kind === "aiValue" && level === 0)?.alpha;
    expect(told?.value).toBeCloseTo(alpha.value ?? 9, 12);
    expect(told?.interval).toEqual(alpha.interval);
    expect(told?.n).toEqual({ units: 4, raters: 3, values: 10 });
    expect(report.units).toEqual({ rated: 4, pairable: 4, pairs: 8 });
    expect(report.frames).toEqual({ blind: 10, assisted: 0, mixed: 0 });
    expect(report.raters.map(({ rater, rated, blind }) => [rater, rated, blind])).toEqual([
      ["ann", 4, 4],
      ["bob", 4, 4],
      ["cat", 2, 2],
    ]);
    expect(report.alphas?.some(({ kind }) => kind === "humanValue")).toBe(false);
    expect(report.labels?.rows.map(({ given }) => given).reduce((sum, one) => sum + one, 0)).toBe(11);
    expect(report.unavailable.map(({ section }) => section)).toContain("extractors");
    expect(service.snapshot().tasks).toEqual([]);
  });

  it("lists disagreements, the worst first, with what each rater said", async () => {
    const { service } = serviceOf(writeProject(THREE));
    await service.start();
    const { generation, disagreements } = reportIn(service.snapshot());
    const rows = await service.rows(generation, 0, 10);
    expect(rows.map(({ conversation }) => conversation.id)).toEqual(["x3", "x2", "x4"]);
    expect(disagreements).toBe(3);
    expect(rows[0]?.ratings).toEqual([[], [{ name: c.value, shared: false }], null]);
    expect(rows[0]?.distance).toBe(1);
    expect(await service.rows(generation - 1, 0, 10)).toEqual([]);
  });

  it("with one rater says that agreement needs two", async () => {
    const { service } = serviceOf(writeProject({ ann: { x1: [a] } }));
    await service.start();
    expect(service.snapshot().screen).toEqual({ type: "empty", raters: ["ann"] });
    const nobody = serviceOf(writeProject({}));
    await nobody.service.start();
    expect(nobody.service.snapshot().screen).toEqual({ type: "empty", raters: [] });
  });

  it("shows and asks nothing while the rater is blind, and forgets what was there", async () => {
    let reason: string | undefined;
    const { service, workers, seen } = serviceOf(writeProject(THREE), { blindReason: async () => reason });
    await service.start();
    const { generation } = reportIn(service.snapshot());
    const before = seen.length;
    reason = "Sample “pilot” is not finished.";
    expect(await service.rows(generation, 0, 10)).toEqual([]);
    expect(service.snapshot().screen).toEqual({ type: "blind", reason });
    expect(workers[0]?.terminated).toBe(true);
    await service.start();
    expect(workers).toHaveLength(1);
    await expect(service.makeGold("v1")).rejects.toThrow("pilot");
    expect(JSON.stringify(seen.slice(before))).not.toContain(c.value);
    expect(seen.length).toBeGreaterThan(before);
    reason = undefined;
    await service.look();
    expect(reportIn(service.snapshot()).alphas?.length).toBeGreaterThan(0);
  });

  it("is blind in doubt", async () => {
    const { service, workers } = serviceOf(writeProject(THREE), {
      blindReason: () => Promise.reject(new Error("samples unreadable")),
    });
    await service.start();
    expect(service.snapshot().screen).toMatchObject({ type: "blind" });
    expect(workers).toHaveLength(0);
  });

  it("other choices give another report, and are remembered", async () => {
    const project = writeProject(THREE);
    const { service, memory } = serviceOf(project);
    await service.start();
    const before = reportIn(service.snapshot());
    await service.choose({ ...before.choices, level: 3, distance: "jaccard" });
    const after = reportIn(service.snapshot());
    expect(after.generation).toBeGreaterThan(before.generation);
    expect(after.alphas?.[0]?.alpha.estimator).toContain("Jaccard");
    const again = serviceOf(project, {}, memory);
    await again.service.start();
    expect(reportIn(again.service.snapshot()).choices).toEqual(after.choices);
  });

  it("cancelled, it keeps what is there and goes on when asked", async () => {
    const { service, workers } = serviceOf(writeProject(THREE));
    const started = service.start();
    await service.cancel();
    await started;
    expect(service.snapshot()).toMatchObject({ stopped: true, tasks: [] });
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
    await service.start();
    expect(service.snapshot().stopped).toBe(false);
    expect(reportIn(service.snapshot()).alphas).toBeDefined();
  });

  it("reports lines that can't be read, and counts the rest", async () => {
    const project = writeProject(THREE);
    appendFileSync(project.paths.judgements("bob"), "not an event\n");
    const { service } = serviceOf(project);
    await service.start();
    expect(reportIn(service.snapshot()).problems).toMatchObject([{ line: 9 }]);
    expect(service.problems).toHaveLength(1);
  });

  it("counts what would be gold, makes a version once, and tells it", async () => {
    const project = writeProject(THREE);
    const { service } = serviceOf(project);
    await service.start();
    await service.chooseRule({ type: "votes", k: 2, of: 2 });
    const { screen } = service.snapshot();
    if (screen.type !== "report") throw new Error("no report");
    // x1: a. x2: a and b. x4: c. x3: one "none", one c: nothing has two votes.
    expect(screen.gold.counts?.kinds).toContainEqual({
      kind: "aiValue",
      decided: 3,
      empty: 0,
      labels: 4,
      undecided: 1,
    });
    // All said of each that it has no human values, which is a decision too.
    expect(screen.gold.counts).toMatchObject({ conversations: 4, labels: 4, undecided: 0 });
    await service.previewCard();
    const preview = service.snapshot().screen;
    expect(preview.type === "report" && preview.gold.card).toContain("# Gold set v1");
    const folder = await service.makeGold("v1");
    expect(readdirSync(folder).sort()).toEqual(["gold.json", "gold.jsonl"]);
    expect(path.dirname(folder)).toBe(path.join(project.paths.folder, "gold"));
    const after = service.snapshot().screen;
    if (after.type !== "report") throw new Error("no report");
    expect(after.gold.versions).toMatchObject([{ name: "v1", conversations: 4, labels: 4 }]);
    expect(after.gold.suggestedName).toBe("v2");
    await expect(service.makeGold("v1")).rejects.toThrow("never overwritten");
  });

  it("makes gold of the corpus's sample, with its seed and weights, unless all that was judged is asked for", async () => {
    const project = writeProject(THREE);
    const text = readFileSync(project.paths.judgements("ann"), "utf8");
    const first: { conversation: { id: string; hash: string } } = JSON.parse(text.split("\n")[0] ?? "");
    mkdirSync(path.dirname(project.paths.sample("pilot")), { recursive: true });
    const sample: Sample = {
      v: 1,
      name: "pilot",
      drawnAt: "2026-01-01T00:00:00.000Z",
      drawnBy: "ann",
      seed: 4711,
      design: { type: "simple", size: 1 },
      frame: { rows: 4, query: "", fingerprint: "0123456789ab" },
      blind: false,
      raters: ["ann", "bob"],
      items: [{ ...first.conversation, probability: 0.25 }],
    };
    writeFileSync(project.paths.sample("pilot"), formatSample(sample));
    const { service, memory } = serviceOf(project);
    await service.start();
    const gold = () => {
      const { screen } = service.snapshot();
      if (screen.type !== "report") throw new Error("no report");
      return screen.gold;
    };
    expect(gold().frame).toEqual({ samples: ["pilot"], sample: "pilot", licence: "" });
    expect(gold().counts?.conversations).toBe(1);
    await service.previewCard();
    expect(gold().card).toContain("seed 4711");
    await service.chooseFrame({ sample: "pilot", licence: "CC BY 4.0" });
    expect(gold().card).toBeUndefined();
    const folder = await service.makeGold("v1");
    expect(JSON.parse(readFileSync(path.join(folder, "gold.json"), "utf8"))).toMatchObject({
      licence: "CC BY 4.0",
      sample: { name: "pilot", seed: 4711, weights: { least: 4, most: 4 } },
    });
    await service.chooseFrame({ sample: "", licence: "CC BY 4.0" });
    expect(gold().counts?.conversations).toBe(4);
    const again = serviceOf(project, {}, memory);
    await again.service.start();
    const { screen } = again.service.snapshot();
    expect(screen.type === "report" && screen.gold.frame?.sample).toBe("");
  });
});
