/** The caches: indexes and copies of corpora, indexes of long logs. In the extension's own storage. Loaded on first use. */
import { rm } from "node:fs/promises";
import * as vscode from "vscode";
import { cleanCache } from "../../corpus/sources/clean-cache.ts";
import { setting } from "../settings.ts";

const GIB = 2 ** 30;

/** Keeps the cache within its setting. Failures are for the log: the cache is a convenience. */
export async function trimCache(folder: string, log: vscode.LogOutputChannel): Promise<void> {
  try {
    const { bytes, freed } = await cleanCache(folder, setting("cacheSize") * GIB);
    if (freed > 0) log.info(`cache of corpora: ${mib(freed)} freed, ${mib(bytes)} left`);
  } catch (error) {
    log.warn(`the cache of corpora could not be trimmed: ${String(error)}`);
  }
}

/** Empties the caches, but for what open corpora use, and says so. */
export async function clearCache(folder: string, logsFolder: string): Promise<void> {
  const { bytes, freed } = await cleanCache(folder, 0);
  // An index of a log is read once, when the log is opened; without it the log itself is read.
  await rm(logsFolder, { recursive: true, force: true });
  const left = bytes > 0 ? ` ${mib(bytes)} are in use by open corpora.` : "";
  void vscode.window.showInformationMessage(`${mib(freed)} of indexes and copies were deleted.${left}`);
}

function mib(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;
}
