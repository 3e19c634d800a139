/** Making spans that a person or an extractor points at. */
import { hashBlock } from "./hash.ts";
import type { Conversation } from "./model.ts";
import type { Span } from "./span.ts";
import { boundaryAfter, boundaryBefore } from "./spanGraphemes.ts";

export interface MakeSpanOptions {
  /** Leave out white space at both ends (a careless mouse selection). Default false. */
  readonly trim?: boolean;
}

/** The text between `start` and `end` without the white space at both ends, as new offsets. */
function trimmed(text: string, start: number, end: number): readonly [number, number] {
  const inside = text.slice(start, end);
  const left = inside.length - inside.trimStart().length;
  if (left === inside.length) return [start, start];
  return [start + left, end - (inside.length - inside.trimEnd().length)];
}

/**
 * The span `[start, end)` (UTF-16 code units) of `conversation.turns[turn].blocks[block].text`, widened to grapheme
 * boundaries, with its quote and the block's hash. With `trim`, a selection of nothing but white space gives an
 * empty span. Throws `RangeError` (without conversation text) when there is no such block or range.
 */
export function makeSpan(
  conversation: Pick<Conversation, "turns">,
  turn: number,
  block: number,
  start: number,
  end: number,
  options: MakeSpanOptions = {},
): Span {
  const source = conversation.turns[turn]?.blocks[block];
  if (source === undefined) throw new RangeError(`No block ${block} in turn ${turn}`);
  const { text } = source;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start > end || end > text.length) {
    throw new RangeError(`No range ${start}–${end} in a block of ${text.length} units`);
  }
  const [from, to] = options.trim === true ? trimmed(text, start, end) : [start, end];
  // An empty selection stays empty: widening it would mark a grapheme nobody selected.
  const first = boundaryBefore(text, from);
  const last = from === to ? first : boundaryAfter(text, to);
  return { turn, block, start: first, end: last, quote: text.slice(first, last), hash: hashBlock(source) };
}
