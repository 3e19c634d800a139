import type { Conversation } from "../../core/conversation/model.ts";

const MAX = 80;
/** How much of a turn is looked at. */
const SOURCE = 400;

/** The first words of the human, else of anybody, on one line; what a person knows a conversation by. */
export function firstWords(conversation: Conversation): string {
  const said = (role?: string): string | undefined =>
    conversation.turns
      .filter((turn) => role === undefined || turn.role === role)
      .flatMap((turn) => turn.blocks)
      .map((block) =>
        block.text
          .slice(0, SOURCE)
          .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
          .trim(),
      )
      .find((text) => text !== "");
  const text = said("user") ?? said() ?? conversation.id;
  return text.length > MAX ? `${text.slice(0, MAX - 1).trimEnd()}…` : text;
}
