/** What the transcript shows of a review: marks on stretches of the document. Pure. */
import type { Transcript } from "../../core/conversation/render.ts";
import type { Label } from "../../core/extraction/annotation.ts";
import type { LabelState, ReviewLabel } from "../../core/review/fold.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import type { CategoryColour } from "../../protocol/review.ts";
import { colourOf } from "../review/colour.ts";

/** Corrected is drawn as confirmed: both are the rater's word. */
export type MarkStyle = "suggested" | "confirmed" | "rejected" | "added";

export interface Mark {
  readonly annotation: string;
  /** Document offsets, UTF-16 code units, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly category: CategoryColour;
  readonly style: MarkStyle;
  readonly warning: boolean;
  /** The words beside the mark. One line, at most `MAX_TEXT` units. */
  readonly text: string;
}

const MAX_TEXT = 48;
const STYLES: Readonly<Record<LabelState, MarkStyle>> = {
  suggested: "suggested",
  confirmed: "confirmed",
  corrected: "confirmed",
  rejected: "rejected",
  added: "added",
};
const SIGNS: Readonly<Record<LabelState, string>> = {
  suggested: "",
  confirmed: "✓ ",
  corrected: "✎ ",
  rejected: "✗ ",
  added: "+ ",
};

/**
 * The marks of all value labels, in document order. A span that can't be placed (its block is gone) has no mark;
 * the panel still lists its label.
 */
export function marksOf(
  labels: readonly ReviewLabel[],
  transcript: Transcript,
  taxonomy: Taxonomy,
  isWatched: (label: Label) => boolean,
): Mark[] {
  const marks: Mark[] = [];
  for (const { id, label, spans, state } of labels) {
    if (label.kind !== "aiValue" && label.kind !== "humanValue") continue;
    const category = colourOf(taxonomy, label.node);
    const warning = state !== "rejected" && isWatched(label);
    const text = markText(label, state, warning);
    for (const span of spans) {
      const place = transcript.toDocument(span);
      if (!place || place.start === place.end) continue;
      marks.push({ annotation: id, ...place, category, style: STYLES[state], warning, text });
    }
  }
  return marks.sort((a, b) => a.start - b.start || a.end - b.end);
}

function markText(label: Label, state: LabelState, warning: boolean): string {
  const name = label.value.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  const short = name.length > MAX_TEXT ? `${name.slice(0, MAX_TEXT - 1).trimEnd()}…` : name;
  return `${warning ? "⚠ " : ""}${SIGNS[state]}${label.kind === "humanValue" ? "human: " : ""}${short}`;
}

/** The innermost (shortest) mark at an offset, ends included; among equals the first. */
export function markAt(marks: readonly Mark[], offset: number): Mark | undefined {
  let found: Mark | undefined;
  for (const mark of marks) {
    if (mark.start > offset) break;
    if (mark.end >= offset && (!found || mark.end - mark.start < found.end - found.start)) found = mark;
  }
  return found;
}
