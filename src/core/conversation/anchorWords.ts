/** Words of normalised text, word boundaries, and what counts as a slip of the pen. */
import {
  BEFORE_IS,
  CONTRACTED_ENDINGS,
  CONTRACTED_NOT,
  isConfusable,
  LIGHT_WORDS,
  NEGATIONS,
  NUMBER_WORDS,
} from "./anchorLexicon.ts";

export interface Word {
  readonly start: number;
  readonly end: number;
  /** The words it stands for: "don't" → do, not. */
  readonly parts: readonly string[];
}

/** Scripts written without spaces: each letter is compared as a word. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}`;
const LETTER = String.raw`(?![${UNSPACED}])[\p{L}\p{M}]`;
const WORD = new RegExp(
  [
    String.raw`[-+]?[$€£¥]?\p{N}+(?:[.,:/]\p{N}+)*%?`,
    `[${UNSPACED}]\\p{M}*`,
    `(?:${LETTER})(?:${LETTER}|\\p{N})*(?:'(?:${LETTER})+)*[+#]*`,
    String.raw`\p{Extended_Pictographic}\p{EMod}?|\p{RI}{2}`,
    // Signs of comparison and arithmetic; "|" and "~" belong to tables and strike-outs.
    String.raw`(?![|~])\p{Sm}`,
  ].join("|"),
  "gu",
);

function expand(word: string): readonly string[] {
  const not = CONTRACTED_NOT.get(word);
  if (not !== undefined) return [not, "not"];
  const cut = word.lastIndexOf("'");
  if (cut < 0) return [word];
  const [base, ending] = [word.slice(0, cut), word.slice(cut + 1)];
  if (ending === "t" && base.endsWith("n")) return [base.slice(0, -1), "not"];
  if (ending === "s" && BEFORE_IS.has(base)) return [base, "is"];
  const meant = CONTRACTED_ENDINGS.get(ending);
  return meant === undefined ? [word] : [base, meant];
}

/** The words of normalised text, in order, with their offsets in it. Punctuation is no word. Linear. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    parts: expand(match[0]),
  }));
}

/** Number of letters and digits. */
export function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

const NEGATING_BEFORE =
  /(?:^|[^\p{L}\p{N}])(?:non|un|anti|dis|in|im|ir|il|mis|de|counter|pseudo|quasi|not)-$/iu;
const NEGATING_AFTER = /^-(?:free|less|averse|proof|resistant)(?![\p{L}\p{N}])/iu;
const WORDLIKE = /^[\p{L}\p{N}\p{M}]$/u;
const UNSPACED_LETTER = new RegExp(`^[${UNSPACED}]$`, "u");
const HAN_NEGATION = /^[不没沒無无非未别別勿]$/u;

/** Units looked at on either side of a boundary. */
const CONTEXT = 16;

function letterBefore(text: string, at: number): string {
  const unit = text.charAt(at - 1);
  return /^[\uDC00-\uDFFF]$/.test(unit) ? text.slice(Math.max(0, at - 2), at) : unit;
}

function letterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

/**
 * Whether `[start, end)` begins and ends between words, so that "fair" isn't found in "unfair" nor "can" in "can't".
 * Works on source text and on normalised text. Scripts without spaces have a boundary everywhere, but not after a
 * negation (不诚实); Hangul particles may follow.
 */
