/**
 * The contract between the host and the corpus editor's page.
 *
 * Host → page: complete snapshots with a revision, and windows of rows that were asked for. Page → host: intents, each
 * answered once (`channel.ts`). All texts are plain text; the page puts them into the document through `textContent`.
 */
import type { ColumnId, Facet, SortKey } from "../core/table/table.ts";

export interface ColumnView {
  readonly id: ColumnId;
  readonly title: string;
  /** Numbers are set flush right. */
  readonly numeric: boolean;
}

export interface TaskView {
  /** "Indexing", "Searching", "Sorting", "Counting values", "Drawing a sample". */
  readonly what: string;
  /** 0 … 1; undefined while unknown. */
  readonly fraction?: number;
  /** "412,000 of 700,000 rows · 1.2 GB/s" */
  readonly detail: string;
  /** Cancel stops it; what is found so far stays. */
  readonly cancellable: boolean;
}

/** One cell. `hits`: `[start, end)` in UTF-16 code units of `text` where a search matched. */
export interface CellView {
  readonly text: string;
  readonly hits?: readonly (readonly [number, number])[];
  /** How to draw it, where a text alone is not enough. */
  readonly look?: "done" | "skipped" | "flagged" | "warning" | "error" | "muted";
}

export interface TableRowView {
  /** 0-based place in the view. */
  readonly at: number;
  /** 0-based row of the corpus. */
  readonly row: number;
  /** One for each column of the snapshot, in its order. */
  readonly cells: readonly CellView[];
}

export interface CorpusSnapshot {
  readonly revision: number;
  readonly name: string;
  /** "LMSYS / WildChat conversations · 3 files" */
  readonly detail: string;
  readonly screen:
    | { readonly type: "loading"; readonly what: string }
    | { readonly type: "error"; readonly message: string }
    | { readonly type: "table" };
  /** Rows of the corpus so far, and whether more may come. */
  readonly rows: number;
  readonly growing: boolean;
  readonly view: {
    /** Changes whenever the rows of the view may have changed: a window of another generation is thrown away. */
    readonly generation: number;
    readonly rows: number;
    readonly query: string;
    /** What is wrong with the query, and where in it: `[start, end)`. */
    readonly problem?: { readonly text: string; readonly at: readonly [number, number] };
    readonly sort: readonly SortKey[];
    /** The view still lacks rows that a task will bring. */
    readonly partial: boolean;
  };
  readonly columns: readonly ColumnView[];
  /** All there are to choose from, the chosen ones included. */
  readonly available: readonly ColumnView[];
  readonly facets: readonly Facet[];
  readonly tasks: readonly TaskView[];
  /** 0-based place in the view of the row whose transcript is on show. */
  readonly current?: number;
  /** Rows that could not be opened, and other things a user should know of this corpus. */
  readonly notes: readonly string[];
  readonly problems: number;
  /** In a blind sample: what others said is hidden, and why, in words. */
  readonly blind?: string;
  /** Names of the corpus's samples, and the one that is worked on. */
  readonly samples: readonly string[];
  readonly sample?: string;
}

export type ToCorpusPage =
  | { readonly type: "snapshot"; readonly snapshot: CorpusSnapshot }
  | { readonly type: "rows"; readonly generation: number; readonly rows: readonly TableRowView[] }
  /** Put the keyboard there. */
  | { readonly type: "focus"; readonly target: "search" | "table" }
  | { readonly type: "reply"; readonly intent: number; readonly error?: string };

export type CorpusIntent =
  /** Asks for a window; the answer comes as a `rows` message. A later one replaces an earlier that still waits. */
  | { readonly do: "rows"; readonly generation: number; readonly from: number; readonly count: number }
  | { readonly do: "query"; readonly text: string }
  | { readonly do: "sort"; readonly sort: readonly SortKey[] }
  | { readonly do: "columns"; readonly columns: readonly ColumnId[] }
  /** Facets to keep counted for the view. */
  | { readonly do: "facets"; readonly columns: readonly ColumnId[] }
  /** Opens the transcript of the view's row: `preview` leaves the keyboard in the table. */
  | { readonly do: "open"; readonly generation: number; readonly at: number; readonly preview: boolean }
  /** Stops the tasks under way. */
  | { readonly do: "cancel" }
  /** Goes on with what was cancelled. */
  | { readonly do: "resume" }
  /** Draws a sample, by a dialogue of the host's; the frame is the view. */
  | { readonly do: "sample" }
  | { readonly do: "useSample"; readonly name: string | null }
  | { readonly do: "showProblems" };

export type FromCorpusPage =
  | { readonly type: "viewLoaded" }
  | { readonly type: "intent"; readonly intent: number; readonly ask: CorpusIntent };
