/** A gold set as a flat table: one row for each label, and one for each kind that has none. Pure. */
import type { PreparedDecision, PreparedItem, PreparedLabel } from "./prepare.ts";

/**
 * gold: a gold label. none: decided, and there is no such label. undecided: the rule decides nothing. withheld: there
 * are labels, but all of them are rarer than the floor.
 */
export type RowStatus = "gold" | "none" | "undecided" | "withheld";

export interface LabelRow {
  readonly conversation_id: string;
  readonly conversation_hash: string | null;
  readonly kind: string;
  readonly status: RowStatus;
  readonly value: string | null;
  readonly node: string | null;
  /** Names from the category down to the value, joined by " > ". */
  readonly path: string | null;
  readonly category: string | null;
  readonly votes: number | null;
  readonly raters: number;
  readonly frame: string | null;
  /** Names joined by "; ". */
  readonly adjudicators: string | null;
  readonly undecided_because: string | null;
  readonly withheld: number;
  readonly weight: number | null;
  readonly probability: number | null;
  readonly stratum: string | null;
  /** JSON: a list of {turn, block, start, end, quote?}. */
  readonly evidence: string;
  readonly reason: string | null;
}

export const LABEL_COLUMNS = [
  "conversation_id",
  "conversation_hash",
  "kind",
  "status",
  "value",
  "node",
  "path",
  "category",
  "votes",
  "raters",
  "frame",
  "adjudicators",
  "undecided_because",
  "withheld",
  "weight",
  "probability",
  "stratum",
  "evidence",
  "reason",
] as const satisfies readonly (keyof LabelRow)[];

/** In the order of the item's decisions; never none for a decision, so that no conversation is lost. */
export function labelRows(item: PreparedItem): LabelRow[] {
  return item.decisions.flatMap((decision) => {
    const base = baseRow(item, decision);
    if (decision.labels.length === 0) return [base];
    return decision.labels.map((label) => ({ ...base, ...labelFields(label) }));
  });
}

function baseRow(item: PreparedItem, decision: PreparedDecision): LabelRow {
  const { undecided, withheld, raters, frame, adjudicators, kind } = decision;
  return {
    conversation_id: item.id,
    conversation_hash: item.hash ?? null,
    kind,
    status: undecided ? "undecided" : withheld > 0 ? "withheld" : "none",
    value: null,
    node: null,
    path: null,
    category: null,
    votes: null,
    raters: raters.length,
    frame: frame ?? null,
    adjudicators: adjudicators?.join("; ") ?? null,
    undecided_because: undecided ?? null,
    withheld,
    weight: item.weight ?? null,
    probability: item.probability ?? null,
    stratum: item.stratum ?? null,
    evidence: "[]",
    reason: null,
  };
}

function labelFields({ label, path, spans, votes, reason }: PreparedLabel): Partial<LabelRow> {
  return {
    status: "gold",
    value: label.value,
    node: label.node ?? null,
    path: path.length === 0 ? null : path.join(" > "),
    category: path[0] ?? null,
    votes: votes.length,
    evidence: JSON.stringify(
      spans.map(({ turn, block, start, end, quote }) => ({ turn, block, start, end, quote })),
    ),
    reason: reason ?? null,
  };
}
