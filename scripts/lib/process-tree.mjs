/** Looking at the processes that a server has started. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** @typedef {{pid: number, parent: number, command: string}} ProcessInfo */

/** All processes that we can see. @returns {ProcessInfo[]} */
export function processes() {
  return fs.existsSync("/proc/self/stat") ? fromProc() : fromPs();
}

/** @returns {ProcessInfo[]} */
function fromProc() {
  return fs.readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // "pid (name) state ppid …", where the name may hold spaces and parentheses
      const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      return [{ pid: Number(name), parent, command }];
    } catch {
      return []; // it has ended in the meantime
    }
  });
}

/** @returns {ProcessInfo[]} */
function fromPs() {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }] : [];
  });
}

/** @param {number} root @returns {ProcessInfo[]} everything below a process */
export function descendants(root) {
  const all = processes();
  /** @type {ProcessInfo[]} */
  const found = [];
  for (let parents = new Set([root]); parents.size > 0;) {
    const children = all.filter((one) => parents.has(one.parent));
    found.push(...children);
    parents = new Set(children.map((one) => one.pid));
  }
  return found;
}

/** @param {number} serverPid @returns {number[]} the extension hosts that run below a server */
export function extensionHostPids(serverPid) {
  return descendants(serverPid)
    .filter((one) => one.command.includes("--type=extensionHost"))
    .map((one) => one.pid);
}
