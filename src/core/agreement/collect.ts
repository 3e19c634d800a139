/** From several raters' events to a table of ratings: who said what of which conversation, and under what sight. Pure. */
import type { ConversationRef, Label, SingleKind, Suggestion } from "../extraction/annotation.ts";
import { isSingleKind } from "../extraction/annotation.ts";
import type { ReviewState } from "../review/fold.ts";
import { foldConversation } from "../review/fold.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Frame } from "./extractor-accuracy.ts";
import { keyOfLabel } from "./label-key.ts";

export const AGREEMENT_KINDS = ["aiValue", "humanValue", "responseType", "subjectivity"] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

export interface CollectOptions {
  readonly kind: AgreementKind;
  /** Values are taken at this level: a node counts as its ancestor there. */
  readonly level: Level;
  readonly taxonomy: Taxonomy;
}

export interface RaterEvents {
  readonly rater: string;
  readonly events: readonly JudgementEvent[];
}

/** A conversation in one version of its text. */
export interface CollectedUnit {
  readonly conversation: ConversationRef;
  /** By rater: the labels' keys (`keyOfLabel`), an empty list for "none", undefined for not rated. */
  readonly ratings: readonly (readonly string[] | undefined)[];
  /** By rater, where rated: what the rater saw. */
  readonly frames: readonly (Frame | undefined)[];
}

export interface RaterCounts {
  readonly rater: string;
  readonly rated: number;
  readonly blind: number;
  readonly assisted: number;
  readonly mixed: number;
  /** Of the rated ones, those not marked done. */
  readonly unfinished: number;
  /** Not rated: skipped; nothing judged of this kind; or a judgement names a suggestion that isn't there. */
  readonly skipped: number;
  readonly unjudged: number;
  readonly unresolved: number;
}

export interface Collected {
  readonly raters: readonly RaterCounts[];
  readonly units: readonly CollectedUnit[];
  /** Conversations that were judged in more than one version of their text: each version is a unit of its own. */
  readonly severalVersions: number;
}

/** What names a version of a conversation in `suggestions`. */
export function versionKey({ id, hash }: ConversationRef): string {
  return `${hash} ${id}`;
}

/** What one rater's events on one version say, all kinds in one fold. */
export type FoldedReading =
  | {
      readonly type: "read";
      readonly frame: Frame;
      readonly isDone: boolean;
      /** The labels that hold; undefined: nothing of the kind judged. */
      readonly labels: Readonly<Record<AgreementKind, readonly Label[] | undefined>>;
    }
  | { readonly type: "skipped" | "unresolved" };

export interface FoldedUnit {
  readonly conversation: ConversationRef;
  /** By rater; undefined: no event. */
  readonly readings: readonly (FoldedReading | undefined)[];
}

/** All raters' readings: where several kinds or levels are asked for, folding once is nearly all of the work. */
export interface FoldedRatings {
  readonly raters: readonly string[];
  readonly units: readonly FoldedUnit[];
  /** Conversations that were judged in more than one version of their text. */
  readonly severalVersions: number;
}

/**
 * A conversation counts as rated by a rater who marked it done or judged a label of this kind in it; skipped ones and
 * all others are missing. `suggestions`: by `versionKey`, the suggestions of that version.
 */
export function collectRatings(
  raters: readonly RaterEvents[],
  suggestions: ReadonlyMap<string, readonly Suggestion[]>,
  options: CollectOptions,
): Collected {
  return collectFolded(foldRatings(raters, suggestions), options);
}

