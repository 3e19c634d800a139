/** Sentences of a block's prose, by the runtime's own segmentation (Unicode UAX 29, fixed to English). */
import type { Line, Prose } from "./prose.ts";

/** A sentence `[start, end)` in UTF-16 code units of the block's text, without outer white space or list mark. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** Lines longer than this are segmented in pieces, so that one endless line costs no more than many short ones. */
const PIECE = 20_000;

// Making a segmenter costs more than segmenting a reply; it holds no state between texts.
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** A line that hard-wraps into the next: both belong to one paragraph and the next goes on in lower case. */
function runsOn(text: string, line: Line, next: Line): boolean {
  if (next.start !== line.end + 1 || line.end - line.start < 40) return false;
  const before = text.slice(line.start, line.end).trimEnd().at(-1);
  return (
    before !== undefined && !/[.!?:;]/.test(before) && /^\p{Ll}/u.test(text.slice(next.start, next.start + 2))
  );
}

/** Joins hard-wrapped lines: paragraphs `[start, end)` in which a line break is only white space. */
function paragraphs(prose: Prose): Line[] {
  const joined: Line[] = [];
  for (const line of prose.lines) {
    const last = joined.at(-1);
    if (last !== undefined && runsOn(prose.text, last, line))
      joined[joined.length - 1] = { start: last.start, end: line.end };
    else joined.push(line);
  }
  return joined;
}

/** Skips white space and a list mark ("- ", "* ", "1. ", "2) ") at the sentence's start. */
function trimStart(text: string, start: number, end: number): number {
  const head = text.slice(start, Math.min(end, start + 40));
  const mark = /^\s*(?:(?:[-*+\u2022]|\d{1,3}[.)])\s+)*/.exec(head)?.[0] ?? "";
  return start + mark.length;
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

/** Splits prose into sentences, in order. Never splits a surrogate pair and never leaves the block. */
export function splitSentences(prose: Prose): Sentence[] {
  const sentences: Sentence[] = [];
  for (const paragraph of paragraphs(prose)) {
    for (let from = paragraph.start; from < paragraph.end;) {
      const to = pieceEnd(prose.text, from, paragraph.end);
      const piece = prose.text.slice(from, to).replaceAll("\n", " ");
      for (const { index, segment } of segmenter.segment(piece)) {
        const start = trimStart(prose.text, from + index, from + index + segment.length);
        const end = trimEnd(prose.text, start, from + index + segment.length);
        if (end > start) sentences.push({ start, end });
      }
      from = to;
    }
  }
  return sentences;
}

/** Where a piece of at most `PIECE` units ends: after a space if there is one near, never inside a surrogate pair. */
function pieceEnd(text: string, from: number, end: number): number {
  if (end - from <= PIECE) return end;
  const space = text.lastIndexOf(" ", from + PIECE);
  if (space > from + PIECE / 2) return space + 1;
  const unit = text.charCodeAt(from + PIECE);
  return from + PIECE + (unit >= 0xdc00 && unit <= 0xdfff ? 1 : 0);
}
