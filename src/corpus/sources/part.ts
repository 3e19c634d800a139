/** One file of a corpus as it is read: rows in place, in a copy, or in Parquet's row groups. */
import type { RecordFormat, RowError } from "../../core/formats/format.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { RowTable } from "../row-table.ts";
import type { FileState } from "./file-reader.ts";
import type { SharedRowTable } from "../index/shared-table.ts";

/** Bytes done of those that a pass has to go through. */
export type OnBytes = (done: number, of: number) => void;

export interface RowsPart {
  readonly format: RecordFormat;
  readonly shape: RecordShape;
  readonly access: "in place" | "copy";
  readonly notes: readonly string[];
  /** Rows that a conversion left out; grows with what is found wrong in passing. */
  readonly errors: readonly RowError[];
  /** Rows are numbered from 0 in their part. */
  readonly table: RowTable;
  readonly rowsDone: boolean;
  readonly metadataDone: boolean;
  /** Bytes that each pass goes through. */
  readonly bytes: number;
  /** Goes on where it was cancelled. */
  findRows(signal: AbortSignal, onBytes: OnBytes): Promise<void>;
  /** Needs all rows. Goes on where it was cancelled. */
  findMetadata(signal: AbortSignal, onBytes: OnBytes): Promise<void>;
  /**
   * 0 for the first row of the part with its id, else the number behind "~". Meaningful when `metadataDone`; absent
   * where the part doesn't know.
   */
  ordinal?(row: number): number;
  /** The JSON of one record, without what separates it from the next. */
  read(row: number): Promise<Uint8Array>;
  scan(
    from: number,
    to: number,
    visit: (row: number, bytes: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** How another thread reads the rows itself; undefined where only this thread can. */
  direct(): DirectRows | undefined;
  /** The table for other threads, and each buffer that it grows by. */
  share(): SharedRowTable;
  onBuffer(listener: (buffer: SharedArrayBuffer, place: number) => void): () => void;
  close(): Promise<void>;
}

/** Plain data: can be posted to another thread. */
export interface DirectRows extends FileState {
  /** Rows are lines, or the elements of a list with commas between them. */
  readonly kind: "lines" | "array";
}