export function isWholeWords(text: string, start: number, end: number): boolean {
  // Soft hyphens and emphasis don't part words: "un**fair**".
  const left = text
    .slice(Math.max(0, start - CONTEXT), start)
    .replace(/[\p{Default_Ignorable_Code_Point}*]+$/u, "");
  const right = text.slice(end, end + CONTEXT).replace(/^[\p{Default_Ignorable_Code_Point}*]+/u, "");
  const [before, first] = [letterBefore(left, left.length), letterAt(text, start)];
  const [last, after] = [letterBefore(text, end), letterAt(right, 0)];
  if (WORDLIKE.test(first)) {
    if (HAN_NEGATION.test(before)) return false;
    if (WORDLIKE.test(before) && !UNSPACED_LETTER.test(before) && !UNSPACED_LETTER.test(first)) return false;
    if (NEGATING_BEFORE.test(left) || /(?:^|[^\p{L}])n['’]$/iu.test(left)) return false;
    if (/^\p{N}$/u.test(first) && /(?:^|[^\p{L}\p{N}])[-−]$|\p{N}[.,]$/u.test(left)) return false;
  }
  if (WORDLIKE.test(last)) {
    const isParticle = /^\p{sc=Hang}$/u.test(last) && /^\p{sc=Hang}$/u.test(after);
    if (WORDLIKE.test(after) && !isParticle && !UNSPACED_LETTER.test(after) && !UNSPACED_LETTER.test(last)) {
      return false;
    }
    if (/^['’]t(?!\p{L})/iu.test(right) || NEGATING_AFTER.test(right)) return false;
    if (/^\p{N}$/u.test(last) && /^[.,]\p{N}|^%/u.test(right)) return false;
  }
  return true;
}

/** The single letters in which two words differ when one edit (or one swap of neighbours) makes one the other. */
function oneEdit(a: string, b: string): { kind: "swap" | "replace" | "extra"; letters: string } | undefined {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return undefined;
  let head = 0;
  while (head < short.length && short[head] === long[head]) head += 1;
  let tail = 0;
  while (tail < short.length - head && short.at(-1 - tail) === long.at(-1 - tail)) tail += 1;
  const [left, right] = [short.slice(head, short.length - tail), long.slice(head, long.length - tail)];
  if (left === "" && right.length === 1) {
    const isDoubled = right === long[head - 1] || right === long[head + 1];
    return { kind: "extra", letters: isDoubled ? right + right : right };
  }
  if (left.length === 1 && right.length === 1) return { kind: "replace", letters: left + right };
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return isSwap ? { kind: "swap", letters: left } : undefined;
}

/** Words whose change changes the statement, whatever the likeness. */
export function isWeighty(word: string): boolean {
  return NEGATIONS.has(word) || NUMBER_WORDS.has(word) || !/^\p{L}[\p{L}\p{M}']*$/u.test(word);
}

/**
 * Whether two words can only be spellings or misspellings of one word. Strict on purpose: what differs in its first
 * or last letters, is short, or has another vowel in a short word may be another word.
 * `isKnown` says whether a word also stands elsewhere in the text, which makes it a word of its own.
 */
export function isSlip(quoted: string, found: string, isKnown: (word: string) => boolean): boolean {
  if (isWeighty(quoted) || isWeighty(found) || isConfusable(quoted, found)) return false;
  const shorter = Math.min(quoted.length, found.length);
  const edit = oneEdit(quoted, found);
  if (edit === undefined) return false;
  if (edit.kind === "swap" && shorter >= 3 && (LIGHT_WORDS.has(quoted) || LIGHT_WORDS.has(found)))
    return true;
  if (shorter < 5 || isKnown(quoted)) return false;
  if (quoted[0] !== found[0] || quoted.at(-1) !== found.at(-1)) return false;
  if (edit.kind === "swap") return shorter >= 6;
  // One letter more or another one: right after the first letter it may be a prefix.
  if (quoted[1] !== found[1]) return false;
  if (edit.kind === "replace") return shorter >= 8 && /^(?:[aeiou]{2}|sz|zs)$/.test(edit.letters);
  const isDoubled = edit.letters.length === 2;
  // "colour" and "color"; but "supplies" and "suppliers" are two words.
  if (quoted.replace("our", "or") === found.replace("our", "or")) return true;
  if (/(?:ers|ors)$/.test(quoted) !== /(?:ers|ors)$/.test(found)) return false;
  return shorter >= 8 || (isDoubled && shorter >= 6);
}
