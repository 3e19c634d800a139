/** Adjudicators' decisions laid on the raters' rows: what is decided, what is open, and what the gold set takes. Pure. */
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, ConversationRef, Label } from "../extraction/annotation.ts";
import { ANNOTATION_KINDS, isSingleKind } from "../extraction/annotation.ts";
import { foldKey } from "../taxonomy/fold.ts";
import type { AdjudicationState, Decision } from "./adjudicate.ts";
import type { AlignColumn, AlignedRow } from "./align-labels.ts";
import { isRated } from "./align-labels.ts";
import { unionOfSpans } from "./evidence.ts";

export interface DecidedRow {
  readonly row: AlignedRow;
  readonly decision?: Decision;
  /** Judgements that gave the row's label since, which the decision didn't know. */
  readonly newSince: readonly string[];
}

export interface AdjudicationOverview {
  readonly rows: readonly DecidedRow[];
  /** Labels that adjudicators added. */
  readonly added: readonly Decision[];
  /** Decisions on what no rater says any more. They hold, but are worth another look. */
  readonly detached: readonly Decision[];
  /** Rows without a decision; rows on which raters differ. */
  readonly open: number;
  readonly disputed: number;
}

/** A decision is the row's if it settles any of the judgements that gave it; of several the latest. */
export function layDecisions(rows: readonly AlignedRow[], state: AdjudicationState): AdjudicationOverview {
  const used = new Set<Decision>();
  const decided = rows.map((row): DecidedRow => {
    const own = state.decisions.filter(({ settles }) => settles.some((id) => row.events.includes(id)));
    for (const decision of own) used.add(decision);
    const decision = own.at(-1);
    if (!decision) return { row, newSince: [] };
    return { row, decision, newSince: row.events.filter((id) => !decision.settles.includes(id)) };
  });
  const rest = state.decisions.filter((decision) => !used.has(decision));
  return {
    rows: decided,
    added: rest.filter(({ verdict }) => verdict === "added"),
    detached: rest.filter(({ verdict }) => verdict !== "added"),
    open: decided.filter(({ decision }) => !decision).length,
    disputed: rows.filter(({ agreement }) => agreement !== "unanimous").length,
  };
}

/** Places of the columns that say what was decided. */
export function agreeingColumns({ cells }: AlignedRow, { label }: Decision): number[] {
  return cells.flatMap(({ state, labels }, at) => {
    if (state === "missing") return [];
    const says = state === "given" || state === "elsewhere" || state === "other" ? labels : [];
    const agrees = label
      ? says.some((one) => isSameLabel(one.label, label))
      : says.length === 0 && (state === "none" || state === "rejected");
    return agrees ? [at] : [];
  });
}

function isSameLabel(a: Label, b: Label): boolean {
  if (a.kind !== b.kind) return false;
  return a.node && b.node ? a.node === b.node : foldKey(a.value) === foldKey(b.value);
}

/** What the gold set takes of one conversation. */
export interface AdjudicatedResult {
  readonly conversation: ConversationRef;
  /** Their names in order, with ", " between. */
  readonly adjudicator: string;
  readonly adjudicators: readonly { readonly name: string; readonly isRater: boolean }[];
  /** ISO 8601 UTC, of the latest decision. */
  readonly at: string;
  /** Kinds that are wholly decided; one without labels was decided to have none. */
  readonly kinds: readonly AnnotationKind[];
  readonly labels: readonly {
    readonly label: Label;
    readonly spans: readonly Span[];
    readonly reason?: string;
  }[];
}

/**
 * undefined without any decision and status. A kind is wholly decided when the conversation is done, each of
 * its rows has a decision, and somebody (a rater, or the adjudicator by adding a label) rated it; of single answers
 * one decision is needed. A row that nobody decided is never taken over, not even where all raters agree.
 */
export function adjudicatedResult(
  conversation: ConversationRef,
  columns: readonly AlignColumn[],
  overview: AdjudicationOverview,
  state: AdjudicationState,
): AdjudicatedResult | undefined {
  const { decisions, statusBy } = state;
  const acts = [...decisions, ...(statusBy ? [statusBy] : [])];
  const names = new Set(acts.map(({ adjudicator }) => adjudicator));
  const at = acts
    .map((act) => act.at)
    .sort()
    .at(-1);
  if (at === undefined) return undefined;
  const raters = columns.filter(({ source }) => source === "rater");
  const ratedAny = (name: string): boolean =>
    raters.some((one) => one.name === name && ANNOTATION_KINDS.some((kind) => isRated(one.state, kind)));
  const kinds = ANNOTATION_KINDS.filter((kind) => {
    const rows = overview.rows.filter(({ row }) => row.kind === kind);
    const isAdded = decisions.some(({ label }) => label?.kind === kind);
    const isKnown = isAdded || rows.length > 0 || raters.some((one) => isRated(one.state, kind));
    if (state.status !== "done" || !isKnown || rows.some(({ decision }) => !decision)) return false;
    return !isSingleKind(kind) || rows.length > 0 || isAdded;
  });
  return {
    conversation,
    adjudicator: [...names].sort().join(", "),
    adjudicators: [...names].sort().map((name) => ({ name, isRater: ratedAny(name) })),
    at,
    kinds,
    labels: mergedLabels(decisions),
  };
}

/** Each label once, with all its evidence; of single answers the latest. */
function mergedLabels(decisions: readonly Decision[]): AdjudicatedResult["labels"] {
  const merged: { label: Label; spans: Span[]; reason?: string }[] = [];
  for (const { label, spans, reason } of decisions) {
    if (!label) continue;
    const at = merged.findIndex(
      (one) => isSameLabel(one.label, label) || (isSingleKind(label.kind) && one.label.kind === label.kind),
    );
    const known = isSingleKind(label.kind) ? undefined : merged[at];
    const reasons = [known?.reason, reason].filter((text) => text !== undefined).join("\n");
    const next = {
      label,
      spans: unionOfSpans([known?.spans ?? [], spans]),
      ...(reasons === "" ? {} : { reason: reasons }),
    };
    if (at < 0) merged.push(next);
    else merged[at] = next;
  }
  return merged;
}
