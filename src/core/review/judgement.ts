/**
 * Judgements: the events of one rater, append-only. Everything a rater has ever decided is in these events;
 * the state on screen is a fold over them (`fold.ts`).
 *
 * Undo is an event too: `retract` names the EVENT it takes back (a confirm, an add, a done…, or another
 * retract, which is redo). An event holds iff no holding retract names it.
 */
import type { Span } from "../conversation/span.ts";
import type { ConversationRef, Label } from "../extraction/annotation.ts";

export const JUDGEMENT_KINDS = [
  "confirm",
  "correct",
  "reject",
  "add",
  "retract",
  "done",
  "skip",
  "flag",
  "comment",
] as const;
export type JudgementKind = (typeof JUDGEMENT_KINDS)[number];

/** What the rater could see when judging. blind: neither suggestions nor other raters. */
export type Assist = "blind" | "suggested";

interface EventBase {
  /** Schema version of the event. Events of a newer version are kept on disk and skipped. */
  readonly v: 1;
  /** ULID: unique, and sorts by time of creation. */
  readonly id: string;
  /** ISO 8601 UTC, ms. */
  readonly at: string;
  readonly rater: string;
  readonly conversation: ConversationRef;
  readonly assist: Assist;
}

/**
 * Only in an adjudicator's log (`adjudicate.ts`), on confirm, correct, reject and add: ids of the raters' events that the
 * decision settles.
 */
interface Settling {
  readonly settles?: readonly string[];
}

/**
 * `target`: the annotation judged, i.e. a suggestion's id, or the id of an `add` event. `label` and `spans` only in an
 * adjudicator's log: what was confirmed, as it stood.
 */
export interface ConfirmEvent extends EventBase, Settling {
  readonly kind: "confirm";
  readonly target: string;
  readonly from?: string;
  readonly run?: string;
  readonly label?: Label;
  readonly spans?: readonly Span[];
}
/** Another label and/or other evidence in place of the target's. Omitted `spans` = the target's own. */
export interface CorrectEvent extends EventBase, Settling {
  readonly kind: "correct";
  readonly target: string;
  readonly label: Label;
  readonly spans?: readonly Span[];
  readonly from?: string;
  readonly run?: string;
}
export interface RejectEvent extends EventBase, Settling {
  readonly kind: "reject";
  readonly target: string;
  readonly from?: string;
  readonly run?: string;
}
/** A label of the rater's own. For single kinds the latest holding add (or judged suggestion) counts. */
export interface AddEvent extends EventBase, Settling {
  readonly kind: "add";
  readonly label: Label;
  readonly spans: readonly Span[];
}
/** Takes back the event `target`. */
export interface RetractEvent extends EventBase {
  readonly kind: "retract";
  readonly target: string;
}
/** Status of the conversation for this rater: the latest holding done/skip counts. */
export interface StatusEvent extends EventBase {
  readonly kind: "done" | "skip";
}
/** Sets (or with `on: false` clears) the flag. */
export interface FlagEvent extends EventBase {
  readonly kind: "flag";
  readonly on: boolean;
}
/** The rater's note on the conversation, or with `target` on one annotation; the latest holding one counts; "" clears it. */
export interface CommentEvent extends EventBase {
  readonly kind: "comment";
  readonly text: string;
  readonly target?: string;
}

export type JudgementEvent =
  | ConfirmEvent
  | CorrectEvent
  | RejectEvent
  | AddEvent
  | RetractEvent
  | StatusEvent
  | FlagEvent
  | CommentEvent;

/** What a caller supplies; id, time, rater and conversation are filled in by the session. */
type OmitBase<T> = T extends unknown ? Omit<T, keyof EventBase> : never;
export type JudgementDraft = OmitBase<JudgementEvent>;
