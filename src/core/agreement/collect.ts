/** From several raters' events to a table of ratings: who said what of which conversation, and under what sight. Pure. */
import type { ConversationRef, Suggestion } from "../extraction/annotation.ts";
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

/**
 * A conversation counts as rated by a rater who marked it done or judged a label of this kind in it; skipped ones and
 * all others are missing. `suggestions`: by `versionKey`, the suggestions of that version.
 */
export function collectRatings(
  raters: readonly RaterEvents[],
  suggestions: ReadonlyMap<string, readonly Suggestion[]>,
  options: CollectOptions,
): Collected {
  const byRater = raters.map(({ events }) => groupByVersion(events));
  const versions = new Map<string, ConversationRef>();
  for (const groups of byRater) {
    for (const [key, group] of groups) {
      const first = group[0];
      if (first && !versions.has(key)) versions.set(key, first.conversation);
    }
  }
  const counts = raters.map(({ rater }) => emptyCounts(rater));
  const units = [...versions].map(([key, conversation]): CollectedUnit => {
    const readings = byRater.map((groups, at) => {
      const events = groups.get(key);
      const reading = events && readRating(events, suggestions.get(key) ?? [], conversation, options);
      const count = counts[at];
      if (reading && count) addCount(count, reading);
      return reading;
    });
    return {
      conversation,
      ratings: readings.map((reading) => (reading?.type === "rated" ? reading.labels : undefined)),
      frames: readings.map((reading) => (reading?.type === "rated" ? reading.frame : undefined)),
    };
  });
  const ids = new Map<string, number>();
  for (const { id } of versions.values()) ids.set(id, (ids.get(id) ?? 0) + 1);
  return { raters: counts, units, severalVersions: [...ids.values()].filter((count) => count > 1).length };
}

type Reading =
  | {
      readonly type: "rated";
      readonly labels: readonly string[];
      readonly frame: Frame;
      readonly isDone: boolean;
    }
  | { readonly type: "skipped" | "unjudged" | "unresolved" };

function readRating(
  events: readonly JudgementEvent[],
  suggestions: readonly Suggestion[],
  { hash }: ConversationRef,
  options: CollectOptions,
): Reading {
  const { kind } = options;
  const state = foldConversation(suggestions, events, hash);
  if (state.status === "skipped") return { type: "skipped" };
  if (
    state.unresolved.some(({ kind: said }) => said === "confirm" || said === "correct" || said === "reject")
  ) {
    return { type: "unresolved" };
  }
  const isDone = state.status === "done";
  const frame = frameOf(events);
  if (isSingleKind(kind)) {
    const { answer } = state.single[kind];
    return answer ? { type: "rated", labels: [answer.label.value], frame, isDone } : { type: "unjudged" };
  }
  if (!isDone && !hasJudged(state, kind)) return { type: "unjudged" };
  const held = state.labels.filter(
    ({ label, state: stands }) => label.kind === kind && stands !== "suggested" && stands !== "rejected",
  );
  const labels = [...new Set(held.map(({ label }) => keyOfLabel(label, options.level, options.taxonomy)))];
  return { type: "rated", labels, frame, isDone };
}

function hasJudged(state: ReviewState, kind: AgreementKind): boolean {
  return state.labels.some(({ label, state: stands }) => label.kind === kind && stands !== "suggested");
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
