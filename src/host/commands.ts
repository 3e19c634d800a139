import * as vscode from "vscode";
import { Disposables } from "./disposables.ts";
import { messageOf } from "./errors.ts";
import type { CommandId } from "./ids.ts";
import { showError } from "./plain.ts";

/** One handler per command. Arguments come from menus, keybindings and links, so handlers check them. */
export type CommandHandlers = { readonly [K in CommandId]: (...args: readonly unknown[]) => unknown };

/**
 * Registers every command. A `UserError` is shown, a cancellation is silent, anything else is logged with its
 * stack and shown with a way to the log.
 */
export function registerCommands(handlers: CommandHandlers, log: vscode.LogOutputChannel): vscode.Disposable {
  const all = new Disposables();
  for (const [id, handler] of Object.entries(handlers)) {
    all.add(
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          report(error, log);
          return undefined;
        }
      }),
    );
  }
  return all;
}

/** Shows an error the way its kind asks for. Never rejects. */
export function report(error: unknown, log: vscode.LogOutputChannel): void {
  // By name: parts that load later are bundles with classes of their own.
  const name = error instanceof Error ? error.name : "";
  if (name === "Cancelled") return;
  if (error instanceof Error && name === "UserError") {
    log.warn(error.message);
    void showError(error.message);
    return;
  }
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  void showError(`Valuemark: ${messageOf(error)}`, "Show Log").then((choice) => {
    if (choice !== undefined) log.show();
  });
}
