import * as vscode from "vscode";
import type { FieldMapping, OpenOptions } from "../../core/formats/format.ts";
import { Cancelled, UserError } from "../errors.ts";
import { basename, type Library } from "../library/library.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { showWarning, withoutIcons } from "../plain.ts";
import { setting } from "../settings.ts";

const GLOB = "**/*.{json,jsonl,ndjson,eval,gz,txt,md,log}";
const IGNORED = "**/{node_modules,.git,.valuemark,.vscode-host,dist}/**";
const MAX_FILES = 500;

/** The file a command is about: its argument, else the one in the active editor, else one that the user picks. */
export async function fileFor(argument: unknown): Promise<vscode.Uri> {
  if (argument instanceof vscode.Uri) return argument;
  return pickFile();
}

/** Opens a file; with errors on some rows, says so once, with a way to them. */
export async function openFile(
  library: Library,
  uri: vscode.Uri,
  options?: OpenOptions,
): Promise<OpenedFile> {
  const file = await library.open(uri, options);
  if (file.errors.length > 0) {
    const rows = file.errors.length === 1 ? "1 row was" : `${file.errors.length} rows were`;
    const message = `${file.name}: ${file.count} conversations opened, ${rows} not.`;
    void showWarning(message, "Show Problems").then((choice) => {
      if (choice !== undefined) void vscode.commands.executeCommand("workbench.actions.view.problems");
    });
  }
  return file;
}

/** Asks which format to take a file for. Throws `Cancelled`. */
export async function pickFormat(uri: vscode.Uri): Promise<OpenOptions> {
  const { listFormats } = await import("../library/read-formats.ts");
  const formats = listFormats().map((format) => ({
    label: format.title,
    description: format.id,
    format: format.id,
    mapped: false,
  }));
  const mapping = {
    label: "Field mapping",
    description: "valuemark.fieldMapping",
    detail: "JSON or JSONL of a shape of its own, as the setting describes it",
    format: "",
    mapped: true,
  };
  const choice = await vscode.window.showQuickPick([...formats, mapping], {
    title: `Open ${basename(uri)} as…`,
    matchOnDescription: true,
  });
  if (!choice) throw new Cancelled();
  return choice.mapped ? { mapping: mappingFor(uri) } : { format: choice.format };
}

function mappingFor(uri: vscode.Uri): FieldMapping {
  const { messages, role, text, ...rest } = setting("fieldMapping", uri);
  if (!messages || !role || !text) {
    throw new UserError(
      "The setting valuemark.fieldMapping needs at least messages, role and text: where a row keeps its list of messages, and a message its role and text.",
    );
  }
  return { messages, role, text, ...rest };
}

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

async function pickFile(): Promise<vscode.Uri> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const found = await vscode.workspace.findFiles(GLOB, IGNORED, MAX_FILES);
  const isActive = (uri: vscode.Uri): boolean => uri.toString() === active?.toString();
  const files = found
    .sort((a, b) => Number(isActive(b)) - Number(isActive(a)) || a.path.localeCompare(b.path))
    .map((uri): FileItem => ({
      label: withoutIcons(basename(uri)),
      description: withoutIcons(vscode.workspace.asRelativePath(uri)),
      uri,
    }));
  const browse: FileItem = { label: "$(folder-opened) Browse…", alwaysShow: true };
  const choice = await vscode.window.showQuickPick([...files, browse], {
    title: "Open conversations",
    placeHolder: "Any file of conversations: its format is recognised by its content",
    matchOnDescription: true,
  });
  if (!choice) throw new Cancelled();
  if (choice.uri) return choice.uri;
  const [browsed] =
    (await vscode.window.showOpenDialog({ canSelectMany: false, openLabel: "Open Conversations" })) ?? [];
  if (!browsed) throw new Cancelled();
  return browsed;
}
