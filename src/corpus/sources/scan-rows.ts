/** Visits rows of a text file in order with large sequential reads. */
import type { RowTable } from "../row-table.ts";
import type { FileReader } from "./file-reader.ts";
import { trimRow } from "./row-bytes.ts";
import { Slice } from "./slice.ts";

/** Bytes read at once; a longer row is read by itself. */
export const SCAN_BYTES = 2 ** 20;

/** As `Corpus.scan`, for the rows of one file. */
export async function scanRows(
  reader: FileReader,
  table: RowTable,
  kind: "lines" | "array",
  range: readonly [from: number, to: number],
  visit: (row: number, bytes: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const buffer = new Uint8Array(SCAN_BYTES);
  const slice = new Slice(signal);
  const [from, to] = range;
  for (let row = from; row < to;) {
    signal.throwIfAborted();
    const start = table.start(row);
    let last = row + 1;
    while (last < to && table.end(last) - start <= SCAN_BYTES) last++;
    const size = table.end(last - 1) - start;
    const bytes = size <= SCAN_BYTES ? buffer.subarray(0, size) : await reader.read(start, start + size);
    if (size <= SCAN_BYTES) await reader.readInto(bytes, start);
    for (; row < last; row++) {
      visit(row, trimRow(bytes, table.start(row) - start, table.end(row) - start, kind));
      if (slice.over) await slice.rest();
    }
  }
}
