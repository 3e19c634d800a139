/** A gold set as lines of JSON: one item a line, always with the same text for the same item. Lines are not trusted. Pure. */
import type { Frame } from "../agreement/extractor-accuracy.ts";
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import { ANNOTATION_KINDS } from "../extraction/annotation.ts";
import {
  LIMITS,
  Malformed,
  checkConversation,
  checkFlag,
  checkLabel,
  checkSpans,
  checkText,
  isFields,
} from "../review/event-checks.ts";
import type { Fields } from "../review/event-checks.ts";
import type { Span } from "../conversation/span.ts";
import type { GoldDecision, GoldItem, GoldLabel } from "./gold.ts";
import { UNDECIDED } from "./gold.ts";

/** Longest line that is read, in UTF-16 code units. */
export const MAX_GOLD_LINE = 16 << 20;
/** Labels of one kind, raters of one conversation. */
const MAX_LIST = 10_000;

/** Without the line break; a raw line break can't stand in it. Fields in a fixed order. */
export function formatGoldItem({
  conversation: { id, hash },
  ratings,
  decisions,
  weight,
  probability,
  stratum,
  otherVersions,
}: GoldItem): string {
  return JSON.stringify({
    conversation: { id, hash },
    weight,
    probability,
    stratum,
    otherVersions,
    ratings: ratings.map(({ rater, frame, done }) => ({ rater, frame, done })),
    decisions: decisions.map(inOrder),
  });
}

function inOrder({ kind, undecided, labels, rejected, raters, none, frame, adjudicators }: GoldDecision) {
  return {
    kind,
    undecided,
    frame,
    adjudicators,
    raters,
    none,
    labels: labels.map(({ label, votes, spans, disputedEvidence, reason }) => ({
      label: labelInOrder(label),
      votes,
      spans: spans.map(spanInOrder),
      disputedEvidence,
      reason,
    })),
    rejected: rejected.map(({ label, votes }) => ({ label: labelInOrder(label), votes })),
  };
}

function labelInOrder({ kind, value, node }: Label): Label {
  return { kind, value, ...(node === undefined ? {} : { node }) };
}

function spanInOrder({ turn, block, start, end, quote, hash }: Span): Span {
  return { turn, block, start, end, quote, hash };
}

export type ParsedGoldItem =
  | { readonly ok: true; readonly item: GoldItem }
  /** `reason` names the field, never its content. */
  | { readonly ok: false; readonly reason: string };

/** Never throws. */
export function parseGoldItem(line: string): ParsedGoldItem {
  if (line.length > MAX_GOLD_LINE) return { ok: false, reason: "the line is too long" };
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return { ok: false, reason: "not JSON" };
  }
  try {
    return { ok: true, item: checkItem(found) };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, reason: error.message };
    throw error;
  }
}

function checkItem(found: unknown): GoldItem {
  const fields = checkFields(found, "item");
  const { weight, probability, stratum, otherVersions } = fields;
  return {
    conversation: checkConversation(fields["conversation"]),
    ratings: checkList(fields["ratings"], "ratings").map((one) => {
      const { rater, frame, done } = checkFields(one, "rating");
      return {
        rater: checkText(rater, "rater", LIMITS.id),
        frame: checkFrame(frame),
        done: checkFlag(done, "done"),
      };
    }),
    decisions: checkList(fields["decisions"], "decisions").map(checkDecision),
    ...(weight === undefined ? {} : { weight: checkPositive(weight, "weight") }),
    ...(probability === undefined ? {} : { probability: checkPositive(probability, "probability") }),
    ...(stratum === undefined ? {} : { stratum: checkText(stratum, "stratum", LIMITS.value, 0) }),
    ...(otherVersions === true ? { otherVersions } : {}),
  };
}

function checkDecision(found: unknown): GoldDecision {
  const fields = checkFields(found, "decision");
  const { frame, adjudicators } = fields;
  const undecided = UNDECIDED.find((known) => known === fields["undecided"]);
  if (fields["undecided"] !== undefined && undecided === undefined)
    throw new Malformed("undecided is unknown");
  return {
    kind: checkKind(fields["kind"]),
    ...(undecided === undefined ? {} : { undecided }),
    labels: checkList(fields["labels"], "labels").map(checkGoldLabel),
    rejected: checkList(fields["rejected"], "rejected").map((one) => {
      const { label, votes } = checkFields(one, "rejected");
      return { label: checkLabel(label), votes: checkNames(votes, "votes") };
    }),
    raters: checkNames(fields["raters"], "raters"),
    none: checkNames(fields["none"], "none"),
    ...(frame === undefined ? {} : { frame: checkFrame(frame) }),
    ...(adjudicators === undefined ? {} : { adjudicators: checkNames(adjudicators, "adjudicators") }),
  };
}

function checkGoldLabel(found: unknown): GoldLabel {
  const { label, spans, votes, disputedEvidence, reason } = checkFields(found, "label");
  return {
    label: checkLabel(label),
    spans: checkSpans(spans),
    votes: checkNames(votes, "votes"),
    ...(disputedEvidence === true ? { disputedEvidence } : {}),
    ...(reason === undefined ? {} : { reason: checkText(reason, "reason", LIMITS.text, 0) }),
  };
}

export function checkKind(found: unknown): AnnotationKind {
  const kind = ANNOTATION_KINDS.find((known) => known === found);
  if (kind === undefined) throw new Malformed("kind is unknown");
  return kind;
}

function checkFrame(found: unknown): Frame {
  if (found !== "blind" && found !== "assisted" && found !== "mixed") throw new Malformed("frame is unknown");
  return found;
}

function checkFields(found: unknown, field: string): Fields {
  if (!isFields(found)) throw new Malformed(`${field} is not an object`);
  return found;
}

function checkList(found: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(found)) throw new Malformed(`${field} is not a list`);
  if (found.length > MAX_LIST) throw new Malformed(`${field} has more than ${MAX_LIST} items`);
  return found;
}

function checkNames(found: unknown, field: string): readonly string[] {
  return checkList(found, field).map((name) => checkText(name, field, LIMITS.id));
}

function checkPositive(found: unknown, field: string): number {
  if (typeof found !== "number" || !(found > 0) || !Number.isFinite(found))
    throw new Malformed(`${field} is not a positive number`);
  return found;
}
