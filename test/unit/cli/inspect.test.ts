import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "valuemark-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

async function run(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(args, {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, lines, notes, json: () => lines.map((line): unknown => JSON.parse(line)) };
}

const good = () =>
  file("good.jsonl", '{"id":"a","split":"x","messages":[{"role":"user","content":"hé😀"}]}\n');

describe("valuemark inspect", () => {
  it("prints an outline without the words", async () => {
    const name = good();
    const { code, json } = await run("inspect", name);
    expect(code).toBe(0);
    expect(json()).toEqual([
      {
        file: name,
        format: "openai-chat",
        index: 0,
        id: "a",
        position: { row: 0, line: 1 },
        turns: [{ role: "user", blocks: [{ type: "text", chars: 4 }] }],
        metadata: ["split"],
      },
    ]);
  });

  it("exits 1 when one file of several gives no conversation, and says why for each", async () => {
    const name = good();
    const words = file("words.txt", "nothing here");
    const { code, json } = await run("inspect", words, path.join(folder, "absent.json"), folder, name);
    expect(code).toBe(1);
    expect(json()).toEqual([
      { file: words, line: null, reason: expect.stringContaining("no turns") },
      { file: path.join(folder, "absent.json"), line: null, reason: "There is no such file." },
      { file: folder, line: null, reason: expect.stringContaining("folder") },
      expect.objectContaining({ file: name, id: "a" }),
    ]);
  });

  it("exits 0 with broken rows beside a conversation, and names their lines", async () => {
    const mixed = file("mixed.jsonl", '{"id":"a","messages":[{"role":"user","content":"x"}]}\n{"id":\n');
    const { code, json } = await run("inspect", mixed);
    expect(code).toBe(0);
    expect(json()[1]).toEqual({ file: mixed, line: 2, reason: expect.stringContaining("line 2") });
  });

  it("takes --as, --map and --notes", async () => {
    const odd = file("odd.json", '[{"m":[{"who":"me","said":"x"}]}]');
    const map = JSON.stringify({ messages: "m", role: "who", text: "said", roles: { me: "assistant" } });
    const mapped = await run("inspect", "--map", map, "--notes", odd);
    expect(mapped.json()).toEqual([expect.objectContaining({ format: "mapped", notes: [] })]);
    expect((await run("inspect", "--as", "lmsys", good())).code).toBe(1);
  });

  it.each([
    [[]],
    [["inspect"]],
    [["nonsense"]],
    [["inspect", "--wrong", "x"]],
    [["inspect", "--as", "nonsense", "x"]],
    [["inspect", "--map", "{", "x"]],
    [["inspect", "--map", '{"messages":"m"}', "x"]],
    [["inspect", "--map", '{"messages":"m","role":"r","text":"t","roles":{"a":"king"}}', "x"]],
    [["inspect", "--as", "lmsys", "--map", '{"messages":"m","role":"r","text":"t"}', "x"]],
  ])("exits 2 for %j, with nothing on standard output", async (args) => {
    const { code, lines, notes } = await run(...args);
    expect(code).toBe(2);
    expect(lines).toEqual([]);
    expect(notes.join("\n")).toContain("valuemark");
  });

  it("explains itself", async () => {
    expect((await run("--help")).code).toBe(0);
    const help = await run("inspect", "--help");
    expect(help.code).toBe(0);
    expect(help.lines.join("\n")).toContain("openai-chat");
  });
});
