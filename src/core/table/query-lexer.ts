/** Cuts a query into tokens. Positions are UTF-16 code units of the query's text. */
import type { QueryProblem } from "./query.ts";

/** A run of characters without a gap; `quoted` characters are never operators. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

export type Token =
  | { readonly type: "(" | ")" | "-"; readonly start: number; readonly end: number }
  | {
      readonly type: "word";
      readonly pieces: readonly Piece[];
      readonly start: number;
      readonly end: number;
    };

/** A longer query is refused: nobody typed it. */
const MAX_LENGTH = 10_000;

const SPACE = /\s/u;

export type Tokens = { readonly tokens: readonly Token[] } | { readonly problem: QueryProblem };

/** Inside quotation marks a doubled one stands for itself, and nothing else is special. */
export function tokens(text: string): Tokens {
  if (text.length > MAX_LENGTH)
    return { problem: { text: "This query is too long.", at: [MAX_LENGTH, text.length] } };
  const found: Token[] = [];
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (SPACE.test(char)) at++;
    else if (char === "(" || char === ")" || (char === "-" && standsBefore(text, at + 1))) {
      found.push({ type: char, start: at, end: at + 1 });
      at++;
    } else {
      const word = readWord(text, at);
      if ("problem" in word) return word;
      found.push(word);
      at = word.end;
    }
  }
  return { tokens: found };
}

/** A minus with nothing behind it is a word like any other. */
function standsBefore(text: string, at: number): boolean {
  return at < text.length && !SPACE.test(text.charAt(at)) && text.charAt(at) !== ")";
}

function readWord(
  text: string,
  start: number,
): (Token & { type: "word" }) | { readonly problem: QueryProblem } {
  const pieces: Piece[] = [];
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (SPACE.test(char) || char === "(" || char === ")") break;
    if (char === '"') {
      const end = closingQuote(text, at);
      if (end === undefined)
        return { problem: { text: "This quotation mark is not closed.", at: [at, text.length] } };
      pieces.push({ text: text.slice(at + 1, end).replaceAll('""', '"'), quoted: true });
      at = end + 1;
    } else {
      const from = at;
      while (at < text.length && !/["()\s]/u.test(text.charAt(at))) at++;
      pieces.push({ text: text.slice(from, at), quoted: false });
    }
  }
  return { type: "word", pieces, start, end: at };
}

function closingQuote(text: string, open: number): number | undefined {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text.charAt(at + 1) !== '"') return at;
  return undefined;
}
