/** The formats that a gold set can be exported in. */
import { argillaFiles } from "./argilla-export.ts";
import type { BundleRecords } from "./bundle.ts";
import { bundleLines } from "./bundle.ts";
import {
  LABEL_PARQUET,
  conversationColumns,
  conversationRows,
  labelParquetRows,
} from "./conversation-rows.ts";
import type { ExportOptions } from "./export-options.ts";
import type { ExportFile, ExportSource } from "./export-source.ts";
import { huggingFaceFiles } from "./huggingface-export.ts";
import { labelStudioFiles } from "./label-studio-export.ts";
import { parquetChunks } from "./parquet-stream.ts";
import type { Prepared } from "./prepare.ts";
import { prepareItems } from "./prepare.ts";
import { pseudonymsOf, shownManifest } from "./pseudonyms.ts";
import { scoutFiles } from "./scout-export.ts";
import { tableFile } from "./write-tables.ts";

export interface ExportFormat {
  readonly id: string;
  readonly title: string;
  /** What one gets, in a sentence. */
  readonly what: string;
  /** Only with option text "full": the tool shows texts. */
  readonly needsText?: true;
}

export const EXPORT_FORMATS = [
  {
    id: "jsonl",
    title: "Valuemark JSON Lines",
    what: "Everything, to the letter; with the judgements another workspace gets the same figures.",
  },
  { id: "csv", title: "CSV", what: "One row a label, for spreadsheets and statistics programs." },
  { id: "tsv", title: "TSV", what: "The same with tabs." },
  {
    id: "parquet",
    title: "Parquet",
    what: "Two typed tables, of conversations and of labels, for pandas, DuckDB, Spark.",
  },
  {
    id: "label-studio",
    title: "Label Studio",
    what: "Tasks with texts, gold annotations and a labeling configuration.",
    needsText: true,
  },
  {
    id: "argilla",
    title: "Argilla",
    what: "A dataset folder with settings and records; gold labels as suggestions.",
    needsText: true,
  },
  {
    id: "scout",
    title: "Inspect Scout",
    what: "Validation cases, to hold a scanner against the gold set.",
  },
  {
    id: "huggingface",
    title: "Hugging Face dataset",
    what: "A folder to publish: data as Parquet and a data card filled from the records.",
  },
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
  const known: ExportFormat | undefined = EXPORT_FORMATS.find(({ id }) => id === format);
  if (known?.needsText && options.text !== "full")
    throw new RangeError(`${known.title} shows whole texts: this format needs them`);
  const prepared = await prepareItems(source, options);
  return { files: filesOf(source, prepared, request), prepared };
}

async function* filesOf(
  source: ExportSource,
  prepared: Prepared,
  { format, options, records }: ExportRequest,
): AsyncGenerator<ExportFile> {
  const nameOf = pseudonymsOf(source.manifest, options.pseudonyms);
  const manifest = shownManifest(source.manifest, nameOf, options);
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
    case "parquet":
      yield {
        path: "conversations.parquet",
        chunks: parquetChunks(conversationColumns(options.text === "full"), conversationRows(prepared)),
      };
      yield { path: "labels.parquet", chunks: parquetChunks(LABEL_PARQUET, labelParquetRows(prepared)) };
      break;
    case "label-studio":
      yield* labelStudioFiles(prepared, manifest);
      break;
    case "argilla":
      yield* argillaFiles(prepared, manifest);
      break;
    case "scout":
      yield* scoutFiles(prepared);
      break;
    case "huggingface":
      yield* huggingFaceFiles(prepared, manifest, options);
      break;
  }
}
