/** What the corpus table shows of a conversation's judgements and suggestions. */
import type { ConversationRef, Label, Suggestion } from "../extraction/annotation.ts";
import { foldConversation } from "../review/fold.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import type { ConversationMarks } from "./table.ts";

export interface MarksInput {
  readonly conversation: ConversationRef;
  /** The current rater's events on this conversation, of any version of its text. */
  readonly mine: readonly JudgementEvent[];
  /** Who has judged anything here, the current rater included. */
  readonly raters: readonly string[];
  /** Of the newest run, and those that the rater has judged. */
  readonly suggestions: readonly Suggestion[];
  readonly isWatched: (label: Label) => boolean;
}

/** O(events + suggestions). Names of values come once each, in the order of the fold. */
export function conversationMarks(input: MarksInput): ConversationMarks {
  const { conversation, mine, raters, suggestions, isWatched } = input;
  const state = foldConversation(suggestions, mine, conversation.hash);
  const standing = state.labels.filter(
    ({ label, state: at }) => label.kind === "aiValue" && at !== "rejected",
  );
  return {
    ...conversation,
    status: state.status,
    flagged: state.flagged,
    judged: state.judged,
    labels: [...new Set(standing.map(({ label }) => label.value))],
    raters,
    warnings: standing.filter(({ label }) => isWatched(label)).length,
  };
}
