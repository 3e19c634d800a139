/** The data card of a study with three raters, an uneven sample, and suggestions in view of some. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/core/agreement/random.ts";
import { previewCard } from "../../../src/core/export/card-preview.ts";
import type { Label } from "../../../src/core/extraction/annotation.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../../../src/core/extraction/annotation.ts";
import type { JudgementEvent } from "../../../src/core/review/judgement.ts";
import { formatSample } from "../../../src/core/sampling/sample-file.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { GoldStore } from "../../../src/store/gold-store.ts";
import { Project, command } from "../../unit/cli/gold-project.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-card-"));
afterAll(() => rmSync(root, { recursive: true }));
const RECOMPUTE = path.join(import.meta.dirname, "recompute.mjs");
const out = path.join(root, "dataset");
const taxonomyFile = path.join(root, "taxonomy.json");
let project: Project;

/** Forty conversations; each rater gives what a common truth says, with own mistakes. */
function study(): Project {
  const ids = Array.from({ length: 40 }, (_, at) => `conv-${at}`);
  const one = new Project(
    path.join(root, "p"),
    Object.fromEntries(ids.map((id) => [id, `Reply of ${id}: take care.`])),
  );
  const random = seededRandom(5);
  const values = valuemarkCore()
    .nodes.filter(({ level }) => level === 0)
    .slice(0, 12);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[random.below(list.length)];
    if (found === undefined) throw new Error("an empty list");
    return found;
  };
  one.run();
  const events = new Map<string, JudgementEvent[]>();
  for (const id of ids) {
    const truth = [pick(values), pick(values)].slice(0, random.below(3));
    const type = pick(RESPONSE_TYPES);
    for (const [at, rater] of ["ada", "ben", "cy"].entries()) {
      if (random.below(10) < 2) continue;
      const own = events.get(rater) ?? [];
      events.set(rater, own);
      // The third rater had suggestions in view; the second now and then.
      const assist = at === 2 || (at === 1 && random.below(4) === 0) ? "suggested" : "blind";
      const say = (label: Label) =>
        own.push(one.event(rater, id, { kind: "add", label, spans: [one.span(id, "take care")] }, assist));
      for (const node of random.below(5) === 0 ? [pick(values)] : truth)
        say({ kind: "aiValue", value: node.name, node: node.id });
      if (random.below(6) === 0)
        say({ kind: "humanValue", value: pick(["plain talk", "Plain talk", "thrift <b>|*"]), node: null });
      if (random.below(8) > 0)
        say({ kind: "responseType", value: random.below(4) === 0 ? pick(RESPONSE_TYPES) : type });
      if (random.below(2) === 0) say({ kind: "subjectivity", value: pick(SUBJECTIVITIES) });
      const last = own.at(-1);
      if (last && random.below(15) === 0)
        own.push(one.event(rater, id, { kind: "retract", target: last.id }, assist));
      if (random.below(12) > 0)
        own.push(one.event(rater, id, { kind: random.below(20) === 0 ? "skip" : "done" }, assist));
    }
  }
  for (const [rater, own] of events) one.log(rater, own);
  const sample = one.sample("main study", ids.slice(0, 36));
  const items = sample.items.map((item, at) => ({
    ...item,
    probability: at % 3 === 0 ? 0.5 : 0.125,
    ...(at === 35 ? { probability: 1, trap: { values: ["care"], not: [] } } : {}),
  }));
  writeFileSync(
    one.paths.sample("main study"),
    formatSample({ ...sample, frame: { ...sample.frame, rows: 240 }, items }),
  );
  return one;
}

beforeAll(async () => {
  project = study();
  writeFileSync(taxonomyFile, JSON.stringify(valuemarkCore().nodes));
  const made = await command(
    "gold",
    "make",
    "--rule",
    "2of2",
    "--sample",
    "main study",
    "--by",
    "Eva <script>",
    "--licence",
    "CC BY 4.0",
    "--source",
    "chats|1.jsonl",
    project.folder,
  );
  expect([made.code, made.notes]).toEqual([0, ""]);
  const exported = await command("export", "--format", "huggingface", "--out", out, project.folder);
  expect([exported.code, exported.notes]).toEqual([0, ""]);
});

