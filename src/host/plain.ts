/** Text out of data, for places where VS Code would read some of it as more than text. */
import * as vscode from "vscode";

/** Quick picks and the status bar turn $(name) into an icon. */
export function withoutIcons(text: string): string {
  return text.replace(/\$\(/g, "$\u200B(");
}

/** Notifications turn [words](command:…) into a link that runs the command. */
function withoutLinks(text: string): string {
  return text.replace(/\]\(/g, "]\u200B(");
}

export function showError(message: string, ...items: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(message), ...items);
}

export function showWarning(message: string, ...items: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(message), ...items);
}
