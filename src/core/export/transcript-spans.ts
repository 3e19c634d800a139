/** Conversations as one text for tools that label a text, with spans in their units. Pure. */
import type { Conversation } from "../conversation/model.ts";
import { renderTranscript } from "../conversation/render.ts";
import type { PreparedSpan } from "./prepare.ts";

export interface TextSpan {
  /** `[start, end)` in Unicode code points of the text, as Python counts. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface TranscriptText {
  readonly text: string;
  /** undefined where the text has no such place, or shows nothing there. */
  place(span: PreparedSpan): TextSpan | undefined;
}

/** The transcript as the product shows it: no control or bidi characters, lines end with "\n" only. */
export function transcriptText(conversation: Conversation): TranscriptText {
  const transcript = renderTranscript(conversation);
  const { text } = transcript;
  const pairs = surrogatePairs(text);
  return {
    text,
    place(span) {
      const shown = transcript.toDocument(span);
      if (!shown || shown.end <= shown.start) return undefined;
      const { start, end } = shown;
      return {
        start: start - countBefore(pairs, start),
        end: end - countBefore(pairs, end),
        text: text.slice(start, end),
      };
    },
  };
}

/** Offsets of the second halves of surrogate pairs. */
function surrogatePairs(text: string): number[] {
  const found: number[] = [];
  for (let at = 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const before = text.charCodeAt(at - 1);
    if (unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff) found.push(at);
  }
  return found;
}

/** How many of the sorted numbers are smaller than `at`. */
function countBefore(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
