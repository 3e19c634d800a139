/** A version of a gold set, written for other tools, after questions. Loaded on first use as a bundle of its own. */
import * as path from "node:path";
import * as vscode from "vscode";
import type { BundleRecords } from "../../core/export/bundle.ts";
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatId } from "../../core/export/export-formats.ts";
import { exportGold } from "../../core/export/export-gold.ts";
import type { ExportOptions, TextChoice } from "../../core/export/export-options.ts";
import type { ExportSource } from "../../core/export/export-source.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { readCorpusRecords } from "../../store/corpus-records.ts";
import { GoldStore } from "../../store/gold-store.ts";
import { corpusPaths, type CorpusPaths } from "../../store/paths.ts";
import { ExportFolderInUse, writeExport } from "../../store/write-export.ts";
import { Cancelled, UserError, messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { FolderOfCorpus } from "./messages.ts";

export interface GoldToExport {
  readonly folder: FolderOfCorpus;
  /** The conversations, for their texts. */
  readonly file: OpenedFile;
  readonly taxonomy: Taxonomy;
  readonly version: string;
  readonly format: string;
}

interface Choices {
  readonly format: ExportFormatId;
  readonly options: ExportOptions;
  readonly judgements: boolean;
}

/** Asks what to write and where to, and writes it. Throws `Cancelled` or `UserError`. */
export async function exportVersion({
  folder,
  file,
  taxonomy,
  version,
  format,
}: GoldToExport): Promise<void> {
  const known: (ExportFormat & { readonly id: ExportFormatId }) | undefined = EXPORT_FORMATS.find(
    ({ id }) => id === format,
  );
  if (!known) throw new UserError("There is no such format for gold sets.");
  const paths = corpusPaths(folder.projectFolder, folder.key);
  const store = new GoldStore(paths);
  const manifest = (await store.list()).versions.find(({ name }) => name === version);
  if (!manifest) throw new UserError(`There is no gold set “${version}” any more.`);
  const choices = await ask(known);
  const out = await askFolder(`${version}-${known.id}`);
  const files = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Exporting ${version} as ${known.title}`,
      cancellable: true,
    },
    async (progress, token) => {
      let read = 0;
      const source: ExportSource = {
        manifest,
        taxonomy,
        async *items() {
          for await (const item of store.items(manifest)) {
            if (token.isCancellationRequested) throw new Cancelled();
            if (++read % 500 === 0) progress.report({ message: `${read.toLocaleString("en")} read` });
            yield item;
          }
        },
        conversation: async ({ id }) => {
          const [index] = await file.indexesOf([id]);
          return index === undefined ? undefined : file.conversation(index).catch(() => undefined);
        },
      };
      return write(source, choices, paths, out);
    },
  );
  const open = "Show Folder";
  const done = `${version}: ${files === 1 ? "1 file" : `${files} files`} written to ${path.basename(out)}.`;
  void vscode.window.showInformationMessage(done, open).then((choice) => {
    if (choice === open) void vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(out));
  });
}

async function write(
  source: ExportSource,
  { format, options, judgements }: Choices,
  paths: CorpusPaths,
  out: string,
): Promise<number> {
  try {
    const records = judgements ? await recordsOf(paths) : undefined;
    const made = await exportGold(source, { format, options, ...(records ? { records } : {}) });
    return (await writeExport(out, made.files)).length;
  } catch (error) {
    if (error instanceof ExportFolderInUse || error instanceof RangeError)
      throw new UserError(messageOf(error));
    throw error;
  }
}

async function recordsOf(paths: CorpusPaths): Promise<BundleRecords> {
  const records = await readCorpusRecords(paths);
  return {
    ...records,
    logs: [
      ...records.raters.map(({ rater, events }) => ({ log: "judgements" as const, rater, events })),
      ...records.adjudicators.map(({ adjudicator, events }) => ({
        log: "adjudications" as const,
        rater: adjudicator,
        events,
      })),
    ],
  };
}

async function ask(format: ExportFormat & { readonly id: ExportFormatId }): Promise<Choices> {
  const text = format.needsText ? "full" : await askText();
  const wishes = [
    ...(text === "none" ? [] : [{ label: "Redact", detail: "Take out what redaction finds", id: "redact" }]),
    { label: "Pseudonyms", detail: "Rater 1, rater 2 … in place of names", id: "pseudonyms" },
    { label: "Floor of 15", detail: "Withhold labels that fewer than 15 conversations have", id: "floor" },
    ...(format.id === "jsonl"
      ? [
          {
            label: "With judgements",
            detail:
              "All raters' judgements, suggestions, runs and samples, so that another workspace gets the same",
            id: "judgements",
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(wishes, {
    title: `${format.title}: what else?`,
    placeHolder: "Choose any, then Enter",
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) throw new Cancelled();
  const has = (id: string): boolean => chosen.some((each) => each.id === id);
  return {
    format: format.id,
    options: { text, redact: has("redact"), floor: has("floor") ? 15 : 1, pseudonyms: has("pseudonyms") },
    judgements: has("judgements"),
  };
}

async function askText(): Promise<TextChoice> {
  const items: readonly (vscode.QuickPickItem & { readonly text: TextChoice })[] = [
    { label: "Quotes", detail: "The evidence in its own words", text: "quotes" },
    { label: "Whole conversations", detail: "Every turn of every conversation", text: "full" },
    { label: "No text", detail: "Offsets and hashes only", text: "none" },
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title: "How much of the conversations goes into the export?",
    ignoreFocusOut: true,
  });
  if (!choice) throw new Cancelled();
  return choice.text;
}

/** A new folder of this name in one that the user picks. */
async function askFolder(name: string): Promise<string> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: "Export Into This Folder",
      title: `A new folder ${name} is made in it`,
    })) ?? [];
  if (!parent) throw new Cancelled();
  return path.join(parent.fsPath, name);
}
