/** Whether a stretch of text says what a quote says, word by word. */
import { LIGHT_WORDS } from "./anchorLexicon.ts";
import { isSlip, isWeighty, type Word } from "./anchorWords.ts";

/** Changes allowed for so many words. */
function changesFor(words: number): number {
  return Math.min(6, Math.max(1, Math.floor(words / 8)));
}

/** Prefixes that turn a word into its contrary when joined to it: "a moral" isn't "amoral". */
const NEGATING_PREFIX = /^(?:a|an|un|in|im|ir|il|dis|non|anti|mis|de)$/;

function isPair(first: string | undefined, second: string | undefined, joined: string | undefined): boolean {
  if (first === undefined || second === undefined || joined === undefined) return false;
  return first + second === joined && !isWeighty(first) && !isWeighty(second) && !NEGATING_PREFIX.test(first);
}

const EMOJI = /^\p{Extended_Pictographic}/u;

/** A word of the text that a quote may leave out. */
function isOptional(word: string): boolean {
  return LIGHT_WORDS.has(word) || (EMOJI.test(word) && !/^[❌✗✘🚫⛔]/u.test(word));
}

/** Only between words that agree: a quote that starts or ends with a word of its own isn't from here. */
function isInner(at: number, words: readonly string[]): boolean {
  return at > 0 && at < words.length - 1;
}

function isArticle(word: string): boolean {
  return word === "a" || word === "an" || word === "the";
}

/**
 * True when the quote's words are the text's words in the same order, but for slips of the pen, articles, words
 * written together or apart, contractions, and emoji left out. Negations, numbers and words of content must
 * agree exactly. Linear in the number of words.
 */
export function saysTheSame(
  quoted: readonly Word[],
  found: readonly Word[],
  isKnown: (word: string) => boolean,
): boolean {
  const q = quoted.flatMap(({ parts }) => parts);
  const t = found.flatMap(({ parts }) => parts);
  const limit = changesFor(q.length);
  if (Math.abs(q.length - t.length) > limit) return false;
  // Cell (i, j), |i - j| ≤ limit: fewest allowed changes that turn the first i quoted words into the first j found.
  const width = 2 * limit + 1;
  const costs = new Uint8Array((q.length + 1) * width).fill(255);
  const cell = (i: number, j: number): number => i * width + (j - i + limit);
  costs[cell(0, 0)] = 0;
  const reach = (i: number, j: number, cost: number): void => {
    if (i > q.length || j > t.length || cost > limit || Math.abs(i - j) > limit) return;
    costs[cell(i, j)] = Math.min(costs[cell(i, j)] ?? 255, cost);
  };
  for (let i = 0; i <= q.length; i += 1) {
    for (let j = Math.max(0, i - limit); j <= Math.min(t.length, i + limit); j += 1) {
      const cost = costs[cell(i, j)] ?? 255;
      if (cost > limit) continue;
      const [a, b] = [q[i], t[j]];
      if (a !== undefined && a === b) {
        reach(i + 1, j + 1, cost);
        continue;
      }
      if (a !== undefined && LIGHT_WORDS.has(a) && isInner(i, q)) reach(i + 1, j, cost + 1);
      if (b !== undefined && isOptional(b) && isInner(j, t)) reach(i, j + 1, cost + 1);
      if (isPair(a, q[i + 1], b)) reach(i + 2, j + 1, cost + 1);
      if (isPair(b, t[j + 1], a)) reach(i + 1, j + 2, cost + 1);
      if (a === undefined || b === undefined) continue;
      if ((isArticle(a) && isArticle(b)) || isSlip(a, b, isKnown)) reach(i + 1, j + 1, cost + 1);
    }
  }
  return (costs[cell(q.length, t.length)] ?? 255) <= limit;
}
