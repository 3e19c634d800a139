import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, it } from "vitest";
import { unguardFormula } from "../../../src/core/export/csv.ts";
import { GoldStore } from "../../../src/store/gold-store.ts";
import { Project, command, value } from "./gold-project.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-gold-"));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;
const project = () => new Project(path.join(root, `p${++count}`)).rated();
const out = () => path.join(root, `out${++count}`);

describe("valuemark gold", () => {
  it("makes a version by votes, tells what is in it, and never overwrites it", async () => {
    const { folder, paths } = project();
    const made = await command("gold", "make", "--rule", "2of2", "--by", "eva", folder);
    expect(made.notes).toBe("");
    expect(made.code).toBe(0);
    expect(made.text).toContain("Gold set v1: given by at least 2 of at least 2 raters");
    expect(made.text).toMatch(/4 conversations, 3 labels; 2 wholly decided, 1 not at all; hash [0-9a-f]{32}/);
    expect(made.text).toContain(
      "aiValue: 2 decided (1 with none), 1 labels; 2 undecided (1 rated by too few, 1 neither a label nor “none” has enough votes)",
    );
    expect(readdirSync(path.join(paths.folder, "gold", "v1")).sort()).toEqual(["gold.json", "gold.jsonl"]);
    const again = await command("gold", "make", "--rule", "2of2", "--name", "v1", folder);
    expect([again.code, again.notes]).toEqual([1, expect.stringContaining("never overwritten")]);
    await command("gold", "make", "--rule", "1of1", folder);
    expect((await command("gold", "list", folder)).text).toMatch(/Gold set v1[^]*Gold set v2/);
  });

  it("records what it was made from", async () => {
    const one = project();
    one.sample("pilot", ["c2", "c1"]);
    await command(
      "gold",
      "make",
      "--rule",
      "2of2",
      "--sample",
      "pilot",
      "--by",
      "eva",
      "--licence",
      "CC0",
      one.data,
    );
    const manifest = await new GoldStore(one.paths).get("v1");
    expect(manifest).toMatchObject({
      name: "v1",
      madeBy: "eva",
      licence: "CC0",
      tool: { name: "valuemark" },
      corpus: { key: one.key, files: ["chats.jsonl"] },
      sample: { name: "pilot", seed: 42, items: 2, weights: { least: 2, most: 2 } },
      outside: 2,
      raters: [
        { name: "ada", rated: 2, blind: 1, assisted: 0, mixed: 1, unfinished: 0 },
        { name: "ben", rated: 2, blind: 2, assisted: 0, mixed: 0, unfinished: 0 },
      ],
      runs: [{ id: "r1", extractor: "local", extractorVersion: "7" }],
    });
    expect(manifest?.agreement.map(({ kind, level }) => `${kind} ${level}`)).toContain("aiValue 3");
    expect(manifest?.codebook.hash).toMatch(/^[0-9a-f]{32}$/);
  });

  it("takes an adjudicator's decisions from their log", async () => {
    const one = project();
    const [first] = readFileSync(one.paths.judgements("ada"), "utf8")
      .split("\n")
      .filter((line) => line.includes("not a value"))
      .map((line) => JSON.parse(line));
    const [other] = readFileSync(one.paths.judgements("ben"), "utf8")
      .split("\n")
      .filter((line) => line.includes("clarity"))
      .map((line) => JSON.parse(line));
    const label = value("honesty");
    one.adjudications("ada", [
      one.event("ada", "c3", {
        kind: "confirm",
        target: first.id,
        label,
        spans: first.spans,
        settles: [first.id],
      }),
      one.event("ada", "c3", { kind: "comment", target: first.id, text: "it says so" }),
      one.event("ada", "c3", { kind: "reject", target: other.id, settles: [other.id] }),
      one.event("ada", "c3", { kind: "done" }),
    ]);
    const made = await command("gold", "make", "--rule", "adjudicated", one.folder);
    expect(made.text).toContain(
      "aiValue: 1 decided (0 with none), 1 labels; 3 undecided (3 not decided by an adjudicator)",
    );
    const store = new GoldStore(one.paths);
    const manifest = await store.get("v1");
    expect(manifest?.adjudication).toEqual({
      adjudicators: [{ name: "ada", decisions: 2, isRater: true }],
      decisions: 2,
      changed: 1,
    });
    if (!manifest) throw new Error("no version");
    const items = [];
    for await (const item of store.items(manifest)) items.push(item);
    expect(items[2]?.decisions[0]?.labels).toEqual([
      { label, spans: first.spans, votes: ["ada"], reason: "it says so" },
    ]);
  });

  it("finds a version that was changed by hand", async () => {
    const { folder, paths } = project();
    await command("gold", "make", "--rule", "2of2", folder);
    expect(await command("gold", "check", folder)).toMatchObject({
      code: 0,
      text: expect.stringContaining("v1: whole, 4"),
    });
    const file = path.join(paths.folder, "gold", "v1", "gold.jsonl");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll("\n", "\r\n"));
    expect((await command("gold", "check", folder)).code).toBe(0);
    writeFileSync(file, text.replace("honesty", "candour"));
    expect(await command("gold", "check", folder)).toMatchObject({
      code: 1,
      notes: expect.stringContaining("was changed"),
    });
    writeFileSync(file, text.slice(0, -20));
    expect(await command("gold", "check", folder)).toMatchObject({
      code: 1,
      notes: expect.stringContaining("Line 4"),
    });
  });

  it("compares two versions", async () => {
    const { folder } = project();
    await command("gold", "make", "--rule", "2of2", folder);
    await command("gold", "make", "--rule", "1of1", folder);
    const { text } = await command("gold", "diff", folder, "v1", "v2");
    expect(text).toContain("0 conversations added, 0 removed, 2 decided otherwise, 2 the same");
    expect(text).toContain("aiValue: +kindness undecided (fewRaters) → decided");
  });

  it.each([
    [["gold", "make", "--rule", "3of2"], "K is from 1 to N"],
    [["gold", "make", "--rule", "most"], "--rule is adjudicated"],
    [["gold", "make"], "Say what is gold"],
    [["gold", "make", "--rule", "2of2", "--kinds", "colour"], "--kinds are of"],
    [["gold", "make", "--rule", "2of2", "--sample", "none"], "There is no sample"],
    [["gold", "turn"], 'There is no "gold turn"'],
    [["export", "--format", "xml", "--out", "x"], "--format is one of"],
    [["export", "--format", "csv"], "--out FOLDER"],
    [["export", "--format", "csv", "--out", "x", "--text", "full"], "--conversations FILE"],
    [["export", "--format", "csv", "--out", "x", "--judgements"], "jsonl only"],
    [["export", "--format", "csv", "--out", "x"], "There is no gold set here"],
  ])("says what is wrong with %j", async (args, message) => {
    const { code, notes } = await command(...args, project().folder);
    expect(code).toBe(2);
    expect(notes).toContain(message);
  });
});

