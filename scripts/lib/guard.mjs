/**
 * Runs `guard.mjs <command> <args…>` inside the process group that this guard leads, and ends that group when
 * standard input closes, which happens when the process that started the guard is gone, however it went.
 */
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error("guard.mjs needs a command");
  process.exit(2);
}

let ending = false;
/** Ends everything in the group, politely first; the last signal takes the guard along. */
function endGroup() {
  if (ending) return;
  ending = true;
  process.kill(-process.pid, "SIGTERM");
  setTimeout(() => process.kill(-process.pid, "SIGKILL"), 2000);
}

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", (error) => {
  console.error(`Could not start ${command}: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  // What the command leaves behind in its group (an extension host, say) must not outlive it either.
  process.exitCode = code ?? (signal === null ? 1 : 128);
  if (ending) process.kill(-process.pid, "SIGKILL");
  else {
    ending = true;
    process.kill(-process.pid, "SIGTERM");
    setTimeout(() => process.exit(), 300);
  }
});
for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"])) process.on(signal, endGroup);
process.stdin.on("end", endGroup).on("close", endGroup).on("error", endGroup).resume();
