/** From what the adjudicator asks for to the event that records it. */
import type { Decision } from "../../core/review/adjudicate.ts";
import { acceptDraft, otherDraft, rejectDraft, takeDraft } from "../../core/review/adjudicate.ts";
import type { AlignedRow } from "../../core/review/align-labels.ts";
import type { JudgementDraft } from "../../core/review/judgement.ts";
import type { AdjudicationIntent } from "../../protocol/adjudication.ts";
import { UserError } from "../errors.ts";
import type { AdjudicationPorts } from "./ports.ts";

export type Deciding = Extract<AdjudicationIntent, { do: "take" | "accept" | "reject" | "other" | "clear" }>;

/** undefined: nothing to record (a picker was given up). Rejects with a `UserError`. */
export async function draftFor(
  ask: Deciding,
  row: AlignedRow,
  pick: AdjudicationPorts["pickLabel"],
): Promise<JudgementDraft | undefined> {
  if (ask.do === "accept") return acceptDraft(row);
  if (ask.do === "reject") return rejectDraft(row);
  if (ask.do === "take") {
    const draft = takeDraft(row, ask.key - 1);
    if (!draft) throw new UserError("That rater did not rate this kind of label here.");
    return draft;
  }
  if (ask.do !== "other") return undefined;
  const { kind } = row;
  if (ask.value !== undefined) return otherDraft(row, { kind, value: ask.value });
  if (kind === "responseType" || kind === "subjectivity") return undefined;
  const label = await pick(kind, `In place of “${row.label.value}”`);
  return label && otherDraft(row, label);
}

/** A decision that says the same already needs no other event. */
export function isSame(decision: Decision, draft: JudgementDraft): boolean {
  if (draft.kind === "reject") return decision.verdict === "rejected";
  if (draft.kind !== "confirm" && draft.kind !== "correct") return false;
  const { label } = decision;
  const isLabel =
    label?.value === draft.label?.value && (label?.node ?? null) === (draft.label?.node ?? null);
  return decision.verdict !== "rejected" && isLabel && decision.from === draft.from;
}
