/** Drafts for undo, redo and reopening. The rules are in `timeline.ts`. */
import type { JudgementDraft, JudgementEvent } from "./judgement.ts";
import { readTimeline } from "./timeline.ts";

export type RetractDraft = Extract<JudgementDraft, { kind: "retract" }>;

/** The retract that undoes the rater's latest judgement that holds; undefined if there is none. */
export function planUndo(events: readonly JudgementEvent[], hash: string): RetractDraft | undefined {
  return retractOf(readTimeline(events, hash).undo?.eventId);
}

/** The retract that brings back what the latest undo took; undefined if nothing was undone since the last judgement. */
export function planRedo(events: readonly JudgementEvent[], hash: string): RetractDraft | undefined {
  return retractOf(readTimeline(events, hash).redo?.eventId);
}

/**
 * The retracts that make a done or skipped conversation open again, latest first; empty if it is open. Append
 * them in this order.
 */
export function planReopen(events: readonly JudgementEvent[], hash: string): RetractDraft[] {
  const timeline = readTimeline(events, hash);
  return timeline.events
    .filter((event) => (event.kind === "done" || event.kind === "skip") && timeline.holding.has(event.id))
    .map((event): RetractDraft => ({ kind: "retract", target: event.id }))
    .reverse();
}

function retractOf(target: string | undefined): RetractDraft | undefined {
  return target === undefined ? undefined : { kind: "retract", target };
}
