/**
 * Anchoring: from a quote, as a model or an import gives it, to the span of text it was taken from. A quote is
 * anchored only where the text says the same; what can't be anchored is reported, never guessed. How and why:
 * docs/anchoring.md.
 */
import { findNear } from "./anchorApproximate.ts";
import { findGapped, gapParts, type Stretch } from "./anchorGap.ts";
import { normalise } from "./anchorNormalise.ts";
import { AnchorText, type AnchorBlock } from "./anchorText.ts";
import { countLetters, isWholeWords } from "./anchorWords.ts";
import type { Span } from "./span.ts";
import { boundaryAfter, boundaryBefore } from "./spanGraphemes.ts";

/** exact: as it stands. normalised: but for case, white space, quote marks, Markdown, ellipsis, outer punctuation. */
export type AnchorMethod = "exact" | "normalised" | "approximate";

export interface AnchorHint {
  /** 0-based turn in which the quote should stand; may be off by some. */
  readonly turn?: number;
  /** Offset (UTF-16) in a block of that turn near which it should start. */
  readonly offset?: number;
}

export interface AnchorOptions {
  readonly hint?: AnchorHint;
  /** Take "Be fair" for "be fair". Default true. */
  readonly caseFold?: boolean;
  /** Also look for quotes with slips of the pen. Default true. */
  readonly approximate?: boolean;
  /** Read "…" in a quote as words left out. Default true. */
  readonly gaps?: boolean;
}

export interface Anchor {
  /** One span; for a quote with ellipses one span per part, in order, all in one block. */
  readonly spans: readonly Span[];
  readonly method: AnchorMethod;
  /** Edit distance between normalised quote and normalised text; 0 unless approximate. */
  readonly errors: number;
  /** Other places that fit equally well and that the hint doesn't tell apart; the first of them was taken. */
  readonly ambiguous: number;
}

/**
 * empty: no letters. too-short: fewer than 3 letters and not exactly once in the text. too-long: more than
 * `LONGEST_QUOTE`. changed-words: a place is close in letters but says something else. not-found: none of these.
 */
export type UnanchoredReason = "empty" | "too-short" | "too-long" | "changed-words" | "not-found";

export interface Unanchored {
  readonly spans: readonly [];
  readonly reason: UnanchoredReason;
}

/** Longest quote that is looked for, in UTF-16 units. */
export const LONGEST_QUOTE = 20_000;
/** Below this many letters a quote is anchored only where it stands exactly and once. */
const FEWEST_LETTERS = 3;
/** Places collected per stage; more are not counted. */
const MAX_PLACES = 1_000;

/** Ranges of source text of block `index`. */
interface Place {
  readonly index: number;
  readonly ranges: readonly Stretch[];
  readonly errors: number;
}

const OPENING = new Set(Array.from("\"' …([{<「『（【《〈"));
const CLOSING = new Set(Array.from("\"' ….,;:!?)]}>」』）】》〉。、，！？；："));

/** Without quotation marks, brackets, ellipses and final punctuation at its ends. */
function withoutEdges(quote: string): string {
  let start = 0;
  let end = quote.length;
  while (start < end && OPENING.has(quote.charAt(start))) start += 1;
  while (end > start && CLOSING.has(quote.charAt(end - 1))) end -= 1;
  return quote.slice(start, end);
}

/** Every place of `part` in `text` that begins and ends between words. */
function wholeOccurrences(text: string, part: string): Stretch[] {
  const found: Stretch[] = [];
  if (part === "") return found;
  for (let at = text.indexOf(part); at >= 0 && found.length < MAX_PLACES; at = text.indexOf(part, at + 1)) {
    if (isWholeWords(text, at, at + part.length)) found.push([at, at + part.length]);
  }
  return found;
}

/** Looks for one quote in prepared blocks, stage by stage. */
class Search {
  readonly text: AnchorText;
  readonly caseFold: boolean;

  constructor(text: AnchorText, caseFold: boolean) {
    this.text = text;
    this.caseFold = caseFold;
  }

  /** Normalised stretches as ranges of the source; undefined when an edge would cut a grapheme. */
  private sourceRanges(index: number, stretches: readonly Stretch[]): Stretch[] | undefined {
    const { starts, ends } = this.text.normalised(index, this.caseFold);
    const ranges: Stretch[] = [];
    for (const [from, to] of stretches) {
      if (from > 0 && starts[from - 1] === starts[from]) return undefined;
      if (to < ends.length && ends[to - 1] === ends[to]) return undefined;
      ranges.push([starts[from] ?? 0, ends[to - 1] ?? 0]);
    }
    return ranges;
  }

  private places(index: number, chains: readonly (readonly Stretch[])[], errors: number): Place[] {
    return chains.flatMap((chain) => {
      const ranges = this.sourceRanges(index, chain);
      return ranges === undefined ? [] : [{ index, ranges, errors }];
    });
  }

  exact(quote: string, scope: readonly number[]): Place[] {
    return scope.flatMap((index) => {
      const text = this.text.blocks[index]?.text ?? "";
      return wholeOccurrences(text, quote)
        .filter(([start, end]) => boundaryBefore(text, start) === start && boundaryAfter(text, end) === end)
        .map((range) => ({ index, ranges: [range], errors: 0 }));
    });
  }

