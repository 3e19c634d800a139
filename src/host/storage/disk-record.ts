import * as vscode from "vscode";
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../core/review/judgement.ts";
import { ReviewSummary } from "../../core/review/summary.ts";
import type { JudgementLog } from "../../store/judgement-log.ts";
import type { SuggestionsStore } from "../../store/suggestions-store.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import type { SuggestionSet } from "../review/review.ts";

/** A rater's judgement file and the suggestions beside it, indexed by conversation. */
export class DiskRecord implements RaterRecord {
  summary = new ReviewSummary();
  private byConversation = new Map<string, JudgementEvent[]>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly stopWatching: () => void;
  private prepared: Promise<void> | undefined;

  constructor(
    readonly rater: string,
    private readonly log: JudgementLog,
    private readonly suggestions: SuggestionsStore,
    private readonly prepare: () => Promise<void>,
  ) {
    this.takeAll();
    this.stopWatching = log.watch((change) => {
      if (change.reloaded) this.takeAll();
      else for (const event of change.added) this.take(event);
      this.changed.fire();
    });
  }

  eventsOf(conversationId: string): readonly JudgementEvent[] {
    return this.byConversation.get(conversationId) ?? [];
  }

  async setsOf(conversation: ConversationRef): Promise<readonly SuggestionSet[]> {
    const runs = this.suggestions.runs.filter((run) => this.suggestions.has(run.id, conversation)).reverse();
    const sets = runs.map(async (run): Promise<SuggestionSet[]> => {
      const results = await this.suggestions.of(conversation.id, [run.id]);
      const result = results.find((each) => each.conversation.hash === conversation.hash);
      return result ? [{ run, suggestions: result.suggestions }] : [];
    });
    return (await Promise.all(sets)).flat();
  }

  async saveSuggestions(
    run: RunRecord,
    conversation: ConversationRef,
    suggestions: readonly Suggestion[],
  ): Promise<void> {
    if (this.suggestions.has(run.id, conversation)) return;
    await this.ready();
    if (!this.suggestions.runs.some((known) => known.id === run.id)) await this.startRun(run);
    if (this.suggestions.has(run.id, conversation)) return;
    await this.suggestions.append(run.id, [{ conversation, suggestions }]);
  }

  async append(
    conversation: ConversationRef,
    draft: JudgementDraft,
    assist: Assist,
  ): Promise<JudgementEvent> {
    await this.ready();
    const event = await this.log.append(draft, { conversation, assist });
    this.take(event);
    return event;
  }

  dispose(): void {
    this.stopWatching();
    this.changed.dispose();
  }

  /** The same deterministic run may have been begun by another window. */
  private async startRun(run: RunRecord): Promise<void> {
    try {
      await this.suggestions.startRun(run);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      await this.suggestions.reload();
    }
  }

  /** A failure is tried again with the next judgement. */
  private async ready(): Promise<void> {
    this.prepared ??= this.prepare();
    try {
      await this.prepared;
    } catch (error) {
      this.prepared = undefined;
      throw error;
    }
  }

  private takeAll(): void {
    this.summary = new ReviewSummary();
    this.byConversation = new Map();
    for (const event of this.log.events) this.take(event);
  }

  private take(event: JudgementEvent): void {
    this.summary.add(event);
    const { id } = event.conversation;
    const list = this.byConversation.get(id);
    if (list) list.push(event);
    else this.byConversation.set(id, [event]);
  }
}
