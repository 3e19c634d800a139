/** Many patterns over one sentence: each token looks up only the patterns that can begin with it. */
import type { MarkedTokens, Pattern, PatternMatch } from "./pattern.ts";
import { compilePattern, matchAt } from "./pattern.ts";
import { isWord } from "./tokens.ts";

interface Filed<T> {
  readonly pattern: Pattern;
  readonly owner: T;
}

export interface IndexMatch<T> extends PatternMatch {
  readonly owner: T;
}

const STEM_KEY = 3;

/** A set of patterns, each belonging to an `owner` (a rule, a trigger). Build it once; it holds no text. */
export class PatternIndex<T> {
  readonly #byWord = new Map<string, Filed<T>[]>();
  readonly #byStem = new Map<string, Filed<T>[]>();
  readonly #byLexeme: Filed<T>[] = [];

  /** Adds a pattern in the language of `pattern.ts`. Throws on a mistake in it. */
  add(source: string, owner: T): void {
    const pattern = compilePattern(source);
    const filed = { pattern, owner };
    const first = pattern.elements[0];
    for (const word of first?.words ?? []) file(this.#byWord, word, filed);
    for (const stem of first?.stems ?? []) file(this.#byStem, stem.slice(0, STEM_KEY), filed);
    if (first?.lexeme !== undefined) this.#byLexeme.push(filed);
  }

  /** All matches in a sentence, by place; at one place at most one per owner. Work is bounded per token. */
  find(tokens: MarkedTokens): IndexMatch<T>[] {
    const found: IndexMatch<T>[] = [];
    for (let at = 0; at < tokens.words.length; at++) {
      const word = tokens.words[at] ?? "";
      const here = new Set<T>();
      const tryAll = (candidates: readonly Filed<T>[] | undefined): void => {
        for (const { pattern, owner } of candidates ?? []) {
          if (here.has(owner)) continue;
          const match = matchAt(pattern, tokens, at);
          if (match === undefined) continue;
          here.add(owner);
          found.push({ ...match, owner });
        }
      };
      tryAll(this.#byWord.get(word));
      if (isWord(word) && word.length >= STEM_KEY) tryAll(this.#byStem.get(word.slice(0, STEM_KEY)));
      if (tokens.lexemes.has(at)) tryAll(this.#byLexeme);
    }
    return found;
  }
}

function file<T>(map: Map<string, Filed<T>[]>, key: string, filed: Filed<T>): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [filed]);
  else list.push(filed);
}
