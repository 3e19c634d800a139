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
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatId } from "./export-formats.ts";
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
      yield* scoutFiles(prepared, manifest);
      break;
    case "huggingface":
      yield* huggingFaceFiles(prepared, manifest, options);
      break;
  }
}
