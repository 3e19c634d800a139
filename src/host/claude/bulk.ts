/** Runs on other batch services: request files out, result files in. Nothing is sent from here. */
import { appendFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import type { ModelPrice } from "../../core/extraction/cost/prices.ts";
import type { TaskSource } from "../../core/extraction/engine/ports.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import { BEDROCK_BULK } from "../../core/extraction/wire/bedrock.ts";
import { ANTHROPIC_BULK } from "../../core/extraction/wire/bulk-anthropic.ts";
import { writeBulkFiles, type BulkManifest } from "../../core/extraction/wire/bulk-files.ts";
import { importBulkResults, type BulkImportReport } from "../../core/extraction/wire/bulk-import.ts";
import { BULK_SERVICES, type BulkFormat } from "../../core/extraction/wire/bulk.ts";
import { VERTEX_BULK } from "../../core/extraction/wire/vertex.ts";
import { readLines } from "../../store/read-lines.ts";
import { openSpool } from "../../store/response-cache-spool.ts";
import { ledgerFile, openRunLedger } from "../../store/run-ledger.ts";
import { systemTime } from "../../store/run-ledger-time.ts";
import { Cancelled } from "../errors.ts";
import type { SuggestionSets } from "../storage/suggestion-sets.ts";
import { pricingOf, sinkOf, type Sitting } from "./sitting.ts";

const MAX_LINE_BYTES = 64 << 20;

const FORMATS: Readonly<
  Record<(typeof BULK_SERVICES)[number], { readonly format: BulkFormat; readonly title: string }>
> = {
  anthropic: { format: ANTHROPIC_BULK, title: "Anthropic Message Batches" },
  bedrock: { format: BEDROCK_BULK, title: "Amazon Bedrock batch inference" },
  vertex: { format: VERTEX_BULK, title: "Google Vertex AI batch prediction" },
};

/** Asks which service. Throws `Cancelled`. */
export async function pickService(title: string): Promise<BulkFormat> {
  const items = BULK_SERVICES.map((service) => ({
    label: FORMATS[service].title,
    format: FORMATS[service].format,
  }));
  const choice = await vscode.window.showQuickPick(items, { title });
  if (!choice) throw new Cancelled();
  return choice.format;
}

/** Writes the request files of a run and their manifest into a folder; files of the same names are replaced. */
export async function writeRequests(
  folder: string,
  tasks: TaskSource,
  format: BulkFormat,
  run: RunRecord,
  sets: SuggestionSets,
): Promise<BulkManifest> {
  const begun = new Set<string>();
  const write = async (name: string, line: string): Promise<void> => {
    const file = path.join(folder, name);
    if (!begun.has(name)) await rm(file, { force: true });
    begun.add(name);
    await appendFile(file, `${line}\n`);
  };
  const sink = { has: (conversation: { id: string; hash: string }) => sets.store.has(run.id, conversation) };
  const manifest = await writeBulkFiles(
    tasks,
    format,
    { write },
    { run: run.id, model: run.model ?? "", sink },
  );
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(path.join(folder, `${run.id}.manifest.json`), text);
  return manifest;
}

/** Takes result files in, in any order; what is not there yet stays open. */
export async function readResults(
  files: readonly string[],
  format: BulkFormat,
  sitting: Pick<Sitting, "run" | "sets" | "tasks" | "arrived" | "price">,
): Promise<BulkImportReport> {
  const { run, sets, tasks, price } = sitting;
  const file = ledgerFile(sets.paths, run.id);
  const ledger = await openRunLedger(file);
  return importBulkResults(linesOf(files), format, {
    tasks,
    sink: sinkOf(sitting),
    ledger,
    state: ledger.state,
    spool: await openSpool(file.replace(/\.jsonl$/, ".spool.jsonl")),
    ...priced(price),
    time: systemTime,
  });
}

function priced(price: ModelPrice | undefined): { readonly pricing?: ReturnType<typeof pricingOf> } {
  return price ? { pricing: pricingOf(price, true) } : {};
}

async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    // A line that can't be read is counted as such, like one that is no result.
    for await (const line of readLines(file, MAX_LINE_BYTES)) yield line.type === "text" ? line.text : "?";
  }
}

/** "120 conversations labelled, 3 failed (refusal 3), 5 without a result; 2 results of nobody." */
export function reportText(report: BulkImportReport): string {
  const failed = Object.entries(report.failed);
  const parts = [`${report.labelled} conversations labelled`];
  if (report.found > 0) parts.push(`${report.found} labelled before`);
  if (failed.length > 0)
    parts.push(`failed: ${failed.map(([reason, count]) => `${reason} ${count}`).join(", ")}`);
  if (report.missing > 0) parts.push(`${report.missing} without a result yet`);
  if (report.unknown > 0) parts.push(`${report.unknown} results that this run did not ask for`);
  if (report.unreadable > 0) parts.push(`${report.unreadable} lines that are no results of this service`);
  return `${parts.join("; ")}.`;
}
