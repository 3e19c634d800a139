/**
 * The contract between the host and the review panel.
 *
 * Host → panel: complete snapshots with a revision, never deltas; a panel that was hidden, reloaded or restored
 * is right again after one message. Panel → host: intents, each with an id that the host always answers, also
 * when it fails. All texts are plain text: the panel puts them into the page through `textContent` only.
 *
 * The judging keys are contributed VS Code commands, so that they are the same in transcript and panel and a user
 * can rebind them; they act on the host's selection. The panel handles only what a control handles by itself
 * (Tab, Space, Enter, arrows in a radio group) and keeps typed characters in text fields from being taken as keys.
 */
import type { AnnotationKind, SingleKind } from "../core/extraction/annotation.ts";

/** Level-3 categories that have a colour; `none` = unmapped, or a taxonomy of another making. */
export type CategoryColour = "practical" | "epistemic" | "social" | "protective" | "personal" | "none";

export type RowState = "suggested" | "confirmed" | "corrected" | "rejected" | "added";

export interface EvidenceView {
  /** Index into the annotation's spans; -1 for a quote that was not found in the text. */
  readonly span: number;
  /** The quoted words, shortened by the host to at most 400 UTF-16 code units. */
  readonly quote: string;
  /** 1-based number of the turn, absent when unanchored. */
  readonly turn?: number;
  /** "Assistant", "User"… */
  readonly role?: string;
}

export interface RowView {
  readonly id: string;
  readonly kind: "aiValue" | "humanValue";
  readonly value: string;
  /** Names from the category down to, and without, the value: ["Epistemic", "Intellectual integrity…"]. */
  readonly path: readonly string[];
  readonly category: CategoryColour;
  readonly definition?: string;
  readonly state: RowState;
  /** What was suggested, when the rater corrected it. */
  readonly original?: string;
  readonly evidence: readonly EvidenceView[];
  readonly rationale?: string;
  /** Who says so: "local word patterns · rule hedge.uncertain", "you", "claude-… · run …". */
  readonly origin: string;
  readonly score?: number;
  /** On the watch list (dominance, deception…). */
  readonly warning: boolean;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly definition: string;
}

/** A question with at most one answer. Free text (`task`) has no options. */
export interface QuestionView {
  readonly kind: SingleKind;
  readonly title: string;
  readonly options: readonly OptionView[];
  /** The rater's own holding answer. */
  readonly answer?: string;
  /** What an extractor proposes; may be coarser than the options ("helps"). */
  readonly suggestion?: {
    readonly id: string;
    readonly value: string;
    readonly label: string;
    readonly origin: string;
    readonly rationale?: string;
    /** False when the suggestion is no member of the options and so can't be taken over as it stands. */
    readonly takeable: boolean;
    readonly state: RowState;
  };
}

export interface ConversationView {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly format: string;
  /** 0-based position among the file's conversations. */
  readonly index: number;
  readonly of: number;
  readonly turns: number;
  readonly notes: readonly string[];
  readonly rows: readonly RowView[];
  /** Response type, subjectivity, task, in this order. */
  readonly questions: readonly QuestionView[];
  readonly note: string;
  readonly flagged: boolean;
  readonly status: "open" | "done" | "skipped";
  /** Judged suggestions and all suggestions of this conversation. */
  readonly judged: number;
  readonly suggested: number;
  /** How many judgements exist for an earlier text of this conversation and so don't apply. */
  readonly stale: number;
  readonly extraction: ExtractionView;
  /** In words: "confirm honesty". Absent when there is nothing to undo. */
  readonly undo?: string;
  readonly redo?: string;
  readonly selectedRow?: string;
  /** Typed but not saved; survives hide, reload and crash. */
  readonly drafts: DraftsView;
}

export interface DraftsView {
  readonly note?: string;
  readonly task?: string;
}

export interface ExtractionView {
  /** blind: the rater must not see any. */
  readonly state: "none" | "running" | "done" | "abstained" | "failed" | "blind";
  /** What the extractor is and can't do, always shown with its suggestions; of a blind rater, why. */
  readonly disclosure: string;
  /** Why it abstained or failed. */
  readonly reason?: string;
}

export interface SavingView {
  /** Judgements given but not yet known to be on disk. */
  readonly pending: number;
  /** The last failure to save, in words that say what to do next. The judgement it concerns is NOT recorded. */
  readonly error?: string;
}

export interface PanelSnapshot {
  readonly revision: number;
  readonly rater?: string;
  readonly screen:
    | { readonly type: "empty" }
    | { readonly type: "loading"; readonly what: string }
    | { readonly type: "error"; readonly message: string }
    | { readonly type: "conversation"; readonly conversation: ConversationView };
  /** Of the file's conversations; absent before a file is open. */
  readonly progress?: { readonly done: number; readonly of: number };
  readonly saving: SavingView;
}

export type FocusTarget =
  "row" | "note" | "responseType" | "subjectivity" | "task" | "keys" | "keysThenTranscript";

export type ToPanel =
  | { readonly type: "snapshot"; readonly snapshot: PanelSnapshot }
  /** A command asked for this part of the panel ("keys" opens the list of keys, "keysThenTranscript" gives the keyboard back when it closes). */
  | { readonly type: "focus"; readonly target: FocusTarget }
  | { readonly type: "reply"; readonly intent: number; readonly error?: string };

/** What a person asks for in the panel. `row` defaults to the selected one. */
export type Intent =
  | { readonly do: "confirm" | "reject" | "correct" | "retract"; readonly row: string }
  | { readonly do: "select"; readonly row: string }
  | { readonly do: "reveal"; readonly row: string; readonly span: number }
  /** Adds a value; the host opens the picker. Evidence is the transcript's selection, if there is one. */
  | { readonly do: "add"; readonly kind: Extract<AnnotationKind, "aiValue" | "humanValue"> }
  | { readonly do: "answer"; readonly kind: SingleKind; readonly value: string }
  /** Takes the rater's answer back. */
  | { readonly do: "clearAnswer"; readonly kind: SingleKind }
  | { readonly do: "note"; readonly text: string }
  /** Keeps what is typed; never a judgement. */
  | { readonly do: "draft"; readonly field: keyof DraftsView; readonly text: string }
  | {
      readonly do:
        | "flag"
        | "done"
        | "skip"
        | "reopen"
        | "undo"
        | "redo"
        | "next"
        | "previous"
        | "extract"
        | "openFile"
        | "pickConversation"
        | "setRater"
        | "showTranscript"
        | "editKeys";
    };

export type FromPanel =
  | { readonly type: "viewLoaded" }
  | {
      readonly type: "intent";
      readonly intent: number;
      readonly ask: Intent;
      /**
       * Key of the conversation that was on show when this was asked. The host applies the intent to that
       * conversation or refuses it: a second quick "done", or a draft sent late, must not land on the next one.
       */
      readonly conversation?: string;
    };
