import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Suggestion } from "../../../src/core/extraction/annotation.ts";
import type { ConversationMarks } from "../../../src/core/table/table.ts";
import { readAllJudgements } from "../../../src/store/all-judgements.ts";
import { corpusPaths, type CorpusPaths } from "../../../src/store/paths.ts";
import { readMarks } from "../../../src/store/read-marks.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";
import { HASH, OTHER_HASH, suggestionOf, value } from "../core/review/events.ts";
import { openLog, temporaryFolder } from "./support.ts";

const run = (id: string, startedAt: string) =>
  ({
    v: 1,
    id,
    extractor: "local",
    extractorVersion: "1",
    taxonomy: { id: "core", hash: "h" },
    settings: {},
    startedAt,
  }) as const;
const suggested = (id: string, runId: string, conversation: string, name: string): Suggestion => ({
  ...suggestionOf(id, value(name)),
  run: runId,
  conversation: { id: conversation, hash: HASH },
});

async function marksOf(paths: CorpusPaths, rater: string | undefined): Promise<ConversationMarks[]> {
  const all: ConversationMarks[] = [];
  for await (const chunk of readMarks(paths, { rater, isWatched: (label) => label.value === "dominance" }))
    all.push(...chunk);
  return all;
}

describe("the marks of a corpus", () => {
  it("are none where nobody judged and nothing was suggested", async () => {
    const paths = corpusPaths(join(await temporaryFolder(), ".valuemark"), "chats-0123456789");
    expect(await marksOf(paths, "ada")).toEqual([]);
    expect((await readAllJudgements(paths)).raters).toEqual([]);
  });

  it("tell the current rater's status, standing values of rater and newest run, all raters, and warnings", async () => {
    const paths = corpusPaths(join(await temporaryFolder(), ".valuemark"), "chats-0123456789");
    const store = await openSuggestions(paths);
    await store.startRun(run("r1", "2026-01-01T00:00:00.000Z"));
    await store.startRun(run("r2", "2026-01-02T00:00:00.000Z"));
    await store.append("r1", [
      {
        conversation: { id: "c1", hash: HASH },
        suggestions: [suggested("a1", "r1", "c1", "patience"), suggested("a2", "r1", "c1", "old")],
      },
    ]);
    await store.append("r2", [
      {
        conversation: { id: "c1", hash: HASH },
        suggestions: [suggested("b1", "r2", "c1", "dominance"), suggested("b2", "r2", "c1", "care")],
      },
      { conversation: { id: "c2", hash: HASH }, suggestions: [suggested("b3", "r2", "c2", "dominance")] },
    ]);
    const c1 = { conversation: { id: "c1", hash: HASH }, assist: "suggested" } as const;
    const ada = await openLog(paths.judgements("ada"), { rater: "ada" });
    await ada.append({ kind: "confirm", target: "a1", from: "a1", run: "r1" }, c1);
    await ada.append({ kind: "reject", target: "b2", from: "b2", run: "r2" }, c1);
    await ada.append({ kind: "add", label: value("candour"), spans: [] }, c1);
    await ada.append({ kind: "done" }, c1);
    await ada.append({ kind: "flag", on: true }, { ...c1, conversation: { id: "c3", hash: OTHER_HASH } });
    const ben = await openLog(paths.judgements("ben"), { rater: "ben" });
    await ben.append({ kind: "skip" }, c1);

    const marks = await marksOf(paths, "ada");
    const of = (id: string) => marks.find((each) => each.id === id);
    expect(marks).toHaveLength(3);
    expect(of("c1")).toMatchObject({ hash: HASH, status: "done", judged: 3, raters: ["ada", "ben"] });
    expect([...(of("c1")?.labels ?? [])].sort()).toEqual(["candour", "dominance", "patience"]);
    expect(of("c1")?.warnings).toBe(1);
    expect(of("c2")).toMatchObject({ status: "open", judged: 0, raters: [], labels: ["dominance"] });
    expect(of("c3")).toMatchObject({ flagged: true, raters: ["ada"], labels: [], hash: OTHER_HASH });

    const bens = (await marksOf(paths, "ben")).find(({ id }) => id === "c1");
    expect(bens).toMatchObject({ status: "skipped", judged: 0 });
    expect((await marksOf(paths, undefined)).find(({ id }) => id === "c1")).toMatchObject({ status: "open" });
  });
});
