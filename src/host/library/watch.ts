import * as vscode from "vscode";
import { Cancelled, messageOf } from "../errors.ts";
import { showWarning } from "../plain.ts";
import type { Library } from "./library.ts";
import type { OpenedFile } from "./opened-file.ts";

/** Editors write in several steps; one reading after the last is enough. */
const QUIET_MS = 300;

/** Reads a source file again when it changes on disk. */
export function watchSources(library: Library): vscode.Disposable {
  const watchers = new Map<string, vscode.Disposable>();
  const listening = library.onDidRead((file) => {
    const key = file.uri.toString();
    if (!watchers.has(key)) watchers.set(key, watch(library, file));
  });
  return new vscode.Disposable(() => {
    listening.dispose();
    for (const watcher of watchers.values()) watcher.dispose();
  });
}

function watch(library: Library, { uri, name }: OpenedFile): vscode.Disposable {
  const folder = vscode.Uri.joinPath(uri, "..");
  // Brackets and the like in a file's name are no pattern.
  const pattern = name.replace(/[[\]{}()*?!]/g, "?");
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
  let timer: NodeJS.Timeout | undefined;
  const soon = (changed: vscode.Uri): void => {
    if (changed.toString() !== uri.toString()) return;
    clearTimeout(timer);
    timer = setTimeout(() => void library.refresh(uri).catch(warn), QUIET_MS);
  };
  watcher.onDidChange(soon);
  watcher.onDidCreate(soon);
  // An editor that saves by renaming deletes first: a moment later the file is there again.
  watcher.onDidDelete(soon);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.dispose();
  });
}

function warn(error: unknown): void {
  if (!(error instanceof Cancelled)) void showWarning(messageOf(error));
}
