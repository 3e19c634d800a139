import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "valuemark-extract-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(["extract", ...args], {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, lines, notes, json: () => lines.map((line): unknown => JSON.parse(line)) };
}

function row(id: string, user: string, assistant: string): string {
  const messages = [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ];
  return `${JSON.stringify({ id, messages })}\n`;
}

describe("valuemark extract", () => {
  it("prints a line with annotations for each conversation", async () => {
    const ask = "What should I do about my sister? I care about honesty.";
    const name = file(
      "two.jsonl",
      row("a", ask, "😀 Good. It's your decision.") + row("b", "What is 2 + 2?", "4"),
    );
    const { code, json } = await run("--local", name);
    expect(code).toBe(0);
    expect(json()).toEqual([
      {
        file: name,
        index: 0,
        id: "a",
        annotations: [
          {
            kind: "aiValue",
            value: "user autonomy",
            node: "user-autonomy",
            path: ["Personal", "Personal growth and wellbeing", "user autonomy"],
            spans: [{ turn: 1, block: 0, start: 9, end: 28, quote: "It's your decision." }],
            rule: "agency.your-call",
            score: expect.any(Number),
            rationale: expect.any(String),
          },
          expect.objectContaining({ kind: "humanValue", node: "honesty" }),
          expect.objectContaining({
            kind: "subjectivity",
            value: "subjective",
            node: null,
            path: [],
            spans: [],
          }),
          expect.objectContaining({ kind: "responseType", value: "helps" }),
        ],
      },
      expect.objectContaining({ index: 1, id: "b", abstained: "no subjective content found" }),
    ]);
  });

  it("prints rows and files that can't be read, and goes on", async () => {
    const name = file("bad.jsonl", `${row("a", "Hi", "Hello")}{broken\n${row("b", "Hi", "Hello")}`);
    const { code, json } = await run("--local", path.join(folder, "none.jsonl"), name);
    expect(code).toBe(1);
    expect(json()).toEqual([
      { file: path.join(folder, "none.jsonl"), line: null, reason: "There is no such file." },
      expect.objectContaining({ index: 0, id: "a" }),
      { file: name, line: 2, reason: expect.any(String) },
      expect.objectContaining({ index: 1, id: "b" }),
    ]);
  });

  it.each([
    [[]],
    [["--local"]],
    [["x.jsonl"]],
    [["--local", "--as", "nosuch", "x"]],
    [["--local", "--nosuch"]],
  ])("explains itself when called with %j", async (args) => {
    const { code, lines, notes } = await run(...args);
    expect(code).toBe(2);
    expect(lines).toEqual([]);
    expect(notes.join()).toContain("valuemark extract --local");
  });

  it("says in its help what the local extractor is", async () => {
    const { code, lines } = await run("--help");
    expect(code).toBe(0);
    expect(lines.join()).toMatch(/not a language model/);
  });
});
