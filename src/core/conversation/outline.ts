/** Outline of a transcript, for document symbols, folding and breadcrumbs. */
import type { BlockType, Role } from "./model.ts";
import type { DocumentRange, RenderedBlock, RenderedTurn, Transcript } from "./render.ts";
import { cutAtGrapheme } from "./spanGraphemes.ts";

/** Longest preview, in UTF-16 code units. */
export const MAX_PREVIEW = 60;
/** How much of a block is looked at for its preview. */
const PREVIEW_SOURCE = 600;

interface OutlineItem extends DocumentRange {
  /** "User · turn 1", "tool call: search". */
  readonly label: string;
  /** The text's start on one line, at most `MAX_PREVIEW` units, cut between graphemes; may be empty. */
  readonly preview: string;
  /** What to select when the entry is chosen: its header, or for a block without one its first line. */
  readonly selection: DocumentRange;
}

export interface OutlineBlock extends OutlineItem {
  readonly turn: number;
  readonly block: number;
  readonly type: BlockType;
}

export interface OutlineTurn extends OutlineItem {
  readonly turn: number;
  readonly role: Role;
  readonly blocks: readonly OutlineBlock[];
}

function previewOf(text: string, block: DocumentRange): string {
  const near = text.slice(block.start, Math.min(block.end, block.start + PREVIEW_SOURCE));
  const line = near.replace(/\s+/gu, " ").trim();
  const isWhole = line.length <= MAX_PREVIEW && block.end - block.start <= PREVIEW_SOURCE;
  return isWhole ? line : `${cutAtGrapheme(line, MAX_PREVIEW - 1).trimEnd()}…`;
}

function outlineBlock(text: string, block: RenderedBlock): OutlineBlock {
  const { turn, block: index, type, label, header } = block;
  const lineEnd = text.indexOf("\n", block.start);
  const firstLine: DocumentRange = {
    start: block.start,
    end: Math.min(block.end, lineEnd < 0 ? block.end : lineEnd),
    startLine: block.startLine,
    endLine: block.startLine,
  };
  const isEmpty = block.start === block.end;
  const end = isEmpty && header !== undefined ? header : block;
  return {
    turn,
    block: index,
    type,
    label,
    preview: previewOf(text, block),
    start: header?.start ?? block.start,
    startLine: header?.startLine ?? block.startLine,
    end: end.end,
    endLine: end.endLine,
    selection: header ?? firstLine,
  };
}

function outlineTurn(transcript: Transcript, turn: RenderedTurn): OutlineTurn {
  const blocks = transcript.blocks
    .slice(turn.firstBlock, turn.firstBlock + turn.blockCount)
    .map((block) => outlineBlock(transcript.text, block));
  const spoken = blocks.find((block) => block.type === "text" && block.preview !== "") ?? blocks[0];
  return {
    turn: turn.turn,
    role: turn.role,
    label: turn.label,
    preview: spoken?.preview ?? "",
    start: turn.start,
    end: turn.end,
    startLine: turn.startLine,
    endLine: turn.endLine,
    selection: turn.header,
    blocks,
  };
}

/** One entry per turn with its blocks inside, in document order. Ranges nest and never overlap. */
export function outline(transcript: Transcript): OutlineTurn[] {
  return transcript.turns.map((turn) => outlineTurn(transcript, turn));
}
