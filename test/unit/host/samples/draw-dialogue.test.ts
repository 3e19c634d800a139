import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { hashConversation } from "../../../../src/core/conversation/hash.ts";
import { compareSamples, planOf } from "../../../../src/core/sampling/redraw.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import { UserError } from "../../../../src/host/errors.ts";
import { drawByDialogue } from "../../../../src/host/samples/draw-dialogue.ts";
import { drawPlan } from "../../../../src/host/samples/draw.ts";
import type { DialogueParts } from "../../../../src/host/samples/draw-dialogue.ts";
import type { SamplePorts } from "../../../../src/host/samples/ports.ts";
import { BACK, conversationOf, play } from "./played.ts";
import type { Answer, Played } from "./played.ts";

type Changes = Omit<Partial<DialogueParts>, "ports"> & { readonly ports?: Partial<SamplePorts> };

async function played(answers: readonly Answer[], changes?: Changes): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-samples-"));
  const one = await play(folder, answers, changes);
  onTestFinished(async () => {
    await one.close();
    await rm(folder, { recursive: true, force: true });
  });
  return one;
}

async function drawn(answers: readonly Answer[], changes?: Changes): Promise<Played & { sample: Sample }> {
  const one = await played(answers, changes);
  const { name } = await drawByDialogue(one.source, one.parts);
  const sample = await one.store.get(name);
  if (!sample) throw new Error("not written");
  return { ...one, sample };
}

/** The corpus drawn from again by what the file says. */
async function again({ source, parts }: Played, sample: Sample) {
  const { ports, drawOff } = parts;
  const tools = { ports, drawOff, signal: new AbortController().signal, progress: () => undefined };
  return compareSamples(sample, await drawPlan(source, planOf(sample), tools));
}

/** Raters, overlap, sight, traps, seed and name as they stand. */
const TEAM = ["", "All items", "Blind", "No traps", "", ""];

