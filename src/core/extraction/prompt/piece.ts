/** Which stretches of a conversation a call shows. */
import type { Block, Conversation } from "../../conversation/model.ts";

/** Text `[start, end)` (UTF-16 code units) of one block; indices are 0-based. */
export interface Piece {
  readonly turn: number;
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

/** What of a conversation is sent besides the words of human and assistant. */
export interface ShownBlocks {
  /** The assistant's recorded thinking. Default false. */
  readonly thinking?: boolean;
  /** Tool calls, their results, and blocks of unknown type. Default false. */
  readonly tools?: boolean;
}

/** Part of a conversation that one call is about. */
export interface Chunk {
  /** 0-based. */
  readonly index: number;
  readonly of: number;
  /** The end of what came before, shown for understanding only. */
  readonly context: readonly Piece[];
  /** What is to be labelled, in order. Over all chunks: every shown block once and whole. */
  readonly own: readonly Piece[];
}

/** Images show as their description. */
export function isShown(block: Block, shown: ShownBlocks): boolean {
  switch (block.type) {
    case "text":
    case "image":
      return true;
    case "thinking":
      return shown.thinking === true;
    default:
      return shown.tools === true;
  }
}

/** All that may be shown of a conversation, block by block. Empty blocks are pieces of no length. */
export function allPieces(conversation: Pick<Conversation, "turns">, shown: ShownBlocks): Piece[] {
  return conversation.turns.flatMap((turn, at) =>
    turn.blocks.flatMap((block, index) =>
      isShown(block, shown) ? [{ turn: at, block: index, start: 0, end: block.text.length }] : [],
    ),
  );
}

/** The whole conversation as one chunk. */
export function wholeChunk(conversation: Pick<Conversation, "turns">, shown: ShownBlocks): Chunk {
  return { index: 0, of: 1, context: [], own: allPieces(conversation, shown) };
}
