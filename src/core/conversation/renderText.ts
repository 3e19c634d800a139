/**
 * What the editor shows of a text. Every unit of the source stands for one unit of the shown text, but for two
 * cases: CRLF is shown as one "\n", and a very long line gets "\n" put in. Both are recorded as pieces.
 */
import { boundaryBefore, cutAtGrapheme } from "./spanGraphemes.ts";

/** VS Code cuts lines at 10,000 units (`editor.stopRenderingLineAfter`) and tokenises no longer ones. */
export const MAX_LINE = 5_000;
/** How far back from the limit a word boundary is looked for. */
const WRAP_WINDOW = 400;

/**
 * What a document can't hold as it is: lone CR, control characters, line and paragraph separators (VS Code warns
 * of them), lone surrogates (lost in UTF-8), and controls that reorder or reshape what follows (bidi).
 */
const ALTERED = /\r(?!\n)|(?![\t\r\n])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u206F]/gu;

/** One visible unit for one unit. */
function standIn(found: string): string {
  const code = found.charCodeAt(0);
  if (code === 0x0d) return "\n";
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code === 0x85 || code === 0x2028 || code === 0x2029) return "\u2424";
  return "\uFFFD";
}

/** One line of at most `max` units out of hostile text, for titles, names and notes. */
export function oneLine(text: string, max: number): string {
  // Cut before and after: before for cost, after because the first cut is generous.
  const short = text
    .slice(0, max * 4)
    .replace(/\s+/gu, " ")
    .trim()
    .replace(ALTERED, standIn);
  if (short.length <= max && text.length <= max * 4) return short;
  return `${cutAtGrapheme(short, max - 1).trimEnd()}…`;
}

/** A run shown 1:1: source `[src, src + length)` ↔ shown `[doc, doc + length)`. */
export type PieceSink = (doc: number, src: number, length: number) => void;

/** White space tried before a line is broken inside a word; more only in text made to cost time. */
const MAX_TRIES = 8;

/** Where to break a line that starts at `from` and runs beyond `from + MAX_LINE`. Looks at a bounded stretch only. */
function breakAt(text: string, from: number): number {
  const limit = from + MAX_LINE;
  const base = limit - WRAP_WINDOW;
  const near = text.slice(base, limit + WRAP_WINDOW);
  for (let at = WRAP_WINDOW, tries = 0; at > 1 && tries < MAX_TRIES; at -= 1) {
    const unit = near.charCodeAt(at - 1);
    if (unit !== 0x20 && unit !== 0x09) continue;
    if (boundaryBefore(near, at) === at) return base + at;
    tries += 1;
  }
  const inside = boundaryBefore(near, WRAP_WINDOW);
  if (inside > 1) return base + inside;
  return /^[\uDC00-\uDFFF]/.test(text.charAt(limit)) ? limit - 1 : limit;
}

/**
 * The shown form of one block's text. `piece` is told every 1:1 run in order, `doc` counted from `base`; the last
 * one ends at the text's end. Linear in the text's length.
 * @returns the shown text and the number of "\n" in it.
 */
export function displayText(
  source: string,
  base: number,
  piece: PieceSink,
): { readonly text: string; readonly breaks: number } {
  const same = source.replace(ALTERED, standIn);
  const parts: string[] = [];
  let doc = base;
  let from = 0;
  let breaks = 0;
  const flush = (until: number, taken: number, then: string): void => {
    parts.push(same.slice(from, until), then);
    piece(doc, from, taken - from);
    doc += until - from + then.length;
  };
  for (let line = 0; line <= same.length;) {
    const feed = same.indexOf("\n", line);
    const lineEnd = feed < 0 ? same.length : feed;
    const isCrlf = lineEnd > line && same.charCodeAt(lineEnd - 1) === 0x0d;
    const contentEnd = isCrlf ? lineEnd - 1 : lineEnd;
    for (let start = line; contentEnd - start > MAX_LINE;) {
      const at = breakAt(same, start);
      flush(at, at, "\n");
      breaks += 1;
      from = start = at;
    }
    if (isCrlf && feed >= 0) {
      // "\r" is what "\n" stands for; the source's "\n" has no place of its own.
      flush(contentEnd, contentEnd + 1, "\n");
      from = feed + 1;
    }
    if (feed < 0) break;
    breaks += 1;
    line = feed + 1;
  }
  flush(same.length, same.length, "");
  return { text: parts.length === 2 ? same : parts.join(""), breaks };
}
