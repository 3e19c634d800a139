/** The state of one conversation for one rater: a fold over suggestions and that rater's events. Pure. */
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, Label, SingleKind, Suggestion } from "../extraction/annotation.ts";
import { SINGLE_KINDS } from "../extraction/annotation.ts";
import type { AddEvent, ConfirmEvent, CorrectEvent, JudgementEvent, RejectEvent } from "./judgement.ts";
import type { Timeline, UndoStep } from "./timeline.ts";
import { readTimeline } from "./timeline.ts";

export type LabelState = "suggested" | "confirmed" | "corrected" | "rejected" | "added";

export type LabelSource =
  | { readonly type: "suggestion"; readonly suggestion: Suggestion }
  | { readonly type: "rater"; readonly rater: string; readonly event: AddEvent };

/** One label as it stands for the rater. */
export interface ReviewLabel {
  /** Annotation id: the suggestion's id, or the id of the add event. What a judgement names as its target. */
  readonly id: string;
  /** As it stands now: the correction where one holds. */
  readonly label: Label;
  /** The label before the correction that holds. */
  readonly original?: Label;
  /** As they stand now: the correction's where it gave some, else the annotation's own. */
  readonly spans: readonly Span[];
  /** The suggestion's quotes that don't stand in the text. */
  readonly unanchored?: readonly string[];
  /** A label of the rater's own stays "added" when confirmed or corrected (then with `original`). */
  readonly state: LabelState;
  readonly source: LabelSource;
  /** The event that decides the state; retracting it brings back the state before. Absent: not judged. */
  readonly eventId?: string;
  /** The rater's note on this label. */
  readonly note?: string;
  /** A single-kind label (response type, task, subjectivity) that the rater's later answer replaced. */
  readonly superseded?: true;
}

export interface SingleAnswer {
  /** The rater's own: the latest label of this kind added, confirmed or corrected that holds. */
  readonly answer: ReviewLabel | undefined;
  /** All other labels of this kind that aren't rejected, in the order of `labels`. */
  readonly candidates: readonly ReviewLabel[];
}

export type ReviewStatus = "open" | "done" | "skipped";

export interface ReviewState {
  /** Suggestions in the order given, then the rater's own in the order made. Taken-back ones are left out. */
  readonly labels: readonly ReviewLabel[];
  readonly single: Readonly<Record<SingleKind, SingleAnswer>>;
  readonly status: ReviewStatus;
  readonly flagged: boolean;
  /** The rater's note on the conversation; "" = none. */
  readonly note: string;
  readonly undo: UndoStep | undefined;
  readonly redo: UndoStep | undefined;
  /** Labels that the rater judged or added. */
  readonly judged: number;
  /** Suggestions that still wait: not judged, and not of a single kind that is answered. */
  readonly pending: number;
  /** Suggestions made on another version of the text: not among the labels. */
  readonly staleSuggestions: readonly Suggestion[];
  /** Events made on another version of the text: kept, shown apart, never applied. */
  readonly otherVersions: readonly JudgementEvent[];
  /** Holding events that name an annotation or event nobody here knows (its run isn't loaded, or it's lost). */
  readonly unresolved: readonly JudgementEvent[];
}

type Verdict = ConfirmEvent | CorrectEvent | RejectEvent;

/**
 * `suggestions`, `events`: of one conversation, the events of one rater, in any order and with duplicates.
 * `hash`: `hashConversation` of the text as it stands now. Never throws.
 */
export function foldConversation(
  suggestions: readonly Suggestion[],
  events: readonly JudgementEvent[],
  hash: string,
): ReviewState {
  const timeline = readTimeline(events, hash);
  const held = collectHolding(timeline);
  const current = new Map<string, Suggestion>();
  const staleSuggestions: Suggestion[] = [];
  for (const suggestion of suggestions) {
    if (suggestion.conversation.hash !== hash) staleSuggestions.push(suggestion);
    else if (!current.has(suggestion.id)) current.set(suggestion.id, suggestion);
  }
  const folded = [
    ...[...current.values()].map((s) => foldSuggestion(s, held)),
    ...held.adds.filter((add) => !current.has(add.id)).map((add) => foldAdd(add, held)),
  ];
  const answers = new Map(SINGLE_KINDS.map((kind) => [kind, answerOf(folded, kind)] as const));
  const answered = new Set<AnnotationKind>();
  const answerIds = new Set<string>();
  for (const [kind, answer] of answers) {
    if (!answer) continue;
    answered.add(kind);
    answerIds.add(answer.id);
  }
  const labels = folded.map((label) =>
    isAnswer(label) && answered.has(label.label.kind) && !answerIds.has(label.id)
      ? { ...label, superseded: true as const }
      : label,
  );
  const single = (kind: SingleKind): SingleAnswer => ({
    answer: answers.get(kind),
    candidates: labels.filter(
      (label) => label.label.kind === kind && label.state !== "rejected" && !answerIds.has(label.id),
    ),
  });
  return {
    labels,
    single: {
      responseType: single("responseType"),
      task: single("task"),
      subjectivity: single("subjectivity"),
    },
    status: held.status,
    flagged: held.flagged,
    note: held.notes.get(undefined) ?? "",
    undo: timeline.undo,
    redo: timeline.redo,
    judged: labels.filter((label) => label.state !== "suggested").length,
    pending: labels.filter((label) => label.state === "suggested" && !answered.has(label.label.kind)).length,
    staleSuggestions,
    otherVersions: timeline.otherVersions,
    unresolved: unresolvedOf(timeline, current),
  };
}

