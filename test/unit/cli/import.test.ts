import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/run.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";

const folder = mkdtempSync(path.join(tmpdir(), "valuemark-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(["import", ...args], {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  const json = () => lines.map((line): Record<string, unknown> => JSON.parse(line));
  return { code, lines, notes, of: (type: string) => json().filter((line) => line["type"] === type), json };
}

const message = (role: string, content: string) => ({ role, content });
const talks = ["a", "b"].map((id) => ({
  id,
  messages: [message("user", `Tell me about ${id}.`), message("assistant", "😀 I would be honest about it.")],
}));
const conversations = file("talks.jsonl", talks.map((talk) => `${JSON.stringify(talk)}\n`).join(""));
const labels = file(
  "labels.csv",
  'id,ai_values,evidence,rater\r\na,"honesty, duck feeding",be honest about it,ana\r\nb,honesty,nowhere said,ben\r\nz,care,,ana\r\n',
);
const both = ["--labels", labels, "--conversations", conversations];

describe("valuemark import", () => {
  it("tells what it would do and writes nothing", async () => {
    const out = path.join(folder, "dry");
    for (const args of [both, [...both, "--dry-run", "--out", out]]) {
      const result = await run(...args);
      expect(result.code).toBe(0);
      expect(result.of("mapping")[0]).toMatchObject({
        sure: true,
        mapping: { match: [{ by: "id", field: "id" }], annotator: "rater" },
      });
      expect(result.of("summary")[0]).toMatchObject({
        source: "table",
        rows: { total: 3, matched: 2, unmatched: 1 },
        labels: { total: 4, imported: 3 },
        evidence: { notFound: 1 },
      });
      expect(result.of("annotator").map(({ name, labels: count }) => [name, count])).toEqual([
        ["ana", 2],
        ["ben", 1],
      ]);
      expect(result.of("unmatched")).toEqual([{ type: "unmatched", row: 2, line: 4, key: "z" }]);
      expect(result.of("unmapped-value")).toMatchObject([{ value: "duck feeding", count: 1 }]);
      expect(result.of("run")).toEqual([]);
    }
    expect(readdirSync(folder)).not.toContain("dry");
  });

  it("stores a run for each annotator, once", async () => {
    const out = path.join(folder, "project");
    const first = await run(...both, "--out", out);
    expect(first.code).toBe(0);
    expect(first.of("run").map(({ annotator, state, labels: count }) => [annotator, state, count])).toEqual([
      ["ana", "stored", 2],
      ["ben", "stored", 1],
    ]);
    const again = await run(...both, "--out", out);
    expect(again.of("run").map(({ state, labels: count }) => [state, count])).toEqual([
      ["already there", 0],
      ["already there", 0],
    ]);
    const store = await openSuggestions(
      corpusPaths(path.join(out, ".valuemark"), corpusKeyOfFile(out, conversations)),
    );
    expect(store.problems).toEqual([]);
    expect(store.runs).toHaveLength(2);
    expect(
      store.runs.every(({ extractor, finishedAt }) => extractor === "import" && finishedAt !== undefined),
    ).toBe(true);
    const stored = (await store.of("a")).flatMap(({ suggestions }) => suggestions);
    expect(
      stored.map(({ label, spans }) => [label.value, label.node, spans[0]?.start, spans[0]?.quote]),
    ).toEqual([
      ["honesty", "honesty", 11, "be honest about it"],
      ["duck feeding", null, 11, "be honest about it"],
    ]);
    expect((await store.of("b"))[0]?.suggestions[0]?.unanchored).toEqual(["nowhere said"]);
  });

  it("takes up an import that was interrupted", async () => {
    const out = path.join(folder, "halfway");
    await run(...both, "--out", out);
    const paths = corpusPaths(path.join(out, ".valuemark"), corpusKeyOfFile(out, conversations));
    const before = await openSuggestions(paths);
    const [record] = before.runs;
    if (record === undefined) throw new Error("no run");
    const { finishedAt: _, ...begun } = record;
    writeFileSync(paths.run(record.id), JSON.stringify(begun));
    writeFileSync(paths.suggestions(record.id), "");
    await run(...both, "--out", out);
    const after = await openSuggestions(paths);
    expect(after.runs.find(({ id }) => id === record.id)?.finishedAt).toBeDefined();
    expect(readFileSync(paths.suggestions(record.id), "utf8").trim().split("\n")).toHaveLength(1);
  });

  it("imports what valuemark extract prints", async () => {
    const lines: string[] = [];
    await runCommandLine(["extract", "--local", conversations], {
      line: async (text) => void lines.push(text),
      note: () => undefined,
    });
    const printed = file("printed.jsonl", lines.map((line) => `${line}\n`).join(""));
    const count = lines.flatMap((line): unknown[] => JSON.parse(line).annotations).length;
    const result = await run("--labels", printed, "--conversations", conversations);
    expect(count).toBeGreaterThan(0);
    expect(result.of("summary")[0]).toMatchObject({
      source: "valuemark",
      labels: { total: count, imported: count },
    });
  });

  it("takes parts of the mapping, and a report for people", async () => {
    const fields = [{ field: "ai_values", kind: "humanValue", separator: "none" }];
    const mapped = await run(...both, "--map", JSON.stringify({ fields }));
    expect(mapped.of("summary")[0]).toMatchObject({ labels: { total: 3, byKind: { humanValue: 2 } } });
    const { lines } = await run(...both, "--markdown");
    expect(lines.join("\n")).toContain("# Import of labels\\.csv");
  });

  it("refuses to write by a mapping that is a mere guess", async () => {
    const unclear = file("unclear.csv", "stuff,ai_values\nx,honesty\n");
    const { code, notes } = await run(
      "--labels",
      unclear,
      "--conversations",
      conversations,
      "--out",
      path.join(folder, "never"),
    );
    expect(code).toBe(2);
    expect(notes.join()).toContain("--map");
    expect(readdirSync(folder)).not.toContain("never");
  });

  it("says which file can't be read", async () => {
    const none = await run("--labels", path.join(folder, "none"), "--conversations", conversations);
    expect([none.code, none.json()]).toEqual([
      1,
      [{ file: path.join(folder, "none"), line: null, reason: "There is no such file." }],
    ]);
    const prose = file("prose.txt", "Just a few words\nin two lines.\n");
    const other = await run("--labels", prose, "--conversations", conversations);
    expect([other.code, other.json()]).toEqual([
      1,
      [{ file: prose, line: null, reason: expect.stringContaining("neither JSON nor a table") }],
    ]);
  });

  it.each([
    [[]],
    [["--labels", "x"]],
    [[...both, "--map", "{"]],
    [[...both, "--map", '{"match":[]}']],
    [[...both, "--source", "no"]],
    [[...both, "--nosuch"]],
  ])("explains itself when called with %j", async (args) => {
    const { code, lines, notes } = await run(...args);
    expect([code, lines]).toEqual([2, []]);
    expect(notes.join()).toContain("valuemark import --labels");
  });
});
