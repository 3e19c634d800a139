/**
 * The form in which a quote and a text are compared: folded (`anchorFold.ts`), white space as single spaces, and
 * without the marks of Markdown that a model leaves out when it quotes. Every unit maps back to the source.
 */
import { foldText, LINE_FEED, UnitList } from "./anchorFold.ts";

export interface Normalised {
  readonly text: string;
  /** Source offset at which unit `i` starts and ends (UTF-16 code units). */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

const LONGEST_LINK = 500;
const SPACE = 0x20;
const code = (mark: string): number => mark.charCodeAt(0);
const [STAR, UNDERSCORE, TILDE, BACKTICK] = [code("*"), code("_"), code("~"), code("`")];
const [DOT, ELLIPSIS, HYPHEN, EN_DASH, EM_DASH] = [code("."), code("…"), code("-"), code("–"), code("—")];
const [HASH, GREATER, BANG, OPEN, CLOSE, ROUND] = [
  code("#"),
  code(">"),
  code("!"),
  code("["),
  code("]"),
  code("("),
];
const BULLETS: ReadonlySet<number> = new Set(["-", "*", "+", "•", "◦", "▪", "‣", "–"].map(code));

function isSpace(unit: number | undefined): boolean {
  return unit === undefined || unit === SPACE || unit === LINE_FEED;
}

function isDigit(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0x30 && unit <= 0x39;
}

function isWordUnit(unit: number | undefined): boolean {
  if (unit === undefined) return false;
  if (unit < 0x80) return isDigit(unit) || (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
  return /[\p{L}\p{N}\p{M}\p{Cs}]/u.test(String.fromCharCode(unit));
}

/** End of the link target that opens at `open`, or -1: "(url)", "(url 'title')"; words in brackets are no target. */
function linkEnd(codes: readonly number[], open: number): number {
  const limit = Math.min(codes.length, open + LONGEST_LINK);
  for (let at = open + 1; at < limit; at += 1) {
    const unit = codes[at];
    if (unit === LINE_FEED) return -1;
    if (unit !== code(")")) continue;
    const target = String.fromCharCode(...codes.slice(open + 1, at));
    return /^(?:\S*(?:[/#:@]|\.\w)\S*(?: +'[^']*')?)?$/u.test(target) ? at + 1 : -1;
  }
  return -1;
}

/** Marks the units of "[", "![" and "](target)" of Markdown links. */
function linkMarks(codes: readonly number[]): Uint8Array {
  const dropped = new Uint8Array(codes.length);
  const opened: number[] = [];
  for (let at = 0; at < codes.length; at += 1) {
    if (codes[at] === OPEN) opened.push(at);
    if (codes[at] !== CLOSE) continue;
    const open = opened.pop();
    if (open === undefined || codes[at + 1] !== ROUND) continue;
    const end = linkEnd(codes, at + 1);
    if (end < 0) continue;
    dropped[open] = 1;
    if (codes[open - 1] === BANG) dropped[open - 1] = 1;
    dropped.fill(1, at, end);
    at = end - 1;
  }
  return dropped;
}

/** Length of the heading, quotation or list mark that stands at `at`, the start of a line; 0 when none does. */
function lineMark(codes: readonly number[], at: number): number {
  const unit = codes[at];
  if (unit === GREATER) return 1;
  if (unit !== undefined && BULLETS.has(unit)) return isSpace(codes[at + 1]) ? 1 : 0;
  let end = at;
  while (codes[end] === HASH && end - at < 7) end += 1;
  return end > at && end - at < 7 && isSpace(codes[end]) ? end - at : 0;
}

function runEnd(codes: readonly number[], at: number, isIn: (unit: number | undefined) => boolean): number {
  let end = at;
  while (end < codes.length && isIn(codes[end])) end += 1;
  return end;
}

type Reading = "keep" | "drop" | "space";

/** What a run of the same mark `[at, end)` is read as. */
function readMark(codes: readonly number[], at: number, end: number): Reading {
  const [before, mark, after] = [codes[at - 1], codes[at], codes[end]];
  const length = end - at;
  const isLoose = isSpace(before) && isSpace(after);
  const isInside = isWordUnit(before) && isWordUnit(after);
  // "5 - 3" and "5 * 3" are sums, not lists.
  const isSum = isLoose && isDigit(codes[at - 2]) && isDigit(codes[end + 1]);
  switch (mark) {
    case BACKTICK:
      return "drop";
    case TILDE:
      return length === 2 ? "drop" : "keep";
    case STAR:
      if (isSum || (isInside && (length === 1 || (isDigit(before) && isDigit(after))))) return "keep";
      return isLoose ? "space" : "drop";
    case UNDERSCORE:
      return isInside ? "keep" : "drop";
    case HYPHEN:
      return length > 1 || (isLoose && !isSum) ? "space" : "keep";
    case EN_DASH:
      return isInside || isDigit(after) ? "keep" : "space";
    case EM_DASH:
      return "space";
    default:
      return BULLETS.has(mark ?? 0) && mark !== code("+") ? "space" : "keep";
  }
}

/**
 * Normalises a quote or a text. Links lose their target, emphasis, headings, quotation and list marks and code
 * ticks go, dashes between words become a space, three dots or more "…". Neither starts nor ends with a space. Linear.
 */
export function normalise(source: string, caseFold = true): Normalised {
  const { codes, starts, ends } = foldText(source, caseFold);
  const dropped = linkMarks(codes);
  const out = new UnitList();
  let space: readonly [number, number] | undefined;
  let isLineStart = true;
  const note = (from: number, to: number): void => {
    space = [space?.[0] ?? starts[from] ?? 0, ends[to - 1] ?? 0];
  };
  const emit = (unit: number, start: number, end: number): void => {
    if (space !== undefined && out.codes.length > 0) out.add(SPACE, space[0], space[1]);
    space = undefined;
    out.add(unit, start, end);
  };

  for (let at = 0; at < codes.length;) {
    const unit = codes[at] ?? 0;
    if (isSpace(unit)) {
      isLineStart ||= unit === LINE_FEED;
      note(at, at + 1);
      at += 1;
      continue;
    }
    if (dropped[at] === 1) {
      at += 1;
      continue;
    }
    const mark = isLineStart ? lineMark(codes, at) : 0;
    if (mark > 0) {
      note(at, at + mark);
      at += mark;
      continue;
    }
    isLineStart = false;
    if (unit === DOT || unit === ELLIPSIS) {
      const end = runEnd(codes, at, (dot) => dot === DOT || dot === ELLIPSIS);
      if (end - at >= 3 || unit === ELLIPSIS) {
        emit(ELLIPSIS, starts[at] ?? 0, ends[end - 1] ?? 0);
        at = end;
        continue;
      }
    }
    const end = runEnd(codes, at, (same) => same === unit);
    const reading = isWordUnit(unit) ? "keep" : readMark(codes, at, end);
    if (reading === "space") note(at, end);
    // En dashes that stay ("10–20") are hyphens to the comparison.
    const kept = unit === EN_DASH ? HYPHEN : unit;
    if (reading === "keep") for (let i = at; i < end; i += 1) emit(kept, starts[i] ?? 0, ends[i] ?? 0);
    at = end;
  }
  return { text: out.toText(), starts: out.starts, ends: out.ends };
}
