/** JSON values that are neither strings nor brackets, judged in their bytes. */

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** The reader takes Python's NaN and Infinity too (as null), so they are no fault here. */
const WORDS = ["true", "false", "null", "NaN", "Infinity", "-Infinity"].map((word) =>
  Uint8Array.from(word, (ch) => ch.charCodeAt(0)),
);

export type Scalar = "number" | "word" | "fault";

/** What stands at `[start, end)`, without white space around it. */
export function scalarAt(bytes: Uint8Array, start: number, end: number): Scalar {
  if (isNumber(bytes, start, end)) return "number";
  return WORDS.some((word) => isWord(bytes, start, end, word)) ? "word" : "fault";
}

function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const digits = (from: number): number => {
    let i = from;
    while (i < end && isDigit(bytes[i])) i++;
    return i;
  };
  const whole = start + (bytes[start] === 45 ? 1 : 0);
  let at = digits(whole);
  if (at === whole || (bytes[whole] === 48 && at > whole + 1)) return false;
  if (at < end && bytes[at] === 46) {
    const fraction = at + 1;
    at = digits(fraction);
    if (at === fraction) return false;
  }
  if (at < end && (bytes[at] === 101 || bytes[at] === 69)) {
    const sign = at + 1 < end && (bytes[at + 1] === 43 || bytes[at + 1] === 45) ? 1 : 0;
    const exponent = at + 1 + sign;
    at = digits(exponent);
    if (at === exponent) return false;
  }
  return at === end;
}
