import * as vscode from "vscode";

/** The `Valuemark` output channel. Never given conversation text or keys: ids, counts, paths and reasons only. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Valuemark", { log: true });
}
