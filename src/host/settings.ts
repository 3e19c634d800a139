import * as vscode from "vscode";
import type { FieldMapping } from "../core/formats/format.ts";

/** Settings and their types, as the manifest declares them. */
interface Settings {
  rater: string;
  "labels.placement": "span" | "line" | "off";
  "labels.rejected": boolean;
  codeLens: boolean;
  "local.runOnOpen": boolean;
  "review.openWithTranscript": boolean;
  watchList: readonly string[];
  storageFolder: string;
  taxonomyFile: string;
  fieldMapping: Partial<FieldMapping>;
  maxFileSize: number;
  /** GiB */
  cacheSize: number;
  "claude.model": string;
  "claude.endpoint": string;
  "claude.calls": "one" | "separate";
  "claude.budget": number;
  "claude.concurrency": number;
  "claude.maxOutputTokens": number;
  "claude.redact": boolean;
  "claude.redactNames": readonly string[];
  "claude.sendToolText": boolean;
  "claude.promptFile": string;
  "claude.prices": unknown;
}
export type SettingId = keyof Settings;

/** The manifest holds the defaults, so a setting is only undefined when the manifest and this type disagree. */
export function setting<K extends SettingId>(id: K, scope?: vscode.Uri): Settings[K] {
  const value = vscode.workspace.getConfiguration("valuemark", scope ?? null).get<Settings[K]>(id);
  if (value === undefined) throw new Error(`setting valuemark.${id} has no default in the manifest`);
  return value;
}

export async function updateSetting<K extends SettingId>(id: K, value: Settings[K]): Promise<void> {
  await vscode.workspace.getConfiguration("valuemark").update(id, value, vscode.ConfigurationTarget.Global);
}

export function onSettings(ids: readonly SettingId[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(`valuemark.${id}`))) listener();
  });
}
