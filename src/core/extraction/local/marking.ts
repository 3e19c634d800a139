/** Sentences ready for matching: tokens with the lexicon's words marked. */
import type { Lexeme, LexemeKind, MarkedTokens } from "./pattern.ts";
import { LEXICON } from "./lexicon.ts";
import { readProse } from "./prose.ts";
import { splitSentences } from "./sentences.ts";
import { isWord, tokenise } from "./tokens.ts";

export interface MarkedSentence {
  /** `[start, end)` in UTF-16 code units of the block's text. */
  readonly start: number;
  readonly end: number;
  readonly tokens: MarkedTokens;
  readonly question: boolean;
}

interface TrieNode {
  readonly next: Map<string, TrieNode>;
  readonly values: { readonly value: string; readonly kind: LexemeKind }[];
}

function emptyNode(): TrieNode {
  return { next: new Map(), values: [] };
}

function buildTrie(): TrieNode {
  const root = emptyNode();
  for (const { value, kind, phrase } of LEXICON) {
    let node = root;
    for (const word of tokenise(phrase, 0, phrase.length).words) {
      let child = node.next.get(word);
      if (child === undefined) {
        child = emptyNode();
        node.next.set(word, child);
      }
      node = child;
    }
    node.values.push({ value, kind });
  }
  return root;
}

const trie = buildTrie();

/** The lexicon words at each token, longest first. Phrases have at most five words, so this is linear. */
function markLexemes(words: readonly string[]): Map<number, Lexeme[]> {
  const lexemes = new Map<number, Lexeme[]>();
  for (let at = 0; at < words.length; at++) {
    const here: Lexeme[] = [];
    let node: TrieNode | undefined = trie;
    for (let length = 1; node !== undefined && at + length <= words.length; length++) {
      node = node.next.get(words[at + length - 1] ?? "");
      for (const { value, kind } of node?.values ?? []) here.unshift({ value, kind, length });
    }
    if (here.length > 0) lexemes.set(at, here);
  }
  return lexemes;
}

/** The sentences of a block's prose, tokenised and marked. */
export function markSentences(text: string): MarkedSentence[] {
  const prose = readProse(text);
  const marked: MarkedSentence[] = [];
  for (const { start, end } of splitSentences(prose)) {
    const tokens = tokenise(prose.text, start, end, prose.mask);
    if (!tokens.words.some(isWord)) continue;
    const question = prose.text.slice(start, end).includes("?");
    marked.push({ start, end, tokens: { ...tokens, lexemes: markLexemes(tokens.words) }, question });
  }
  return marked;
}
