import { execFile, execFileSync } from "node:child_process";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { foldConversation } from "../../../src/core/review/fold.ts";
import { PROJECT_FOLDER, corpusPaths } from "../../../src/store/paths.ts";
import { ensureProject } from "../../../src/store/project.ts";
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
