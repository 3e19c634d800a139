/** From the quotes of an answer to spans, in the words of the one whose value it is. */
import { anchorQuote } from "../../conversation/anchor.ts";
import { AnchorText, type AnchorBlock } from "../../conversation/anchorText.ts";
import type { Conversation, Role } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import type { Chunk, Piece } from "../prompt/piece.ts";
import { listAt, numberAt, SchemaError, stringAt, type Fields } from "./answer-json.ts";
import { cleanLine } from "./clean-text.ts";
import { ANSWER_LIMITS } from "./limits.ts";

export interface Quote {
  /** 1-based, as the prompt numbers the turns. Any integer the model wrote. */
  readonly turn: number;
  readonly text: string;
}

/** The quotes of one label. Throws `SchemaError`. */
export function readQuotes(fields: Fields, path: string): Quote[] {
  return listAt(fields, "quotes", path).map((one, at) => {
    const turn = numberAt(one, "turn", `${path}quotes[${at}].`);
    if (!Number.isInteger(turn)) throw new SchemaError(`${path}quotes[${at}].turn is not an integer`);
    return { turn, text: stringAt(one, "text", `${path}quotes[${at}].`) };
  });
}

export interface Evidence {
  readonly spans: readonly Span[];
  readonly unanchored: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Searching is dear where both text and quote are made of repetitions. So many quotes of one answer may fail before the
 * others are looked for only as they stand, resp. not at all: an answer that invents that much is not worth the time.
 */
const FAILURES_BEFORE_EXACT = 8;
const FAILURES_BEFORE_END = 24;

/** Blocks that were sent and may be quoted, by who speaks in them. */
export class QuotableText {
  private readonly texts = new Map<string, AnchorText>();
  private readonly blocks: readonly (AnchorBlock & { readonly role: Role })[];
  private failures = 0;

  constructor(conversation: Pick<Conversation, "turns">, chunk: Chunk) {
    const seen = new Set<string>();
    this.blocks = [...chunk.context, ...chunk.own].flatMap((piece: Piece) => {
      const turn = conversation.turns[piece.turn];
      const block = turn?.blocks[piece.block];
      const key = `${piece.turn} ${piece.block}`;
      if (turn === undefined || block === undefined || seen.has(key)) return [];
      seen.add(key);
      // Tool calls, results and images are nobody's words.
      if (block.type !== "text" && block.type !== "thinking") return [];
      return [{ turn: piece.turn, block: piece.block, text: block.text, role: turn.role }];
    });
  }

  private textOf(key: string, belongs: (role: Role) => boolean): AnchorText {
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const text = new AnchorText(this.blocks.filter((block) => belongs(block.role)));
    this.texts.set(key, text);
    return text;
  }

  /** Where the quote stands in the words of one role; no spans where it doesn't. */
  find(quote: string, role: Role, turn: number | undefined): readonly Span[] {
    if (this.failures >= FAILURES_BEFORE_END) return [];
    const { spans } = anchorQuote(
      quote,
      this.textOf(role, (one) => one === role),
      {
        approximate: this.failures < FAILURES_BEFORE_EXACT,
        ...(turn === undefined ? {} : { hint: { turn } }),
      },
    );
    if (spans.length === 0) this.failures += 1;
    return spans;
  }

  /** Whether the quote stands in the words of another role; not looked for once many have failed. */
  isElsewhere(quote: string, role: Role): boolean {
    if (this.failures > FAILURES_BEFORE_EXACT) return false;
    const others = this.textOf(`not ${role}`, (one) => one !== role);
    return anchorQuote(quote, others, { approximate: false }).spans.length > 0;
  }
}

function isSame(a: Span, b: Span): boolean {
  return a.turn === b.turn && a.block === b.block && a.start === b.start && a.end === b.end;
}

/** In the order of the text, each once. */
export function uniteSpans(spans: readonly Span[]): Span[] {
  const sorted = spans.toSorted(
    (a, b) => a.turn - b.turn || a.block - b.block || a.start - b.start || a.end - b.end,
  );
  return sorted.filter((span, at) => {
    const before = sorted[at - 1];
    return before === undefined || !isSame(before, span);
  });
}

/**
 * Anchors quotes in the words of `role`. A quote that doesn't stand there is kept as unanchored: never on a likely
 * place, never in somebody else's words.
 */
export function anchorEvidence(
  quotes: readonly Quote[],
  text: QuotableText,
  role: Role,
  path: string,
): Evidence {
  const spans: Span[] = [];
  const unanchored: string[] = [];
  const warnings: string[] = [];
  if (quotes.length > ANSWER_LIMITS.quotes) {
    warnings.push(
      `${path}: ${quotes.length - ANSWER_LIMITS.quotes} quotes beyond ${ANSWER_LIMITS.quotes} left out`,
    );
  }
  for (const quote of quotes.slice(0, ANSWER_LIMITS.quotes)) {
    const words = quote.text.trim();
    if (words === "") continue;
    if (words.length > ANSWER_LIMITS.quote) {
      warnings.push(`${path}: a quote longer than ${ANSWER_LIMITS.quote} characters left out`);
      continue;
    }
    const found = text.find(words, role, quote.turn >= 1 ? quote.turn - 1 : undefined);
    if (found.length > 0) {
      spans.push(...found);
      continue;
    }
    const shown = cleanLine(words, ANSWER_LIMITS.quote);
    if (shown !== "" && !unanchored.includes(shown)) unanchored.push(shown);
    if (text.isElsewhere(words, role)) warnings.push(`${path}: a quote is not from the ${role}'s words`);
  }
  return { spans: uniteSpans(spans), unanchored, warnings };
}
