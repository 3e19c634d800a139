import * as vscode from "vscode";
import { Cancelled, messageOf } from "../errors.ts";
import { showWarning } from "../plain.ts";
import type { Library } from "./library.ts";
import type { OpenedFile } from "./opened-file.ts";

/** Editors write in several steps; one reading after the last is enough. */
const QUIET_MS = 300;

/** Our own records, git's and the like are no part of a corpus. */
const HIDDEN = /\/(?:\.|node_modules\/)/;

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

function watch(library: Library, { uri, name, table }: OpenedFile): vscode.Disposable {
  const folder = vscode.Uri.joinPath(uri, "..");
  // Brackets and the like in a file's name are no pattern.
  const pattern = name.replace(/[[\]{}()*?!]/g, "?");
  const own = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
  // A corpus may be a folder.
  const inside = table
    ? [vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, "**/*"))]
    : [];
  const watcher = vscode.Disposable.from(own, ...inside);
  let timer: NodeJS.Timeout | undefined;
  const soon = (changed: vscode.Uri): void => {
    const isInside =
      changed.path.startsWith(`${uri.path}/`) && !HIDDEN.test(changed.path.slice(uri.path.length));
    if (changed.path !== uri.path && !isInside) return;
    clearTimeout(timer);
    timer = setTimeout(() => void library.refresh(uri).catch(warn), QUIET_MS);
  };
  for (const each of [own, ...inside]) {
    each.onDidChange(soon);
    each.onDidCreate(soon);
    // An editor that saves by renaming deletes first: a moment later the file is there again.
    each.onDidDelete(soon);
  }
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.dispose();
  });
}

function warn(error: unknown): void {
  if (!(error instanceof Cancelled)) void showWarning(messageOf(error));
}
