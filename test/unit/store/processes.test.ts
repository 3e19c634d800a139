import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONTEXT, openLog, temporaryFolder } from "./support.ts";

let bundles = "";
let script = "";
beforeAll(async () => {
  bundles = await mkdtemp(join(tmpdir(), "valuemark-writer-"));
  script = join(bundles, "writer.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("writer-process.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: script,
  });
});
afterAll(() => rm(bundles, { recursive: true, force: true }));

interface Writer {
  readonly child: ChildProcess;
  /** Whole lines printed so far. */
  readonly lines: () => string[];
  readonly ended: Promise<void>;
}

function startWriter(file: string, count: number, tag: string): Writer {
  const child = spawn(process.execPath, [script, file, String(count), tag], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  // "close" comes after all output was read, also when killed.
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return { child, lines: () => output.split("\n").slice(0, -1), ended };
}

describe("processes", () => {
  it(
    "kill -9 during a burst loses nothing acknowledged: 24 rounds over one file",
    { timeout: 120_000 },
    async () => {
      const file = join(await temporaryFolder(), "judgements", "ada.jsonl");
      const acknowledged = new Set<string>();
      for (let round = 0; round < 24; round++) {
        const writer = startWriter(file, 0, `round ${round}`);
        await expect.poll(() => writer.lines().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
        writer.child.kill("SIGKILL");
        await writer.ended;
        for (const id of writer.lines()) if (id !== "ready") acknowledged.add(id);
        const log = await openLog(file);
        const found = new Set(log.events.map((event) => event.id));
        expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
        acknowledged.add((await log.append({ kind: "flag", on: true }, CONTEXT)).id);
      }
      expect(acknowledged.size).toBeGreaterThan(24 * 5);
    },
  );

  it(
    "two windows append to one file at once: none lost, none glued, each sees all",
    { timeout: 120_000 },
    async () => {
      const file = join(await temporaryFolder(), "ada.jsonl");
      const here = await openLog(file);
      const writers = [startWriter(file, 500, "a"), startWriter(file, 500, "b")];
      const own: string[] = [];
      while (writers.some(({ child }) => child.exitCode === null && child.signalCode === null)) {
        own.push((await here.append({ kind: "flag", on: own.length % 2 === 0 }, CONTEXT)).id);
      }
      await Promise.all(writers.map((writer) => writer.ended));
      const printed = writers.map((writer) => writer.lines());
      for (const lines of printed) expect(lines.at(-1)).toBe("end");
      const ids = [
        ...printed.flatMap((lines) => lines.filter((line) => line !== "ready" && line !== "end")),
        ...own,
      ];
      expect(ids.length).toBeGreaterThan(1_000);
      expect(new Set(ids).size).toBe(ids.length);

      await here.refresh();
      expect(here.problems).toEqual([]);
      expect(here.events.map((event) => event.id).sort()).toEqual(ids.sort());
      const text = await readFile(file, "utf8");
      expect(text.split("\n").filter((line) => line !== "")).toHaveLength(ids.length);
      expect((await openLog(file)).events).toEqual(here.events);
    },
  );
});
