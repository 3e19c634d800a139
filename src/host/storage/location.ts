import * as path from "node:path";
import * as vscode from "vscode";
import type { OpenedFile } from "../library/opened-file.ts";
import { setting } from "../settings.ts";

/** Where the records of a source file are. */
export interface Location {
  /** The folder that holds `.valuemark`. */
  readonly root: string;
  /** The source file's path on this machine. */
  readonly file: string;
}

/**
 * By setting, else the workspace folder of the file, else the file's own folder. Undefined for a file that is on no
 * disk (a virtual workspace) while no folder is set.
 */
export function locationOf({ uri }: Pick<OpenedFile, "uri">): Location | undefined {
  const chosen = setting("storageFolder", uri).trim();
  const isOnDisk = uri.scheme === "file";
  if (chosen !== "")
    return { root: chosen, file: isOnDisk ? uri.fsPath : `${uri.scheme}/${uri.authority}${uri.path}` };
  if (!isOnDisk) return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri.scheme === "file" ? folder.uri.fsPath : path.dirname(uri.fsPath);
  return { root, file: uri.fsPath };
}
