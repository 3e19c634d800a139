/**
 * The contract between the host and the adjudication view: what several raters (and, if wished, an extractor) said of
 * one conversation, side by side, and what the adjudicator decides.
 *
 * Like the review panel: complete snapshots with a revision to the page, intents with an id to the host. The deciding
 * keys are contributed VS Code commands that act on the host's selection, so that a user can rebind them; the page
 * handles only what a control handles by itself.
 */
import type { AnnotationKind } from "../core/extraction/annotation.ts";
import type { CategoryColour, EvidenceView, OptionView, SavingView } from "./review.ts";

export interface ColumnHead {
  readonly id: string;
  readonly title: string;
  readonly source: "rater" | "extractor";
  /** What was in view when it was rated. */
  readonly assist?: "blind" | "assisted" | "mixed";
  readonly status?: "open" | "done" | "skipped";
  /** Number key that takes this column's label; raters come first. */
  readonly key?: number;
  /** Is the adjudicator's own rating. */
  readonly own: boolean;
}

/** What one column says of one row. */
export interface CellView {
  /**
   * given: the row's label with this evidence. elsewhere: the same label on other words. other: another label for what
   * the row is about (a single answer; a correction of what others kept). rejected: saw it and said no. none: rated
   * without it. missing: not rated in this kind.
   */
  readonly state: "given" | "elsewhere" | "other" | "rejected" | "none" | "missing";
  /** The label's name where it isn't the row's own. */
  readonly label?: string;
  readonly evidence: readonly EvidenceView[];
  readonly note?: string;
  /** Of an extractor. */
  readonly score?: number;
}

export interface DecisionView {
  readonly verdict: "accepted" | "rejected" | "other" | "added";
  /** The label that holds: the row's, or the one chosen in its place; of a rejected row its own. */
  readonly label: string;
  readonly by: string;
  /** Names of adjudicators whose decision this one came after. */
  readonly overrules: readonly string[];
  /** Raters judged it anew since. */
  readonly outdated: boolean;
  /** Ids of the columns it agrees with. */
  readonly agreesWith: readonly string[];
  readonly reason?: string;
}

export interface AdjudicationRow {
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly label: string;
  readonly path: readonly string[];
  readonly category: CategoryColour;
  readonly definition?: string;
  /** By the snapshot's columns. */
  readonly cells: readonly CellView[];
  /** Raters who gave it, and raters who rated the conversation in this kind. */
  readonly given: number;
  readonly rated: number;
  /** unanimous: all who rated gave it. */
  readonly agreement: "unanimous" | "majority" | "tie" | "minority" | "single";
  readonly decision?: DecisionView;
  /** added: by an adjudicator, no rater gave it. detached: decided on what no rater says any more. */
  readonly origin: "raters" | "added" | "detached";
  readonly warning: boolean;
}

export interface AdjudicationGroup {
  readonly kind: AnnotationKind;
  readonly title: string;
  readonly rows: readonly AdjudicationRow[];
  /** For kinds of a closed set: what can be chosen. */
  readonly options: readonly OptionView[];
}

export interface QueueItem {
  readonly key: string;
  readonly title: string;
  /** 0 … 1: share of rows without unanimity. */
  readonly disagreement: number;
  readonly status: "open" | "done" | "skipped";
}

export interface AdjudicatedConversation {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly columns: readonly ColumnHead[];
  readonly groups: readonly AdjudicationGroup[];
  readonly selectedRow?: string;
  readonly rows: number;
  readonly decided: number;
  /** Rows without unanimity. */
  readonly disputed: number;
  readonly status: "open" | "done" | "skipped";
  readonly note: string;
  /** In words; absent when there is nothing to undo. */
  readonly undo?: string;
  readonly redo?: string;
  /** Things to know: judged in another version of the text, a rater who isn't done … */
  readonly notes: readonly string[];
  /** Typed reasons that are not saved, by row. */
  readonly drafts: readonly { readonly row: string; readonly text: string }[];
}

export interface AdjudicationSnapshot {
  readonly revision: number;
  /** Tells the corpora apart; the page keeps it, so that its tab can be brought back with the window. */
  readonly key: string;
  readonly corpus: string;
  readonly adjudicator?: { readonly name: string; readonly isRater: boolean };
  readonly screen:
    | { readonly type: "loading"; readonly what: string }
    | { readonly type: "error"; readonly message: string }
    /** Nothing to adjudicate: fewer than two raters. */
    | { readonly type: "empty"; readonly raters: readonly string[] }
    | { readonly type: "blind"; readonly reason: string }
    /** All is decided. */
    | { readonly type: "finished"; readonly decided: number }
    | { readonly type: "conversation"; readonly conversation: AdjudicatedConversation };
  /** Conversations with disagreement first. `items`: a window around the current one. */
  readonly queue: {
    readonly of: number;
    readonly done: number;
    readonly current?: number;
    readonly first: number;
    readonly items: readonly QueueItem[];
    /** Only conversations on which raters differ. */
    readonly onlyDisputed: boolean;
  };
  /** There is an extractor's run whose labels can be shown, and whether they are. */
  readonly extractor: { readonly available: boolean; readonly shown: boolean };
  readonly saving: SavingView;
}

export type AdjudicationFocus = "row" | "reason" | "other" | "note" | "keys" | "queue";

export type ToAdjudicationPage =
  | { readonly type: "snapshot"; readonly snapshot: AdjudicationSnapshot }
  | { readonly type: "focus"; readonly target: AdjudicationFocus }
  | { readonly type: "reply"; readonly intent: number; readonly error?: string };

export const PLAIN_ADJUDICATIONS = [
  "nextRow",
  "previousRow",
  "done",
  "skip",
  "reopen",
  "next",
  "previous",
  "undo",
  "redo",
  "toggleExtractor",
  "toggleDisputed",
  "acceptUnanimous",
  "add",
  "setRater",
  "editKeys",
  "showAgreement",
  "retry",
] as const;
export type PlainAdjudication = (typeof PLAIN_ADJUDICATIONS)[number];

export type AdjudicationIntent =
  | { readonly do: "select"; readonly row: string }
  /** Takes the label of the column with this number key, or its "no". */
  | { readonly do: "take"; readonly row: string; readonly key: number }
  | { readonly do: "accept" | "reject" | "clear"; readonly row: string }
  /** Another label: of a closed set the `value`, else the host's picker. */
  | { readonly do: "other"; readonly row: string; readonly value?: string }
  | { readonly do: "reason"; readonly row: string; readonly text: string }
  | { readonly do: "draft"; readonly row: string; readonly text: string }
  | { readonly do: "note"; readonly text: string }
  | { readonly do: "reveal"; readonly row: string; readonly column: string; readonly span: number }
  | { readonly do: "go"; readonly key: string }
  | { readonly do: PlainAdjudication };

export type FromAdjudicationPage =
  | { readonly type: "viewLoaded" }
  | {
      readonly type: "intent";
      readonly intent: number;
      readonly ask: AdjudicationIntent;
      /** Key of the conversation on show: a second quick "done" must not land on the next one. */
      readonly conversation?: string;
    };
