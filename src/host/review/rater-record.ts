import type * as vscode from "vscode";
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../core/review/judgement.ts";
import type { SummaryView } from "../../core/review/summary.ts";

/** What is on disk for one rater and one source file. */
export interface RaterRecord extends vscode.Disposable {
  readonly rater: string;
  readonly summary: SummaryView;
  /** In log order. */
  eventsOf(conversationId: string): readonly JudgementEvent[];
  /** The conversation under the id that its judgements have. */
  identityOf(conversation: ConversationRef): ConversationRef;
  /** False when no event is about a conversation whose id has this `idHash48`. */
  mayHaveTouched(idHash: number): boolean;
  /** Writes run and suggestions unless they are on disk already. Resolves when durable. */
  saveSuggestions(
    run: RunRecord,
    conversation: ConversationRef,
    suggestions: readonly Suggestion[],
  ): Promise<void>;
  /** Resolves when durable. Rejects when the judgement is NOT recorded. */
  append(conversation: ConversationRef, draft: JudgementDraft, assist: Assist): Promise<JudgementEvent>;
  /** Events came from elsewhere: another window, a git merge. */
  readonly onDidChange: vscode.Event<void>;
}
