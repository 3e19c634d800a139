/** Finding a stored span in a conversation that may have changed since. */
import { anchorQuote, type Anchor, type Unanchored } from "./anchor.ts";
import { anchorBlocks } from "./anchorText.ts";
import { hashText } from "./hash.ts";
import type { Conversation } from "./model.ts";
import type { Span } from "./span.ts";

/**
 * The span itself when its block is unchanged; the same range when the whole block has moved to another place;
 * otherwise the place nearest the old one where its quote stands (`anchorQuote`). Method "exact" with the same
 * offsets covers the first two. A part of a word whose block has changed is unanchored.
 */
export function reanchor(span: Span, conversation: Pick<Conversation, "turns">): Anchor | Unanchored {
  const blocks = anchorBlocks(conversation);
  // The cheap comparison first: most blocks don't hold the quote there and need no hash.
  const same = blocks
    .filter(({ text }) => text.slice(span.start, span.end) === span.quote && hashText(text) === span.hash)
    .map(({ turn, block }) => ({
      turn,
      block,
      away: Math.abs(turn - span.turn) * 1_000 + Math.abs(block - span.block),
    }))
    .sort((a, b) => a.away - b.away);
  const [nearest] = same;
  if (nearest !== undefined && span.start <= span.end) {
    const { turn, block, away } = nearest;
    const ambiguous = away === 0 ? 0 : same.filter((other) => other.away === away).length - 1;
    return { spans: [{ ...span, turn, block }], method: "exact", errors: 0, ambiguous };
  }
  return anchorQuote(span.quote, blocks, { hint: { turn: span.turn, offset: span.start }, gaps: false });
}
