import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guessMapping } from "../../../src/core/extraction/import/guess-mapping.ts";
import { applyImport } from "../../../src/core/extraction/import/import-labels.ts";
import { openLabels } from "../../../src/core/extraction/import/open-labels.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { Project, command } from "./gold-project.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-formats-"));
afterAll(() => rmSync(root, { recursive: true }));
const project = new Project(path.join(root, "p")).rated();
beforeAll(async () => {
  await command("gold", "make", "--rule", "2of2", "--by", "eva", project.folder);
});
let count = 0;

async function exported(format: string, ...more: string[]): Promise<string> {
  const out = path.join(root, `out${++count}`);
  const { code, notes } = await command("export", "--format", format, "--out", out, ...more, project.folder);
  expect(notes).toBe("");
  expect(code).toBe(0);
  return out;
}

const FULL = ["--text", "full", "--conversations", project.data];
const json = (...parts: string[]) => JSON.parse(readFileSync(path.join(...parts), "utf8"));
const lines = (...parts: string[]) =>
  readFileSync(path.join(...parts), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

async function parquet(...parts: string[]) {
  const bytes = readFileSync(path.join(...parts));
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) });
}

/** What our importer makes of a tool's file, as "conversation kind value [quotes]", for one annotator. */
function imported(file: string) {
  const labels = openLabels({ name: path.basename(file), bytes: readFileSync(file) });
  const conversations = [...project.conversations.values()];
  const taxonomy = valuemarkCore();
  const { mapping } = guessMapping(labels, { conversations, taxonomy });
  const { runs, report } = applyImport(labels, conversations, taxonomy, mapping, "2026-01-01T00:00:00.000Z");
  const found = runs.map(({ run, results }) => ({
    annotator: run.settings["annotator"],
    labels: results.flatMap(({ conversation, suggestions }) =>
      suggestions.map(
        ({ label, spans }) =>
          `${conversation.id} ${label.kind} ${label.value} [${spans.map(({ quote }) => quote).join("|")}]`,
      ),
    ),
  }));
  return { source: labels.source, found, report };
}

describe("Parquet", () => {
  it("read back with hyparquet: a row a conversation, with nested labels, evidence, turns", async () => {
    const out = await exported("parquet", ...FULL);
    const rows = await parquet(out, "conversations.parquet");
    expect(rows.map(({ id }) => id)).toEqual(["c1", "c2", "c3", "c4"]);
    expect(rows[0]).toMatchObject({
      ai_values: ["honesty"],
      human_values: [],
      response_type: "mild_support",
      task: "=advice for Ada Lovelace",
      subjectivity: null,
    });
    expect(rows[0]?.["labels"][0]).toEqual({
      kind: "aiValue",
      value: "honesty",
      node: "honesty",
      path: ["Social", "Community and relationship bonds", "honesty"],
      votes: 2,
      evidence: [{ turn: 1, block: 0, start: 10, end: 28, quote: "be honest with you" }],
      reason: null,
    });
    expect(rows[1]).toMatchObject({ ai_values: [] });
    expect(rows[2]?.["ai_values"] ?? null).toBeNull();
    expect(rows[2]?.["decisions"][0]).toMatchObject({
      kind: "aiValue",
      undecided_because: "noAgreement",
      raters: 2,
    });
    expect(rows[0]?.["turns"][1].blocks[0].text).toContain("😟");
  });

  it("has the rows of the CSV in the table of labels", async () => {
    const rows = await parquet(await exported("parquet"), "labels.parquet");
    expect(rows).toHaveLength(20);
    expect(rows[0]).toMatchObject({ conversation_id: "c1", status: "gold", votes: 2, weight: null });
  });
});

describe("Label Studio", () => {
  it("has tasks whose regions say what stands there, counted in code points, and a configuration that names all", async () => {
    const out = await exported("label-studio", ...FULL);
    const tasks = json(out, "tasks.json");
    expect(tasks).toHaveLength(4);
    const config = readFileSync(path.join(out, "label_config.xml"), "utf8");
    const regions = tasks.flatMap(
      (task: {
        data: { conversation: string };
        annotations: {
          result: {
            type: string;
            from_name: string;
            to_name: string;
            value: { start: number; end: number; text: string; labels: string[] };
          }[];
        }[];
      }) =>
        task.annotations.flatMap(({ result }) =>
          result.filter(({ type }) => type === "labels").map((one) => ({ ...one, task })),
        ),
    );
    expect(regions).toHaveLength(1);
    for (const { value, task, from_name: from, to_name: to } of regions) {
      expect([...task.data.conversation].slice(value.start, value.end).join("")).toBe(value.text);
      expect(config).toContain(`<Labels name="${from}" toName="${to}">`);
      expect(config).toContain(`<Label value="${value.labels[0]}"/>`);
    }
    expect(config).toContain('<Text name="conversation" value="$conversation"/>');
    expect(config).not.toMatch(/[^\n\x20-\uffff]/u);
    // Nothing is decided of c4's values, but all is of its human values: what is open is in the meta.
    expect(tasks[3].meta.undecided).toMatchObject({ ai_values: "fewRaters" });
    expect(tasks[2].predictions[0].result.map(({ score }: { score: number }) => score)).toEqual([0.5, 0.5]);
  });

  it("read back by our importer, evidence and all", async () => {
    const { source, found } = imported(path.join(await exported("label-studio", ...FULL), "tasks.json"));
    expect(source).toBe("label-studio");
    const gold = found.find(({ annotator }) => annotator === "unknown");
    expect(gold?.labels.sort()).toEqual([
      // The answer, and the label on its evidence.
      "c1 aiValue honesty []",
      "c1 aiValue honesty [be honest with you]",
      "c1 responseType mild_support []",
      "c1 task =advice for Ada Lovelace []",
    ]);
  });

  it("wants the texts", async () => {
    const { code, notes } = await command(
      "export",
      "--format",
      "label-studio",
      "--out",
      path.join(root, "no"),
      project.folder,
    );
    expect([code, notes]).toEqual([2, expect.stringContaining("Label Studio shows whole texts")]);
  });
});

