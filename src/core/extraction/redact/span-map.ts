/** From offsets in a redacted conversation to the original, and back. All offsets are UTF-16 code units. */
import { hashBlock } from "../../conversation/hash.ts";
import type { Conversation } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import { makeSpan } from "../../conversation/spanMake.ts";

/** One replacement in a block. */
export interface Edit {
  /** Where it stood in the original. */
  readonly start: number;
  /** Where its placeholder stands in the copy. */
  readonly at: number;
  readonly placeholder: string;
  readonly original: string;
}

/** The replacements in one block, in order and apart from each other. */
export interface BlockEdits {
  readonly turn: number;
  readonly block: number;
  /** `hashBlock` of the original. */
  readonly hash: string;
  readonly edits: readonly Edit[];
}

/** Plain JSON. Blocks without replacements are left out. Holds what was taken out: it stays on this machine. */
export interface RedactionMap {
  readonly v: 1;
  readonly blocks: readonly BlockEdits[];
}

function editsOf(map: RedactionMap, turn: number, block: number): readonly Edit[] {
  return map.blocks.find((one) => one.turn === turn && one.block === block)?.edits ?? [];
}

/** The last edit that begins at or before `offset` by `of`, found by halving. */
function lastBefore(edits: readonly Edit[], offset: number, of: (edit: Edit) => number): Edit | undefined {
  let [low, high] = [0, edits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const edit = edits[middle];
    if (edit !== undefined && of(edit) <= offset) low = middle + 1;
    else high = middle;
  }
  return edits[low - 1];
}

/**
 * An offset in a copied block as one in the original. Inside a placeholder: the start of what it stands for, or with
 * `side` "end" its end.
 */
export function offsetBack(edits: readonly Edit[], offset: number, side: "start" | "end"): number {
  const edit = lastBefore(edits, offset, ({ at }) => at);
  if (edit === undefined) return offset;
  const inside = offset - edit.at;
  if (inside === 0) return edit.start;
  if (inside < edit.placeholder.length)
    return side === "start" ? edit.start : edit.start + edit.original.length;
  return edit.start + edit.original.length + (inside - edit.placeholder.length);
}

/** The other way round: an offset in the original as one in the copy. */
export function offsetForward(edits: readonly Edit[], offset: number, side: "start" | "end"): number {
  const edit = lastBefore(edits, offset, ({ start }) => start);
  if (edit === undefined) return offset;
  const inside = offset - edit.start;
  if (inside === 0) return edit.at;
  if (inside < edit.original.length) return side === "start" ? edit.at : edit.at + edit.placeholder.length;
  return edit.at + edit.placeholder.length + (inside - edit.original.length);
}

/** A span of the redacted conversation as one of the original, with the original's words and hash. */
export function mapSpanBack(span: Span, map: RedactionMap, original: Pick<Conversation, "turns">): Span {
  const edits = editsOf(map, span.turn, span.block);
  const start = offsetBack(edits, span.start, "start");
  const end = offsetBack(edits, span.end, "end");
  return makeSpan(original, span.turn, span.block, start, Math.max(start, end));
}

/** The original text of a copied block. */
export function restoreBlock(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, placeholder, original } of edits) {
    parts.push(text.slice(from, at), original);
    from = at + placeholder.length;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/**
 * The original turns from the copy and its map. Throws when a restored block isn't the one that the map was made of
 * (the message names the block, not its text).
 */
export function restoreTurns(copy: Pick<Conversation, "turns">, map: RedactionMap): Conversation["turns"] {
  const turns = copy.turns.map((turn) => ({ ...turn, blocks: [...turn.blocks] }));
  for (const { turn, block, hash, edits } of map.blocks) {
    const blocks = turns[turn]?.blocks;
    const copied = blocks?.[block];
    if (blocks === undefined || copied === undefined) throw new Error(`No block ${block} in turn ${turn}`);
    const restored = { ...copied, text: restoreBlock(copied.text, edits) };
    if (hashBlock(restored) !== hash)
      throw new Error(`Block ${block} of turn ${turn} is not the redacted one`);
    blocks[block] = restored;
  }
  return turns;
}

/**
 * A quote with placeholders in the original's words: each placeholder becomes what it stood for where it was first used.
 * For quotes that could not be anchored; an anchored one takes its words from `mapSpanBack`.
 */
export function restoreQuote(quote: string, map: RedactionMap): string {
  const originals = new Map<string, string>();
  for (const { edits } of map.blocks) {
    for (const { placeholder, original } of edits) {
      if (!originals.has(placeholder)) originals.set(placeholder, original);
    }
  }
  return quote.replace(
    /\u27e6[A-Z]{2,12}_\d{1,9}\u27e7/g,
    (placeholder) => originals.get(placeholder) ?? placeholder,
  );
}
