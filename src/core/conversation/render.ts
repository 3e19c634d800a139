/**
 * A conversation as the plain text of a read-only document, and the exact map between the two.
 *
 * The words of a conversation may imitate a header ("── User · turn 9 ──"). Headers are therefore never recognised
 * by their look: `RenderedTurn.header` and `RenderedBlock.header` say exactly which lines the product wrote, and
 * whatever decorates, folds or outlines goes by these.
 */
import type { Block, BlockType, Conversation, Role, Turn } from "./model.ts";
import type { Span } from "./span.ts";
import { lastAtMost, PieceList } from "./renderMap.ts";
import { displayText, oneLine } from "./renderText.ts";

/** A stretch of the document: UTF-16 offsets `[start, end)`, 0-based lines, the last line included. */
export interface DocumentRange {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
}

/** A turn: from its header to the end of its last block. */
export interface RenderedTurn extends DocumentRange {
  readonly turn: number;
  readonly role: Role;
  /** The header's words without the rule: "User · turn 1 · Ann". */
  readonly label: string;
  readonly header: DocumentRange;
  /** Its blocks are `Transcript.blocks[firstBlock … firstBlock + blockCount)`. */
  readonly firstBlock: number;
  readonly blockCount: number;
}

/** A block's text as shown. For an empty block start = end, on the line after its header. */
export interface RenderedBlock extends DocumentRange {
  readonly turn: number;
  readonly block: number;
  readonly type: BlockType;
  /** "text", "thinking", "tool call: search", … */
  readonly label: string;
  /** Absent for a text block that opens its turn. */
  readonly header?: DocumentRange;
}

/** Where in a conversation: the part of a `Span` that the map needs. */
export type SpanRange = Pick<Span, "turn" | "block" | "start" | "end">;

export interface Transcript {
  /** Only "\n" ends a line; no control characters but "\t"; no lone surrogates; no bidi controls. */
  readonly text: string;
  /** Number of lines, as an editor counts them (one more than there are "\n"). */
  readonly lines: number;
  readonly turns: readonly RenderedTurn[];
  /** All blocks of all turns, in order. */
  readonly blocks: readonly RenderedBlock[];
  /** Where a span is shown. Undefined when there is no such block or range. O(log pieces). */
  toDocument(span: SpanRange): { readonly start: number; readonly end: number } | undefined;
  /**
   * What a selection (offsets in either order, cut to the document) covers: one piece per block touched, in
   * order; nothing for headers and blank lines. A collapsed selection in a block (ends included) gives one empty
   * piece. Half a CRLF can't be selected; a put-in line break alone covers nothing.
   */
  fromDocument(start: number, end: number): SpanRange[];
  /** Index into `turns` of the turn at an offset (its trailing blank line included); undefined in the head. */
  turnAt(offset: number): number | undefined;
  /** Index into `blocks` of the block whose text is at an offset (ends included); undefined elsewhere. */
  blockAt(offset: number): number | undefined;
}

/** A short rule: a long one would wrap in a narrow editor. The whole line is set off by its decoration. */
const RULE = 2;
const MAX_NOTES = 20;
const ROLE_LABELS: Readonly<Record<Role, string>> = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};

function ruled(mark: string, label: string): string {
  return `${mark.repeat(RULE)} ${label} ${mark.repeat(RULE)}`;
}

function turnLabel(turn: Turn, index: number): string {
  const parts = [ROLE_LABELS[turn.role], `turn ${index + 1}`];
  if (turn.author !== undefined && turn.author.trim() !== "") parts.push(oneLine(turn.author, 60));
  if (turn.at !== undefined && turn.at.trim() !== "") parts.push(oneLine(turn.at, 40));
  if (turn.blocks.length === 0) parts.push("empty");
  return parts.join(" · ");
}

function blockLabel(block: Block): string {
  const name = block.name === undefined ? "" : oneLine(block.name, 60);
  const named = (label: string): string => (name === "" ? label : `${label}: ${name}`);
  switch (block.type) {
    case "tool_use":
      return named("tool call");
    case "tool_result":
      return named(block.isError === true ? "tool error" : "tool result");
    case "other":
      return named("other");
    default:
      return block.type;
  }
}

function headLines(conversation: Conversation): string[] {
  const id = oneLine(conversation.id, 120);
  const title = oneLine(conversation.title ?? "", 200);
  const count = conversation.turns.length;
  const facts = [oneLine(conversation.format, 60), count === 1 ? "1 turn" : `${count} turns`];
  if (title !== "") facts.unshift(id);
  const notes = conversation.notes.slice(0, MAX_NOTES).map((note) => `Note: ${oneLine(note, 300)}`);
  const left = conversation.notes.length - notes.length;
  if (left > 0) notes.push(`Note: and ${left} more notes`);
  return [title === "" ? id : title, facts.join(" · "), ...notes];
}

/** Collects the document, its offset and its line number as it grows. */
class Page {
  readonly parts: string[] = [];
  offset = 0;
  line = 0;

  /** Adds one line and returns where it stands, without its "\n". */
  addLine(text: string): DocumentRange {
    const range = {
      start: this.offset,
      end: this.offset + text.length,
      startLine: this.line,
      endLine: this.line,
    };
    this.add(`${text}\n`, 1);
    return range;
  }

