/**
 * Which events of one rater on one conversation hold, and what undo and redo would do next.
 *
 * The result depends on the SET of events only, not on the order or number of lines they came in: events are
 * ordered by id (a ULID; the log gives every new event a greater id than any it has seen) and duplicates fold
 * to one. So two machines that merge the same events in different order show the same state.
 *
 * - A `retract` acts on an EARLIER event of the same rater, conversation and content hash. It names the event
 *   by id; an event holds iff no holding retract names it. One that names nothing earlier is kept as unresolved.
 * - The undo line is a stack. A judgement is pushed on it and ends the redo line. A retract that names the top
 *   is an undo: the top moves to the redo line. A retract that names the latest undo is a redo: it moves back.
 *   Any other retract is a take-back of something older: a judgement in its own right, pushed on the undo line
 *   (and undone by retracting it), and ends the redo line.
 * - Two windows may undo the same event at once: the second retract joins the redo line, so that redoing twice
 *   brings the event back.
 */
import type { JudgementEvent, JudgementKind, RetractEvent } from "./judgement.ts";

/** What one undo or redo concerns. */
export interface UndoStep {
  /** Id of the event that the undo (or redo) retracts. */
  readonly eventId: string;
  /** The judgement that would be taken back or brought back; "retract" = a take-back of something older. */
  readonly kind: JudgementKind;
  /** The annotation (for "retract": the event) which that judgement is about, if it names one. */
  readonly target?: string;
}

export interface Timeline {
  /** The events on this version of the conversation: distinct, by id. */
  readonly events: readonly JudgementEvent[];
  /** Ids of those that hold. */
  readonly holding: ReadonlySet<string>;
  /** Events on another content hash of the conversation: never applied here. */
  readonly otherVersions: readonly JudgementEvent[];
  /** Retracts that name no earlier event of this version. */
  readonly unresolved: readonly RetractEvent[];
  /** What an undo would take back now. */
  readonly undo: UndoStep | undefined;
  /** What a redo would bring back now. */
  readonly redo: UndoStep | undefined;
}

/** `hash`: `hashConversation` of the text as it stands now. Never throws. O(n), or O(n log n) if out of order. */
export function readTimeline(events: readonly JudgementEvent[], hash: string): Timeline {
  const mine: JudgementEvent[] = [];
  const otherVersions: JudgementEvent[] = [];
  for (const event of distinctById(events)) {
    (event.conversation.hash === hash ? mine : otherVersions).push(event);
  }
  const lines = undoLines(mine);
  return { events: mine, holding: holdingOf(mine, lines.unresolved), otherVersions, ...lines };
}

/** Ordered by id, each id once (the first of equal ids in the given order counts). */
export function distinctById(events: readonly JudgementEvent[]): readonly JudgementEvent[] {
  let ordered = true;
  for (let i = 1; i < events.length && ordered; i++) {
    const [before, after] = [events[i - 1], events[i]];
    ordered = before !== undefined && after !== undefined && before.id < after.id;
  }
  if (ordered) return events;
  const byId = new Map<string, JudgementEvent>();
  for (const event of events) if (!byId.has(event.id)) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Retracts point backwards only, so one pass from the latest to the earliest settles which hold. */
function holdingOf(events: readonly JudgementEvent[], unresolved: readonly RetractEvent[]): Set<string> {
  const retracted = new Set<string>();
  const ignored = new Set<JudgementEvent>(unresolved);
  const holding = new Set<string>();
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event === undefined || retracted.has(event.id)) continue;
    holding.add(event.id);
    if (event.kind === "retract" && !ignored.has(event)) retracted.add(event.target);
  }
  return holding;
}

interface Undone {
  readonly retract: RetractEvent;
  /** Absent when the same event had been undone already (two windows at once). */
  readonly entry?: JudgementEvent;
}

function undoLines(events: readonly JudgementEvent[]): Pick<Timeline, "unresolved" | "undo" | "redo"> {
  const seen = new Set<string>();
  const unresolved: RetractEvent[] = [];
  const done: JudgementEvent[] = [];
  let undone: Undone[] = [];
  for (const event of events) {
    const latest = undone.at(-1);
    if (event.kind !== "retract") {
      done.push(event);
      undone = [];
    } else if (!seen.has(event.target)) {
      unresolved.push(event);
    } else if (done.at(-1)?.id === event.target) {
      const entry = done.pop();
      undone.push(entry ? { retract: event, entry } : { retract: event });
    } else if (latest?.retract.id === event.target) {
      undone.pop();
      if (latest.entry) done.push(latest.entry);
    } else if (latest?.retract.target === event.target) {
      undone.push({ retract: event });
    } else {
      done.push(event);
      undone = [];
    }
    seen.add(event.id);
  }
  const top = done.at(-1);
  const back = undone.at(-1);
  // A duplicate undo brings nothing back by itself: describe what lies below it.
  const brought = undone.findLast((step) => step.entry)?.entry;
  return {
    unresolved,
    undo: top && describe(top.id, top),
    redo: back && describe(back.retract.id, brought ?? back.retract),
  };
}

function describe(eventId: string, event: JudgementEvent): UndoStep {
  const target = "target" in event ? event.target : undefined;
  return { eventId, kind: event.kind, ...(target === undefined ? {} : { target }) };
}
