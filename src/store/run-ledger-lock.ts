/** One sitting of a run at a time: two windows that go on with the same run would pay for it twice. */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { errorCode } from "./file-system.ts";

export interface RunLock {
  release(): Promise<void>;
}

const ATTEMPTS = 3;

/**
 * Takes the lock `<file>.lock`; undefined if a living process has it. A lock that a killed process of this machine left
 * is taken over. A lock of another machine is respected: delete the file if that machine is gone for good.
 */
export async function lockRun(file: string): Promise<RunLock | undefined> {
  const path = `${file}.lock`;
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token: randomBytes(8).toString("hex") });
  await mkdir(dirname(path), { recursive: true });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const handle = await open(path, "wx");
      await handle.writeFile(mine);
      await handle.close();
      if (attempt > 1 && !(await stays(path, mine))) return undefined;
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      if (!(await isLeft(path))) return undefined;
      await rm(path, { force: true });
    }
  }
  return undefined;
}

/** Two that took over the same lock may each have removed the other's: the one whose lock is there in the end has it. */
async function stays(path: string, mine: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return (await readFile(path, "utf8").catch(() => "")) === mine;
}

/** Whether the process that made the lock is gone. */
async function isLeft(path: string): Promise<boolean> {
  let owner: unknown;
  try {
    owner = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return true;
    // Killed between creating and writing, or just about to write: only the second one comes back with a name.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return (await readFile(path, "utf8").catch(() => "")) === "";
  }
  if (typeof owner !== "object" || owner === null || !("pid" in owner) || !("host" in owner)) return true;
  if (owner.host !== hostname() || typeof owner.pid !== "number") return false;
  if (owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}