  /** Adds text that holds `breaks` "\n". */
  add(text: string, breaks: number): void {
    this.parts.push(text);
    this.offset += text.length;
    this.line += breaks;
  }
}

/**
 * Renders a conversation. Block text is shown verbatim but for what a document can't hold (`renderText.ts`), each
 * unit in its place. Linear in the conversation's length.
 */
export function renderTranscript(conversation: Conversation): Transcript {
  const page = new Page();
  const pieces = new PieceList();
  const turns: RenderedTurn[] = [];
  const blocks: RenderedBlock[] = [];
  /** Piece index at which each block starts; one more at the end. */
  const pieceStarts: number[] = [];

  const renderBlock = (block: Block, turn: number, index: number): void => {
    const label = blockLabel(block);
    const isEmpty = block.text === "";
    let header: DocumentRange | undefined;
    if (index > 0) page.add("\n", 1);
    if (index > 0 || block.type !== "text" || isEmpty) {
      header = page.addLine(ruled("┄", isEmpty ? `${label} · empty` : label));
    }
    const start = page.offset;
    const startLine = page.line;
    pieceStarts.push(pieces.size);
    const shown = displayText(block.text, start, (doc, source, length) => pieces.add(doc, source, length));
    page.add(shown.text, shown.breaks);
    const place = { start, end: page.offset, startLine, endLine: page.line };
    if (!isEmpty) page.add("\n", 1);
    blocks.push({ turn, block: index, type: block.type, label, ...place, ...(header && { header }) });
  };

  for (const line of headLines(conversation)) page.addLine(line);
  conversation.turns.forEach((turn, index) => {
    page.add("\n", 1);
    const label = turnLabel(turn, index);
    const header = page.addLine(ruled("─", label));
    const firstBlock = blocks.length;
    turn.blocks.forEach((block, at) => renderBlock(block, index, at));
    const last = turn.blocks.length === 0 ? header : lastPlace(blocks[blocks.length - 1], header);
    turns.push({
      turn: index,
      role: turn.role,
      label,
      header,
      start: header.start,
      end: last.end,
      startLine: header.startLine,
      endLine: last.endLine,
      firstBlock,
      blockCount: blocks.length - firstBlock,
    });
  });
  pieceStarts.push(pieces.size);
  return transcriptOf(page, turns, blocks, pieces, pieceStarts);
}

/** An empty block ends with its header, not on the blank line after it. */
function lastPlace(block: RenderedBlock | undefined, header: DocumentRange): DocumentRange {
  if (block === undefined) return header;
  return block.start === block.end && block.header !== undefined ? block.header : block;
}

function transcriptOf(
  page: Page,
  turns: readonly RenderedTurn[],
  blocks: readonly RenderedBlock[],
  pieces: PieceList,
  pieceStarts: readonly number[],
): Transcript {
  const text = page.parts.join("");
  const turnStarts = Float64Array.from(turns, (turn) => turn.start);
  const blockStarts = Float64Array.from(blocks, (block) => block.start);
  const piecesOf = (index: number): readonly [number, number] => [
    pieceStarts[index] ?? 0,
    pieceStarts[index + 1] ?? 0,
  ];

  const blockAt = (offset: number): number | undefined => {
    const index = lastAtMost(blockStarts, offset, 0, blocks.length);
    const block = blocks[index];
    return block !== undefined && block.start <= offset && offset <= block.end ? index : undefined;
  };

  return {
    text,
    lines: page.line + 1,
    turns,
    blocks,
    blockAt,
    turnAt(offset) {
      const index = lastAtMost(turnStarts, offset, 0, turns.length);
      const turn = turns[index];
      return turn !== undefined && turn.start <= offset ? index : undefined;
    },
    toDocument({ turn, block, start, end }) {
      const owner = turns[turn];
      if (owner === undefined || !Number.isInteger(block) || block < 0 || block >= owner.blockCount)
        return undefined;
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start > end) return undefined;
      const [first, last] = piecesOf(owner.firstBlock + block);
      if (end > pieces.sourceEnd(last)) return undefined;
      const from = pieces.toDocument(first, last, start, "start");
      return { start: from, end: start === end ? from : pieces.toDocument(first, last, end, "end") };
    },
    fromDocument(anchor, active) {
      const from = Math.max(0, Math.min(anchor, active));
      const to = Math.min(text.length, Math.max(anchor, active));
      const isCollapsed = from === to;
      const found: SpanRange[] = [];
      for (let index = lastAtMost(blockStarts, from, 0, blocks.length); index < blocks.length; index += 1) {
        const block = blocks[index];
        if (block === undefined || block.start > to) break;
        const low = Math.max(from, block.start);
        const high = Math.min(to, block.end);
        if (low > high || (low === high && !isCollapsed)) continue;
        const [first, last] = piecesOf(index);
        const start = pieces.toSource(first, last, low);
        const end = pieces.toSource(first, last, high);
        if (start === end && !isCollapsed) continue;
        found.push({ turn: block.turn, block: block.block, start, end });
      }
      return found;
    },
  };
}
