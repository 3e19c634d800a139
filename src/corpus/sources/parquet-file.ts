/** A Parquet file as rows of JSON, decoded by row group (or by pages of it, where the file has an index of them). */
import {
  parquetMetadataAsync,
  parquetReadObjects,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type RowGroup,
} from "hyparquet";
import { decodeUtf8 } from "../../core/formats/decode-bytes.ts";
import { FormatError } from "../../core/formats/format.ts";
import { MAX_ROWS } from "../index/shared-table.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import type { FileHandles } from "./file-handles.ts";
import { FileReader } from "./file-reader.ts";
import { parquetCodecs } from "./parquet-codecs.ts";
import { checkPages, type PageLimits } from "./parquet-pages.ts";
import { plainJson } from "./parquet-json.ts";
import { Slice } from "./slice.ts";

/** Rows that are decoded together. */
export interface ParquetUnit {
  readonly firstRow: number;
  readonly rows: number;
  /** Uncompressed, as the file says. */
  readonly bytes: number;
  /** Place of the row group that it is, or is a part of. */
  readonly group: number;
}

/** A unit's rows as JSON in UTF-8, one after the other. */
export interface DecodedRows {
  readonly bytes: Uint8Array;
  /** Where each row ends; it begins where the one before ends. */
  readonly ends: Float64Array;
}

/** Rows taken at once from a group whose pages can be found. */
const PAGED_BYTES = 8 * 2 ** 20;
/** What is repeated takes little room in the file, and much when it is decoded. */
const PAGED_ROWS = 1_000;
/** No group is decoded whose columns are larger, not even once. */
const MAX_GROUP_BYTES = 4 * 2 ** 30;
/** Rows for each byte of a file; more are a lie of the footer, or hold nothing. */
const ROWS_A_BYTE = 16;
/** Values in a page for each byte of the file: long runs of the same take next to nothing. */
const VALUES_A_BYTE = 16;
const MAX_FOOTER_BYTES = 256 * 2 ** 20;

export class ParquetFile {
  private readonly codecs: Compressors;
  private readonly pages: PageLimits;
  /** Texts that were not valid UTF-8. */
  private damagedTexts = 0;

  private constructor(
    private readonly reader: FileReader,
    private readonly metadata: FileMetaData,
    readonly units: readonly ParquetUnit[],
    limits: CorpusLimits,
  ) {
    this.codecs = parquetCodecs(limits.pageBytes);
    this.pages = { bytes: limits.pageBytes, values: reader.state.size * VALUES_A_BYTE + 1_000_000 };
  }

  /** Reads the footer. Throws a `FormatError` when it is damaged. */
  static async open(path: string, handles: FileHandles, limits: CorpusLimits): Promise<ParquetFile> {
    const reader = await FileReader.open(path, handles);
    try {
      const metadata = await parquetMetadataAsync(buffered(reader, MAX_FOOTER_BYTES));
      return new ParquetFile(reader, metadata, unitsOf(metadata, reader.state.size), limits);
    } catch (error) {
      await reader.close();
      throw wrapped(error, "its footer can't be read");
    }
  }

  get rows(): number {
    const last = this.units.at(-1);
    return last === undefined ? 0 : last.firstRow + last.rows;
  }

