/** Words of a sentence, lower-cased for matching, each with its place in the block's text. */

/** What stands for masked text (code, quotes, links) between words: no pattern can match or reach across it. */
export const OPAQUE = "\u0000";

/** Parallel arrays: `words[i]` stands at `[starts[i], ends[i])`, in UTF-16 code units of the block's text. */
export interface Tokens {
  readonly words: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

function isWordUnit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 128) {
    return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
  }
  if (unit >= 0xd800 && unit <= 0xdfff) return false;
  return LETTER_OR_DIGIT.test(text.charAt(at));
}

function isApostrophe(unit: number): boolean {
  return unit === 0x27 || unit === 0x2019;
}

/**
 * Splits `text[start, end)` into words and single punctuation marks. An apostrophe between letters belongs to the
 * word (typographic ones become `'`); a hyphen separates without a token, so "well-being" is "well", "being".
 * `mask[i]` ≠ 0 marks text that is no evidence; each run of it is one `OPAQUE` token. Linear in the length.
 */
export function tokenise(text: string, start: number, end: number, mask?: Uint8Array): Tokens {
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const push = (word: string, from: number, to: number): void => {
    words.push(word);
    starts.push(from);
    ends.push(to);
  };
  let at = start;
  while (at < end) {
    if (mask?.[at]) {
      const from = at;
      while (at < end && mask[at]) at++;
      push(OPAQUE, from, at);
      continue;
    }
    const unit = text.charCodeAt(at);
    if (isWordUnit(text, at)) {
      const from = at;
      at++;
      while (at < end && !mask?.[at]) {
        if (isWordUnit(text, at)) at++;
        else if (isApostrophe(text.charCodeAt(at)) && at + 1 < end && isWordUnit(text, at + 1)) at += 2;
        else break;
      }
      push(text.slice(from, at).toLowerCase().replaceAll("\u2019", "'"), from, at);
      continue;
    }
    // Space, hyphen, Markdown emphasis and apostrophes leave no token; other marks stop a pattern's gap.
    const silent =
      unit <= 0x20 || unit === 0xa0 || unit === 0x2d || unit === 0x2a || unit === 0x5f || isApostrophe(unit);
    if (!silent) push(text.charAt(at), at, at + 1);
    at++;
  }
  return { words, starts, ends };
}

/** True for a word, false for punctuation and `OPAQUE`. */
export function isWord(token: string | undefined): boolean {
  return token !== undefined && token !== OPAQUE && isWordUnit(token, 0);
}
