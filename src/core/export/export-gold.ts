/** The formats that a gold set can be exported in. */
import type { BundleRecords } from "./bundle.ts";
import { bundleLines } from "./bundle.ts";
import type { ExportOptions } from "./export-options.ts";
import type { ExportFile, ExportSource } from "./export-source.ts";
import type { Prepared } from "./prepare.ts";
import { prepareItems } from "./prepare.ts";
import { tableFile } from "./write-tables.ts";

export interface ExportFormat {
  readonly id: string;
  readonly title: string;
  /** What one gets, in a sentence. */
  readonly what: string;
}

export const EXPORT_FORMATS = [
  {
    id: "jsonl",
    title: "Valuemark JSON Lines",
    what: "Everything, to the letter; with the judgements another workspace gets the same figures.",
  },
  { id: "csv", title: "CSV", what: "One row a label, for spreadsheets and statistics programs." },
  { id: "tsv", title: "TSV", what: "The same with tabs." },
] as const satisfies readonly ExportFormat[];

export type ExportFormatId = (typeof EXPORT_FORMATS)[number]["id"];

export interface ExportRequest {
  readonly format: ExportFormatId;
  readonly options: ExportOptions;
  /** Format "jsonl" only: the judgements and all that belongs to them, too. */
  readonly records?: BundleRecords;
}

export interface Export {
  /** Each file is to be read to its end before the next. */
  readonly files: AsyncIterable<ExportFile>;
  /** What the floor kept back, complete once all files are read. */
  readonly prepared: Prepared;
}

/** Throws a RangeError for options that make no sense, or can't go together. */
export async function exportGold(source: ExportSource, request: ExportRequest): Promise<Export> {
  const { format, options, records } = request;
  if (records && format !== "jsonl")
    throw new RangeError("only Valuemark's own format carries the judgements");
  const prepared = await prepareItems(source, options);
  return { files: filesOf(source, prepared, request), prepared };
}

async function* filesOf(
  source: ExportSource,
  prepared: Prepared,
  { format, options, records }: ExportRequest,
): AsyncGenerator<ExportFile> {
  switch (format) {
    case "jsonl":
      yield { path: "gold.jsonl", chunks: bundleLines(source, prepared, options, records) };
      break;
    case "csv":
      yield tableFile(prepared, ",");
      break;
    case "tsv":
      yield tableFile(prepared, "\t");
      break;
  }
}
