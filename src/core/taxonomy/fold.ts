/** A text made comparable, with the way back to the original. */
export interface Folded {
  /** Lower case, without diacritics and apostrophes; hyphens, dashes, underscores and white space are one space. */
  readonly text: string;
  /** Start in the original of each folded code unit, one more entry for its end; null if the two run in step. */
  readonly starts: Int32Array | null;
}

const PLAIN = /^[a-z0-9 ]*$/u;
const MARK = /\p{M}/u;
const GAP = /[\s\p{Pd}_/]/u;
const DROPPED = /['’‘`´\u00AD\u200B-\u200D\uFEFF]/u;

/**
 * Folds a text code point by code point, so that ranges found in the folded text can be shown in the original.
 * Offsets are UTF-16 code units.
 */
export function foldWithOffsets(text: string): Folded {
  if (PLAIN.test(text)) return { text, starts: null };
  let folded = "";
  const starts: number[] = [];
  let at = 0;
  let inStep = true;
  for (const char of text) {
    const piece = foldChar(char);
    for (let index = 0; index < piece.length; index++) starts.push(at);
    if (piece.length !== char.length) inStep = false;
    folded += piece;
    at += char.length;
  }
  if (inStep) return { text: folded, starts: null };
  starts.push(at);
  return { text: folded, starts: Int32Array.from(starts) };
}

function foldChar(char: string): string {
  if (DROPPED.test(char)) return "";
  if (GAP.test(char)) return " ";
  let piece = "";
  for (const part of char.normalize("NFKD").toLowerCase().replace("ß", "ss"))
    if (!MARK.test(part)) piece += part;
  return piece;
}

/** Key for comparing labels: folded, single spaces, no punctuation at either end. Idempotent. */
export function foldKey(text: string): string {
  return foldWithOffsets(text)
    .text.replace(/[^\p{L}\p{N}&+#%]+/gu, " ")
    .trim();
}

/** A range of the folded text as a range of the original. */
export function unfoldRange(folded: Folded, start: number, end: number): readonly [number, number] {
  if (folded.starts === null) return [start, end];
  return [folded.starts[start] ?? 0, folded.starts[end] ?? folded.starts.at(-1) ?? 0];
}
