/** A folder in the shape of a Hugging Face dataset: data as Parquet, a README.md with the data card, the record. */
import { CardFigures } from "./card-figures.ts";
import type { DataFiles } from "./card-head.ts";
import { DATA_PATHS, cardHead } from "./card-head.ts";
import { cardText } from "./card-text.ts";
import {
  LABEL_PARQUET,
  conversationColumns,
  conversationRow,
  labelParquetRows,
} from "./conversation-rows.ts";
import type { ExportOptions } from "./export-options.ts";
import type { ExportFile } from "./export-source.ts";
import type { GoldManifest } from "./manifest.ts";
import { formatManifest } from "./manifest-file.ts";
import type { ParquetRow } from "./parquet-stream.ts";
import { parquetChunks } from "./parquet-stream.ts";
import type { Prepared } from "./prepare.ts";

/** `manifest`: with the names that may be shown. The card comes last: it tells the sizes of the other files. */
export async function* huggingFaceFiles(
  prepared: Prepared,
  manifest: GoldManifest,
  options: ExportOptions,
): AsyncGenerator<ExportFile> {
  const figures = new CardFigures();
  const sizes = { conversations: { rows: 0, bytes: 0 }, labels: { rows: 0, bytes: 0 } };
  const text = options.text === "full";
  const columns = conversationColumns(text);
  const conversations = counted(conversationsOf(prepared, figures), sizes.conversations);
  yield {
    path: DATA_PATHS.conversations,
    chunks: measured(parquetChunks(columns, conversations), sizes.conversations),
  };
  const labels = counted(labelParquetRows(prepared), sizes.labels);
  yield { path: DATA_PATHS.labels, chunks: measured(parquetChunks(LABEL_PARQUET, labels), sizes.labels) };
  yield { path: "gold.json", chunks: once(formatManifest(manifest)) };
  yield { path: "README.md", chunks: card(prepared, manifest, options, figures, sizes) };
}

async function* card(
  prepared: Prepared,
  manifest: GoldManifest,
  options: ExportOptions,
  figures: CardFigures,
  sizes: DataFiles,
): AsyncGenerator<string> {
  const { withheld, texts } = prepared;
  yield cardHead(manifest, sizes, options.text === "full");
  yield `\n${cardText({ manifest, figures, options, withheld, textsMissing: texts.missing })}`;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* conversationsOf(prepared: Prepared, figures: CardFigures): AsyncGenerator<ParquetRow> {
  for await (const item of prepared.items()) {
    figures.add(item);
    yield conversationRow(item);
  }
}

async function* counted(rows: AsyncIterable<ParquetRow>, size: { rows: number }): AsyncGenerator<ParquetRow> {
  for await (const row of rows) {
    size.rows++;
    yield row;
  }
}

async function* measured(
  chunks: AsyncIterable<Uint8Array>,
  size: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    size.bytes += chunk.length;
    yield chunk;
  }
}
