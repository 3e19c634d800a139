import * as vscode from "vscode";
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../core/review/judgement.ts";
import { identityOf } from "../../core/review/identity.ts";
import type { JudgementLog } from "../../store/judgement-log.ts";
import { LogState } from "../../store/log-state.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { storageProblem } from "./storage-problem.ts";
import type { SuggestionSets } from "./suggestion-sets.ts";

/** A rater's judgement file and the suggestions beside it, by conversation. */
export class DiskRecord implements RaterRecord {
  summary: LogState;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly stopWatching: () => void;

  constructor(
    readonly rater: string,
    private readonly log: JudgementLog,
    private readonly suggestions: SuggestionSets,
  ) {
    this.summary = new LogState(log);
    this.stopWatching = log.watch((change) => {
      if (change.reloaded) this.summary = new LogState(log);
      else for (const event of change.added) this.summary.add(event);
      this.changed.fire();
    });
  }

  eventsOf(conversationId: string): readonly JudgementEvent[] {
    return this.summary.eventsOf(conversationId);
  }

  identityOf(conversation: ConversationRef): ConversationRef {
    return identityOf(conversation, ({ id, hash }) =>
      this.eventsOf(id).some((event) => event.conversation.hash === hash),
    );
  }

  mayHaveTouched(idHash: number): boolean {
    return this.summary.mayHaveTouched(idHash);
  }

  saveSuggestions(
    run: RunRecord,
    conversation: ConversationRef,
    suggestions: readonly Suggestion[],
  ): Promise<void> {
    return this.explained(() => this.suggestions.save(run, conversation, suggestions));
  }

  async append(
    conversation: ConversationRef,
    draft: JudgementDraft,
    assist: Assist,
  ): Promise<JudgementEvent> {
    const event = await this.explained(async () => {
      await this.suggestions.ready();
      return this.log.append(draft, { conversation, assist });
    });
    this.summary.add(event);
    return event;
  }

  dispose(): void {
    this.stopWatching();
    this.changed.dispose();
  }

  private async explained<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw storageProblem(error, this.suggestions.projectFolder);
    }
  }
}
