/** The metadata pass over a range of rows, in whatever thread it runs. */
import { readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { ROW } from "../row-table.ts";
import { LAYOUT } from "../scan/scan-layout.ts";
import { readFully } from "./file-state.ts";
import { isReadable, type RowDescriber } from "./row-describer.ts";
import { FileChanged } from "./row-index.ts";
import type { AttachedRowTable } from "./shared-table.ts";

/** Rows `[from, to)` and the bytes they take. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The next rows from `from` on that are not described: contiguous, of at most `bytes` and `rows`, but at least one. */
export function nextRange(
  table: AttachedRowTable,
  from: number,
  to: number,
  bytes: number,
  rows: number,
): RowRange {
  let first = from;
  while (first < to && (table.flags(first) & ROW.indexed) !== 0) first++;
  if (first === to) return { from: to, to };
  const limit = table.start(first) + bytes;
  const last = Math.min(to, first + rows);
  let behind = first + 1;
  while (behind < last && table.end(behind) <= limit && (table.flags(behind) & ROW.indexed) === 0) behind++;
  return { from: first, to: behind };
}

/** Describes one range that fits into memory. Throws `FileChanged` if the file ends before it. */
export function describeRange(
  table: AttachedRowTable,
  { from, to }: RowRange,
  describer: RowDescriber,
  handle: FileHandle,
): void {
  const into = roomFor(table, from, to, describer);
  if (into === undefined) return;
  const position = table.start(from);
  for (let done = 0; done < into.length;) {
    const read = readSync(handle.fd, into, done, into.length - done, position + done);
    if (read === 0) throw new FileChanged();
    done += read;
  }
  describer.describe(table, from, to);
}

/** The same without holding up the thread while the disk works. */
export async function describeRangeAsync(
  table: AttachedRowTable,
  { from, to }: RowRange,
  describer: RowDescriber,
  handle: FileHandle,
): Promise<void> {
  const into = roomFor(table, from, to, describer);
  if (into === undefined) return;
  if (!(await readFully(handle, into, table.start(from)))) throw new FileChanged();
  describer.describe(table, from, to);
}

function roomFor(
  table: AttachedRowTable,
  from: number,
  to: number,
  describer: RowDescriber,
): Uint8Array | undefined {
  const length = table.end(to - 1) - table.start(from);
  if (!isReadable(length)) {
    // Only a single row can be that long.
    describer.describeTooLong(table, from);
    return undefined;
  }
  describer.structure.reserve(length);
  return describer.structure.bytes.subarray(LAYOUT.data, LAYOUT.data + length);
}
