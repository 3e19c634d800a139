import { editDistance } from "./edit-distance.ts";
import type { Entry, FindIndex, PathText } from "./find-index.ts";
import { foldWithOffsets, unfoldRange } from "./fold.ts";

/** How a query met a text, best first. */
export type MatchKind =
  "exact" | "prefix" | "wordPrefix" | "initials" | "substring" | "path" | "typo" | "subsequence" | "pathOnly";

export interface Query {
  /** Folded, single spaces, trimmed. */
  readonly text: string;
  readonly tokens: readonly string[];
  /** The text without spaces. */
  readonly letters: string;
  /** Per token: 1 for each vocabulary word that it begins. */
  readonly begins: readonly Uint8Array[];
}

const MAX_QUERY = 100;
const MAX_TOKENS = 8;

/** Reads what the rater typed; anything beyond 100 UTF-16 code units or 8 words is passed over. */
export function readQuery(typed: string, index: FindIndex): Query {
  const tokens = (foldWithOffsets(typed.slice(0, MAX_QUERY)).text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(
    0,
    MAX_TOKENS,
  );
  const begins = tokens.map((token) =>
    Uint8Array.from(index.vocabulary, (word) => (word.startsWith(token) ? 1 : 0)),
  );
  return { text: tokens.join(" "), tokens, letters: tokens.join(""), begins };
}

/** The best kind other than a typo or a subsequence, or undefined. */
export function matchKind(entry: Entry, path: PathText, query: Query): MatchKind | undefined {
  const { text } = entry.folded;
  // Across a gap between words only from 4 letters on: fewer would meet by chance.
  const gaps = query.letters.length >= 4;
  if (entry.compact === query.letters) return "exact";
  if (text.startsWith(query.text) || (gaps && entry.compact.startsWith(query.letters))) return "prefix";
  const named = query.begins.map((begins) => hasWord(entry.words, begins));
  if (named.every(Boolean)) return "wordPrefix";
  if (query.letters.length > 1 && entry.initials.some((initials) => initials.startsWith(query.letters)))
    return "initials";
  if (query.text.length > 1 && text.includes(query.text)) return "substring";
  if (gaps && entry.compact.includes(query.letters)) return "substring";
  if (
    query.letters.length > 2 &&
    query.begins.every((begins, token) => named[token] === true || hasWord(path.words, begins))
  ) {
    return named.some(Boolean) ? "path" : "pathOnly";
  }
  return undefined;
}

function hasWord(words: readonly number[], begins: Uint8Array): boolean {
  for (const word of words) if (begins[word] === 1) return true;
  return false;
}

/** Edits allowed while typing a word of this many letters. */
function allowance(token: string): number {
  return token.length < 4 ? 0 : token.length < 8 ? 1 : 2;
}

/** Per token: edits (1 or 2) to the beginning of each vocabulary word, 0 where it begins it as typed, 9 where neither. */
export function typoDistances(query: Query, index: FindIndex): readonly Uint8Array[] {
  return query.tokens.map((token, position) => {
    const limit = allowance(token);
    const begins = query.begins[position];
    return Uint8Array.from(index.vocabulary, (word, id) => {
      if (begins?.[id] === 1) return 0;
      // A first letter that is neither right, nor swapped, nor doubled or left out is rare, and most of the work.
      if (limit === 0 || (word[0] !== token[0] && word[1] !== token[0] && word[0] !== token[1])) return 9;
      const distance = editDistance(token, word, limit, true);
      return distance <= limit ? distance : 9;
    });
  });
}

/** Edits over all tokens if every token meets a word of the entry, else undefined. */
export function typoMatch(entry: Entry, distances: readonly Uint8Array[]): number | undefined {
  let sum = 0;
  for (const distance of distances) {
    let best = 9;
    for (const word of entry.words) best = Math.min(best, distance[word] ?? 9);
    if (best === 9) return undefined;
    sum += best;
  }
  return sum;
}

/**
 * Positions in the folded text of the query's letters in order, beginning at a word's start, or undefined if there are
 * none or they are spread over more than three times the query.
 */
export function subsequence(entry: Entry, query: Query): number[] | undefined {
  if (query.letters.length < 3) return undefined;
  const { text } = entry.folded;
  for (const start of entry.wordStarts) {
    if (text[start] !== query.letters[0]) continue;
    const found = [start];
    for (let letter = 1; letter < query.letters.length; letter++) {
      const next = text.indexOf(query.letters[letter] ?? "", (found.at(-1) ?? 0) + 1);
      if (next < 0) break;
      found.push(next);
    }
    const spread = (found.at(-1) ?? 0) - start + 1;
    if (found.length === query.letters.length && spread <= query.letters.length * 3) return found;
  }
  return undefined;
}

/** Half-open ranges in UTF-16 code units of the original text, ascending, not touching. */
export type Ranges = readonly (readonly [start: number, end: number])[];

/** What to highlight in the entry's text. */
export function rangesIn(entry: Entry, kind: MatchKind, query: Query, index: FindIndex): Ranges {
  const { folded } = entry;
  const spans: [number, number][] = [];
  if (kind === "exact") spans.push([0, folded.text.length]);
  if (kind === "prefix" || kind === "substring") {
    const start = folded.text.indexOf(query.text);
    spans.push(start >= 0 ? [start, start + query.text.length] : compactSpan(entry, query));
  }
  if (kind === "wordPrefix" || kind === "path") spans.push(...wordSpans(entry, query));
  if (kind === "initials") {
    const short = !entry.initials[0].startsWith(query.letters);
    let letter = 0;
    for (const start of entry.wordStarts) {
      if (letter >= query.letters.length) break;
      if (short && folded.text[start] !== query.letters[letter]) continue;
      spans.push([start, start + 1]);
      letter++;
    }
  }
  if (kind === "subsequence")
    spans.push(...(subsequence(entry, query) ?? []).map((at): [number, number] => [at, at + 1]));
  if (kind === "typo") spans.push(...typoSpans(entry, query, index));
  return joined(spans).map(([start, end]) => unfoldRange(folded, start, end));
}

/** Where the query's letters stand in the folded text, spaces and signs between words aside. */
function compactSpan(entry: Entry, query: Query): [number, number] {
  const letters = [...entry.folded.text.matchAll(/[\p{L}\p{N}]/gu)].flatMap((match) =>
    Array.from(match[0], (_, unit) => match.index + unit),
  );
  const from = entry.compact.indexOf(query.letters);
  const start = letters[from] ?? 0;
  return [start, (letters[from + query.letters.length - 1] ?? start) + 1];
}

/** What to highlight in the path: the beginnings of its words that a token typed. */
export function rangesInPath(path: PathText, query: Query): Ranges {
  return joined(wordSpans(path, query)).map(([start, end]) => unfoldRange(path.folded, start, end));
}

function wordSpans(text: Pick<Entry, "words" | "wordStarts">, query: Query): [number, number][] {
  return query.tokens.flatMap((token, position) => {
    const at = text.words.findIndex((word) => query.begins[position]?.[word] === 1);
    const start = text.wordStarts[at];
    return start === undefined ? [] : [[start, start + token.length] satisfies [number, number]];
  });
}

/** The whole word that each mistyped token means, as far as it was typed. */
function typoSpans(entry: Entry, query: Query, index: FindIndex): [number, number][] {
  return query.tokens.flatMap((token, position) => {
    let best: { start: number; length: number; distance: number } | undefined;
    entry.words.forEach((id, at) => {
      const word = index.vocabulary[id] ?? "";
      const start = entry.wordStarts[at] ?? 0;
      const limit = allowance(token);
      const distance = query.begins[position]?.[id] === 1 ? 0 : editDistance(token, word, limit, true);
      if (distance <= limit && (best === undefined || distance < best.distance)) {
        best = { start, length: Math.min(token.length, word.length), distance };
      }
    });
    return best === undefined ? [] : [[best.start, best.start + best.length] satisfies [number, number]];
  });
}

function joined(spans: readonly [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([start, end]);
  }
  return out;
}
