/**
 * The pattern language of the local extractor's rules. Patterns are written by us, never made from user text, and
 * match token by token: no regular expression runs over a conversation, so no input can make matching explode.
 *
 *   word          that word                    a|b|c      one of these words
 *   word*         any word beginning so        @class     a word of a named class (`classes.ts`)
 *   x?            x, or nothing                ~3         up to three words, none a negation or punctuation
 *   ,             that punctuation mark        ^ … $      at the sentence's start / end
 *   {N} {A}       a value word of the lexicon: noun / adjective; the match tells which value
 */
import type { Tokens } from "./tokens.ts";
import { isWord } from "./tokens.ts";
import { WORD_CLASSES } from "./classes.ts";

export type LexemeKind = "N" | "A";

/** A lexicon word found in a sentence. */
export interface Lexeme {
  readonly value: string;
  readonly kind: LexemeKind;
  /** How many tokens it covers. */
  readonly length: number;
}

/** A sentence's tokens with the lexicon words found in them, by the index of their first token. */
export interface MarkedTokens extends Tokens {
  readonly lexemes: ReadonlyMap<number, readonly Lexeme[]>;
}

const NEGATIONS = WORD_CLASSES.get("neg") ?? new Set<string>();

interface Element {
  readonly words: ReadonlySet<string>;
  readonly stems: readonly string[];
  readonly lexeme?: LexemeKind;
  /** > 0: a gap of up to so many words. */
  readonly gap: number;
  readonly optional: boolean;
}

export interface Pattern {
  readonly elements: readonly Element[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Token range `[from, to)` of a match, and the value when the pattern has a lexicon slot. */
export interface PatternMatch {
  readonly from: number;
  readonly to: number;
  readonly value?: string;
}

/** Longest gap a pattern may ask for, in words. */
const MAX_GAP = 14;
/** Most ways in which a pattern's gaps can be filled together. */
const MAX_WAYS = 400;

function compileElement(source: string): Element {
  const optional = source.length > 1 && source.endsWith("?");
  const body = optional ? source.slice(0, -1) : source;
  const none = { words: new Set<string>(), stems: [], gap: 0, optional };
  if (body === "{N}" || body === "{A}") return { ...none, lexeme: body === "{N}" ? "N" : "A" };
  if (body.startsWith("~")) {
    const gap = Number(body.slice(1));
    if (!Number.isInteger(gap) || gap < 1 || gap > MAX_GAP) throw new Error(`bad gap in pattern: ${body}`);
    return { ...none, gap };
  }
  const words = new Set<string>();
  const stems: string[] = [];
  for (const part of body.split("|")) {
    if (part.startsWith("@")) {
      const members = WORD_CLASSES.get(part.slice(1));
      if (members === undefined) throw new Error(`unknown word class in pattern: ${part}`);
      for (const member of members) words.add(member);
    } else if (part.length > 1 && part.endsWith("*")) stems.push(part.slice(0, -1));
    else if (part === "" || part !== part.toLowerCase() || /.[?~@{}*]|[~{}].|\s/.test(part))
      throw new Error(`bad word in pattern: ${source}`);
    else words.add(part);
  }
  return { words, stems, gap: 0, optional };
}

/** Compiles one pattern. Throws on a mistake in it: patterns are part of the program. */
export function compilePattern(source: string): Pattern {
  const parts = source.trim().split(/\s+/);
  const atStart = parts[0] === "^";
  const atEnd = parts.at(-1) === "$";
  const elements = parts.slice(atStart ? 1 : 0, atEnd ? -1 : undefined).map(compileElement);
  const first = elements[0];
  if (first === undefined || first.gap > 0 || first.optional)
    throw new Error(`pattern needs a first word: ${source}`);
  const ways = elements.reduce((product, element) => product * (element.gap + 1), 1);
  if (ways > MAX_WAYS) throw new Error(`too many gaps: ${source}`);
  return { elements, atStart, atEnd };
}

/** The keys under which a pattern is filed: the words, lexicon slots or stems it can begin with. */
export function firstKeys(pattern: Pattern): { readonly words: readonly string[]; readonly open: boolean } {
  const first = pattern.elements[0];
  if (first === undefined) return { words: [], open: false };
  return { words: [...first.words], open: first.stems.length > 0 || first.lexeme !== undefined };
}

function fits(element: Element, word: string): boolean {
  return element.words.has(word) || element.stems.some((stem) => word.startsWith(stem));
}

/** Stops at the first word, so that an endless sentence costs nothing. */
function hasWord(words: readonly string[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isWord(words[at])) return true;
  return false;
}

/**
 * Tries a pattern at one token. Work is bounded by the pattern (at most 400 ways to fill its gaps), whatever the text.
 * Gives the shortest match in gap order, or undefined.
 */
export function matchAt(pattern: Pattern, tokens: MarkedTokens, from: number): PatternMatch | undefined {
  const { elements } = pattern;
  if (pattern.atStart && hasWord(tokens.words, 0, from)) return undefined;
  const step = (index: number, at: number, value: string | undefined): PatternMatch | undefined => {
    const element = elements[index];
    if (element === undefined) {
      if (pattern.atEnd && hasWord(tokens.words, at, tokens.words.length)) return undefined;
      return value === undefined ? { from, to: at } : { from, to: at, value };
    }
    if (element.gap > 0) {
      for (let skipped = 0; skipped <= element.gap; skipped++) {
        const found = step(index + 1, at + skipped, value);
        if (found !== undefined) return found;
        const word = tokens.words[at + skipped];
        if (word === undefined || !isWord(word) || NEGATIONS.has(word)) return undefined;
      }
      return undefined;
    }
    if (element.lexeme !== undefined) {
      for (const lexeme of tokens.lexemes.get(at) ?? []) {
        if (lexeme.kind !== element.lexeme) continue;
        const found = step(index + 1, at + lexeme.length, lexeme.value);
        if (found !== undefined) return found;
      }
    } else {
      const word = tokens.words[at];
      if (word !== undefined && fits(element, word)) {
        const found = step(index + 1, at + 1, value);
        if (found !== undefined) return found;
      }
    }
    return element.optional ? step(index + 1, at, value) : undefined;
  };
  return step(0, from, undefined);
}
