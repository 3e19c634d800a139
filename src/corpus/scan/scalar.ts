/** JSON values that are neither strings nor brackets, judged in their bytes. */

export type Scalar = "number" | "word" | "fault";

/** The reader takes Python's NaN and Infinity too (as null), so they are no fault here. */
const WORDS = ["true", "false", "null", "NaN", "Infinity", "-Infinity"].map((word) =>
  Uint8Array.from(word, (ch) => ch.charCodeAt(0)),
);

/** What stands at `[start, end)`, without white space around it. */
export function scalarAt(bytes: Uint8Array, start: number, end: number): Scalar {
  if (isNumber(bytes, start, end)) return "number";
  for (const word of WORDS) if (isWord(bytes, start, end, word)) return "word";
  return "fault";
}

function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

/** Behind the digits at `from`. */
function digits(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && ((bytes[i] ?? 0) ^ 48) < 10) i++;
  return i;
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const whole = start + (bytes[start] === 45 ? 1 : 0);
  let at = digits(bytes, whole, end);
  if (at === whole || (bytes[whole] === 48 && at > whole + 1)) return false;
  if (at < end && bytes[at] === 46) {
    const fraction = at + 1;
    at = digits(bytes, fraction, end);
    if (at === fraction) return false;
  }
  if (at < end && (bytes[at] === 101 || bytes[at] === 69)) {
    const sign = at + 1 < end && (bytes[at + 1] === 43 || bytes[at + 1] === 45) ? 1 : 0;
    const exponent = at + 1 + sign;
    at = digits(bytes, exponent, end);
    if (at === exponent) return false;
  }
  return at === end;
}
