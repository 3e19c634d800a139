import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatEntry,
  parseEntry,
  type LedgerEntry,
} from "../../../src/core/extraction/engine/ledger-entry.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import { corpusPaths } from "../../../src/store/paths.ts";
import { ledgerFile, openRunLedger } from "../../../src/store/run-ledger.ts";
import { lockRun } from "../../../src/store/run-ledger-lock.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";
import { temporaryFolder, unsynced } from "./support.ts";

const usage = { inputTokens: 5, outputTokens: 6, cacheReadTokens: 7, cacheWriteTokens: 8 };
const conversation = { id: "c\u2028 1", hash: "h" };
const ENTRIES: readonly LedgerEntry[] = [
  { kind: "opened", at: 1, total: 9, cap: null, model: "m" },
  { kind: "sent", at: 2, call: "a-1", conversation, key: "k1", most: 0.5 },
  { kind: "sent", at: 2, call: "a-2", conversation, key: "k2", most: 0.25 },
  { kind: "settled", at: 3, call: "a-1", reason: null, usage, cost: 0.125, sure: true },
  { kind: "failed", at: 4, conversation, reason: "refusal" },
  { kind: "shard", at: 5, shard: 0, from: 0, to: 4, again: [], items: 4, hash: "x", most: 2 },
  { kind: "created", at: 6, shard: 0, batch: "b0" },
  { kind: "collected", at: 7, shard: 0, cost: 1, unsure: 0.5, usage, again: [[2, 1]] },
  { kind: "shard", at: 8, shard: 1, from: 4, to: 9, again: [2], items: 6, hash: "y", most: 2 },
  { kind: "rejected", at: 9, shard: 1, reason: "overloaded" },
  { kind: "ended", at: 10, reason: "finished" },
];

async function ledgerIn(folder: string) {
  const paths = corpusPaths(join(folder, ".valuemark"), "chats-0123456789");
  return { paths, file: ledgerFile(paths, "run/../1") };
}

describe("the ledger of a run", () => {
  it("stands beside the run's record, and the store of suggestions doesn't take it for one", async () => {
    const { paths, file } = await ledgerIn(await temporaryFolder());
    expect(file.startsWith(paths.runsFolder)).toBe(true);
    await (await openRunLedger(file)).append(ENTRIES);
    expect(await openSuggestions(paths)).toMatchObject({ runs: [], problems: [] });
  });

  it("adds up after a restart, whichever way it was written", async () => {
    const { file } = await ledgerIn(await temporaryFolder());
    const first = await openRunLedger(file);
    expect(first.state.opened).toBe(false);
    for (const entry of ENTRIES) await first.append([entry]);
    const { state, problems } = await openRunLedger(file);
    expect(problems).toEqual([]);
    expect(state).toEqual(first.state);
    expect(state).toMatchObject({
      spent: 1.125,
      unsure: 0.5,
      next: 4,
      nextShard: 2,
      ended: "finished",
      opened: true,
    });
    expect([...state.openCalls]).toEqual([["a-2", 0.25]]);
    expect([...state.again]).toEqual([[2, 1]]);
    expect(state.shards.size).toBe(0);
  });

  it("cut at any byte it keeps the whole lines, and what is appended next is not glued to the torn one", async () => {
    const folder = await temporaryFolder();
    const whole = ENTRIES.map((entry) => `${formatEntry(entry)}\n`).join("");
    const bytes = Buffer.from(whole);
    for (let cut = 0; cut <= bytes.length; cut += 3) {
      const file = join(folder, `${cut}.ledger.jsonl`);
      await writeFile(file, bytes.subarray(0, cut));
      const opened = await openRunLedger(file, unsynced);
      const kept = bytes.subarray(0, cut).toString("utf8").split("\n");
      // A last line that lacks nothing but its line feed counts.
      const count = kept.filter((line) => parseEntry(line).status === "entry").length;
      expect(opened.problems.length).toBe(kept.filter((line) => line !== "").length - count);
      await opened.append([{ kind: "created", at: 1, shard: 77, batch: "later" }]);
      const again = await openRunLedger(file, unsynced);
      expect(again.state.batches.has("later")).toBe(true);
      expect(again.state.spent).toBe(opened.state.spent);
    }
  });

  it("reports lines that can't be read and goes on", async () => {
    const { file } = await ledgerIn(await temporaryFolder());
    await (await openRunLedger(file)).append(ENTRIES.slice(0, 1));
    await appendFile(
      file,
      `{"v":2,"kind":"opened"}\nnonsense\n{"v":1,"kind":"sent","at":1}\n\xff\n{"v":1,"ki`,
      "latin1",
    );
    expect((await openRunLedger(file)).problems).toEqual([
      { line: 2, reason: "newer version" },
      { line: 3, reason: "damaged" },
      { line: 4, reason: "damaged" },
      { line: 5, reason: "damaged" },
      { line: 6, reason: "torn" },
    ]);
  });

  it("is durable before it says so, and passes errors on", async () => {
    const { file } = await ledgerIn(await temporaryFolder());
    let syncs = 0;
    const counting = {
      ...nodeFileSystem,
      open: async (path: string, flags: "r" | "a+" | "wx") => {
        const handle = await nodeFileSystem.open(path, flags);
        return { ...handle, datasync: async () => (await handle.datasync(), void syncs++) };
      },
    };
    const ledger = await openRunLedger(file, counting);
    await ledger.append(ENTRIES.slice(0, 2));
    expect(syncs).toBe(1);
    const failing = {
      ...counting,
      open: () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" })),
    };
    const broken = await openRunLedger(`${file}x`, failing);
    await expect(broken.append(ENTRIES.slice(0, 1))).rejects.toThrow("full");
    expect(broken.state.opened).toBe(false);
  });

  it("reads every entry back as written, and never throws on a line", () => {
    for (const entry of ENTRIES) expect(parseEntry(formatEntry(entry))).toEqual({ status: "entry", entry });
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom(...ENTRIES),
        fc.jsonValue(),
        (text, entry, value) => {
          parseEntry(text);
          for (const key of Object.keys(entry)) parseEntry(JSON.stringify({ v: 1, ...entry, [key]: value }));
        },
      ),
    );
  });
});

describe("the lock of a run", () => {
  it("lets one sitting in at a time", async () => {
    const file = join(await temporaryFolder(), "run.ledger.jsonl");
    const first = await lockRun(file);
    expect(first).toBeDefined();
    expect(await lockRun(file)).toBeUndefined();
    await first?.release();
    const second = await lockRun(file);
    expect(second).toBeDefined();
    await second?.release();
  });

  it("takes over from a process that is gone, not from another machine", async () => {
    const file = join(await temporaryFolder(), "run.ledger.jsonl");
    const mine = await lockRun(file);
    const owner = JSON.parse(await readFile(`${file}.lock`, "utf8"));
    // No process has this id: it is beyond what Linux gives out.
    await writeFile(`${file}.lock`, JSON.stringify({ ...owner, pid: 2 ** 30 }));
    const taken = await lockRun(file);
    expect(taken).toBeDefined();
    await writeFile(`${file}.lock`, JSON.stringify({ ...owner, pid: 2 ** 30, host: "elsewhere" }));
    expect(await lockRun(file)).toBeUndefined();
    await writeFile(`${file}.lock`, "");
    expect(await lockRun(file)).toBeDefined();
    await mine?.release();
  });
});
