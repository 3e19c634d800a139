/** What an index of one text file offers: the rows of a JSONL file or of a JSON list, found and described in place. */
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { RowTable } from "../row-table.ts";
import type { SharedRowTable } from "./shared-table.ts";

/** How records stand in the file. */
export type RowKind =
  /** One a line; blank lines are no rows. */
  | { readonly type: "lines" }
  /** The elements of the list whose `[` stands at byte `start`. */
  | { readonly type: "array"; readonly start: number };

/** A started worker, as far as the index needs it: what `new Worker(…)` of node:worker_threads gives. */
export interface IndexWorker {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface RowIndexOptions {
  /** Path of the file. */
  readonly file: string;
  readonly kind: RowKind;
  /** Without one the metadata pass finds no ids, turns or texts; it still checks the UTF-8. */
  readonly shape?: RecordShape | undefined;
  /** Where index files are kept; created when missing. The file's name in it is a hash of path, kind and shape. */
  readonly cacheFolder: string;
  /** Threads of the metadata pass, besides the one that asks. */
  readonly workers?: 1 | 2;
  /** Starts src/corpus/index/metadata.worker.ts. Without it the metadata pass runs in this thread, in short slices. */
  readonly spawn?: (() => IndexWorker) | undefined;
  /** Bytes read at once, at least 64 (for tests). */
  readonly blockBytes?: number;
  /** Wall-clock ms between two checkpoints of a pass under way. Default 10,000. */
  readonly checkpointMs?: number;
  /** Gets sentences for the log: why an index file was not used. They hold no conversation text. */
  readonly log?: (message: string) => void;
}

export interface PassProgress {
  /** Bytes of the file this pass is through with, and in all. */
  readonly done: number;
  readonly of: number;
}

/** What is wrong with the file as a whole. */
export interface IndexProblem {
  /** Row before which it was found. */
  readonly row: number;
  /** One sentence for a person. Holds no conversation text. */
  readonly reason: string;
}

/** Where the rows came from when the index was opened. */
export type IndexOrigin =
  /** No usable index file. */
  | "new"
  /** The index file holds everything: both passes have nothing to do. */
  | "complete"
  /** An interrupted build, or the file has grown: the passes go on from there. */
  | "partial";

export interface RowIndex {
  readonly table: RowTable;
  readonly origin: IndexOrigin;
  /** Grows. */
  readonly problems: readonly IndexProblem[];
  /** All rows are found. */
  readonly rowsDone: boolean;
  /** All rows are described, and duplicate ids are marked. */
  readonly metadataDone: boolean;
  /** The table for other threads (see `attachRowTable`); post it, and each later buffer as it comes. */
  share(): SharedRowTable;
  /** Tells of each buffer that the table grows by, before rows in it count. Returns what stops it. */
  onBuffer(listener: (buffer: SharedArrayBuffer, place: number) => void): () => void;
  /**
   * First pass. Rejects with the signal's reason when cancelled (call again to go on), with `FileChanged` when the
   * file was rewritten meanwhile. `onProgress` is called at most ten times a second, and at the end.
   */
  scanRows(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void>;
  /** Second pass, over the rows that are not described yet, then the duplicate ids. Needs the first pass. As above. */
  scanMetadata(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void>;
  /**
   * 0 for the first row with its id, else the number behind "~" that the row's id gets. Meaningful once
   * `metadataDone`; 0 before.
   */
  ordinal(row: number): number;
  /**
   * Beginning of the first text of a user in the row, as the reader would give it; undefined when there is none.
   * Reads the row from the file. `maxBytes` (default 4,096) bounds the text as it stands in the file.
   */
  firstText(row: number, maxBytes?: number): Promise<string | undefined>;
  /** Bytes of the row's record: no separators, no line break. Throws a RangeError for a record over 256 MB. */
  read(row: number): Promise<Buffer>;
  /** Writes the index file, whatever is known so far. Rejects with `FileChanged` without writing. */
  save(): Promise<void>;
  /** Stops what is running and closes the file. Does not save. */
  close(): Promise<void>;
}

/** The file is not the one the index was begun on. The index is not kept; open it again. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
  constructor() {
    super("The file was changed while it was being indexed. Open it again.");
  }
}

/**
 * `openRowIndex` of ./open-row-index.ts: opens the file and what the cache knows of it. Rejects with the file system's
 * error when the file can't be opened; a wrong index file is dropped and only logged.
 */
export type OpenRowIndex = (options: RowIndexOptions) => Promise<RowIndex>;
