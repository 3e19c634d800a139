/** What the host and a corpus's worker say to each other. Plain data, typed arrays and shared memory only. */
import type { ColumnId, ConversationMarks, TableQuery } from "../../core/table/table.ts";
import type { FieldMapping, RowError } from "../../core/formats/format.ts";
import type { RowReading } from "../../corpus/corpus.ts";
import type { CorpusDescription } from "../../corpus/row-reader.ts";
import type {
  FrameData,
  RowIdentity,
  TableState,
  TableWindow,
  ViewState,
  WindowRequest,
} from "../../corpus/table/corpus-table.ts";

/** What `openCorpus` needs. Paths are absolute; several make one corpus, in this order. */
export interface CorpusToOpen {
  readonly paths: readonly string[];
  /** Folder for the index and for copies; made when it isn't there. */
  readonly cacheFolder: string;
  /** For folders: only files whose path in the folder fits: "train-*.jsonl". */
  readonly glob?: string;
  /** "Open as…": a format's id, and where to find things in generic rows. */
  readonly format?: string;
  readonly mapping?: FieldMapping;
}

/** What a corpus is made of, as far as known. */
export interface OpenedCorpus {
  readonly format: { readonly id: string; readonly title: string };
  readonly parts: readonly {
    readonly name: string;
    readonly firstRow: number;
    readonly rows: number;
    readonly access: "in place" | "copy";
    readonly notes: readonly string[];
  }[];
}

/** A file or row that could not be read. */
export interface CorpusProblem {
  readonly part: string;
  readonly error: RowError;
}

/** A message to the worker. `id` counts up; each is answered once. */
export interface ToCorpusWorker {
  readonly id: number;
  readonly ask: CorpusAsk;
}

export type CorpusAsk =
  | { readonly do: "open"; readonly corpus: CorpusToOpen }
  | { readonly do: "query"; readonly query: TableQuery }
  | { readonly do: "window"; readonly request: WindowRequest }
  | { readonly do: "facets"; readonly columns: readonly ColumnId[] }
  | { readonly do: "marks"; readonly marks: readonly ConversationMarks[]; readonly replace: boolean }
  | { readonly do: "blind"; readonly reason: string | null }
  | { readonly do: "cancel" }
  | { readonly do: "resume" }
  | { readonly do: "rowAt"; readonly generation: number; readonly at: number }
  | { readonly do: "placeOf"; readonly row: number }
  | { readonly do: "read"; readonly row: number }
  | { readonly do: "identify"; readonly rows: readonly number[] }
  | { readonly do: "resolve"; readonly ids: readonly string[] }
  | { readonly do: "frame"; readonly columns: readonly ColumnId[]; readonly query?: string }
  | { readonly do: "problems" }
  | { readonly do: "close" };

/** What each question is answered with. */
export interface CorpusAnswers {
  open: OpenedCorpus;
  query: ViewState;
  window: TableWindow;
  facets: undefined;
  marks: undefined;
  blind: undefined;
  cancel: undefined;
  resume: undefined;
  rowAt: number | undefined;
  placeOf: number | undefined;
  read: RowReading;
  identify: readonly RowIdentity[];
  resolve: Int32Array;
  frame: FrameData;
  problems: readonly CorpusProblem[];
  close: undefined;
}

export type FromCorpusWorker =
  | { readonly type: "answer"; readonly id: number; readonly value: CorpusAnswers[CorpusAsk["do"]] }
  | { readonly type: "failed"; readonly id: number; readonly code: string; readonly message: string }
  | { readonly type: "state"; readonly state: TableState }
  /** Parts were added, or all is indexed. */
  | { readonly type: "opened"; readonly opened: OpenedCorpus }
  /** For the host's `RowReader`: comes with the opening, and again when parts were added and when all is indexed. */
  | { readonly type: "rows"; readonly description: CorpusDescription }
  /** A buffer by which the table of a part has grown. */
  | {
      readonly type: "buffer";
      readonly part: number;
      readonly buffer: SharedArrayBuffer;
      readonly place: number;
    };
