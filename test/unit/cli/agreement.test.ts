import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/run.ts";
import type { Label } from "../../../src/core/extraction/annotation.ts";
import type { Assist, JudgementDraft } from "../../../src/core/review/judgement.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";
import { eventOf, HASH, idOf, OTHER_HASH } from "../core/review/events.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-agreement-"));
afterAll(() => rmSync(root, { recursive: true }));
let projects = 0;
let ids = 0;

/** One conversation's drafts by one rater. */
interface Said {
  readonly conversation: string;
  readonly drafts: readonly JudgementDraft[];
  readonly assist?: Assist;
  readonly hash?: string;
}

/** A project with one data file; gives its folder and the file. */
function project(raters: Readonly<Record<string, readonly Said[]>>, suggestions: readonly object[] = []) {
  const folder = path.join(root, `p${++projects}`);
  mkdirSync(folder);
  const data = path.join(folder, "chats.jsonl");
  writeFileSync(data, "");
  const paths = corpusPaths(path.join(folder, ".valuemark"), corpusKeyOfFile(folder, data));
  mkdirSync(paths.judgementsFolder, { recursive: true });
  for (const [rater, said] of Object.entries(raters)) {
    const events = said.flatMap(({ conversation, drafts, assist = "blind", hash = HASH }) =>
      drafts.map((draft) => ({ ...eventOf(++ids, draft, hash, conversation), rater, assist })),
    );
    writeFileSync(paths.judgements(rater), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  }
  if (suggestions.length > 0) {
    mkdirSync(paths.runsFolder);
    mkdirSync(path.dirname(paths.suggestions("r1")));
    const taxonomy = { id: "t", hash: "h" };
    const record = { v: 1, id: "r1", extractor: "x", extractorVersion: "1", taxonomy, settings: {} };
    writeFileSync(paths.run("r1"), JSON.stringify(record));
    writeFileSync(paths.suggestions("r1"), suggestions.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }
  return { folder, data, paths };
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(["agreement", ...args], {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, lines, text: lines.join("\n"), notes: notes.join("\n") };
}

async function json(...args: string[]) {
  const { lines } = await run("--json", ...args);
  return JSON.parse(lines[0] ?? "");
}

const value = (name: string, node: string | null = null): Label => ({ kind: "aiValue", value: name, node });
const add = (label: Label): JudgementDraft => ({ kind: "add", label, spans: [] });
const done: JudgementDraft = { kind: "done" };
const sets = (all: Readonly<Record<string, readonly string[]>>): Said[] =>
  Object.entries(all).map(([conversation, names]) => ({
    conversation,
    drafts: [...names.map((name) => add(value(name))), done],
  }));

/** The published example of two raters: α .545455, .667334, .666667, .736842. */
const CATS = {
  ana: sets({ x: ["dog"], y: ["cat"], z: ["cat"] }),
  ben: sets({ x: ["dog"], y: ["cat"], z: ["cat", "mouse"] }),
};

describe("valuemark agreement", () => {
  it.each([
    ["binary", 0.545455],
    ["masi-nltk", 0.667334],
    ["masi", 0.666667],
    ["jaccard", 0.736842],
  ])("the published example through judgement files, %s: %f", async (distance, alpha) => {
    const report = await json("--distance", distance, project(CATS).folder);
    expect(report.alpha.value).toBeCloseTo(alpha, 6);
    expect(report.alpha.n).toEqual({ units: 3, raters: 2, values: 6 });
    expect(report.ratings).toEqual({ blind: 6, assisted: 0, mixed: 0 });
    expect(report.notes[0]).toBe("All 6 ratings were made blind.");
  });

  it("by the conversation file, and as text for people", async () => {
    const { data } = project(CATS);
    const { code, text } = await run(data);
    expect(code).toBe(0);
    expect(text).toContain("Agreement on aiValue at level 0");
    expect(text).toContain("MASI distance (weights 2/3, 1/3): 0.6667");
    expect(text).toMatch(/95 % interval .* \(score interval of \(1 − value\)\/2 at effective n = /);
    expect(text).toContain("n: 3 units, 2 raters, 6 pairable ratings");
    expect(text).toContain("ana: 3 rated (3 blind, 0 assisted)");
    // Given 4 times in 6 ratings, agreed on wherever given; mouse by one of two.
    expect(text).toMatch(/free text: cat +4 +0\.667 +1\.000 +1\.000/);
    expect(text).toMatch(/free text: mouse +1 +0\.167 +0\.000 +0\.000/);
  });

  it("missing is not empty: skipped, untouched and only flagged conversations aren't rated; done without labels is", async () => {
    const { folder } = project({
      ana: [
        ...CATS.ana,
        { conversation: "skipped", drafts: [{ kind: "skip" }] },
        { conversation: "flagged", drafts: [{ kind: "flag", on: true }] },
        { conversation: "alone", drafts: [add(value("dog")), done] },
      ],
      ben: [...CATS.ben, ...sets({ skipped: ["dog"], flagged: ["dog"] })],
    });
    const report = await json(folder);
    expect(report.alpha.value).toBeCloseTo(0.666667, 6);
    expect(report.raters[0]).toMatchObject({ rater: "ana", rated: 4, skipped: 1, unjudged: 1 });
    const empty = project({
      ana: [...CATS.ana, ...sets({ e: [] })],
      ben: [...CATS.ben, ...sets({ e: ["dog"] })],
    });
    const other = await json(empty.folder);
    expect(other.alpha.n.units).toBe(4);
    expect(other.alpha.value).toBeLessThan(0.6);
  });

  it("values are taken at the asked level; ancestors come from the taxonomy", async () => {
    const taxonomy = path.join(root, "taxonomy.json");
    const node = (id: string, level: number, parent: string | null) => ({
      id,
      name: `Name of ${id}`,
      level,
      parent,
    });
    writeFileSync(
      taxonomy,
      JSON.stringify({
        nodes: [
          node("P", 3, null),
          node("Q", 3, null),
          node("p", 2, "P"),
          node("q", 2, "Q"),
          node("one", 0, "p"),
          node("two", 0, "p"),
          node("three", 0, "q"),
        ],
      }),
    );
    const rater = (x: string, y: string): Said[] => [
      { conversation: "x", drafts: [add(value("X", x)), done] },
      { conversation: "y", drafts: [add(value("Y", y)), done] },
    ];
    const { folder } = project({ ana: rater("one", "three"), ben: rater("two", "three") });
    const at = (level: string) => json("--taxonomy", taxonomy, "--level", level, folder);
    const [values, categories] = [await at("0"), await at("3")];
    expect(values.alpha.value).toBeLessThan(1);
    expect(categories.alpha.value).toBe(1);
    expect(categories.labels.map(({ name }: { name: string }) => name).sort()).toEqual([
      "Name of P",
      "Name of Q",
    ]);
    const near = await json("--taxonomy", taxonomy, "--distance", "taxonomy", folder);
    expect(near.alpha.value).toBeGreaterThan(values.alpha.value);
  });

  it("confirmed labels come from the suggestions; assisted agreement is called inflated", async () => {
    const suggested = ["x", "y"].map((id) => ({
      v: 1,
      conversation: { id, hash: HASH },
      suggestions: [{ id: `s-${id}`, label: value(`of ${id}`), spans: [] }],
    }));
    const confirm = (id: string): JudgementDraft => ({ kind: "confirm", target: `s-${id}`, run: "r1" });
    const assisted = (id: string, drafts: readonly JudgementDraft[]): Said => ({
      conversation: id,
      drafts,
      assist: "suggested",
    });
    const raters = {
      ana: [assisted("x", [confirm("x"), done]), assisted("y", [confirm("y")])],
      ben: [assisted("x", [confirm("x"), done]), assisted("y", [{ kind: "reject", target: "s-y" }])],
    };
    const { folder } = project(raters, suggested);
    const report = await json(folder);
    expect(report.labels.map(({ label, given }: { label: string; given: number }) => [label, given])).toEqual(
      [
        ["free text: of x", 2],
        ["free text: of y", 1],
      ],
    );
    expect(report.ratings).toEqual({ blind: 0, assisted: 4, mixed: 0 });
    const { text } = await run(folder);
    expect(text).toContain("4 of 4 ratings were made with suggestions");
    expect(text).toContain("agreement of assisted ratings is inflated");
    expect(text).toContain("2 ratings count though their conversation wasn't marked done");
    // The same judgements without the run's file: nobody knows what was confirmed.
    const lost = await run(project(raters).folder);
    expect(lost.code).toBe(1);
    expect(lost.text).toContain("4 ratings are left out: they judge suggestions that aren't there");
  });

  it("blind and assisted ratings together: also the blind ones alone", async () => {
    const more = (names: readonly string[]): Said => ({
      conversation: "assisted",
      assist: "suggested",
      drafts: [...names.map((name) => add(value(name))), done],
    });
    const { folder } = project({ ana: [...CATS.ana, more(["cow"])], ben: [...CATS.ben, more(["cow"])] });
    const report = await json(folder);
    expect(report.alphaBlind.value).toBeCloseTo(0.666667, 6);
    expect(report.alpha.value).toBeGreaterThan(report.alphaBlind.value);
  });

  it("single-choice kinds: nominal, without an answer not rated", async () => {
    const answer = (conversation: string, said: string): Said => ({
      conversation,
      drafts: [add({ kind: "responseType", value: said }), done],
    });
    const { folder } = project({
      ana: [answer("a", "reframing"), answer("b", "no_values"), answer("c", "reframing")],
      ben: [answer("a", "reframing"), answer("b", "reframing"), { conversation: "c", drafts: [done] }],
    });
    const report = await json("--kind", "responseType", folder);
    // Two units, values r r n r: Do = 2/4, De = 2·3/12.
    expect(report.alpha).toMatchObject({
      value: 0,
      n: { units: 2, values: 4 },
      estimator: "Krippendorff's α, nominal",
    });
    expect(report.level).toBeNull();
  });

  it("versions of a text are units of their own; damaged lines are told by number", async () => {
    const { folder, paths } = project({
      ana: [...CATS.ana, { conversation: "x", hash: OTHER_HASH, drafts: [add(value("dog")), done] }],
      ben: CATS.ben,
    });
    const line = JSON.stringify({ ...eventOf(1, done), id: idOf(999_999), rater: "someone else" });
    writeFileSync(paths.judgements("ana"), `not json\n${line}\n`, { flag: "a" });
    const { notes, text } = await run(folder);
    expect(notes).toContain("ana.jsonl:9: not JSON");
    expect(notes).toContain("ana.jsonl:10: an event of another rater");
    expect(text).toContain("1 conversations were judged in several versions");
    expect(text).toContain("n: 3 units");
  });

  it("names of labels can't steer the terminal", async () => {
    const evil = sets({ x: ["\u001B[2Jgone\u202E"], y: ["cat"] });
    const { text } = await run(project({ ana: evil, ben: evil }).folder);
    expect(text).toContain("free text: ?[2jgone?");
    expect(text).not.toContain("\u001B");
  });

  it("no judgements, no variation, no such place, wrong calls", async () => {
    const empty = path.join(root, "empty");
    mkdirSync(empty);
    expect(await run(empty)).toMatchObject({ code: 1, notes: "There are no judgements here." });
    const same = await run(project({ ana: sets({ x: ["a"] }), ben: sets({ x: ["a"] }) }).folder);
    expect(same.code).toBe(1);
    expect(same.text).toContain("not defined: all pairable values are the same");
    expect((await run(path.join(root, "nowhere"))).notes).toContain("There is no such file");
    for (const args of [
      [],
      ["--level", "4", empty],
      ["--kind", "task", empty],
      ["--distance", "x", empty],
      ["a", "b"],
      ["--seed", "x", empty],
    ]) {
      expect((await run(...args)).code).toBe(2);
    }
    expect(readdirSync(empty)).toEqual([]);
  });
});
