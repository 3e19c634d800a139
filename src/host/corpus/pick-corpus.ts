import * as vscode from "vscode";
import { Cancelled } from "../errors.ts";

interface Item extends vscode.QuickPickItem {
  readonly pick: () => Promise<vscode.Uri>;
}

/** What a corpus command is about: its argument, else what the user picks. Throws `Cancelled`. */
export async function corpusFor(argument: unknown): Promise<vscode.Uri> {
  if (argument instanceof vscode.Uri) return argument;
  const items: Item[] = [
    {
      label: "$(file) A file…",
      detail: "JSONL, JSON, Parquet, gzip, Zstandard, Inspect log: of any size",
      pick: () => browse({ canSelectFiles: true, openLabel: "Open Corpus" }),
    },
    {
      label: "$(folder) A folder…",
      detail: "All conversation files in it, and in its folders, as one corpus",
      pick: () => browse({ canSelectFolders: true, canSelectFiles: false, openLabel: "Open Corpus" }),
    },
    {
      label: "$(files) Files by a pattern…",
      detail: "Those of a folder whose path fits, such as train-*.parquet, as one corpus",
      pick: byPattern,
    },
  ];
  const choice = await vscode.window.showQuickPick(items, { title: "Open corpus" });
  if (!choice) throw new Cancelled();
  return choice.pick();
}

async function browse(options: vscode.OpenDialogOptions): Promise<vscode.Uri> {
  const [uri] = (await vscode.window.showOpenDialog({ ...options, canSelectMany: false })) ?? [];
  if (!uri) throw new Cancelled();
  return uri;
}

async function byPattern(): Promise<vscode.Uri> {
  const folder = await browse({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: "Look In This Folder",
  });
  const pattern = await vscode.window.showInputBox({
    title: "Pattern, from the folder down",
    placeHolder: "data/train-*.jsonl",
    prompt: "* stands for any part of a name, ** for any folders, {a,b} for one of several",
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? "A pattern is needed." : undefined),
  });
  if (pattern === undefined) throw new Cancelled();
  return folder.with({ query: `glob=${pattern.trim()}` });
}
