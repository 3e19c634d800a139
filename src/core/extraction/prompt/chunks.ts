/** Long conversations are labelled in parts, cut between turns where that is possible. */
import type { Conversation } from "../../conversation/model.ts";
import { boundaryBefore } from "../../conversation/spanGraphemes.ts";
import { allPieces, type Chunk, type Piece, type ShownBlocks } from "./piece.ts";

/** Least sensible size of a part, UTF-16 code units. */
export const MIN_CHUNK = 2_000;
/** What a piece costs besides its text: the lines that open and close a turn. */
export const PIECE_OVERHEAD = 120;
/** Of a part's size, at most this share goes to what came before. */
const CONTEXT_SHARE = 0.15;
const MAX_CONTEXT_PIECES = 6;
/** How far before the limit a break in the text is looked for, as a share of the limit. */
const SEARCH_SHARE = 0.25;

function sizeOf(piece: Piece): number {
  return piece.end - piece.start + PIECE_OVERHEAD;
}

/** Where to cut `text` at or before `limit`, after `from`: at a paragraph, a line, a sentence, a word, a grapheme. */
function cutPoint(text: string, from: number, limit: number): number {
  const earliest = limit - Math.floor((limit - from) * SEARCH_SHARE);
  for (const mark of ["\n\n", "\n", ". ", " "]) {
    const at = text.lastIndexOf(mark, limit - mark.length);
    if (at >= earliest) return at + mark.length;
  }
  const at = boundaryBefore(text, limit);
  return at > from ? at : limit;
}

/** A piece that is too large for one part, as several. */
function split(piece: Piece, text: string, room: number): Piece[] {
  const parts: Piece[] = [];
  let { start } = piece;
  while (piece.end - start > room) {
    const end = cutPoint(text, start, start + room);
    parts.push({ ...piece, start, end });
    start = end;
  }
  parts.push({ ...piece, start });
  return parts;
}

/** The end of the pieces before a part, as much as fits into `room`, whole turns or the tail of one. */
function contextBefore(
  pieces: readonly Piece[],
  conversation: Pick<Conversation, "turns">,
  room: number,
): Piece[] {
  const context: Piece[] = [];
  let left = room;
  for (let at = pieces.length - 1; at >= 0 && context.length < MAX_CONTEXT_PIECES; at -= 1) {
    const piece = pieces[at];
    if (piece === undefined) break;
    const size = sizeOf(piece);
    if (size <= left) {
      context.unshift(piece);
      left -= size;
      continue;
    }
    const text = conversation.turns[piece.turn]?.blocks[piece.block]?.text ?? "";
    const keep = left - PIECE_OVERHEAD;
    if (keep > 0) {
      const start = text.indexOf(" ", Math.max(piece.start, piece.end - keep));
      if (start >= 0 && start + 1 < piece.end) context.unshift({ ...piece, start: start + 1 });
    }
    break;
  }
  return context;
}

/**
 * Divides a conversation into parts of at most `maxChars` UTF-16 code units each (context and `PIECE_OVERHEAD` a piece
 * included; at least `MIN_CHUNK`). Cuts fall between turns; a turn that is larger by itself is cut at a paragraph,
 * line, sentence or word. All but the first part begin with the end of what came before, as context. A conversation
 * that fits is one part. Linear in the text.
 */
export function planChunks(
  conversation: Pick<Conversation, "turns">,
  maxChars: number,
  shown: ShownBlocks = {},
): readonly Chunk[] {
  const max = Math.max(MIN_CHUNK, Math.floor(maxChars));
  const pieces = allPieces(conversation, shown);
  const total = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  if (total <= max) return [{ index: 0, of: 1, context: [], own: pieces }];
  const contextRoom = Math.floor(max * CONTEXT_SHARE);
  const ownRoom = max - contextRoom;
  const small = pieces.flatMap((piece) =>
    split(piece, conversation.turns[piece.turn]?.blocks[piece.block]?.text ?? "", ownRoom - PIECE_OVERHEAD),
  );
  const groups: Piece[][] = [];
  let group: Piece[] = [];
  let used = 0;
  for (const piece of small) {
    if (group.length > 0 && used + sizeOf(piece) > ownRoom) {
      groups.push(group);
      group = [];
      used = 0;
    }
    group.push(piece);
    used += sizeOf(piece);
  }
  if (group.length > 0) groups.push(group);
  return groups.map((own, index) => {
    const before = groups[index - 1] ?? [];
    return { index, of: groups.length, context: contextBefore(before, conversation, contextRoom), own };
  });
}