describe("the dialogue that draws a sample", () => {
  it("writes what was answered, with the conversations' own ids and hashes", async () => {
    const one = await drawn(["The whole", "Simple", "20", ...TEAM, "Save"]);
    const { sample } = one;
    expect(sample).toMatchObject({
      name: "sample-2026-03-01",
      drawnAt: "2026-03-01T09:30:00.000Z",
      drawnBy: "ada",
      seed: 420_000,
      design: { type: "simple", size: 20 },
      frame: { rows: 120, query: "" },
      blind: true,
      raters: ["ada", "bo"],
    });
    expect(sample.overlap).toBeUndefined();
    expect(sample.items).toHaveLength(20);
    for (const { id, hash, probability } of sample.items) {
      expect(hash).toBe(hashConversation(conversationOf(Number(id.slice(2)))));
      expect(probability).toBe(20 / 120);
    }
    expect(await again(one, sample)).toEqual({ same: true, notes: [] });
    expect(one.shown.at(-1)).toContain("20 of 120 conversations, simple random");
    expect(one.shown.at(-1)).toContain("Rated in full by ada, bo");
  });

  it("draws in strata of a field, shares out among raters, plants traps, and draws the same again", async () => {
    const traps = [{ id: "c-7", answer: { values: ["honesty"], not: [] } }];
    const one = await drawn(
      [
        "The whole",
        "Stratified",
        "language",
        "Equally",
        "30",
        "ada, bo, cy",
        "20 %",
        "Assisted",
        "From a file",
        "5",
        "langs",
        "Save and begin",
      ],
      { readTraps: async () => traps },
    );
    const { sample } = one;
    const strata = ["de", "en"].map((name) => sample.items.filter(({ stratum }) => stratum === name));
    expect(strata.map(({ length }) => length)).toEqual([12, 18]);
    expect(strata[0]?.every(({ probability }) => probability === 1)).toBe(true);
    expect(strata[1]?.every(({ probability }) => probability === 18 / 108)).toBe(true);
    const trap = sample.items.filter((item) => item.trap);
    const wasDrawn = sample.items.some(({ id, trap: answer }) => id === "c-7" && !answer);
    expect(trap.length).toBe(wasDrawn ? 0 : 1);
    expect(sample.items.filter(({ raters }) => raters?.length === 1)).toHaveLength(24);
    expect(sample).toMatchObject({ seed: 5, name: "langs", blind: false, overlap: { shared: 0.2, each: 3 } });
    expect(await again(one, sample)).toMatchObject({ same: true });
    expect(one.shown.at(-1)).toContain("en: 18 of 108");
  });

  it("asks for the number of each stratum, and draws from what the table's search finds", async () => {
    const one = await played([
      "What the table",
      "Stratified",
      "Length",
      "3, 9",
      "As I say",
      "5",
      "0",
      ...TEAM,
      "Save",
    ]);
    await one.source.table.frame([], "");
    const view = { ...one.source.table.state.view, query: "model:m-1", rows: 40 };
    const state = { ...one.source.table.state, view };
    const { table } = one.source;
    const source = {
      file: one.source.file,
      table: {
        state,
        frame: table.frame.bind(table),
        identify: table.identify.bind(table),
        resolve: table.resolve.bind(table),
      },
    };
    const { name } = await drawByDialogue(source, one.parts);
    const sample = await one.store.get(name);
    expect(sample?.frame).toMatchObject({ query: "model:m-1", rows: 40 });
    expect(sample?.items).toHaveLength(5);
    // Strata are asked for by size, and empty ones not at all: of c-1, c-4, c-7 … none has fewer than three turns.
    const asked = one.shown.filter((text) => text.includes("How many of the"));
    expect(asked.map((text) => /in “(.*)”/.exec(text)?.[1])).toEqual(["3–8 turns", "9+ turns"]);
    expect(sample?.items.every(({ stratum }) => stratum === "3–8 turns")).toBe(true);
    expect(sample?.items.every(({ id }) => Number(id.slice(2)) % 3 === 1)).toBe(true);
  });

  it("goes back step by step, and keeps what stands", async () => {
    const { sample } = await drawn([
      "The whole",
      "Stratified",
      "Model",
      BACK,
      BACK,
      "Simple",
      "50",
      BACK,
      "10",
      ...TEAM,
      BACK,
      "other name",
      "Save",
    ]);
    expect(sample).toMatchObject({ name: "other name", design: { type: "simple", size: 10 } });
  });

  it("takes lists of ids, and says which are not there", async () => {
    const one = await drawn(["A list", "All of them", ...TEAM, "Save"], {
      readIds: async () => ["c-5", "c-3", "gone", "c-99"],
    });
    expect(one.sample.items.map(({ id }) => id).sort()).toEqual(["c-3", "c-5", "c-99"]);
    expect(one.sample.frame).toMatchObject({ rows: 3, ids: ["c-5", "c-3", "gone", "c-99"] });
    expect(one.shown.at(-1)).toContain("1 of 4 ids are not in this corpus");
    expect(await again(one, one.sample)).toMatchObject({ same: true });
  });

  it("draws by scores, and says what they were taken from", async () => {
    const scores = {
      ids: Array.from({ length: 60 }, (_, at) => `c-${at}`),
      scores: Array.from({ length: 60 }, (_, at) => (at < 10 ? 1 : 0.1)),
      basis: "scores of the run r1",
    };
    const one = await drawn(["The whole", "By the extractor", "20", ...TEAM, "Save"], {
      ports: { scores: async () => scores },
    });
    expect(one.sample.frame.basis).toBe("scores of the run r1");
    expect(one.sample.frame.values).toMatch(/^[0-9a-f]{12}$/);
    const high = one.sample.items.filter(({ id }) => Number(id.slice(2)) < 10);
    expect(high.length).toBeGreaterThan(2);
    const total = one.sample.items.reduce((sum, { probability }) => sum + 1 / probability, 0);
    expect(Math.abs(total - 120)).toBeLessThan(60);
    expect(await again(one, one.sample)).toMatchObject({ same: true });
  });

  it("shows what can't be drawn and lets it be changed", async () => {
    const noScores = new UserError("No run here has scores.");
    const one = await drawn(
      [
        "The whole",
        "By the extractor",
        "20",
        ...TEAM,
        "Back",
        BACK,
        BACK,
        BACK,
        BACK,
        BACK,
        BACK,
        BACK,
        "Simple",
        "20",
        ...TEAM,
        "Save",
      ],
      { ports: { scores: () => Promise.reject(noScores) } },
    );
    expect(one.shown.find((text) => text.includes("can't be drawn"))).toContain("No run here has scores.");
    expect(one.sample.design.type).toBe("simple");
    const category = await played(["The whole", "Stratified", "Category", "Equally", "20", ...TEAM]);
    await expect(drawByDialogue(category.source, category.parts)).rejects.toThrow(/no answer left/);
    expect(category.shown.at(-1)).toContain("No conversation has labels yet");
    expect((await category.store.list()).samples).toEqual([]);
  });

  it("writes nothing when a trap is not in the corpus, and never over a sample that is there", async () => {
    const traps = [{ id: "nowhere", answer: { values: ["honesty"], not: [] } }];
    const one = await played(["The whole", "Simple", "20", "", "All items", "Blind", "From a file", "", ""], {
      readTraps: async () => traps,
    });
    await expect(drawByDialogue(one.source, one.parts)).rejects.toThrow(/no answer left/);
    expect(one.shown.at(-1)).toContain("1 of 1 trap conversations are not in this corpus");
    const first = await drawn(["The whole", "Simple", "5", ...TEAM, "Save"]);
    const text = await readFile(join(first.store.folder, "sample-2026-03-01.json"), "utf8");
    await expect(first.store.create({ ...first.sample, seed: 1 })).rejects.toThrow(/never overwritten/);
    expect(await readFile(join(first.store.folder, "sample-2026-03-01.json"), "utf8")).toBe(text);
  });
});