describe("valuemark export", () => {
  const rows = (file: string): Record<string, string>[] =>
    parse(readFileSync(file, "utf8"), { columns: true, delimiter: file.endsWith(".tsv") ? "\t" : "," });

  it.each(["csv", "tsv"])("%s: one row a label, and one for each kind without", async (format) => {
    const { folder } = project();
    await command("gold", "make", "--rule", "2of2", folder);
    const to = out();
    expect(await command("export", "--format", format, "--out", to, folder)).toMatchObject({
      code: 0,
      notes: "",
    });
    const table = rows(path.join(to, `gold.${format}`));
    // Four conversations, five kinds, and no kind with two labels.
    expect(table).toHaveLength(20);
    const [honesty] = table;
    expect(honesty).toMatchObject({
      conversation_id: "c1",
      kind: "aiValue",
      status: "gold",
      value: "honesty",
      category: "Social",
      votes: "2",
      raters: "2",
      frame: "mixed",
    });
    expect(JSON.parse(honesty?.["evidence"] ?? "")).toEqual([
      { turn: 1, block: 0, start: 10, end: 28, quote: "be honest with you" },
    ]);
    const task = table.find((row) => row["kind"] === "task" && row["status"] === "gold");
    expect(task?.["value"]).toBe("'=advice for Ada Lovelace");
    expect(unguardFormula(task?.["value"] ?? "")).toBe("=advice for Ada Lovelace");
    const of = (id: string) =>
      table.find((row) => row["conversation_id"] === id && row["kind"] === "aiValue");
    expect(of("c2")).toMatchObject({ status: "none", value: "" });
    expect(of("c3")).toMatchObject({ status: "undecided", undecided_because: "noAgreement" });
    expect(of("c4")).toMatchObject({ status: "undecided", undecided_because: "fewRaters" });
  });

  it("overwrites nothing, and leaves nothing behind when it fails", async () => {
    const { folder, data } = project();
    await command("gold", "make", "--rule", "2of2", folder);
    const again = await command("export", "--format", "csv", "--out", path.dirname(data), folder);
    expect(again).toMatchObject({ code: 1, notes: expect.stringContaining("not empty") });
    const store = path.join(path.dirname(path.dirname(data)), ".valuemark");
    const [key = ""] = readdirSync(store);
    const items = path.join(store, key, "gold", "v1", "gold.jsonl");
    writeFileSync(items, readFileSync(items, "utf8").slice(0, -5));
    const to = out();
    expect((await command("export", "--format", "csv", "--out", to, folder)).code).toBe(1);
    expect(readdirSync(root).filter((name) => name.includes(path.basename(to)))).toEqual([]);
  });

  it("shows no words of the conversations with --text none, and no names with --pseudonyms", async () => {
    const { folder } = project();
    await command("gold", "make", "--rule", "2of2", "--by", "ben", folder);
    for (const format of ["csv", "jsonl"]) {
      const to = out();
      await command("export", "--format", format, "--text", "none", "--pseudonyms", "--out", to, folder);
      const text = readFileSync(path.join(to, `gold.${format}`), "utf8");
      expect(text).toContain("honesty");
      for (const secret of ["be honest with you", '"ada"', '"ben"', "annotator"])
        expect(text).not.toContain(secret);
    }
  });

  it("redacts texts, quotes and free labels, with offsets and hashes of the redacted text", async () => {
    const { folder, data } = project();
    await command("gold", "make", "--rule", "1of1", "--by", "eva", folder);
    const to = out();
    const redacted = ["--text", "full", "--redact", "--conversations", data];
    expect(await command("export", "--format", "jsonl", ...redacted, "--out", to, folder)).toMatchObject({
      code: 0,
      notes: "",
    });
    const text = readFileSync(path.join(to, "gold.jsonl"), "utf8");
    expect(text).not.toMatch(/Lovelace|ada@example/);
    expect(text).toContain("⟦NAME_1⟧");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const item = lines.find((one) => one.type === "preparedItem" && one.id === "c4");
    const shown = lines.find((one) => one.type === "conversation" && one.conversation.id === "c4");
    const [span] = item.decisions[0].labels[0].spans;
    const block = shown.conversation.turns[1].blocks[0].text;
    expect(block.slice(span.start, span.end)).toBe("be kind");
    expect(text).not.toContain(project().ref("c4").hash);
  });

  it("withholds rare labels, counts them, and doesn't call the rest none", async () => {
    const { folder } = project();
    await command("gold", "make", "--rule", "1of1", folder);
    const to = out();
    const { notes } = await command("export", "--format", "csv", "--floor", "2", "--out", to, folder);
    expect(notes).toContain("Withheld by the floor: 4 labels of 4 classes.");
    const table = rows(path.join(to, "gold.csv"));
    const c4 = table.find((row) => row["conversation_id"] === "c4" && row["kind"] === "aiValue");
    expect(c4).toMatchObject({ status: "withheld", withheld: "1", value: "" });
    expect(table.filter(({ value: shown }) => shown === "honesty")).toHaveLength(2);
  });
});
