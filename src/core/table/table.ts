/** The words in which the corpus table is asked and answers, whatever the size of the corpus. */

/**
 * Columns. `meta:<path>` is a metadata field: dot-separated keys as in a conversation's `metadata`.
 * `row`: 1-based number. `words`: title, or the first words of the human. `turns`, `size` (bytes): numbers.
 */
export type ColumnId =
  | "row"
  | "id"
  | "words"
  | "turns"
  | "size"
  | "part"
  | "status"
  | "judged"
  | "labels"
  | "raters"
  | "warnings"
  | "problem"
  | `meta:${string}`;

export interface SortKey {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** What is asked of the table. `query` is in the language of `query.ts`; "" = all rows. No sort = file order. */
export interface TableQuery {
  readonly query: string;
  readonly sort: readonly SortKey[];
}

/** What raters and runs have said of a conversation: made by the host from the records, found by id and content. */
export interface ConversationMarks {
  readonly id: string;
  /** `hashConversation` of the text that the marks are about. */
  readonly hash: string;
  /** The current rater's. */
  readonly status: "open" | "done" | "skipped";
  readonly flagged: boolean;
  /** Annotations that the current rater judged or added. */
  readonly judged: number;
  /** Names of the AI values that stand (not rejected), each once: of the rater and of the newest run. */
  readonly labels: readonly string[];
  /** Who has judged anything here. */
  readonly raters: readonly string[];
  /** Standing values on the watch list. */
  readonly warnings: number;
}

export interface FacetValue {
  readonly value: string;
  readonly rows: number;
}

/** The commonest values of a column among the rows of a view (numbers come as ranges). */
export interface Facet {
  readonly column: ColumnId;
  readonly values: readonly FacetValue[];
  /** Distinct values beyond those listed, and rows without a value. */
  readonly others: number;
  readonly missing: number;
}
