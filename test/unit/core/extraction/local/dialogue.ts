import type { Block, Conversation, Turn } from "../../../../../src/core/conversation/model.ts";

/** A conversation of these turns. */
export function conversationOf(turns: readonly Turn[]): Conversation {
  return { id: "c", format: "test", position: { row: 0 }, turns, metadata: {}, notes: [] };
}

export function text(words: string): Block {
  return { type: "text", text: words };
}

/** User and assistant in turn, beginning with the user; one text block each. */
export function dialogue(...texts: readonly string[]): Conversation {
  return conversationOf(
    texts.map((words, at) => ({ role: at % 2 === 0 ? "user" : "assistant", blocks: [text(words)] })),
  );
}
