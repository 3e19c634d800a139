/** A conversation as the rules read it: marked sentences per turn, and what is asked. No label is decided here. */
import { hashBlock } from "../../conversation/hash.ts";
import type { Conversation } from "../../conversation/model.ts";
import type { Span } from "../../conversation/span.ts";
import { findDrafts } from "./drafts.ts";
import { looksEnglish } from "./language.ts";
import type { MarkedSentence } from "./marking.ts";
import { markSentences } from "./marking.ts";
import { requestSigns, type RequestSign } from "./request.ts";

export interface ReadBlock {
  readonly block: number;
  readonly text: string;
  readonly hash: string;
  /** The block holds a code fence. */
  readonly code: boolean;
  readonly sentences: readonly MarkedSentence[];
  /** `[start, end)` of texts the assistant wrote for the user: letters, posts. */
  readonly drafts: readonly { readonly start: number; readonly end: number }[];
}

export interface ReadTurn {
  readonly turn: number;
  readonly role: "user" | "assistant";
  readonly english: boolean;
  readonly blocks: readonly ReadBlock[];
  /** For an assistant: signs in the last user turn before it. For a user: in this turn. */
  readonly signs: ReadonlyMap<RequestSign, number>;
}

/** Longest evidence: a longer sentence is cut around what matched. UTF-16 code units. */
const MAX_EVIDENCE = 600;

/** Reads the text blocks of users and assistants; thinking, tool calls, tool results and system prompts are left out. */
export function readConversation(conversation: Conversation): ReadTurn[] {
  const read: ReadTurn[] = [];
  let signs: ReadonlyMap<RequestSign, number> = new Map();
  for (const [turn, { role, blocks }] of conversation.turns.entries()) {
    if (role !== "user" && role !== "assistant") continue;
    const readBlocks: ReadBlock[] = [];
    for (const [block, { type, text }] of blocks.entries()) {
      if (type !== "text") continue;
      const sentences = markSentences(text);
      const drafts = role === "assistant" ? findDrafts(text) : [];
      const code = text.includes("```") || text.includes("~~~");
      readBlocks.push({ block, text, hash: hashBlock({ text }), code, sentences, drafts });
    }
    const sentences = readBlocks.flatMap((block) => block.sentences);
    if (role === "user") signs = requestSigns(sentences);
    const english = looksEnglish(sentences.flatMap(({ tokens }) => tokens.words));
    read.push({ turn, role, english, blocks: readBlocks, signs });
  }
  return read;
}

/** The sentence as evidence; of an endless one, the surroundings of the tokens `[from, to)`. */
export function evidence(
  turn: number,
  block: ReadBlock,
  sentence: MarkedSentence,
  from: number,
  to: number,
): Span {
  let { start, end } = sentence;
  if (end - start > MAX_EVIDENCE) {
    const { starts, ends } = sentence.tokens;
    start = starts[Math.max(0, from - 20)] ?? start;
    end = ends[Math.min(ends.length - 1, to + 20)] ?? end;
    if (end - start > MAX_EVIDENCE) {
      start = starts[from] ?? start;
      end = ends[to - 1] ?? end;
    }
  }
  return { turn, block: block.block, start, end, quote: block.text.slice(start, end), hash: block.hash };
}
