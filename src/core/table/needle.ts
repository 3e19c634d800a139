/**
 * Finding rows that may hold a text by their bytes, without parsing them. Rows that cannot hold it are told for sure;
 * the others are confirmed in the parsed conversation.
 *
 * The bytes are JSON in UTF-8, and what a rater reads is not in them as it stands: letters may be escaped, in another
 * case or in NFD; quotation marks, line feeds and slashes are written in several ways; and the arguments of tools are
 * JSON that is laid out anew. So only a fragment of the text is looked for: its best run of characters that no such
 * rewriting can touch. The expression is made of our own pieces; no character of the user's is an operator in it.
 */
import { foldCase } from "./fold.ts";
import { escapeSource, utf8Source, variantsOf } from "./raw-forms.ts";

/** Both expressions are for bytes decoded as Latin-1 (one character a byte). */
export interface RawNeedle {
  /** For rows without `\u` escapes. */
  readonly plain: RegExp;
  /** For rows with them. */
  readonly escaped: RegExp;
  /**
   * Rows where it is found must be parsed whatever `plain` and `escaped` say: numbers that are written anew when JSON
   * is laid out, and bytes that are told in words. Only for fragments that such words could hold.
   */
  readonly derived?: (raw: string) => boolean;
}

/** `text` as typed. Undefined when no run of it is safe: then every row must be parsed. */
export function rawNeedle(text: string): RawNeedle | undefined {
  const fragment = bestFragment(Array.from(foldCase(text)));
  if (fragment === undefined) return undefined;
  const source = (escapes: boolean): string => fragment.map((char) => charSource(char, escapes)).join("");
  const needle = { plain: expression(source(false)), escaped: expression(source(true)) };
  return isLabelLike(fragment.join("")) ? { ...needle, derived: mayBeWrittenAnew } : needle;
}

/** Without letters of ASCII in it there is no case to ignore, and bytes are compared twice as fast. */
function expression(source: string): RegExp {
  return new RegExp(source, /[a-z]/i.test(source.replace(/\\x[0-9a-f]{2}/g, "")) ? "i" : "");
}

/** Exponents, numbers beyond a double's digits, data URIs, and tool results that describe images. */
const ANEW = /\d[eE][+-]?\d|\d{16}|data:|data\\|toolResult|\\u00/;

/** Whether JSON has something whose reading holds words or digits that its bytes don't. */
function mayBeWrittenAnew(raw: string): boolean {
  return hasLongRun(raw) || ANEW.test(raw);
}

/** As long as base64 must be to be taken for bytes; slashes may be escaped. */
const RUN = 512;
const IN_RUN = /[A-Za-z0-9+/_\\-]/;

/** Every run of that length holds one of the places that are a multiple of it: only these are looked at. */
function hasLongRun(raw: string): boolean {
  const isIn = (at: number): boolean => IN_RUN.test(raw.charAt(at));
  for (let at = RUN - 1; at < raw.length; at += RUN) {
    if (!isIn(at)) continue;
    let start = at;
    while (start > at - RUN && isIn(start - 1)) start--;
    let end = at + 1;
    while (end - start < RUN && end < raw.length && isIn(end)) end++;
    if (end - start >= RUN) return true;
  }
  return false;
}

/** Numbers, and pieces of "image", "data, 12 kB" and "512 bytes", which formats put in the place of bytes. */
function isLabelLike(fragment: string): boolean {
  const letters = fragment.replace(/[\d.+\- ]/g, "");
  return ["image", "data", "bytes", "kb", "mb", "e"].some((word) => word.includes(letters));
}

/** The safe run that promises the fewest rows. */
function bestFragment(chars: readonly string[]): string[] | undefined {
  let best: string[] | undefined;
  let bestWeight = 0;
  let run: string[] = [];
  const close = (): void => {
    while (run[0] === " ") run.shift();
    while (run.at(-1) === " ") run.pop();
    // Longer expressions find no fewer rows.
    const kept = run.slice(0, 40);
    const weight = kept.reduce((sum, char) => sum + weightOf(char), 0);
    if (weight > bestWeight) [best, bestWeight] = [kept, weight];
    run = [];
  };
  for (const char of chars) {
    if (isSafe(char)) run.push(char);
    else close();
  }
  close();
  return best;
}

function weightOf(char: string): number {
  if (char === " ") return 0.5;
  if (char > "\u007f") return decomposed(char) === undefined ? 3 : 1;
  return "jkqvwxyz".includes(char) ? 2 : /[a-z]/.test(char) ? 1.2 : 1;
}

/** JSON writes these in one way or as `\uXXXX`, and nothing that lays JSON out anew makes or moves them. */
const SAFE_ASCII = /^[a-z0-9 !#$%&'*+\-.;<=>?@^_`|~]$/;

function isSafe(char: string): boolean {
  if (char < "\u0080") return SAFE_ASCII.test(char);
  // Half a pair and U+FFFD may stand for any broken bytes; marks and jamo may be part of the letter before them.
  if (/^[\p{M}\p{C}\ufffd\u2026\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u.test(char)) return false;
  const parts = Array.from(char.normalize("NFD"));
  return isHangul(char) || parts.length === 1 || decomposed(char) !== undefined;
}

function isHangul(char: string): boolean {
  return char >= "\uac00" && char <= "\ud7a3";
}

/** The base of a letter with exactly one mark; undefined for all others. */
function decomposed(char: string): string | undefined {
  const [base, mark, ...more] = Array.from(char.normalize("NFD"));
  return base !== undefined && mark !== undefined && more.length === 0 && /\p{M}/u.test(mark)
    ? base
    : undefined;
}

/** Characters that laid-out JSON writes as a backslash and a letter, where the source may have an escape. */
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["b", "0008"],
  ["t", "0009"],
  ["n", "000a"],
  ["f", "000c"],
  ["r", "000d"],
]);

function charSource(char: string, escapes: boolean): string {
  const options = [...formsOf(char, escapes)];
  if (isHangul(char)) options.push(...hangulForms(char, escapes));
  const base = decomposed(char);
  if (base !== undefined) {
    const mark = `[\\x80-\\xff]{2,4}${escapes ? "|\\\\u[0-9a-f]{4}(?:\\\\u[0-9a-f]{4})?" : ""}`;
    options.push(`(?:${formsOf(base, escapes).join("|")})(?:${mark})`);
  }
  const short = escapes ? SHORT_ESCAPES.get(char) : undefined;
  if (short !== undefined) options.push(`\\\\u${short}`);
  return options.length === 1 ? (options[0] ?? "") : `(?:${options.join("|")})`;
}

function formsOf(char: string, escapes: boolean): string[] {
  const chars = [char, ...variantsOf(char)];
  const raw = chars.map(utf8Source);
  if (!escapes) return raw;
  // The flag makes bytes of either case match, not the digits of their escapes.
  const capital = char < "\u0080" ? char.toUpperCase() : char;
  return [...raw, ...new Set([...chars, capital].map(escapeSource))];
}

/** A syllable as two or three jamo, or as one of two and a last one. */
function hangulForms(char: string, escapes: boolean): string[] {
  const jamo = Array.from(char.normalize("NFD"));
  const write = (parts: readonly string[]): string =>
    parts
      .map((part) => (escapes ? `(?:${utf8Source(part)}|${escapeSource(part)})` : utf8Source(part)))
      .join("");
  const [lead = "", vowel = "", last] = jamo;
  if (last === undefined) return [write(jamo)];
  return [write(jamo), write([(lead + vowel).normalize("NFC"), last])];
}
