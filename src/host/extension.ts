import type * as vscode from "vscode";
import { compose, type Valuemark } from "./compose.ts";
import { createLog } from "./log.ts";

let running: Valuemark | undefined;

/** The log channel first, so that whatever goes wrong after it is told. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = createLog();
  context.subscriptions.push(log);
  running = compose(context, log);
  context.subscriptions.push(running);
  log.info(`activated in ${(performance.now() - started).toFixed(1)} ms`);
}

/** VS Code waits for this: judgements under way and drafts get to the disk. */
export async function deactivate(): Promise<void> {
  await running?.settle();
}
