/** Child processes that never outlive us. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import path from "node:path";
import { repoRoot } from "./paths.mjs";

const guard = path.join(repoRoot, "scripts/lib/guard.mjs");

/**
 * @typedef {object} GuardedProcess
 * @property {import("node:child_process").ChildProcess} child the guard; its exit code is the command's
 * @property {number} pid the guard's pid, which is also the process group's id
 * @property {() => Promise<void>} stop ends the whole group (SIGTERM, SIGKILL after 2 s); safe to call twice
 */

/**
 * Starts a command in a process group of its own behind a guard process, which ends the group when this process
 * ends for whatever reason, SIGKILL included: the guard watches a pipe that only we hold open.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {GuardedProcess}
 */
export function spawnGuarded(command, args, options = {}) {
  const child = spawn(process.execPath, [guard, command, ...args], {
    cwd: options.cwd ?? repoRoot,
    env: options.env ?? process.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`Could not start ${command}.`);
  child.stdin?.on("error", () => {}); // the guard may be gone before our end of the pipe closes
  const stop = async () => {
    signalGroup(pid, "SIGTERM");
    const gone =
      child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, "exit");
    await Promise.race([gone, delay(2000, undefined, { ref: false })]);
    await waitForGroupEnd(pid, 2000);
    signalGroup(pid, "SIGKILL");
    child.stdin?.destroy();
  };
  return { child, pid, stop };
}

/**
 * Signals every process of a group; a group that is gone already is fine.
 * @param {number} groupId
 * @param {NodeJS.Signals} signal
 * @returns {boolean} false when no such group is left
 */
export function signalGroup(groupId, signal) {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch {
    return false;
  }
}

/** @param {number} groupId @param {number} limitMs */
async function waitForGroupEnd(groupId, limitMs) {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    try {
      process.kill(-groupId, 0);
    } catch {
      return;
    }
    await delay(25);
  }
}

/**
 * Runs `stop` once when this process is asked to end, then exits with 128 + the signal's number.
 * @param {(signal: NodeJS.Signals) => Promise<void>} stop
 * @returns {() => void} takes the handlers off again
 */
export function onEndSignals(stop) {
  /** @type {readonly [NodeJS.Signals, number][]} */
  const codes = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ];
  let stopping = false;
  const handlers = codes.map(([signal, code]) => {
    const handler = () => {
      if (stopping) return;
      stopping = true;
      void stop(signal).finally(() => process.exit(code));
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => handlers.forEach((off) => off());
}
