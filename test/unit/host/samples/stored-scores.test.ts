import { appendFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RunRecord } from "../../../../src/core/extraction/extractor.ts";
import { formatEvent } from "../../../../src/core/review/validate.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";
import { storedScores } from "../../../../src/host/samples/stored-scores.ts";
import { raterNames } from "../../../../src/store/all-judgements.ts";
import { corpusPaths } from "../../../../src/store/paths.ts";
import { openSuggestions } from "../../../../src/store/suggestions-store.ts";
import { HASH, suggestionOf, value } from "../../core/review/events.ts";

const { signal } = new AbortController();

async function corpus() {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-scores-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const paths = corpusPaths(join(folder, ".valuemark"), "chats-0123456789");
  return { paths, store: await openSuggestions(paths), taxonomy: valuemarkCore() };
}

const run = (id: string, startedAt: string): RunRecord => ({
  v: 1,
  id,
  extractor: "local",
  extractorVersion: "1",
  taxonomy: { id: "core", hash: "h" },
  settings: {},
  startedAt,
});

describe("scores out of what is stored", () => {
  it("are the uncertainty of the newest run that has scores", async () => {
    const { paths, store, taxonomy } = await corpus();
    const of = { paths, store, taxonomy };
    await expect(storedScores("uncertainty", of, signal)).rejects.toThrow(/No run here/);
    const suggested = async (
      id: string,
      at: string,
      scores: Readonly<Record<string, number | undefined>>,
    ) => {
      await store.startRun(run(id, at));
      const results = Object.entries(scores).map(([name, score]) => {
        const conversation = { id: name, hash: HASH };
        const one = { ...suggestionOf(`${id}-${name}`, value("honesty")), run: id, conversation };
        return { conversation, suggestions: [score === undefined ? one : { ...one, score }] };
      });
      await store.append(id, results);
    };
    await suggested("old", "2026-01-01T00:00:00.000Z", { c1: 0 });
    await suggested("scored", "2026-01-02T00:00:00.000Z", { c1: 0.5, c2: 1, c3: undefined });
    await suggested("plain", "2026-01-03T00:00:00.000Z", { c1: undefined });
    expect(await storedScores("uncertainty", of, signal)).toEqual({
      ids: ["c1", "c2"],
      scores: [1, 0],
      basis: "scores of the run scored",
    });
    await expect(storedScores("uncertainty", of, AbortSignal.abort())).rejects.toThrow();
  });

  it("are the disagreement of raters on the conversations that two have rated", async () => {
    const { paths, store, taxonomy } = await corpus();
    const of = { paths, store, taxonomy };
    await expect(storedScores("disagreement", of, signal)).rejects.toThrow(/two raters/);
    let count = 0;
    const said = async (rater: string, id: string, name: string): Promise<void> => {
      const base = {
        v: 1,
        at: "2026-01-01T00:00:00.000Z",
        rater,
        conversation: { id, hash: HASH },
        assist: "blind",
      } as const;
      const next = (): string => `01JT5ZC0G3V8M4K2Q7R9S1T6${String(10 + count++)}`;
      const lines = [
        formatEvent({ ...base, id: next(), kind: "add", label: value(name), spans: [] }),
        formatEvent({ ...base, id: next(), kind: "done" }),
      ];
      await mkdir(dirname(paths.judgements(rater)), { recursive: true });
      await appendFile(paths.judgements(rater), lines.map((line) => `${line}\n`).join(""));
    };
    await said("bo", "c1", "honesty");
    await said("ada", "c1", "honesty");
    await said("ada", "c2", "honesty");
    await said("bo", "c2", "patience");
    await said("ada", "c3", "patience");
    const found = await storedScores("disagreement", of, signal);
    expect(Object.fromEntries(found.ids.map((id, at) => [id, found.scores[at]]))).toEqual({ c1: 0, c2: 1 });
    expect(found.basis).toBe("AI values of ada, bo");
    expect(await raterNames(paths)).toEqual(["ada", "bo"]);
  });
});
