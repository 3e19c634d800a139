/** Which parts of a block are the speaker's own prose. Code, quotations, links and tables are no evidence. */

/** Longest text of one block that is analysed, in UTF-16 code units; what follows is left alone. */
export const MAX_PROSE = 200_000;

/** Longest quotation that is masked; an opening mark without a closing one within it is taken as a stray mark. */
const MAX_QUOTE = 2_000;

export interface Prose {
  /** The analysed part of the block's text. */
  readonly text: string;
  /** `mask[i]` = 1: the unit at `i` is no prose. */
  readonly mask: Uint8Array;
  /** Lines `[start, end)` that hold prose, in order; the line break is not included. */
  readonly lines: readonly Line[];
}

export interface Line {
  readonly start: number;
  readonly end: number;
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\u201c", "\u201d"],
  ["\u00ab", "\u00bb"],
  ["\u2018", "\u2019"],
  ["`", "`"],
]);

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0x0a || unit === 0xa0;
}

/** The fence marker a line opens or closes, e.g. "```"; indented by at most three spaces. */
function fenceOf(line: string): string | undefined {
  return /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
}

function maskRange(mask: Uint8Array, start: number, end: number): void {
  mask.fill(1, start, end);
}

/** Masks links and e-mail addresses: words that hold "://", "www." at the start, or an "@" inside. */
function maskLinks(text: string, mask: Uint8Array, line: Line): void {
  let at = line.start;
  while (at < line.end) {
    while (at < line.end && isSpace(text.charCodeAt(at))) at++;
    const from = at;
    while (at < line.end && !isSpace(text.charCodeAt(at))) at++;
    const word = text.slice(from, at);
    if (word.includes("://") || word.toLowerCase().startsWith("www.") || word.indexOf("@") > 0)
      maskRange(mask, from, at);
  }
}

/** A single quote opens a quotation only after a space, a bracket or at the start; inside a word it is an apostrophe. */
function opensSingle(text: string, at: number, lineStart: number): boolean {
  return at === lineStart || /[\s([{:]/.test(text.charAt(at - 1));
}

/** A closing single quote stands before a space, punctuation or the end, and not as an apostrophe. */
function closingSingle(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (text.charAt(at) === "'" && (at + 1 >= end || /[\s.,;:!?)\]}]/.test(text.charAt(at + 1)))) return at;
  }
  return -1;
}

/** Masks quoted text and inline code within one line. The next closing mark is looked up once, so this is linear. */
function maskQuotes(text: string, mask: Uint8Array, line: Line): void {
  const next = new Map<string, number>();
  const closerAfter = (mark: string, at: number): number => {
    const known = next.get(mark);
    if (known !== undefined && known > at) return known;
    const closer = CLOSERS.get(mark);
    let found = -1;
    if (closer === undefined) found = closingSingle(text, at + 1, line.end);
    else {
      found = text.slice(at + 1, line.end).indexOf(closer);
      if (found >= 0) found += at + 1;
    }
    const place = found < 0 ? Number.POSITIVE_INFINITY : found;
    next.set(mark, place);
    return place;
  };
  for (let at = line.start; at < line.end; at++) {
    const mark = text.charAt(at);
    if (!CLOSERS.has(mark) && !(mark === "'" && opensSingle(text, at, line.start))) continue;
    const close = closerAfter(mark, at);
    if (close - at > MAX_QUOTE) continue;
    maskRange(mask, at, close + 1);
    at = close;
  }
}

/** Reads a block's text into prose lines and a mask over everything that is not the speaker's prose. */
export function readProse(source: string): Prose {
  const text = source.length > MAX_PROSE ? source.slice(0, MAX_PROSE) : source;
  const mask = new Uint8Array(text.length);
  const lines: Line[] = [];
  let fence: string | undefined;
  let afterBlank = true;
  let inQuote = false;
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const trimmed = line.trim();
    const marker = fenceOf(line);
    if (fence !== undefined) {
      maskRange(mask, start, end);
      if (marker?.startsWith(fence) && trimmed === marker) fence = undefined;
    } else if (marker !== undefined) {
      fence = marker;
      maskRange(mask, start, end);
    } else if (trimmed === "") inQuote = false;
    else if (trimmed.startsWith(">") || inQuote) {
      // A block quote runs on through unmarked lines until a blank one.
      inQuote = true;
      maskRange(mask, start, end);
    } else if (trimmed.startsWith("|") || trimmed.startsWith("#") || isIndentedCode(line, afterBlank)) {
      maskRange(mask, start, end);
    } else {
      maskLinks(text, mask, { start, end });
      maskQuotes(text, mask, { start, end });
      lines.push({ start, end });
    }
    afterBlank = trimmed === "";
    start = end + 1;
  }
  return { text, mask, lines };
}

function isIndentedCode(line: string, afterBlank: boolean): boolean {
  return afterBlank && /^(?: {4}|\t)\s*(?![-*+\d])\S/.test(line);
}
