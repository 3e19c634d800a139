/** Bytes and readings for the tests of formats. */
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import type { OpenOptions, RowError } from "../../../../src/core/formats/format.ts";
import { openConversations } from "../../../../src/core/formats/open-file.ts";

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export interface Opened {
  readonly format: string;
  readonly conversations: readonly Conversation[];
  readonly errors: readonly RowError[];
}

/** Opens and reads to the end. Throws what `openConversations` throws. */
export function openAll(content: string | Uint8Array, options?: OpenOptions): Opened {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const { format, items } = openConversations({ name: "test", bytes }, options);
  const conversations: Conversation[] = [];
  const errors: RowError[] = [];
  for (const item of items) {
    if (item.type === "error") errors.push(item.error);
    else conversations.push(item.conversation);
  }
  return { format: format.id, conversations, errors };
}

/** Opens one row given as a value. */
export function openRow(value: unknown, options?: OpenOptions): Opened {
  return openAll(JSON.stringify([value]), options);
}

/** "user: text(hello) | assistant: tool_use(…)": a conversation in one line. */
export function sketch(conversation: Conversation | undefined): string {
  if (conversation === undefined) return "none";
  return conversation.turns
    .map(({ role, blocks }) =>
      `${role}: ${blocks.map(({ type, text }) => `${type}(${text})`).join(" ")}`.trim(),
    )
    .join(" | ");
}
