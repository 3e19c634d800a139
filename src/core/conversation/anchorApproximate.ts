/**
 * Where a quote with a few slips stands in a text. Filter, then verify: a match with k errors holds one of k + 1
 * pieces of the quote unchanged, so only the surroundings of such pieces are compared (Myers' algorithm of
 * `approx-string-match`, whose cost is then bounded by the windows, not by the text).
 */
import search from "approx-string-match";
import { saysTheSame } from "./anchorGuard.ts";
import { isWholeWords, wordsOf, type Word } from "./anchorWords.ts";

/** Shortest and longest quote (normalised units) that is matched approximately. */
export const SHORTEST_APPROXIMATE = 20;
export const LONGEST_APPROXIMATE = 4_000;
/** A piece that stands more often than this in one text says nothing about where to look. */
const MAX_PIECE_HITS = 200;
/** Windows verified per quote over all texts, those with most pieces first; fewer for a quote that costs more. */
function maxWindows(quote: string): number {
  return Math.max(4, Math.min(60, Math.floor(20_000 / quote.length)));
}
/** Of equally good matches in one window, how many are looked at. */
const MAX_MATCHES = 8;
/** Units compared per quote when matches are verified; only text made of repetitions comes near it. */
const MAX_COMPARED = 400_000;

/** A stretch `[start, end)` of normalised text `index`, and its edit distance from the quote. */
export interface Near {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly errors: number;
}

interface Window {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly hits: number;
}

/** Edits allowed for a quote of so many normalised units: an article or a "not" more; the words decide then. */
export function errorsFor(length: number): number {
  return Math.min(Math.floor(length / 8), 16);
}

function occurrences(text: string, piece: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    found.push(at);
    if (found.length > MAX_PIECE_HITS) break;
  }
  return found;
}

function windowsOf(text: string, quote: string, errors: number, index: number): Window[] {
  const size = Math.floor(quote.length / (errors + 1));
  const starts: number[] = [];
  let common: number[] = [];
  for (let part = 0; part <= errors; part += 1) {
    const from = part * size;
    const piece = quote.slice(from, part === errors ? quote.length : from + size);
    const hits = occurrences(text, piece).map((at) => at - from);
    if (hits.length <= MAX_PIECE_HITS) starts.push(...hits);
    else if (common.length === 0) common = hits;
  }
  if (starts.length === 0) starts.push(...common);
  starts.sort((a, b) => a - b);
  const windows: Window[] = [];
  for (let at = 0; at < starts.length;) {
    const first = starts[at] ?? 0;
    let next = at;
    while (next < starts.length && (starts[next] ?? 0) - first <= 2 * errors) next += 1;
    const last = starts[next - 1] ?? first;
    const from = Math.max(0, first - errors);
    windows.push({ index, from, to: Math.min(text.length, last + quote.length + errors), hits: next - at });
    at = next;
  }
  return windows;
}

/** Edit distance of two strings, or `limit + 1` when it is above `limit`. O(length × limit). */
export function editDistance(a: string, b: string, limit: number): number {
  const above = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return above;
  let row = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, above));
  let next = row.map(() => above);
  for (let i = 1; i <= a.length; i += 1) {
    const unit = a.charCodeAt(i - 1);
    const low = Math.max(1, i - limit);
    const high = Math.min(b.length, i + limit);
    next[low - 1] = low === 1 ? Math.min(i, above) : above;
    for (let j = low; j <= high; j += 1) {
      const replace = (row[j - 1] ?? above) + (unit === b.charCodeAt(j - 1) ? 0 : 1);
      next[j] = Math.min(replace, (row[j] ?? above) + 1, (next[j - 1] ?? above) + 1, above);
    }
    // The row below reads one cell further.
    if (high < b.length) next[high + 1] = above;
    [row, next] = [next, row];
  }
  return row[b.length] ?? above;
}

/** Stretches of whole words around a match whose edges an approximate search can't place, nearest first. */
function wholeStretches(words: readonly Word[], start: number, end: number): (readonly [number, number])[] {
  const first = words.findLastIndex((word) => word.start <= start);
  const last = words.findIndex((word) => word.end >= end);
  const around = (index: number, steps: readonly number[]): Word[] =>
    steps.flatMap((step) => words[index + step] ?? []);
  const starts = around(Math.max(first, 0), [0, 1, 2]);
  const ends = around(last < 0 ? words.length - 1 : last, [0, -1, -2]);
  return starts.flatMap((from) =>
    ends.flatMap((to): (readonly [number, number])[] => (from.start < to.end ? [[from.start, to.end]] : [])),
  );
}

/**
 * Places where the quote stands with at most `errorsFor` edits, whole words, and saying the same (`anchorGuard.ts`).
 * All strings are normalised, offsets are theirs. `rejected` tells that a place was close enough in letters but says
 * something else.
 */
export function findNear(
  quote: string,
  texts: readonly { readonly index: number; readonly text: string }[],
  isKnown: (word: string) => boolean,
): { readonly found: Near[]; readonly rejected: boolean } {
  const found: Near[] = [];
  let rejected = false;
  if (quote.length < SHORTEST_APPROXIMATE || quote.length > LONGEST_APPROXIMATE) return { found, rejected };
  const limit = errorsFor(quote.length);
  const quoted = wordsOf(quote);
  const windows = texts.flatMap(({ index, text }) => windowsOf(text, quote, limit, index));
  windows.sort((a, b) => b.hits - a.hits);
  let compared = 0;
  const textOf = new Map(texts.map(({ index, text }) => [index, text]));
  for (const { index, from, to } of windows.slice(0, maxWindows(quote))) {
    const text = textOf.get(index) ?? "";
    const matches = search(text.slice(from, to), quote, limit);
    if (matches.length === 0) continue;
    const base = Math.max(0, from - 64);
    const words = wordsOf(text.slice(base, to + 64)).map((word) => ({
      ...word,
      start: word.start + base,
      end: word.end + base,
    }));
    let best: Near | undefined;
    let isClose = false;
    const tried = new Set<string>();
    for (const match of matches.slice(0, MAX_MATCHES)) {
      for (const [start, end] of wholeStretches(words, match.start + from, match.end + from)) {
        if (tried.has(`${start} ${end}`) || compared > MAX_COMPARED) continue;
        tried.add(`${start} ${end}`);
        compared += quote.length;
        const errors = editDistance(quote, text.slice(start, end), limit);
        if (errors > limit || errors >= (best?.errors ?? limit + 1)) continue;
        isClose = true;
        if (!isWholeWords(text, start, end)) continue;
        const inside = words.filter((word) => word.start >= start && word.end <= end);
        if (saysTheSame(quoted, inside, isKnown)) best = { index, start, end, errors };
      }
    }
    if (best !== undefined) found.push(best);
    else rejected ||= isClose;
  }
  return { found, rejected };
}