const card = () => readFileSync(path.join(out, "README.md"), "utf8");
const recompute = (file: string) =>
  spawnSync(process.execPath, [RECOMPUTE, project.paths.folder, file, taxonomyFile], { encoding: "utf8" });

describe("the data card", () => {
  it("has figures that an independent script finds again in the raw files", () => {
    const { stdout, stderr, status } = recompute(path.join(out, "README.md"));
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\d{2,} figures compared, 0 different\n$/);
    expect(status).toBe(0);
    expect(Number(/^\d+/.exec(stdout)?.[0])).toBeGreaterThan(150);
  });

  it("would be found wrong if any cell of a table were another", () => {
    const text = card();
    const body = text.indexOf("## Raters");
    const cells = [...text.matchAll(/(?<=\| )\d+(?:\.\d+)?(?= \|)/g)].filter(({ index }) => index > body);
    expect(cells.length).toBeGreaterThan(100);
    // A few of them, spread over the tables: each run is a process.
    for (let at = 0; at < cells.length; at += Math.ceil(cells.length / 8)) {
      const [found = "", index] = [cells[at]?.[0], cells[at]?.index ?? 0];
      const file = path.join(root, `wrong-${at}.md`);
      writeFileSync(file, `${text.slice(0, index)}${Number(found) + 1}${text.slice(index + found.length)}`);
      expect(recompute(file).status, `${text.slice(index - 60, index + 20)}`).toBe(1);
    }
  });

  it("shows names and files as text, never as markup", () => {
    expect(card()).toContain("Eva &lt;script&gt;");
    expect(card()).toContain("chats\\|1\\.jsonl");
    expect(card()).not.toContain("<script>");
    expect(card()).not.toContain("<b>");
  });

  it("can be had before the export, word for word", async () => {
    const store = new GoldStore(project.paths);
    const manifest = await store.get("v1");
    if (!manifest) throw new Error("no version");
    const items = [];
    for await (const item of store.items(manifest)) items.push(item);
    const set = { ...manifest, items, traps: 0 };
    expect(card().endsWith(`---\n\n${await previewCard({ manifest, set }, valuemarkCore())}`)).toBe(true);
  });

  it("names what a reader must know", () => {
    for (const words of [
      "seed 42",
      "fingerprint 0123456789ab",
      "planted",
      "ratings were made with suggestions in view",
      "Recall of an extractor can't be told",
      "The local extractor proposes by word patterns",
      "Licence of the conversations: CC BY 4\\.0",
      "arXiv:2504.15236",
      "Krippendorff",
    ])
      expect(card()).toContain(words);
  });

  it("has a head that YAML reads, with the licence's id, the files that are there, and their columns", () => {
    const head = /^---\n([^]*?)\n---\n/.exec(card())?.[1] ?? "";
    expect(head).toContain('license: "cc-by-4.0"');
    for (const [, file = ""] of head.matchAll(/path: "([^"]+)"/g))
      expect(statSync(path.join(out, file)).isFile()).toBe(true);
    const sizes = [...head.matchAll(/download_size: (\d+)/g)].map(([, size]) => Number(size));
    expect(sizes).toEqual(
      ["conversations", "labels"].map((name) => statSync(path.join(out, "data", `${name}.parquet`)).size),
    );
    const python = spawnSync(
      "python3",
      ["-c", "import sys,json,yaml; print(json.dumps(yaml.safe_load(sys.stdin.read())))"],
      { input: head, encoding: "utf8" },
    );
    if (python.status !== 0) return;
    const read = JSON.parse(python.stdout);
    expect(read.configs[0]).toEqual({
      config_name: "conversations",
      default: true,
      data_files: [{ split: "test", path: "data/conversations.parquet" }],
    });
    const labels = read.dataset_info[0].features.find(({ name }: { name: string }) => name === "labels");
    expect(labels.list.find(({ name }: { name: string }) => name === "evidence").list[0]).toEqual({
      name: "turn",
      dtype: "int32",
    });
  });
});
