/** The further figures of `valuemark agreement`, from files to output. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/run.ts";
import { hashConversation } from "../../../src/core/conversation/hash.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import type { JudgementDraft } from "../../../src/core/review/judgement.ts";
import { formatSample } from "../../../src/core/sampling/sample-file.ts";
import type { Sample } from "../../../src/core/sampling/sample.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";
import { eventOf } from "../core/review/events.ts";

const folder = mkdtempSync(path.join(tmpdir(), "valuemark-figures-"));
afterAll(() => rmSync(folder, { recursive: true }));
const data = path.join(folder, "chats.jsonl");
const TEXT = "I want to be honest about the risks.";
const ids = Array.from({ length: 12 }, (_, n) => `c${n}`);
writeFileSync(
  data,
  ids
    .map((id) =>
      JSON.stringify({
        id,
        messages: [
          { role: "user", content: `Question ${id}` },
          { role: "assistant", content: TEXT },
        ],
      }),
    )
    .join("\n"),
);
const hashes = new Map<string, string>();
for (const item of openConversations({
  name: data,
  bytes: readFileSync(data),
}).items)
  if (item.type === "conversation") hashes.set(item.conversation.id, hashConversation(item.conversation));
const hashOf = (id: string): string => hashes.get(id) ?? "";

const paths = corpusPaths(path.join(folder, ".valuemark"), corpusKeyOfFile(folder, data));
for (const sub of ["judgements", "runs", "suggestions", "samples"])
  mkdirSync(path.join(paths.folder, sub), { recursive: true });
const label = (value: string) => ({ kind: "aiValue" as const, value, node: null });
const span = { turn: 1, block: 0, start: 10, end: 19, quote: TEXT.slice(10, 19), hash: "h" };

/** ana is blind; ben sees the run's one suggestion and confirms it but in the last conversations. */
let n = 0;
const line = (rater: string, id: string, assist: "blind" | "suggested", draft: JudgementDraft): string =>
  JSON.stringify({
    ...eventOf(++n, draft, hashOf(id), id),
    rater,
    assist,
    at: new Date(1_760_000_000_000 + n * 20_000).toISOString(),
  });
const ana = ids.flatMap((id, at) => [
  ...(at % 3 === 0
    ? []
    : [line("ana", id, "blind", { kind: "add", label: label("honesty"), spans: [span] })]),
  line("ana", id, "blind", { kind: "done" }),
]);
const ben = ids.flatMap((id, at) => [
  line("ben", id, "suggested", { kind: at < 9 ? "confirm" : "reject", target: `s-${id}`, run: "r1" }),
  line("ben", id, "suggested", { kind: "done" }),
]);
writeFileSync(paths.judgements("ana"), `${ana.join("\n")}\n`);
writeFileSync(paths.judgements("ben"), `${ben.join("\n")}\n`);
writeFileSync(
  paths.run("r1"),
  JSON.stringify({
    v: 1,
    id: "r1",
    extractor: "x",
    extractorVersion: "1",
    taxonomy: { id: "t", hash: "h" },
    settings: {},
  }),
);
writeFileSync(
  paths.suggestions("r1"),
  ids
    .map((id) =>
      JSON.stringify({
        v: 1,
        conversation: { id, hash: hashOf(id) },
        suggestions: [{ id: `s-${id}`, label: label("honesty"), spans: [span], score: 0.75 }],
      }),
    )
    .join("\n"),
);
const sample: Sample = {
  v: 1,
  name: "blind",
  drawnAt: "2026-01-01T00:00:00.000Z",
  drawnBy: "ana",
  seed: 1,
  design: { type: "simple", size: 11 },
  frame: { rows: 12, query: "", fingerprint: "000000000000" },
  blind: true,
  raters: [],
  items: ids.map((id, at) => ({
    id,
    hash: hashOf(id),
    probability: at === 11 ? 1 : 0.5,
    ...(at === 11 ? { trap: { values: ["honesty"], not: [] } } : {}),
  })),
};
writeFileSync(paths.sample("blind"), formatSample(sample));

interface Row {
  readonly of: string;
  readonly estimate: {
    estimator: string;
    value: number | null;
    reason?: string;
    design: string;
    n: object;
    interval?: object;
  };
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(["agreement", ...args], {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, text: lines.join("\n"), lines, notes: notes.join("\n") };
}

async function figures(
  ...args: string[]
): Promise<Map<string, { figures: Row[]; more?: never; unavailable?: string }>> {
  const { lines } = await run("--json", "--figures", ...args);
  const report = JSON.parse(lines[0] ?? "");
  return new Map(report.figures.map((one: { section: string }) => [one.section, one]));
}

describe("valuemark agreement --figures", () => {
  it("every figure has estimator, n and design, and those with a value nearly all an interval", async () => {
    const all = await figures("all", "--sample", "blind", data);
    expect([...all.keys()]).toHaveLength(11);
    const rows = [...all.values()].flatMap((section) => section.figures);
    expect(rows.length).toBeGreaterThan(40);
    for (const { estimate } of rows) {
      expect(estimate.estimator).not.toBe("");
      expect(estimate.design).not.toBe("");
      expect(estimate.n).toMatchObject({ units: expect.any(Number), values: expect.any(Number) });
      if (estimate.value === null) expect(estimate.reason).toBeTruthy();
    }
    for (const section of all.values()) expect(section.unavailable).toBeUndefined();
  });

  it("recall against the blind rater, refused against the other; weights and traps of the sample", async () => {
    const all = await figures("extractor,traps,prevalence", "--sample", "blind", data);
    const of = (section: string, who: string, what: string) =>
      all.get(section)?.figures.find((row) => row.of === who && row.estimate.estimator.startsWith(what))
        ?.estimate;
    expect(of("extractor", "against ana", "recall")?.value).toBe(1);
    // The trap is out: 7 of the 11 drawn.
    expect(of("extractor", "against ana", "precision")?.value).toBeCloseTo(7 / 11, 12);
    expect(of("extractor", "against ben", "recall")).toMatchObject({ value: null });
    expect(of("extractor", "against ben", "recall")?.reason).toContain("the rater saw the suggestions");
    expect(of("traps", "ana", "share")?.value).toBe(1);
    expect(of("traps", "ben", "share")?.value).toBe(0);
    expect(all.get("prevalence")?.figures.map((row) => row.of)).toContain("free text: honesty, by ana");
  });

  it("what isn't there is said: spans without the text, prevalence without a sample", async () => {
    const all = await figures("spans,prevalence,traps", folder);
    expect(all.get("spans")?.unavailable).toContain("name the conversation file");
    expect(all.get("prevalence")?.unavailable).toContain("--sample");
    expect(all.get("traps")?.unavailable).toContain("--sample");
    const spans = await figures("spans", data);
    expect(spans.get("spans")?.figures[0]?.estimate.value).toBeLessThan(1);
  });

  it("as text, with each design told once", async () => {
    const { text, code } = await run("--figures", "pace,anchoring,confusion,calibration", data);
    expect(code).toBe(0);
    expect(text).toContain("[pace]");
    expect(text).toMatch(/ana: median seconds .* 40\.0000/);
    expect(text).toContain("Observed, not caused");
    expect(text).toContain("ana in rows, the extractor in columns");
    expect(text).toMatch(/ben: expected calibration error, 10 bins 0\.0000/);
  });

  it("wrong names are called wrong", async () => {
    for (const args of [
      ["--figures", "x"],
      ["--sample", "none"],
      ["--figures", "extractor", "--run", "none"],
    ]) {
      expect((await run(...args, data)).code).toBe(2);
    }
  });
});
