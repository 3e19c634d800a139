/**
 * What an adjudicator decides over several raters' labels: decisions as judgement events in a log of the adjudicator's
 * own (`adjudications/<name>.jsonl`; apart from what the same person says as a rater), and their fold. Pure.
 *
 * A decision stands by itself: it has the label and the evidence decided on, and names the raters' events that it
 * settles. So a rater who changes their mind later changes no decision; it is only found to settle less than it did.
 *
 * - confirm `{target, label, spans, settles}`: the row's label holds. `target`: the row's id.
 * - correct `{target, label, spans, settles}`: another label holds in its place.
 * - reject `{target, settles}`: no label holds.
 * - add `{label, spans}`: a label that no rater gave.
 * - comment `{target, text}`: the reason; target: the row's id, or the add's. done, skip, flag, retract: as in rating.
 * - `from`: the event of the rater whose reading was taken, where one was.
 */
import type { Span } from "../conversation/span.ts";
import type { Label } from "../extraction/annotation.ts";
import type { AlignedRow } from "./align-labels.ts";
import type { ReviewStatus } from "./fold.ts";
import type { JudgementDraft, JudgementEvent } from "./judgement.ts";
import { readTimeline } from "./timeline.ts";

export interface AdjudicatorEvents {
  readonly adjudicator: string;
  readonly events: readonly JudgementEvent[];
}

export type Verdict = "accepted" | "other" | "rejected" | "added";

export interface Decision {
  /** The event; retracting it clears the decision. */
  readonly eventId: string;
  readonly adjudicator: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly verdict: Verdict;
  /** What holds; absent = rejected. */
  readonly label?: Label;
  readonly spans: readonly Span[];
  /** Ids of raters' events; of an added label its own id. */
  readonly settles: readonly string[];
  readonly from?: string;
  readonly reason?: string;
  /** Decisions of other adjudicators on the same that this one came after. */
  readonly overrules: readonly { readonly adjudicator: string; readonly eventId: string }[];
}

export interface AdjudicationState {
  /** In the order in which they were made. Each raters' event is settled by one at most. */
  readonly decisions: readonly Decision[];
  /** The latest of all adjudicators' done and skip. */
  readonly status: ReviewStatus;
  /** Who set that status. */
  readonly statusBy?: { readonly adjudicator: string; readonly at: string };
  readonly note: string;
  /** Confirms without a label (edited by hand), and reasons for what nobody decided. */
  readonly unresolved: readonly JudgementEvent[];
}

/** The row's label holds, with the evidence of all who gave it. */
export function acceptDraft(row: AlignedRow): JudgementDraft {
  const { id: target, label, spans, events: settles } = row;
  return { kind: "confirm", target, label, spans, settles };
}

/** What this column says holds: its label and its evidence, or its "no". undefined: it didn't rate the kind. */
export function takeDraft(row: AlignedRow, column: number): JudgementDraft | undefined {
  const cell = row.cells[column];
  if (!cell || cell.state === "missing") return undefined;
  const [taken] = cell.labels;
  if (cell.state === "none" || cell.state === "rejected" || !taken) return rejectDraft(row);
  const { label, spans, eventId } = taken;
  const from = eventId === undefined ? {} : { from: eventId };
  const { id: target, events } = row;
  if (cell.state !== "other") return { kind: "confirm", target, label, spans, settles: events, ...from };
  return otherDraft(row, label, spans, eventId);
}

/** Another label in place of the row's; `spans`: the row's if absent. */
export function otherDraft(
  row: AlignedRow,
  label: Label,
  spans: readonly Span[] = row.spans,
  from?: string,
): JudgementDraft {
  const { id: target, events: settles } = row;
  return { kind: "correct", target, label, spans, settles, ...(from === undefined ? {} : { from }) };
}

export function rejectDraft({ id: target, events: settles }: AlignedRow): JudgementDraft {
  return { kind: "reject", target, settles };
}

