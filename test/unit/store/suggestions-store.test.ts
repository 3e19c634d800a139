import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Suggestion } from "../../../src/core/extraction/annotation.ts";
import type { RunRecord } from "../../../src/core/extraction/extractor.ts";
import { corpusPaths } from "../../../src/store/paths.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";
import { HASH, OTHER_HASH, suggestionOf, value } from "../core/review/events.ts";
import { temporaryFolder, unsynced } from "./support.ts";

const run = (id: string, startedAt = "2026-01-01T00:00:00.000Z"): RunRecord => ({
  v: 1,
  id,
  extractor: "local",
  extractorVersion: "1",
  taxonomy: { id: "core", hash: "h" },
  settings: { limit: 5 },
  startedAt,
});
const of = (id: string, runId: string, conversation = "c1", hash = HASH): Suggestion => ({
  ...suggestionOf(id, value("Geduld 忍耐")),
  run: runId,
  conversation: { id: conversation, hash },
  rationale: "said\nso",
  explicit: true,
  score: 0.5,
  unanchored: ["lost"],
  given: { text: "patience", method: "similarity", score: 0.8 },
});
const ref = (id: string, hash = HASH) => ({ id, hash });
const pathsOf = async () => corpusPaths(join(await temporaryFolder(), ".valuemark"), "chats-0123456789");

