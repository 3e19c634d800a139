/** Parquet files: rows in place where their shape is known and their groups are small, else a copy as JSON Lines. */
import { detect, sampleOf } from "../../core/formats/detect.ts";
import type { RecordFormat, SourceRecord } from "../../core/formats/format.ts";
import { parseRow } from "../../core/formats/read-row.ts";
import { RECORD_FORMATS } from "../../core/formats/registry.ts";
import type { RecordView, StreamItem } from "../../core/formats/record-stream.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { CopyWriter } from "./copy-writer.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import type { FileFacts } from "./file-facts.ts";
import type { ParquetFile } from "./parquet-file.ts";
import { ParquetPart } from "./parquet-part.ts";
import { ParquetRows } from "./parquet-rows.ts";
import type { OnBytes } from "./part.ts";
import type { UnpackedCopy } from "./unpack.ts";

/** Parquet files begin and end with these four bytes. */
export function isParquet(head: Uint8Array): boolean {
  return head[0] === 80 && head[1] === 65 && head[2] === 82 && head[3] === 49;
}

const SAMPLE_ROWS = 20;

/** The file as a part read in place; undefined when a copy must be made. */
export async function parquetInPlace(
  file: ParquetFile,
  place: { readonly facts: FileFacts; readonly entry: CacheEntry; readonly limits: CorpusLimits },
  wanted: RecordFormat | undefined,
  signal: AbortSignal,
): Promise<ParquetPart | undefined> {
  const first = file.units.find(({ rows }) => rows > 0);
  if (first === undefined || file.units.some(({ bytes }) => bytes > place.limits.groupBytes))
    return undefined;
  const { bytes, ends } = await file.decode(first, signal, SAMPLE_ROWS);
  const sample: SourceRecord[] = [];
  ends.forEach((end, row) => {
    const parsed = parseRow(bytes.subarray(row === 0 ? 0 : ends[row - 1], end), row);
    if ("record" in parsed) sample.push(parsed.record);
  });
  const view: RecordView = {
    container: "Parquet",
    *items(): Generator<StreamItem> {
      for (const record of sample) yield { type: "record", record };
    },
  };
  const format = wanted ?? detect([view], RECORD_FORMATS)?.format;
  const shape = format?.unit === "row" ? format.shape?.(sampleOf(view).records) : undefined;
  if (format === undefined || shape === undefined) return undefined;
  return ParquetPart.open({ file, format, shape, ...place }, signal);
}

const NAME = "text";

/** All rows as JSON Lines in the cache. `onBytes` tells of uncompressed bytes. */
export async function parquetCopy(
  file: ParquetFile,
  place: { readonly facts: FileFacts; readonly entry: CacheEntry; readonly limits: CorpusLimits },
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<UnpackedCopy> {
  const { facts, entry, limits } = place;
  const known = await entry.copy(NAME, facts);
  if (known !== undefined) return { path: entry.path(known.file), bytes: known.bytes };
  await entry.drop(NAME);
  const name = "text.copy";
  const writer = await CopyWriter.begin(entry.path(name), limits.freeDiskBytes);
  const newline = Uint8Array.of(10);
  // One group at a time, as it may be a large one.
  const rows = new ParquetRows(file, 0);
  try {
    let done = 0;
    for (const { firstRow, rows: count, bytes } of file.units) {
      const visit = async (_row: number, record: Uint8Array): Promise<void> => {
        await writer.write(record);
        await writer.write(newline);
      };
      await rows.scan(firstRow, firstRow + count, visit, signal);
      done += bytes;
      onBytes(done, file.bytes);
    }
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await entry.keep(NAME, { source: facts, file: name, bytes: writer.bytes, notes: [] });
  return { path: entry.path(name), bytes: writer.bytes };
}
