import { extensionHostPids } from "../../../scripts/lib/process-tree.mjs";
import type { WorkbenchServer } from "./fixtures.ts";

/**
 * Kills the server's extension hosts with SIGKILL: what a crash is like for the extension. With an
 * extension under development VS Code does not start a new one by itself: reloadWindow() does.
 * @returns how many there were; throws when there was none, because then nothing was tested
 */
export function killExtensionHost(server: WorkbenchServer): number {
  const pids = extensionHostPids(server.pid);
  if (pids.length === 0) throw new Error("the server has no extension host");
  for (const pid of pids) process.kill(pid, "SIGKILL");
  return pids.length;
}