  normalised(quote: string, scope: readonly number[]): Place[] {
    for (const form of new Set([quote, withoutEdges(quote)])) {
      if (countLetters(form) < FEWEST_LETTERS) continue;
      const places = scope.flatMap((index) => {
        const { text } = this.text.normalised(index, this.caseFold);
        const chains = wholeOccurrences(text, form).map((stretch) => [stretch]);
        return this.places(index, chains, 0);
      });
      if (places.length > 0) return places;
    }
    return [];
  }

  gapped(parts: readonly string[], scope: readonly number[]): Place[] {
    return scope.flatMap((index) =>
      this.places(index, findGapped(this.text.normalised(index, this.caseFold).text, parts), 0),
    );
  }

  near(quote: string, scope: readonly number[]): { places: Place[]; rejected: boolean } {
    const texts = scope.map((index) => ({ index, text: this.text.normalised(index, this.caseFold).text }));
    const { found, rejected } = findNear(quote, texts, this.text.knows);
    const places = found.flatMap(({ index, start, end, errors }) =>
      this.places(index, [[[start, end]]], errors),
    );
    return { places, rejected };
  }

  /** The best of the places: fewest errors, then nearest the hint, then first. */
  choose(places: readonly Place[], method: AnchorMethod, hint: AnchorHint): Anchor | undefined {
    const ranked = places.map((place) => {
      const turn = this.text.blocks[place.index]?.turn ?? 0;
      const turns = hint.turn === undefined ? 0 : Math.abs(turn - hint.turn);
      const units = hint.offset === undefined ? 0 : Math.abs((place.ranges[0]?.[0] ?? 0) - hint.offset);
      return { place, turns, units };
    });
    ranked.sort((a, b) => a.place.errors - b.place.errors || a.turns - b.turns || a.units - b.units);
    const [best] = ranked;
    if (best === undefined) return undefined;
    const equal = ranked.filter(
      ({ place, turns, units }) =>
        place.errors === best.place.errors && turns === best.turns && units === best.units,
    );
    return {
      spans: best.place.ranges.map(([start, end]) => this.span(best.place.index, start, end)),
      method,
      errors: best.place.errors,
      ambiguous: equal.length - 1,
    };
  }

  private span(index: number, start: number, end: number): Span {
    const block = this.text.blocks[index] ?? { turn: 0, block: 0, text: "" };
    const quote = block.text.slice(start, end);
    return { turn: block.turn, block: block.block, start, end, quote, hash: this.text.hash(index) };
  }
}

/** Indices of the blocks in or beside the hinted turn, and of all others; one scope without a hint. */
function scopesOf(text: AnchorText, hint: AnchorHint): number[][] {
  const all = text.blocks.map((_, index) => index);
  const { turn } = hint;
  if (turn === undefined) return [all];
  const isNear = (index: number): boolean => Math.abs((text.blocks[index]?.turn ?? 0) - turn) <= 1;
  return [all.filter(isNear), all.filter((index) => !isNear(index))];
}

/**
 * Finds the text that `quote` was taken from. Stages, each first in and beside the hinted turn and then elsewhere:
 * exact, normalised; quotes with an ellipsis; approximate. A quote over several blocks is not found.
 *
 * @param blocks the texts to look in; an `AnchorText` when many quotes are anchored in the same blocks.
 * @returns spans on grapheme boundaries with `text.slice(start, end) === quote`, or the reason why there are none.
 *   Throws nothing.
 */
export function anchorQuote(
  quote: string,
  blocks: readonly AnchorBlock[] | AnchorText,
  options: AnchorOptions = {},
): Anchor | Unanchored {
  const { hint = {}, caseFold = true, approximate = true, gaps = true } = options;
  const unanchored = (reason: UnanchoredReason): Unanchored => ({ spans: [], reason });
  const verbatim = quote.trim();
  if (verbatim.length > LONGEST_QUOTE) return unanchored("too-long");
  const letters = countLetters(verbatim);
  const text = blocks instanceof AnchorText ? blocks : new AnchorText(blocks);
  const search = new Search(text, caseFold);
  const scopes = scopesOf(text, hint);
  if (letters < FEWEST_LETTERS) {
    if (verbatim === "") return unanchored("empty");
    const places = search.exact(verbatim, scopes.flat());
    const only = places.length === 1 ? search.choose(places, "exact", hint) : undefined;
    return only ?? unanchored(letters === 0 && places.length === 0 ? "empty" : "too-short");
  }

  const form = normalise(verbatim, caseFold).text;
  for (const scope of scopes) {
    const found =
      search.choose(search.exact(verbatim, scope), "exact", hint) ??
      search.choose(search.normalised(form, scope), "normalised", hint);
    if (found !== undefined) return found;
  }
  const parts = gaps ? gapParts(form, withoutEdges) : [];
  if (parts.length > 0) {
    for (const scope of scopes) {
      const found = search.choose(search.gapped(parts, scope), "normalised", hint);
      if (found !== undefined) return found;
    }
  }
  let isChanged = false;
  if (approximate) {
    for (const scope of scopes) {
      const { places, rejected } = search.near(withoutEdges(form), scope);
      const found = search.choose(places, "approximate", hint);
      if (found !== undefined) return found;
      isChanged ||= rejected;
    }
  }
  return unanchored(isChanged ? "changed-words" : "not-found");
}
