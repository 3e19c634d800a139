/** Folding text grapheme by grapheme into comparable units, each of which knows where in the source it stands. */
import { eachGrapheme, isPlainBoundary } from "./spanGraphemes.ts";

/** Folded UTF-16 units; unit `i` comes from source `[starts[i], ends[i])`. All units of a grapheme share its range. */
export class UnitList {
  readonly codes: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  add(code: number, start: number, end: number): void {
    this.codes.push(code);
    this.starts.push(start);
    this.ends.push(end);
  }

  /** The units as a string; `charAt(i)` of it is unit `i`. */
  toText(): string {
    const chunks: string[] = [];
    for (let at = 0; at < this.codes.length; at += 8_192) {
      chunks.push(String.fromCharCode(...this.codes.slice(at, at + 8_192)));
    }
    return chunks.join("");
  }
}

const SPACE = 0x20;
const APOSTROPHE = 0x27;
export const LINE_FEED = 0x0a;

const PUNCTUATION: ReadonlyMap<string, string> = new Map(
  [
    // Double ones too: a quote inside a quoted string changes its marks.
    ["'", '‘’‚‛′ʼʹ´‹›＇"“”„‟″«»＂〝〞'],
    ["-", "‐‑−﹣－"],
    ["—", "—―⸺⸻"],
    ["…", "…⋯"],
  ].flatMap(([to, from]) => Array.from(from ?? "", (mark): [string, string] => [mark, to ?? mark])),
);

function foldGrapheme(grapheme: string, caseFold: boolean): string {
  const mark = PUNCTUATION.get(grapheme);
  if (mark !== undefined) return mark;
  if (/^[\r\n\v\f\u0085\u2028\u2029]+$/.test(grapheme)) return "\n";
  if (/^\s$/u.test(grapheme)) return " ";
  // Zero-width characters, soft hyphens, variation selectors, bidi controls.
  const visible = grapheme.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  // "10²" is not "102", "½" is not "1⁄2": numbers keep their form.
  const composed = /\p{No}/u.test(visible) ? visible.normalize("NFC") : visible.normalize("NFKC");
  return caseFold ? composed.toLowerCase().replace(/ς/g, "σ") : composed;
}

/** Foldings seen, per call: text repeats few graphemes. */
class FoldCache {
  private readonly seen = new Map<string, string>();
  constructor(private readonly caseFold: boolean) {}

  fold(grapheme: string): string {
    const known = this.seen.get(grapheme);
    if (known !== undefined) return known;
    const folded = foldGrapheme(grapheme, this.caseFold);
    if (this.seen.size < 5_000) this.seen.set(grapheme, folded);
    return folded;
  }
}

/**
 * NFKC (numbers: NFC), lower case if asked, quotes, hyphens and ellipses unified, white space as " " or "\n",
 * invisible characters left out: grapheme by grapheme, so that every unit maps back exactly. Linear.
 */
export function foldText(text: string, caseFold: boolean): UnitList {
  const units = new UnitList();
  const cache = new FoldCache(caseFold);
  const addGrapheme = (grapheme: string, start: number): void => {
    const folded = cache.fold(grapheme);
    for (let at = 0; at < folded.length; at += 1) {
      units.add(folded.charCodeAt(at), start, start + grapheme.length);
    }
  };
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const isLast = at + 1 === text.length;
    if (code < 0x80 && (isLast || text.charCodeAt(at + 1) < 0x80)) {
      const isUpper = caseFold && code >= 0x41 && code <= 0x5a;
      const isQuote = code === 0x22;
      const isBreak = code >= 0x0a && code <= 0x0d;
      units.add(
        isUpper ? code + 32 : isBreak ? LINE_FEED : code === 0x09 ? SPACE : isQuote ? APOSTROPHE : code,
        at,
        at + 1,
      );
      at += 1;
      continue;
    }
    let end = at + 1;
    while (!isPlainBoundary(text, end)) end += 1;
    if (end === at + 1) addGrapheme(text.charAt(at), at);
    else eachGrapheme(text, at, end, addGrapheme);
    at = end;
  }
  return units;
}