export function foldRatings(
  raters: readonly RaterEvents[],
  suggestions: ReadonlyMap<string, readonly Suggestion[]>,
): FoldedRatings {
  const steps = foldRatingsSteps(raters, suggestions);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of one conversation, for progress: yields how many are folded, and of how many. */
export function* foldRatingsSteps(
  raters: readonly RaterEvents[],
  suggestions: ReadonlyMap<string, readonly Suggestion[]>,
): Generator<{ readonly done: number; readonly of: number }, FoldedRatings> {
  const byRater = raters.map(({ events }) => groupByVersion(events));
  const versions = new Map<string, ConversationRef>();
  for (const groups of byRater) {
    for (const [key, group] of groups) {
      const first = group[0];
      if (first && !versions.has(key)) versions.set(key, first.conversation);
    }
  }
  const units: FoldedUnit[] = [];
  for (const [key, conversation] of versions) {
    const readings = byRater.map((groups) => {
      const events = groups.get(key);
      return events && readEvents(events, suggestions.get(key) ?? [], conversation);
    });
    units.push({ conversation, readings });
    yield { done: units.length, of: versions.size };
  }
  const ids = new Map<string, number>();
  for (const { id } of versions.values()) ids.set(id, (ids.get(id) ?? 0) + 1);
  return {
    raters: raters.map(({ rater }) => rater),
    units,
    severalVersions: [...ids.values()].filter((count) => count > 1).length,
  };
}

/** The ratings in one kind at one level. */
export function collectFolded(folded: FoldedRatings, options: CollectOptions): Collected {
  const counts = folded.raters.map(emptyCounts);
  const units = folded.units.map(({ conversation, readings }): CollectedUnit => {
    const read = readings.map((reading, at) => {
      const rating = reading && ratingOf(reading, options);
      const count = counts[at];
      if (rating && count) addCount(count, rating);
      return rating;
    });
    return {
      conversation,
      ratings: read.map((rating) => (rating?.type === "rated" ? rating.labels : undefined)),
      frames: read.map((rating) => (rating?.type === "rated" ? rating.frame : undefined)),
    };
  });
  return { raters: counts, units, severalVersions: folded.severalVersions };
}

type Reading =
  | {
      readonly type: "rated";
      readonly labels: readonly string[];
      readonly frame: Frame;
      readonly isDone: boolean;
    }
  | { readonly type: "skipped" | "unjudged" | "unresolved" };

function ratingOf(reading: FoldedReading, { kind, level, taxonomy }: CollectOptions): Reading {
  if (reading.type !== "read") return reading;
  const { frame, isDone } = reading;
  const labels = reading.labels[kind];
  if (!labels) return { type: "unjudged" };
  const keys = labels.map((label) => (isSingleKind(kind) ? label.value : keyOfLabel(label, level, taxonomy)));
  return { type: "rated", labels: [...new Set(keys)], frame, isDone };
}

function readEvents(
  events: readonly JudgementEvent[],
  suggestions: readonly Suggestion[],
  { hash }: ConversationRef,
): FoldedReading {
  const state = foldConversation(suggestions, events, hash);
  if (state.status === "skipped") return { type: "skipped" };
  if (
    state.unresolved.some(({ kind: said }) => said === "confirm" || said === "correct" || said === "reject")
  ) {
    return { type: "unresolved" };
  }
  return {
    type: "read",
    frame: frameOf(events),
    isDone: state.status === "done",
    labels: {
      aiValue: heldLabels(state, "aiValue"),
      humanValue: heldLabels(state, "humanValue"),
      responseType: answerLabels(state, "responseType"),
      subjectivity: answerLabels(state, "subjectivity"),
    },
  };
}

function answerLabels(state: ReviewState, kind: SingleKind): readonly Label[] | undefined {
  const { answer } = state.single[kind];
  return answer && [answer.label];
}

function heldLabels(state: ReviewState, kind: AgreementKind): readonly Label[] | undefined {
  const judged = state.labels.filter(
    ({ label, state: stands }) => label.kind === kind && stands !== "suggested",
  );
  if (state.status !== "done" && judged.length === 0) return undefined;
  return judged.filter(({ state: stands }) => stands !== "rejected").map(({ label }) => label);
}

/** By all judgements made in the conversation, also those taken back: what was once seen was seen. */
function frameOf(events: readonly JudgementEvent[]): Frame {
  const seen = new Set(
    events.filter(({ kind }) => kind !== "flag" && kind !== "comment").map(({ assist }) => assist),
  );
  if (seen.size > 1) return "mixed";
  return seen.has("blind") ? "blind" : "assisted";
}

function groupByVersion(events: readonly JudgementEvent[]): Map<string, JudgementEvent[]> {
  const groups = new Map<string, JudgementEvent[]>();
  for (const event of events) {
    const key = versionKey(event.conversation);
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return groups;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function emptyCounts(rater: string): Writable<RaterCounts> {
  const none = {
    rated: 0,
    blind: 0,
    assisted: 0,
    mixed: 0,
    unfinished: 0,
    skipped: 0,
    unjudged: 0,
    unresolved: 0,
  };
  return { rater, ...none };
}

function addCount(count: Writable<RaterCounts>, reading: Reading): void {
  if (reading.type !== "rated") {
    count[reading.type]++;
    return;
  }
  count.rated++;
  count[reading.frame]++;
  if (!reading.isDone) count.unfinished++;
}