/** `target`: a row's id, or an added label's event. "" takes the reason away. */
export function reasonDraft(target: string, text: string): JudgementDraft {
  return { kind: "comment", target, text };
}

/** Back to undecided. */
export function clearDraft({ eventId }: Decision): JudgementDraft {
  return { kind: "retract", target: eventId };
}

/**
 * `logs`: of one conversation, one for each adjudicator, in any order and with duplicates; `hash`: of the text as it
 * stands. Of several decisions that settle the same the latest counts, whoever made it. Never throws.
 */
export function foldAdjudication(logs: readonly AdjudicatorEvents[], hash: string): AdjudicationState {
  const held = logs.flatMap(({ adjudicator, events }) => {
    const timeline = readTimeline(events, hash);
    return timeline.events
      .filter(({ id }) => timeline.holding.has(id))
      .map((event) => ({ adjudicator, event }));
  });
  held.sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
  let decisions: Omit<Decision, "reason">[] = [];
  const reasons = new Map<string, JudgementEvent & { readonly kind: "comment" }>();
  const unresolved: JudgementEvent[] = [];
  let status: Pick<AdjudicationState, "status" | "statusBy"> = { status: "open" };
  let note = "";
  for (const { adjudicator, event } of held) {
    if (event.kind === "done" || event.kind === "skip") {
      const said = event.kind === "done" ? "done" : "skipped";
      status = { status: said, statusBy: { adjudicator, at: event.at } };
    } else if (event.kind === "comment" && event.target === undefined) note = event.text;
    else if (event.kind === "comment" && event.target !== undefined) reasons.set(event.target, event);
    const made = decisionOf(adjudicator, event);
    if (made === "unresolved") unresolved.push(event);
    if (typeof made !== "object") continue;
    const before = decisions.filter(({ settles }) => settles.some((id) => made.settles.includes(id)));
    const overrules = before.flatMap((one) => [
      ...one.overrules,
      ...(one.adjudicator === adjudicator ? [] : [{ adjudicator: one.adjudicator, eventId: one.eventId }]),
    ]);
    decisions = [...decisions.filter((one) => !before.includes(one)), { ...made, overrules }];
  }
  const settled = new Set(decisions.flatMap(({ settles }) => settles));
  for (const [target, event] of reasons)
    if (!settled.has(target) && event.text !== "") unresolved.push(event);
  return { decisions: decisions.map((one) => withReason(one, reasons)), ...status, note, unresolved };
}

function withReason(
  decision: Omit<Decision, "reason">,
  reasons: ReadonlyMap<string, JudgementEvent & { readonly kind: "comment" }>,
): Decision {
  const found = decision.settles.flatMap((id) => reasons.get(id) ?? []);
  const latest = found.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  return latest && latest.text !== "" ? { ...decision, reason: latest.text } : decision;
}

const VERDICTS = { confirm: "accepted", correct: "other", reject: "rejected", add: "added" } as const;

function decisionOf(
  adjudicator: string,
  event: JudgementEvent,
): Omit<Decision, "reason" | "overrules"> | "unresolved" | undefined {
  if (event.kind !== "confirm" && event.kind !== "correct" && event.kind !== "reject" && event.kind !== "add")
    return undefined;
  const base = { eventId: event.id, adjudicator, at: event.at, verdict: VERDICTS[event.kind] };
  const named = event.settles ?? [];
  if (event.kind === "add") {
    return { ...base, label: event.label, spans: event.spans, settles: [event.id, ...named] };
  }
  const settles = named.includes(event.target) ? named : [event.target, ...named];
  const from = event.from === undefined ? {} : { from: event.from };
  if (event.kind === "reject") return { ...base, spans: [], settles, ...from };
  if (event.label === undefined) return "unresolved";
  return { ...base, label: event.label, spans: event.spans ?? [], settles, ...from };
}
