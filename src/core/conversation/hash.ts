/**
 * Content hashes. They decide whether a judgement still belongs to a text, so they cover what a rater reads
 * (roles, block types, texts) and nothing else: re-exported metadata or a new id does not orphan a judgement.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Block, Conversation } from "./model.ts";

/** First 128 bits of SHA-256 over UTF-8, as 32 lower-case hex digits. A lone surrogate hashes as U+FFFD. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}

/** Identifies one block's text; stored with every span. */
export function hashBlock(block: Pick<Block, "text">): string {
  return hashText(block.text);
}

/** Identifies what was said in a conversation: roles, block types, tool names and texts, in order. */
export function hashConversation(conversation: Pick<Conversation, "turns">): string {
  const said = conversation.turns.map((turn) => [
    turn.role,
    turn.blocks.map((block) => [block.type, block.name ?? "", block.text]),
  ]);
  return hashText(JSON.stringify(said));
}