  /** Uncompressed bytes of all units. */
  get bytes(): number {
    return this.units.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Decodes a unit, of which only the first `maxRows`. Throws a `FormatError` for damaged data. */
  async decode(unit: ParquetUnit, signal: AbortSignal, maxRows = Infinity): Promise<DecodedRows> {
    if (unit.bytes > MAX_GROUP_BYTES)
      throw new FormatError(
        "limit",
        `This Parquet file has a row group of ${(unit.bytes / 1e9).toFixed(1)} GB, which can't be held in memory. Write it again with smaller row groups.`,
      );
    const rowEnd = unit.firstRow + Math.min(unit.rows, maxRows);
    let objects: readonly unknown[];
    try {
      objects = await parquetReadObjects({
        file: buffered(this.reader, MAX_GROUP_BYTES, (bytes, start) => this.check(unit, bytes, start)),
        metadata: this.metadata,
        // Bytes that no one said are text may be text all the same; `plainJson` looks.
        utf8: false,
        parsers: { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && this.textOf(bytes) },
        rowStart: unit.firstRow,
        rowEnd,
        compressors: this.codecs,
        useOffsetIndex: true,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw wrapped(error, "its rows can't be decoded");
    }
    if (objects.length !== rowEnd - unit.firstRow) throw wrapped(undefined, "rows are missing");
    return asJson(objects, signal);
  }

  /** What a person should know of the rows decoded so far. */
  get notes(): readonly string[] {
    if (this.damagedTexts === 0) return [];
    return ["some texts are not valid UTF-8; what is wrong in them is shown as \ufffd"];
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private textOf(bytes: Uint8Array): string {
    const text = decodeUtf8(bytes);
    if (text !== undefined) return text;
    this.damagedTexts++;
    return new TextDecoder().decode(bytes);
  }

  /** The pages of the unit's columns that are in a stretch of the file; a stretch begins and ends between pages. */
  private check(unit: ParquetUnit, bytes: ArrayBuffer, start: number): void {
    for (const { meta_data } of this.metadata.row_groups[unit.group]?.columns ?? []) {
      if (meta_data === undefined) continue;
      const { dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
      const first = Number(dictionary_page_offset || data_page_offset);
      const from = Math.max(first, start);
      const to = Math.min(first + Number(total_compressed_size), start + bytes.byteLength);
      if (from < to) checkPages(new DataView(bytes, from - start, to - from), this.pages);
    }
  }
}

async function asJson(objects: readonly unknown[], signal: AbortSignal): Promise<DecodedRows> {
  const slice = new Slice(signal);
  const ends = new Float64Array(objects.length);
  let bytes = Buffer.allocUnsafe(2 ** 16);
  let filled = 0;
  for (const [i, object] of objects.entries()) {
    const text = JSON.stringify(plainJson(object));
    // UTF-8 takes at most three bytes for a code unit.
    if (bytes.length - filled < text.length * 3) {
      const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, filled + text.length * 3));
      bytes.copy(larger, 0, 0, filled);
      bytes = larger;
    }
    filled += bytes.write(text, filled);
    ends[i] = filled;
    if (slice.over) await slice.rest();
  }
  return { bytes: new Uint8Array(bytes.subarray(0, filled)), ends };
}

/** What hyparquet reads through: refuses stretches that are not in the file. */
function buffered(
  reader: FileReader,
  maxBytes: number,
  check?: (bytes: ArrayBuffer, start: number) => void,
): AsyncBuffer {
  const { size } = reader.state;
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    if (!(start >= 0 && end >= start && end <= size && end - start <= maxBytes))
      throw new RangeError("a stretch outside the file");
    const bytes = new ArrayBuffer(end - start);
    await reader.readInto(new Uint8Array(bytes), start);
    check?.(bytes, start);
    return bytes;
  };
  return {
    byteLength: size,
    slice(start, end = size) {
      const reading = read(start, end);
      // The decoder drops readings that it began together with one that failed.
      reading.catch(() => undefined);
      return reading;
    },
  };
}

function unitsOf(metadata: FileMetaData, size: number): ParquetUnit[] {
  const units: ParquetUnit[] = [];
  let firstRow = 0;
  for (const [place, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    const bytes = bytesOf(group);
    if (!(rows >= 0 && Number.isSafeInteger(rows) && bytes >= 0))
      throw new RangeError("a row group without a size");
    if (firstRow + rows > Math.min(MAX_ROWS, size * ROWS_A_BYTE))
      throw new RangeError("more rows than there can be");
    const parts = Math.max(Math.ceil(bytes / PAGED_BYTES), Math.ceil(rows / PAGED_ROWS));
    const pieces = Math.min(rows, hasPageIndex(group) ? parts : 1);
    for (let piece = 0; piece < pieces; piece++) {
      const from = Math.floor((rows * piece) / pieces);
      const to = Math.floor((rows * (piece + 1)) / pieces);
      units.push({
        firstRow: firstRow + from,
        rows: to - from,
        bytes: Math.ceil(bytes / pieces),
        group: place,
      });
    }
    firstRow += rows;
  }
  return units;
}

/** The larger of what the group and its columns say. */
function bytesOf(group: RowGroup): number {
  const columns = group.columns.reduce(
    (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
    0,
  );
  return Math.max(columns, Number(group.total_byte_size));
}

function hasPageIndex(group: RowGroup): boolean {
  return group.columns.every(({ offset_index_offset, offset_index_length }) => {
    return offset_index_offset !== undefined && (offset_index_length ?? 0) > 0;
  });
}

/** Errors of the decoder may quote what they met, so they are not passed on. */
function wrapped(error: unknown, what: string): FormatError {
  if (error instanceof FormatError) return error;
  return new FormatError(
    "damaged",
    `This Parquet file is cut off or damaged: ${what}. Download or copy it again.`,
  );
}
