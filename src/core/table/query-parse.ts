/** Reads a query. The grammar, from loose to tight: `a OR b`, `a b`, `-a`, `( … )`, `column:value`, `word`, `"words"`. */
import { type Piece, type Token, tokens } from "./query-lexer.ts";
import { readTest } from "./query-values.ts";
import {
  ALL,
  COLUMN_NAMES,
  type Query,
  type QueryColumn,
  type QueryProblem,
  fixedColumn,
  joined,
} from "./query.ts";

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly problem: QueryProblem };

const MAX_DEPTH = 60;
const MAX_TERMS = 200;

/** Thrown inside, never out of `parseQuery`. */
class Wrong extends Error {
  constructor(readonly problem: QueryProblem) {
    super(problem.text);
  }
}

/**
 * Reads a query; "" asks for all rows. Never throws.
 *
 * @param fieldOf the path of the metadata field that a name means when it stands without `meta.`; undefined when there
 *   is none. Left out: every name is a field of itself.
 */
export function parseQuery(
  text: string,
  fieldOf: (name: string) => string | undefined = (name) => name,
): ParsedQuery {
  const cut = tokens(text);
  if ("problem" in cut) return { ok: false, problem: cut.problem };
  try {
    return { ok: true, query: new Parser(cut.tokens, text.length, fieldOf).all() };
  } catch (thrown) {
    if (thrown instanceof Wrong) return { ok: false, problem: thrown.problem };
    throw thrown;
  }
}

class Parser {
  private at = 0;
  private terms = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly length: number,
    private readonly fieldOf: (name: string) => string | undefined,
  ) {}

  all(): Query {
    if (this.tokens.length === 0) return ALL;
    const query = this.either(0);
    const left = this.tokens[this.at];
    if (left !== undefined) throw wrong("There is no bracket open that this one could close.", left);
    return query;
  }

  private either(depth: number): Query {
    const parts = [this.both(depth)];
    while (isOr(this.tokens[this.at])) {
      this.at++;
      parts.push(this.both(depth));
    }
    return joined("or", parts);
  }

  private both(depth: number): Query {
    const parts: Query[] = [];
    for (let token = this.tokens[this.at]; token && token.type !== ")" && !isOr(token);) {
      parts.push(this.one(token, depth));
      token = this.tokens[this.at];
    }
    if (parts.length > 0) return joined("and", parts);
    const token = this.tokens[this.at] ?? this.tokens.at(-1);
    if (token === undefined) throw new Wrong({ text: "Something is missing here.", at: [0, this.length] });
    throw isOr(token) || this.tokens[this.at] === undefined
      ? wrong('OR stands between two things; to search for the word, write "OR".', token)
      : wrong("There is nothing between these brackets.", token);
  }

  private one(token: Token, depth: number): Query {
    if (depth > MAX_DEPTH) throw wrong("There are too many brackets in each other here.", token);
    this.at++;
    if (token.type === "word") return this.word(token);
    if (token.type === "-") {
      const next = this.tokens[this.at];
      if (next === undefined || next.type === ")" || isOr(next))
        throw wrong("The minus has nothing behind it that it could exclude.", token);
      return { type: "not", part: this.one(next, depth + 1) };
    }
    const inner = this.either(depth + 1);
    if (this.tokens[this.at]?.type !== ")") throw wrong("This bracket is not closed.", token);
    this.at++;
    return inner;
  }

  private word(token: Token & { type: "word" }): Query {
    this.terms++;
    if (this.terms > MAX_TERMS) throw wrong(`A query may have ${MAX_TERMS} terms at most.`, token);
    const split = splitColumn(token.pieces);
    if (split === undefined) {
      const text = token.pieces.map((piece) => piece.text).join("");
      if (text === "") throw wrong("There is nothing between these quotation marks.", token);
      return { type: "text", text };
    }
    const column = this.column(split.name, split.isMeta, token);
    const test = readTest(column, split.value);
    if (typeof test === "string") throw wrong(`${split.name} ${test}`, token);
    return { type: "term", column, test };
  }

  private column(name: string, isMeta: boolean, token: Token): QueryColumn {
    if (isMeta) return `meta:${name}`;
    const column = fixedColumn(name);
    if (column !== undefined) return column;
    const field = this.fieldOf(name);
    if (field !== undefined) return `meta:${field}`;
    throw new Wrong({
      text:
        `There is no column or metadata field “${name}”. Columns: ${COLUMN_NAMES.join(", ")}; ` +
        "metadata: meta.<field>. To search for these words, put them in quotation marks.",
      at: [token.start, token.start + name.length + 1],
    });
  }
}

const NAME = /^([\p{L}_$@][\p{L}\p{N}_.$@/-]{0,199}):/u;

interface Split {
  readonly name: string;
  readonly isMeta: boolean;
  readonly value: readonly Piece[];
}

/** `name:value` and `meta."any name":value`; undefined for everything else, addresses (`https://…`) included. */
function splitColumn(pieces: readonly Piece[]): Split | undefined {
  const [first, second, third] = pieces;
  if (first === undefined || first.quoted) return undefined;
  if (first.text.toLowerCase() === "meta." && second?.quoted === true && third?.quoted === false)
    return third.text.startsWith(":") && second.text !== ""
      ? { name: second.text, isMeta: true, value: valueOf(third, 1, pieces.slice(3)) }
      : undefined;
  const name = NAME.exec(first.text)?.[1];
  if (name === undefined || first.text.startsWith("//", name.length + 1)) return undefined;
  const value = valueOf(first, name.length + 1, pieces.slice(1));
  const isMeta = /^meta\../i.test(name);
  return { name: isMeta ? name.slice("meta.".length) : name, isMeta, value };
}

function valueOf(piece: Piece, from: number, rest: readonly Piece[]): Piece[] {
  return [{ text: piece.text.slice(from), quoted: false }, ...rest];
}

function isOr(token: Token | undefined): boolean {
  const piece = token?.type === "word" && token.pieces.length === 1 ? token.pieces[0] : undefined;
  return piece !== undefined && !piece.quoted && piece.text === "OR";
}

function wrong(text: string, { start, end }: Token): Wrong {
  return new Wrong({ text, at: [start, end] });
}
