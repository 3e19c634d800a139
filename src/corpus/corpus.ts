/** A corpus of any size as its worker sees it: rows in one fixed order over one or many files. */
import type { Conversation } from "../core/conversation/model.ts";
import type { RowError } from "../core/formats/format.ts";
import type { RowTable } from "./row-table.ts";

/** One file of a corpus. */
export interface CorpusPart {
  /** Path relative to the corpus's folder, with "/" between its parts; the file's name for a single file. */
  readonly name: string;
  /** First row of the part among the corpus's rows, and how many it has (so far). */
  readonly firstRow: number;
  readonly rows: number;
  /** Read in place, or through a copy in the cache that was made because the file can't be read at random. */
  readonly access: "in place" | "copy";
  /** What a user should know: "unpacked once into the cache, 1.2 GB". */
  readonly notes: readonly string[];
}

/** A row as read: a conversation, or why there is none. */
export type RowReading =
  | { readonly type: "conversation"; readonly conversation: Conversation }
  | { readonly type: "error"; readonly error: RowError };

export type CorpusPhase = "preparing" | "rows" | "metadata" | "ready";

export interface CorpusProgress {
  readonly phase: CorpusPhase;
  /** In words, of what is under way: "unpacking part-3.jsonl.gz". */
  readonly what: string;
  /** Bytes done and in all of this phase. */
  readonly done: number;
  readonly of: number;
  readonly rows: number;
  readonly indexedRows: number;
}

export interface Corpus {
  readonly format: { readonly id: string; readonly title: string };
  readonly parts: readonly CorpusPart[];
  /** Rows of all parts, numbered through. `start` and `end` are offsets in the row's own part. */
  readonly table: RowTable;
  readonly progress: CorpusProgress;
  /** What could not be opened (a whole file of a folder) and what was found wrong in passing; grows. */
  readonly problems: readonly { readonly part: string; readonly error: RowError }[];
  /** Reads one row; works as soon as the row is in the table. Rejects only when the file can't be read at all. */
  read(row: number): Promise<RowReading>;
  /** Reads a row from the bytes that `scan` gave for it: the same as `read` without the disk. */
  parse(row: number, bytes: Uint8Array): RowReading;
  /**
   * The id under which a row's judgements are kept: its own, with "~2", "~3"… appended in row order where an earlier
   * row has the same, or `row-<n>`. `own`: the id as read. Before the row is indexed the id may lack its suffix.
   */
  idOf(row: number, own: string): string;
  /**
   * Visits the bytes of rows `[from, to)` in order (JSON of one record, without separators; UTF-8 as it stands in the
   * file), as fast as the disk allows; `bytes` are valid only during the call. Yields to the event loop now and then.
   */
  scan(
    from: number,
    to: number,
    visit: (row: number, bytes: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Runs the passes to their end. Rejects with the signal's reason when cancelled; call again to go on. */
  index(signal: AbortSignal, onProgress: (progress: CorpusProgress) => void): Promise<void>;
  /** Closes files. */
  close(): Promise<void>;
}
