import { execFile, execFileSync } from "node:child_process";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ulid } from "ulid";
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../../src/core/extraction/extractor.ts";
import { foldConversation } from "../../../src/core/review/fold.ts";
import { PROJECT_FOLDER, corpusPaths } from "../../../src/store/paths.ts";
import { ensureProject, readProject, updateProject } from "../../../src/store/project.ts";
import { openJudgementLog } from "../../../src/store/judgement-log.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";
import { HASH, suggestionOf } from "../core/review/events.ts";
import { CONTEXT, openLog, temporaryFolder } from "./support.ts";

function hasGit(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const run = promisify(execFile);
const IDENTITY = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];

describe.skipIf(!hasGit())("git merges a rater's file from two machines", () => {
  it.each([
    { torn: false, autocrlf: "false" },
    { torn: true, autocrlf: "false" },
    { torn: false, autocrlf: "true" },
  ])("and loses nothing: %o", async ({ torn, autocrlf }) => {
    const folder = await temporaryFolder();
    const git = (...args: string[]) =>
      run("git", [...IDENTITY, "-c", `core.autocrlf=${autocrlf}`, ...args], { cwd: folder });
    const commit = async (message: string) => {
      await git("add", "-A");
      await git("commit", "-qm", message);
    };
    const file = corpusPaths(join(folder, PROJECT_FOLDER), "chats-0123456789").judgements("ada");
    await git("init", "-q", "-b", "desk");
    await ensureProject(join(folder, PROJECT_FOLDER));
    const desk = await openLog(file);
    const saved = [await desk.append({ kind: "confirm", target: "s1" }, CONTEXT)];
    await commit("both");

    await git("checkout", "-qb", "laptop");
    saved.push(await desk.append({ kind: "reject", target: "s1" }, CONTEXT));
    saved.push(await desk.append({ kind: "flag", on: true }, CONTEXT));
    // Power loss on the laptop, committed as it was.
    if (torn) await appendFile(file, '{"v":1,"id":"01J');
    await commit("laptop");

    await git("checkout", "-q", "desk");
    expect((await desk.refresh()).reloaded).toBe(true);
    expect(desk.events).toEqual(saved.slice(0, 1));
    saved.push(await desk.append({ kind: "confirm", target: "s2" }, CONTEXT));
    saved.push(await desk.append({ kind: "done" }, CONTEXT));
    await commit("desk");

    const merges: string[] = [];
    for (const [ours, theirs] of [
      ["desk", "laptop"],
      ["laptop", "desk"],
    ] as const) {
      await git("checkout", "-q", "--detach", ours);
      await git("merge", "-q", "--no-edit", theirs);
      merges.push(await readFile(file, "utf8"));
      const log = await openLog(file);
      expect(log.events.map((event) => event.id).sort()).toEqual(saved.map((event) => event.id).sort());
      expect(log.problems).toHaveLength(torn ? 1 : 0);
      const state = foldConversation([suggestionOf("s1"), suggestionOf("s2")], log.events, HASH);
      expect(state.labels.map((label) => label.state)).toEqual(["rejected", "confirmed"]);
      expect(state).toMatchObject({ status: "done", flagged: true });
      const next = await log.append({ kind: "skip" }, CONTEXT);
      expect(saved.every((event) => event.id < next.id)).toBe(true);
      await git("checkout", "-q", "-f", "desk");
    }
    expect(merges[0]).not.toBe(merges[1]);
    expect(merges[0]).not.toContain("<<<<<<<");
  });
});

describe.skipIf(!hasGit())("git merges two raters who both began the project", () => {
  it("without a conflict in project, run record, suggestions or judgements", async () => {
    const folder = await temporaryFolder();
    const git = (...args: string[]) => run("git", [...IDENTITY, ...args], { cwd: folder });
    await git("init", "-q", "-b", "start");
    await git("commit", "-q", "--allow-empty", "-m", "start");
    const project = join(folder, PROJECT_FOLDER);
    const paths = corpusPaths(project, "chats-0123456789");
    const begin = async (rater: string, conversations: readonly string[]) => {
      await git("checkout", "-q", "-b", rater, "start");
      await ensureProject(project);
      await updateProject(project, { codebook: "1" });
      const store = await openSuggestions(paths);
      await store.startRun(RUN);
      for (const id of conversations) {
        await store.append(RUN.id, [{ conversation: { id, hash: HASH }, suggestions: [] }]);
      }
      const log = await openJudgementLog(paths.judgements(rater), {
        rater,
        clock: () => Date.now(),
        newId: ulid,
      });
      await log.append(
        { kind: "done" },
        { conversation: { id: conversations[0] ?? "", hash: HASH }, assist: "suggested" },
      );
      await git("add", "-A");
      await git("commit", "-qm", rater);
    };
    await begin("ada", ["a", "b"]);
    await begin("bob", ["b", "c"]);
    await git("merge", "-q", "--no-edit", "ada");
    const merged = await openSuggestions(paths);
    expect(merged.problems).toEqual([]);
    expect(merged.runs.map(({ id }) => id)).toEqual([RUN.id]);
    for (const id of ["a", "b", "c"]) expect(merged.has(RUN.id, { id, hash: HASH })).toBe(true);
    expect((await readProject(project)).status).toBe("ok");
    for (const rater of ["ada", "bob"]) {
      const log = await openJudgementLog(paths.judgements(rater), {
        rater,
        clock: () => Date.now(),
        newId: ulid,
      });
      expect(log.events.map(({ kind }) => kind)).toEqual(["done"]);
      expect(log.problems).toEqual([]);
    }
  }, 60_000);
});

const RUN: RunRecord = {
  v: 1,
  id: "local-1.0.0-01234567",
  extractor: "local",
  extractorVersion: "1.0.0",
  taxonomy: { id: "valuemark-core", hash: HASH },
  settings: {},
};
