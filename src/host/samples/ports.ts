/** What samples need of the rest of the host. */
import type * as vscode from "vscode";
import type { ConversationRef } from "../../core/extraction/annotation.ts";
import type { SummaryView } from "../../core/review/summary.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { CorpusTable } from "../../corpus/table/corpus-table.ts";
import type { SampleStore } from "../../store/sample-store.ts";
import type { OpenedFile } from "../library/opened-file.ts";

/** An opened file with its table. */
export interface SampleSource {
  readonly file: OpenedFile;
  readonly table: Pick<CorpusTable, "frame" | "identify" | "resolve" | "state">;
}

/** Scores of conversations for a weighted design; those not named have none. */
export interface ScoreSet {
  readonly ids: readonly string[];
  /** ≥ 0, one for each id. */
  readonly scores: readonly number[];
  /** What they were taken from, in words. */
  readonly basis: string;
}

export interface SamplePorts {
  /** The source of the conversation or table on show, without opening its table. */
  currentFile(): OpenedFile | undefined;
  /** A file with its table, which is opened if need be. */
  sourceOf(file: OpenedFile): Promise<SampleSource>;
  /** Another file, another conversation, or what was judged in it. */
  readonly onDidChange: vscode.Event<unknown>;
  /** The conversation on show, if it is of this file. */
  currentConversation(file: OpenedFile): ConversationRef | undefined;
  /** undefined for a file that is on no disk. */
  storeOf(file: OpenedFile): Promise<SampleStore | undefined>;
  /** Before a sample is written: the project's file and git's attributes. */
  prepare(file: OpenedFile): Promise<void>;
  /** A sample was written here. */
  written(): void;
  /** Samples came or went. */
  readonly onDidChangeSamples: vscode.Event<unknown>;
  rater(): string | undefined;
  /** Asks for a name when there is none. Throws `Cancelled`. */
  askRater(): Promise<string>;
  /** Raters with judgements in this corpus. */
  knownRaters(file: OpenedFile): Promise<readonly string[]>;
  /** The current rater's own judgements; undefined while no rater is named. */
  recordOf(file: OpenedFile): Promise<{ readonly rater: string; readonly summary: SummaryView } | undefined>;
  /** Opens a transcript by its 0-based place. */
  show(file: OpenedFile, index: number, options: { readonly preserveFocus: boolean }): Promise<void>;
  taxonomy(): Taxonomy;
  /** What labels and warnings in the table were taken from, in words: run and rater. */
  labelBasis(file: OpenedFile): Promise<string>;
  /** Throws a `UserError` when there is nothing to take scores from. */
  scores(file: OpenedFile, by: "uncertainty" | "disagreement", signal: AbortSignal): Promise<ScoreSet>;
  readonly log: vscode.LogOutputChannel;
}
