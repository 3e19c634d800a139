/** Quotes with something left out: "first part … last part". */
import { NEGATIONS } from "./anchorLexicon.ts";
import { countLetters, isWholeWords, wordsOf } from "./anchorWords.ts";

/** Most that an ellipsis may stand for, in normalised units. */
const LONGEST_GAP = 2_000;
/** Fewest letters of one part, and of all. */
const FEWEST_LETTERS = 3;
const FEWEST_LETTERS_TOGETHER = 12;
const MAX_PARTS = 8;
const MAX_STARTS = 200;

export type Stretch = readonly [start: number, end: number];

/** The parts of a normalised quote around its ellipses; empty when it has none or its parts say too little. */
export function gapParts(quote: string, trim: (part: string) => string): string[] {
  const parts = quote
    .split(/ ?[[(]?…[\])]? ?/u)
    .map(trim)
    .filter((part) => part !== "");
  const letters = parts.map(countLetters);
  const isTelling =
    letters.every((count) => count >= FEWEST_LETTERS) &&
    letters.reduce((sum, count) => sum + count, 0) >= FEWEST_LETTERS_TOGETHER;
  return parts.length > 1 && parts.length <= MAX_PARTS && isTelling ? parts : [];
}

/** An omission that swallows a "not" of the quoted sentences makes them say the contrary. */
function hidesNegation(omitted: string): boolean {
  const sentences = omitted.split(/[.!?。！？…]\s*/u);
  const touching = [sentences[0] ?? "", sentences.at(-1) ?? ""];
  return touching.some((piece) =>
    wordsOf(piece).some(({ parts }) => parts.some((part) => NEGATIONS.has(part))),
  );
}

/** Next place of `part` at or after `from` and before `to` that begins and ends between words, or -1. */
function nextWhole(text: string, part: string, from: number, to: number): number {
  for (let at = text.indexOf(part, from); at >= 0 && at < to; at = text.indexOf(part, at + 1)) {
    if (isWholeWords(text, at, at + part.length)) return at;
  }
  return -1;
}

/**
 * Places in a normalised text where all parts stand in order, at most `LONGEST_GAP` apart: per place the stretch of
 * each part. Of chains that end alike only the tightest is given.
 */
export function findGapped(text: string, parts: readonly string[]): Stretch[][] {
  const [head = "", ...rest] = parts;
  const byEnd = new Map<number, Stretch[]>();
  let from = 0;
  for (let tries = 0; tries < MAX_STARTS; tries += 1) {
    const start = nextWhole(text, head, from, text.length);
    if (start < 0) break;
    from = start + 1;
    const chain: Stretch[] = [[start, start + head.length]];
    for (const part of rest) {
      const last = chain.at(-1)?.[1] ?? 0;
      // Bounded, so that a part that stands nowhere isn't sought to the text's end once per start.
      const near = text.slice(last, last + LONGEST_GAP + part.length + 1);
      const at = nextWhole(near, part, 0, near.length);
      if (at < 0 || hidesNegation(near.slice(0, at))) break;
      chain.push([last + at, last + at + part.length]);
    }
    if (chain.length === parts.length) byEnd.set(chain.at(-1)?.[1] ?? 0, chain);
  }
  return [...byEnd.values()];
}