describe("the suggestions of a corpus", () => {
  it("are read back as written, run beside run, by conversation", async () => {
    const paths = await pathsOf();
    const store = await openSuggestions(paths);
    await store.startRun(run("r2", "2026-01-02T00:00:00.000Z"));
    await store.startRun(run("r1"));
    await Promise.all([
      store.append("r2", [{ conversation: ref("c1"), suggestions: [of("b1", "r2"), of("b2", "r2")] }]),
      store.append("r2", [{ conversation: ref("c2"), suggestions: [], abstained: "nothing subjective" }]),
      store.append("r1", [
        { conversation: ref("c1"), suggestions: [of("a1", "r1")] },
        { conversation: ref("c1", OTHER_HASH), suggestions: [of("a2", "r1", "c1", OTHER_HASH)] },
        { conversation: ref("__proto__"), suggestions: [] },
      ]),
    ]);
    await store.finishRun("r1", "2026-01-01T00:01:00.000Z");
    const again = await openSuggestions(paths);
    expect(again.problems).toEqual([]);
    expect(again.runs.map((record) => [record.id, record.finishedAt])).toEqual([
      ["r1", "2026-01-01T00:01:00.000Z"],
      ["r2", undefined],
    ]);
    for (const opened of [store, again]) {
      expect(await opened.of("c1", ["r2"])).toEqual([
        { conversation: ref("c1"), suggestions: [of("b1", "r2"), of("b2", "r2")] },
      ]);
      expect((await opened.of("c1")).flatMap((result) => result.suggestions.map((s) => s.id)).sort()).toEqual(
        ["a1", "a2", "b1", "b2"],
      );
      expect(await opened.of("c2")).toEqual([
        { conversation: ref("c2"), suggestions: [], abstained: "nothing subjective" },
      ]);
      expect(await opened.of("nobody")).toEqual([]);
      expect(opened.has("r1", ref("__proto__"))).toBe(true);
      expect(opened.has("r1", ref("c2"))).toBe(false);
      expect(opened.has("r2", ref("c1", OTHER_HASH))).toBe(false);
    }
  });

  it(
    "survive a cut at any byte: whole conversations stay, the run goes on",
    { timeout: 120_000 },
    async () => {
      const paths = await pathsOf();
      const store = await openSuggestions(paths, unsynced);
      await store.startRun(run("r1"));
      const ids = ["c1", "c2", "c3"];
      const resultOf = (id: string) => ({ conversation: ref(id), suggestions: [of(`s-${id}`, "r1", id)] });
      for (const id of ids) await store.append("r1", [resultOf(id)]);
      const file = paths.suggestions("r1");
      const bytes = await readFile(file);
      for (let cut = 0; cut <= bytes.length; cut += 3) {
        await writeFile(file, bytes.subarray(0, cut));
        const resumed = await openSuggestions(paths, unsynced);
        const whole = bytes.subarray(0, cut).toString("latin1").split("\n").length - 1;
        for (const [i, id] of ids.entries()) {
          if (i < whole) expect(resumed.has("r1", ref(id)), `${id} at ${cut}`).toBe(true);
          if (!resumed.has("r1", ref(id))) await resumed.append("r1", [resultOf(id)]);
          expect(await resumed.of(id)).toEqual([resultOf(id)]);
        }
        const reopened = await openSuggestions(paths, unsynced);
        for (const id of ids) expect(await reopened.of(id)).toEqual([resultOf(id)]);
      }
    },
  );

  it("name what can't be read and go on", async () => {
    const paths = await pathsOf();
    const store = await openSuggestions(paths);
    await store.startRun(run("r1"));
    await store.append("r1", [{ conversation: ref("c1"), suggestions: [of("a1", "r1")] }]);
    const good = await readFile(paths.suggestions("r1"));
    await appendFile(paths.suggestions("r1"), '{"v":2}\n{"v":1,"conversation":7}\n\n');
    await appendFile(paths.suggestions("r1"), Buffer.from([0xff, 10]));
    await appendFile(paths.suggestions("r1"), good.toString().replace('"a1"', '"changed"'));
    await appendFile(paths.suggestions("r1"), '{"v":1');
    await writeFile(paths.run("r3"), '{"v":2}');
    await writeFile(paths.run("r4"), "{");
    const again = await openSuggestions(paths);
    expect(again.problems.map(({ run: name, line }) => [name, line])).toEqual([
      ["r3", 0],
      ["r4", 0],
      ["r1", 2],
      ["r1", 3],
      ["r1", 4],
      ["r1", 6],
    ]);
    expect((await again.of("c1"))[0]?.suggestions[0]?.id).toBe("a1");
  });

  it("refuse a run twice, an unknown run, and suggestions of another run or beyond a limit", async () => {
    const paths = await pathsOf();
    const [store, other] = [await openSuggestions(paths), await openSuggestions(paths)];
    await store.startRun(run("r1"));
    await expect(store.startRun(run("r1"))).rejects.toThrow(RangeError);
    await expect(other.startRun(run("r1"))).rejects.toThrow(RangeError);
    await expect(store.append("r9", [])).rejects.toThrow("no such run");
    const wrong = [
      of("s1", "r2"),
      of("s1", "r1", "c2"),
      of("s1", "r1", "c1", OTHER_HASH),
      { ...of("s1", "r1"), rationale: "x".repeat(200_000) },
    ];
    for (const suggestion of wrong) {
      const append = store.append("r1", [{ conversation: ref("c1"), suggestions: [suggestion] }]);
      await expect(append).rejects.toThrow(RangeError);
    }
    await mkdir(dirname(paths.suggestions("r1")), { recursive: true });
    expect((await openSuggestions(paths)).has("r1", ref("c1"))).toBe(false);
  });

  it("of two windows in the same run are both kept and found", async () => {
    const paths = await pathsOf();
    const a = await openSuggestions(paths);
    await a.startRun(run("r1"));
    const b = await openSuggestions(paths);
    const one = (id: string) => ({ conversation: ref(id), suggestions: [of(`s-${id}`, "r1", id)] });
    const names = Array.from({ length: 40 }, (_, n) => n);
    await Promise.all(names.map((n) => (n % 2 ? a : b).append("r1", [one(`c${n}`)])));
    for (const n of names) expect(await (n % 2 ? a : b).of(`c${n}`)).toEqual([one(`c${n}`)]);
    const again = await openSuggestions(paths);
    for (const n of names) expect(await again.of(`c${n}`)).toEqual([one(`c${n}`)]);
  });
});
