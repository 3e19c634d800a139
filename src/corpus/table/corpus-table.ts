/**
 * The table of one corpus, as its user sees it: the same for a corpus of any size in its worker (through
 * `CorpusClient`) and for a small file held in memory (`TableEngine` over `memoryRows`).
 */
import type { ColumnId, ConversationMarks, Facet, SortKey, TableQuery } from "../../core/table/table.ts";
import type { TableRowView, TaskView } from "../../protocol/corpus.ts";
import type { CorpusProgress } from "../corpus.ts";

/** The rows that a query finds, in the order of a sort. */
export interface ViewState {
  /**
   * Places `at` hold as long as this number: rows that are only added behind the known ones leave it as it is, any
   * other change of the view's rows raises it.
   */
  readonly generation: number;
  /** Rows so far. */
  readonly rows: number;
  readonly query: string;
  /** What is wrong with the query asked last, and where: `[start, end)` in UTF-16 code units. The view stays. */
  readonly problem?: { readonly text: string; readonly at: readonly [number, number] };
  readonly sort: readonly SortKey[];
  /** More rows may come: a pass is under way, was cancelled, or the corpus is still being indexed. */
  readonly partial: boolean;
}

/** A column that the table can show. */
export interface ColumnInfo {
  readonly id: ColumnId;
  readonly title: string;
  readonly numeric: boolean;
}

export interface TableState {
  /** Counts up with every change. */
  readonly revision: number;
  /** Rows of the corpus so far; `growing`: more may come. */
  readonly rows: number;
  readonly growing: boolean;
  readonly progress: CorpusProgress;
  readonly view: ViewState;
  /** Every column there is to choose from: the fixed ones, then the metadata fields met so far. */
  readonly available: readonly ColumnInfo[];
  /** Those asked for by `setFacets`, as far as they are counted. */
  readonly facets: readonly Facet[];
  /** What is under way or was cancelled; most urgent first. */
  readonly tasks: readonly TaskView[];
  /** A task was cancelled and `resume` would go on with it. */
  readonly paused: boolean;
  /** What a user should know: copies in the cache, sorts that see only the beginning of long values… */
  readonly notes: readonly string[];
  /** Files and rows that could not be read, as far as known. */
  readonly problems: number;
}

export interface WindowRequest {
  /** Of the view that is meant; a window of another generation comes back empty, with the generation that holds. */
  readonly generation: number;
  readonly from: number;
  /** At most 1,000. */
  readonly count: number;
  readonly columns: readonly ColumnId[];
}

export interface TableWindow {
  readonly generation: number;
  readonly rows: readonly TableRowView[];
}

/** A row with what a judgement, a sample or a transcript needs of it. `error`: why there is no conversation. */
export interface RowIdentity {
  readonly row: number;
  /** The id under which its judgements are kept (with "~2" where ids repeat); "" for a row that can't be read. */
  readonly id: string;
  /** `hashConversation`; "" for a row that can't be read. */
  readonly hash: string;
  readonly error?: string;
}

/** Values of one column for the rows of a frame, place by place. */
export type FrameColumn =
  | { readonly type: "numbers"; readonly column: ColumnId; /** NaN = none. */ readonly numbers: Float64Array }
  | {
      readonly type: "texts";
      readonly column: ColumnId;
      /** Place in `values`, or -1 for none. */
      readonly codes: Int32Array;
      readonly values: readonly string[];
    }
  /** Several a row (labels, raters): those of place i are `codes[starts[i]]` … `codes[starts[i + 1] - 1]`. */
  | {
      readonly type: "lists";
      readonly column: ColumnId;
      readonly starts: Uint32Array;
      readonly codes: Int32Array;
      readonly values: readonly string[];
    };

/** What a sample is drawn from: the rows of a view, in the order of the corpus. */
export interface FrameData {
  readonly generation: number;
  readonly query: string;
  readonly rows: Uint32Array;
  /** `RowTable.idHash` of each; 0 for rows without an id of their own and rows that are not yet indexed. */
  readonly idHashes: Float64Array;
  readonly columns: readonly FrameColumn[];
  /** False when the view lacks rows, or rows are not indexed: a sample of it would not be one of the whole. */
  readonly complete: boolean;
}

/** Every promise settles once. They reject with a `TableError`. */
export interface CorpusTable {
  readonly state: TableState;
  /** The listener hears of changes, at most some 20 times a second. Returns how to stop. */
  onState(listener: (state: TableState) => void): () => void;
  /** Starts a new view; resolves as soon as it is there, with or without rows. A wrong query resolves with `problem`. */
  setQuery(query: TableQuery): Promise<ViewState>;
  /** Cells come in the order of `columns`. Reads only these rows. */
  window(request: WindowRequest): Promise<TableWindow>;
  /** Columns whose values are to be counted, for this view and those that follow. */
  setFacets(columns: readonly ColumnId[]): Promise<void>;
  /** Takes the place of all marks (`replace`), or of those of the same conversations. Send many in several calls. */
  setMarks(marks: readonly ConversationMarks[], replace: boolean): Promise<void>;
  /** In a blind sample: labels, raters and warnings are neither shown nor searched. null ends it. */
  setBlind(reason: string | null): Promise<void>;
  /** Stops passes; what they found stays. Goes on with them at `resume`, or when the next query needs them. */
  cancel(): Promise<void>;
  resume(): Promise<void>;
  /** The row at a place in the view, if there is one; and the place of a row in it. */
  rowAt(generation: number, at: number): Promise<number | undefined>;
  placeOf(row: number): Promise<number | undefined>;
  identify(rows: readonly number[]): Promise<readonly RowIdentity[]>;
  /** Rows by the ids under which judgements are kept; -1 where there is none (among the indexed rows). */
  resolve(ids: readonly string[]): Promise<Int32Array>;
  /** The view as a frame for samples; with `query`, the rows of that query instead (the view stays as it is). */
  frame(columns: readonly ColumnId[], query?: string): Promise<FrameData>;
  close(): Promise<void>;
}

export type TableErrorCode = "cancelled" | "closed" | "crashed" | "failed" | "query" | "unreadable";

/** `message` is for a person and holds no conversation text. */
export class TableError extends Error {
  override readonly name = "TableError";
  constructor(
    readonly code: TableErrorCode,
    message: string,
  ) {
    super(message);
  }
}
