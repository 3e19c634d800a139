/** Conversations and their parts for the tests of prompts and answers. */
import type { Conversation, Role } from "../../../../../src/core/conversation/model.ts";

export function conversationOf(turns: readonly (readonly [Role, string])[]): Conversation {
  return {
    id: "c1",
    format: "test",
    position: { row: 0 },
    metadata: {},
    notes: [],
    turns: turns.map(([role, text]) => ({ role, blocks: [{ type: "text", text }] })),
  };
}

export const FLATMATE = conversationOf([
  ["user", "I believe fairness matters most. My flatmate never cleans. Should I confront him?"],
  ["assistant", "I want to be honest with you: it may hurt him. Consider how he feels before you speak."],
]);