describe("Argilla", () => {
  it("read back by our importer, evidence and all", async () => {
    const out = await exported("argilla", ...FULL);
    expect(readdirSync(out).sort()).toEqual(["dataset.json", "records.json", "settings.json"]);
    const { source, found } = imported(path.join(out, "records.json"));
    expect(source).toBe("argilla");
    expect(found.flatMap(({ labels }) => labels).sort()).toEqual([
      // The answer, and the label on its evidence.
      "c1 aiValue honesty []",
      "c1 aiValue honesty [be honest with you]",
      "c1 responseType mild_support []",
      "c1 task =advice for Ada Lovelace []",
    ]);
  });

  it("suggests only what the settings' questions offer", async () => {
    const out = await exported("argilla", ...FULL);
    const settings = json(out, "settings.json");
    const fields = settings.fields.map(({ name }: { name: string }) => name);
    const questions = new Map<
      string,
      { type: string; field?: string; options?: { value: string }[]; visible_options?: number | null }
    >(settings.questions.map(({ name, settings: own }: { name: string; settings: never }) => [name, own]));
    for (const { type, field, options = [], visible_options: visible } of questions.values()) {
      const values = options.map(({ value }) => value);
      expect(new Set(values).size).toBe(values.length);
      if (type.endsWith("selection")) expect(values.length).toBeGreaterThanOrEqual(2);
      expect(visible === null || visible === undefined || visible >= 3).toBe(true);
      if (field !== undefined) expect(fields).toContain(field);
    }
    expect(settings.questions.some(({ required }: { required: boolean }) => required)).toBe(true);
    for (const record of json(out, "records.json")) {
      expect(Object.keys(record.fields)).toEqual(fields);
      for (const [name, { value }] of Object.entries<{ value: unknown }>(record.suggestions)) {
        const offered = questions.get(name)?.options?.map((one) => one.value);
        const values = (Array.isArray(value) ? value : [value]).map((one) =>
          typeof one === "object" ? one.label : one,
        );
        if (offered) for (const one of values) expect(offered).toContain(one);
        for (const one of Array.isArray(value) ? value : [])
          if (typeof one === "object")
            expect([...record.fields.conversation].slice(one.start, one.end).join("")).toBe(
              "be honest with you",
            );
      }
    }
    const [, none] = json(out, "records.json");
    expect(none.suggestions.ai_values).toEqual({ value: ["none"], score: [1], agent: "valuemark gold v1" });
  });
});

describe("Inspect Scout", () => {
  it("has complete cases of exactly a target or labels, and tells what is left out", async () => {
    const out = await exported("scout");
    expect(lines(out, "ai_values.jsonl")).toEqual([
      { id: "c1", labels: { clarity: false, honesty: true, kindness: false } },
      { id: "c2", labels: { clarity: false, honesty: false, kindness: false } },
    ]);
    expect(lines(out, "ai_categories.jsonl")).toEqual([
      { id: "c1", labels: { Social: true } },
      { id: "c2", labels: { Social: false } },
    ]);
    expect(lines(out, "response_type.jsonl")).toEqual([{ id: "c1", target: "mild_support" }]);
    expect(readdirSync(out)).not.toContain("human_values.jsonl");
    expect(lines(out, "left_out.jsonl")).toContainEqual({
      id: "c3",
      kind: "aiValue",
      because: "noAgreement",
    });
    for (const file of readdirSync(out).filter((name) => name !== "left_out.jsonl")) {
      const cases = lines(out, file);
      // pandas makes one table of all lines: a key that only some have would be NaN in the others.
      for (const one of cases) {
        expect("target" in one !== "labels" in one).toBe(true);
        expect(Object.keys(one.labels ?? {})).toEqual(Object.keys(cases[0].labels ?? {}));
      }
    }
  });
});
