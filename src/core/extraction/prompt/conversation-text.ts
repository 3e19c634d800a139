/**
 * A conversation as data in a prompt. Every line that opens or closes something bears a code that stands nowhere in
 * the conversation, so nothing a conversation says can end the data or begin a turn.
 */
import { hashText } from "../../conversation/hash.ts";
import type { Block, Conversation, Turn } from "../../conversation/model.ts";
import { allPieces, isShown, type Chunk, type Piece, type ShownBlocks } from "./piece.ts";

const CODE_DIGITS = 12;

/** Characters no reader sees: bidi controls, tags, supplementary variation selectors. Instructions are hidden in them. */
const HIDDEN = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu;
/** Control characters other than tab and line breaks, and halves of characters. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Cs}/gu;

/**
 * Text as it is sent: without characters that nobody sees, control characters as U+FFFD, line breaks as "\n". Never
 * longer than the text. Quotes from it are still found in the original (anchoring looks through the same characters).
 */
export function plainText(text: string): string {
  return text.replace(HIDDEN, "").replace(/\r\n?/g, "\n").replace(CONTROL, "\ufffd");
}

/** A tool's name as it may stand in a tag. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]/g, "_").slice(0, 64);
}

function openTag(
  tag: string,
  code: string,
  attributes: readonly (readonly [string, string | number])[],
): string {
  return `<${tag}-${code}${attributes.map(([name, value]) => ` ${name}="${value}"`).join("")}>`;
}

function pieceText(block: Block, piece: Piece, code: string): string {
  const text = plainText(block.text.slice(piece.start, piece.end));
  if (block.type === "text") return text;
  const attributes: (readonly [string, string | number])[] = [];
  if (block.name !== undefined) attributes.push(["name", safeName(block.name)]);
  if (block.isError === true) attributes.push(["failed", "yes"]);
  return `${openTag(block.type, code, attributes)}\n${text}\n</${block.type}-${code}>`;
}

function turnText(
  turn: Turn,
  at: number,
  pieces: readonly Piece[],
  code: string,
  shown: ShownBlocks,
  isContext: boolean,
): string {
  const isCut = pieces.some(
    ({ block, start, end }) => start > 0 || end < (turn.blocks[block]?.text.length ?? 0),
  );
  const open = openTag("turn", code, [
    ["number", at + 1],
    ["role", turn.role],
    ...(isContext ? [["context", "yes"] as const] : []),
    ...(isCut ? [["excerpt", "yes"] as const] : []),
  ]);
  const parts = pieces.flatMap((piece) => {
    const block = turn.blocks[piece.block];
    return block === undefined ? [] : [pieceText(block, piece, code)];
  });
  const leftOut = new Set(turn.blocks.filter((block) => !isShown(block, shown)).map(({ type }) => type));
  if (leftOut.size > 0) parts.push(openTag("left-out", code, [["types", [...leftOut].join(" ")]]));
  return `${open}\n${parts.join("\n\n")}\n</turn-${code}>`;
}

function render(
  conversation: Pick<Conversation, "turns">,
  chunk: Chunk,
  shown: ShownBlocks,
  code: string,
): string {
  const lines: string[] = [];
  const add = (pieces: readonly Piece[], isContext: boolean): void => {
    for (let from = 0; from < pieces.length;) {
      const at = pieces[from]?.turn ?? 0;
      let to = from + 1;
      while (pieces[to]?.turn === at) to += 1;
      const turn = conversation.turns[at];
      if (turn !== undefined) lines.push(turnText(turn, at, pieces.slice(from, to), code, shown, isContext));
      from = to;
    }
  };
  add(chunk.context, true);
  add(chunk.own, false);
  const part = chunk.of > 1 ? ([["part", `${chunk.index + 1} of ${chunk.of}`]] as const) : [];
  return `${openTag("conversation", code, part)}\n${lines.join("\n")}\n</conversation-${code}>`;
}

/** Hex digits of a hash of the content, taken again until they don't stand in it. `digits` is less in tests only. */
export function codeOutside(content: string, digits: number = CODE_DIGITS): string {
  const folded = content.toLowerCase();
  for (let attempt = 0; ; attempt += 1) {
    const code = hashText(`${attempt}\n${content}`).slice(0, digits);
    if (!folded.includes(code)) return code;
  }
}

export interface ConversationText {
  /** 12 hex digits that stand in `text` only in the lines that this module wrote. */
  readonly code: string;
  readonly text: string;
}

/**
 * Renders the chunk's pieces. Deterministic: the code is a hash of the content, taken again until it doesn't stand in
 * the content. Turns are numbered from 1 as in the conversation; of a turn whose blocks are all left out nothing shows.
 */
export function conversationText(
  conversation: Pick<Conversation, "turns">,
  chunk: Chunk,
  shown: ShownBlocks = {},
): ConversationText {
  const content = render(conversation, chunk, shown, "");
  const code = codeOutside(content);
  return { code, text: render(conversation, chunk, shown, code) };
}

/** Everything a call without chunks would show, for previews. */
export function shownLength(conversation: Pick<Conversation, "turns">, shown: ShownBlocks): number {
  return allPieces(conversation, shown).reduce((sum, { start, end }) => sum + end - start, 0);
}