interface Held {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly adds: readonly AddEvent[];
  /** By annotation id; undefined = the conversation's. */
  readonly notes: ReadonlyMap<string | undefined, string>;
  readonly status: ReviewStatus;
  readonly flagged: boolean;
}

/** Events come in order of id, so that the latest one that holds is the last to be set. */
function collectHolding(timeline: Timeline): Held {
  const verdicts = new Map<string, Verdict>();
  const adds: AddEvent[] = [];
  const notes = new Map<string | undefined, string>();
  let status: ReviewStatus = "open";
  let flagged = false;
  for (const event of timeline.events) {
    if (!timeline.holding.has(event.id)) continue;
    if (event.kind === "confirm" || event.kind === "correct" || event.kind === "reject") {
      verdicts.set(event.target, event);
    } else if (event.kind === "add") adds.push(event);
    else if (event.kind === "done") status = "done";
    else if (event.kind === "skip") status = "skipped";
    else if (event.kind === "flag") flagged = event.on;
    else if (event.kind === "comment") notes.set(event.target, event.text);
  }
  return { verdicts, adds, notes, status, flagged };
}

const VERDICT_STATES = { confirm: "confirmed", correct: "corrected", reject: "rejected" } as const;

function foldSuggestion(suggestion: Suggestion, held: Held): ReviewLabel {
  const verdict = held.verdicts.get(suggestion.id);
  return {
    ...effective(suggestion, verdict, held.notes.get(suggestion.id)),
    ...(suggestion.unanchored ? { unanchored: suggestion.unanchored } : {}),
    state: verdict ? VERDICT_STATES[verdict.kind] : "suggested",
    source: { type: "suggestion", suggestion },
    ...(verdict ? { eventId: verdict.id } : {}),
  };
}

function foldAdd(event: AddEvent, held: Held): ReviewLabel {
  const verdict = held.verdicts.get(event.id);
  return {
    ...effective(event, verdict, held.notes.get(event.id)),
    state: verdict?.kind === "reject" ? "rejected" : "added",
    source: { type: "rater", rater: event.rater, event },
    eventId: verdict?.id ?? event.id,
  };
}

function effective(
  own: { readonly id: string; readonly label: Label; readonly spans: readonly Span[] },
  verdict: Verdict | undefined,
  note: string | undefined,
): Pick<ReviewLabel, "id" | "label" | "original" | "spans" | "note"> {
  const said = note ? { note } : {};
  if (verdict?.kind !== "correct") return { id: own.id, label: own.label, spans: own.spans, ...said };
  return {
    id: own.id,
    label: verdict.label,
    original: own.label,
    spans: verdict.spans ?? own.spans,
    ...said,
  };
}

function isAnswer(label: ReviewLabel): boolean {
  return label.state === "added" || label.state === "confirmed" || label.state === "corrected";
}

/** ULIDs order by time, so the greatest deciding event is the latest. */
function answerOf(labels: readonly ReviewLabel[], kind: SingleKind): ReviewLabel | undefined {
  let answer: ReviewLabel | undefined;
  for (const label of labels) {
    if (label.label.kind !== kind || !isAnswer(label)) continue;
    if (!answer || (label.eventId ?? "") > (answer.eventId ?? "")) answer = label;
  }
  return answer;
}

function unresolvedOf(timeline: Timeline, suggestions: ReadonlyMap<string, Suggestion>): JudgementEvent[] {
  const adds = new Set(timeline.events.filter((event) => event.kind === "add").map((event) => event.id));
  const found: JudgementEvent[] = [...timeline.unresolved];
  for (const event of timeline.events) {
    if (event.kind === "retract" || !("target" in event) || event.target === undefined) continue;
    if (!timeline.holding.has(event.id)) continue;
    if (!suggestions.has(event.target) && !adds.has(event.target)) found.push(event);
  }
  return found;
}
