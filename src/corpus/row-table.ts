/**
 * What an index knows of each row: some 18 bytes, in shared memory, so that the worker that fills it and the
 * extension host that opens rows read the same numbers without messages.
 */

/** Bits of `RowTable.flags`. */
export const ROW = {
  /** The metadata pass has been here: the numbers below hold. */
  indexed: 1,
  /** The bytes are not UTF-8 throughout. Shown with U+FFFD in their place, and said so. */
  invalidUtf8: 2,
  /** Holds a `\u` escape: a search in the bytes may not see all of its text. */
  escapes: 4,
  /** No JSON object of the corpus's shape, as far as a scan can tell; opening it gives the exact reason. */
  broken: 8,
  /** Has no id of its own; it is known as `row-<n>`. */
  noId: 16,
  /** An earlier row has the same id. */
  duplicateId: 32,
} as const;

/** Rows of one corpus or of one part of it. `row`: 0-based, below `rows`; anything else throws a RangeError. */
export interface RowTable {
  /** Rows found so far; grows while the first pass is under way. */
  readonly rows: number;
  /** Rows that the metadata pass is through with; they need not be the first ones. */
  readonly indexedRows: number;
  /** Offset in bytes of the row's first byte in its file. */
  start(row: number): number;
  /** Offset in bytes behind the row; may include what separates it from the next (line feed, comma, space). */
  end(row: number): number;
  flags(row: number): number;
  /** Messages in the row, at most 65,535. 0 before the row is indexed. */
  turns(row: number): number;
  /** `idHash48` of the row's own id; 0 before the row is indexed or when it has none. */
  idHash(row: number): number;
  /** 32-bit hash of the bytes of the list of messages; 0 before the row is indexed. */
  contentHash(row: number): number;
}
