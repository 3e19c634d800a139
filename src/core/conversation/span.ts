/** Spans: where in a conversation the evidence for an annotation stands. */

/**
 * `[start, end)` in UTF-16 code units of `turns[turn].blocks[block].text`. The quoted text and the block's
 * hash travel with it, so that a span can be checked, and anchored again, when the text has moved.
 */
export interface Span {
  /** 0-based index into `Conversation.turns`. */
  readonly turn: number;
  /** 0-based index into `Turn.blocks`. */
  readonly block: number;
  readonly start: number;
  readonly end: number;
  /** Exactly `text.slice(start, end)` at the time the span was made. */
  readonly quote: string;
  /** `hashBlock` of the block at the time the span was made. */
  readonly hash: string;
}
