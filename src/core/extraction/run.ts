/** From what an extractor proposes to the suggestions that a run stores. */
import { hashConversation, hashText } from "../conversation/hash.ts";
import type { Conversation } from "../conversation/model.ts";
import type { Suggestion } from "./annotation.ts";
import type { Extraction } from "./extractor.ts";

/** Hex digits of the conversation's part of a suggestion id: 48 bits, no collision to expect among millions. */
const KEY_DIGITS = 12;

/**
 * Gives the proposals their ids: `<run>:<conversation>:<n>`, unique in a corpus. They depend on the run's id, the
 * conversation's id and content and the order of proposals only, so that a deterministic extractor gives the same
 * ids on every machine and two raters' judgements name the same suggestion.
 */
export function toSuggestions(
  runId: string,
  conversation: Conversation,
  extraction: Extraction,
): Suggestion[] {
  const ref = { id: conversation.id, hash: hashConversation(conversation) };
  const key = hashText(JSON.stringify([ref.id, ref.hash])).slice(0, KEY_DIGITS);
  return extraction.proposals.map((proposal, at) => ({
    ...proposal,
    id: `${runId}:${key}:${at}`,
    run: runId,
    conversation: ref,
  }));
}
