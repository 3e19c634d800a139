/** Under which id a conversation's judgements are kept. */
import type { ConversationRef } from "../extraction/annotation.ts";

/**
 * In a corpus whose ids repeat, the second row of an id becomes `<id>~2` once the index has come by. A row judged before
 * that has its judgements under the plain id: they are its own, as their content hash tells. `isKnown`: whether there are
 * judgements under exactly this id and hash. Rows with the same id and the same content share their judgements.
 */
export function identityOf(
  conversation: ConversationRef,
  isKnown: (conversation: ConversationRef) => boolean,
): ConversationRef {
  const plain = /^(.+)~\d+$/s.exec(conversation.id)?.[1];
  if (plain === undefined || isKnown(conversation)) return conversation;
  const before = { id: plain, hash: conversation.hash };
  return isKnown(before) ? before : conversation;
}
