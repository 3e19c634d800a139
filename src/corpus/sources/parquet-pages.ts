/** Looks at the page headers of a column before it is decoded: the decoder trusts what they say. */
import type { PageHeader } from "hyparquet/src/types.js";
import { parquetHeader } from "hyparquet/src/column.js";
import { FormatError } from "../../core/formats/format.ts";

export interface PageLimits {
  /** Of one page, unpacked. */
  readonly bytes: number;
  /** In one page. */
  readonly values: number;
}

/**
 * Walks the pages that these bytes of a column consist of. Throws a RangeError when a header makes no sense (a decoder
 * that follows it may never come back), a `FormatError` when a page is over a limit.
 */
export function checkPages(view: DataView, limits: PageLimits): void {
  const reader = { view, offset: 0 };
  // As in the decoder, one last byte is no page.
  while (reader.offset < view.byteLength - 1) {
    const before = reader.offset;
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    const isSound = reader.offset > before && isCount(packed) && isCount(size) && areCounts(header, size);
    if (!isSound || reader.offset + packed > view.byteLength)
      throw new RangeError("a page header that makes no sense");
    if (size > limits.bytes)
      throw new FormatError(
        "limit",
        `This Parquet file has a page of more than ${Math.round(limits.bytes / 2 ** 20)} MiB.`,
      );
    if (valuesOf(header) > limits.values) throw new RangeError("more values than there can be");
    reader.offset += packed;
  }
}

function valuesOf({ data_page_header, data_page_header_v2, dictionary_page_header }: PageHeader): number {
  return (data_page_header ?? data_page_header_v2 ?? dictionary_page_header)?.num_values ?? 0;
}

function areCounts(header: PageHeader, size: number): boolean {
  const second = header.data_page_header_v2;
  if (!isCount(valuesOf(header))) return false;
  if (second === undefined) return true;
  const levels = [second.definition_levels_byte_length, second.repetition_levels_byte_length];
  return (
    isCount(second.num_rows) && levels.every(isCount) && levels.reduce((sum, each) => sum + each, 0) <= size
  );
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
