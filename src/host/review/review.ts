import type * as vscode from "vscode";
import { hashConversation, hashText } from "../../core/conversation/hash.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { ConversationRef, Suggestion } from "../../core/extraction/annotation.ts";
import type { RunRecord } from "../../core/extraction/extractor.ts";
import { foldConversation, type ReviewLabel, type ReviewState } from "../../core/review/fold.ts";
import type { Assist, JudgementEvent } from "../../core/review/judgement.ts";
import type { ConversationSummary } from "../../core/review/summary.ts";
import type { DraftsView, ExtractionView } from "../../protocol/review.ts";
import type { TranscriptPage } from "../transcript/documents.ts";
import type { RaterRecord } from "./rater-record.ts";
import { disclosureOf, valueLabels } from "./snapshot.ts";

/** What an extractor said of one conversation, and under which run. */
export interface SuggestionSet {
  readonly run: RunRecord;
  readonly suggestions: readonly Suggestion[];
}

const UNTOUCHED: ConversationSummary = { status: "open", flagged: false, judged: 0 };
const refs = new WeakMap<Conversation, ConversationRef>();

/** The conversation as judgements know it. Hashed once per reading. */
export function refOf(conversation: Conversation): ConversationRef {
  const known = refs.get(conversation);
  if (known) return known;
  const ref = { id: conversation.id, hash: hashConversation(conversation) };
  refs.set(conversation, ref);
  return ref;
}

/** Where a rater stands with a conversation. Only one that has events is hashed: a file has thousands. */
export function summaryOf(record: RaterRecord | undefined, conversation: Conversation): ConversationSummary {
  if (!record) return UNTOUCHED;
  const isPlain = !conversation.id.includes("~");
  if (isPlain && record.eventsOf(conversation.id).length === 0) return UNTOUCHED;
  return record.summary.get(record.identityOf(refOf(conversation)));
}

/** One conversation under review: suggestions and events in, state and selection out. No I/O. */
export class Review {
  /** Replaced once the rater's record is at hand, when its judgements are kept under another id. */
  ref: ConversationRef;
  /** Newest run first, the local extractor's last. Empty while `blind`. */
  sets: readonly SuggestionSet[] = [];
  /** Id of the run to show; absent, or not among the sets = the newest. */
  chosenRun: string | undefined;
  extraction: ExtractionView;
  selected: string | undefined;
  drafts: DraftsView = {};
  state: ReviewState;
  /** Annotations with a judgement on its way to the disk. */
  readonly inFlight = new Set<string>();

  constructor(
    readonly page: TranscriptPage,
    disclosure: string,
    /**
     * Why this rater must see neither suggestions nor others' labels here, in words. Nothing of either is ever put
     * into a blind review, so that no surface can show it.
     */
    readonly blind?: string,
  ) {
    this.ref = refOf(page.conversation);
    this.extraction =
      blind === undefined ? { state: "none", disclosure } : { state: "blind", disclosure: blind };
    this.state = foldConversation([], [], this.ref.hash);
  }

  get assist(): Assist {
    return this.blind === undefined ? "suggested" : "blind";
  }

  get uri(): vscode.Uri {
    return this.page.uri;
  }

  /** Short, and free of the source's path: it travels to the panel and names drafts. */
  get key(): string {
    return hashText(this.page.uri.toString());
  }

  /** Value labels in the panel's order. */
  get rows(): readonly ReviewLabel[] {
    return valueLabels(this.state);
  }

  get selectedRow(): ReviewLabel | undefined {
    return this.rows.find((row) => row.id === this.selected);
  }

  /** The set on show. */
  get shown(): SuggestionSet | undefined {
    return this.sets.find((set) => set.run.id === this.chosenRun) ?? this.sets[0];
  }

  get runs(): readonly RunRecord[] {
    return this.sets.map(({ run }) => run);
  }

  /** What the panel says of the suggestions on show. */
  get extractionView(): ExtractionView {
    const run = this.shown?.run;
    if (!run || run.extractor === "local" || this.extraction.state === "running") return this.extraction;
    return { state: "done", disclosure: disclosureOf(run, this.extraction.disclosure) };
  }

  /** Adds a set, in place of an earlier one of the same run. */
  addSet(set: SuggestionSet): void {
    if (this.blind !== undefined) return;
    const others = this.sets.filter((other) => other.run.id !== set.run.id);
    this.sets = [set, ...others].sort((a, b) => (b.run.startedAt ?? "").localeCompare(a.run.startedAt ?? ""));
  }

  /** Folds again. Suggestions on show: the chosen run's, and any other's that this rater has judged. */
  refold(events: readonly JudgementEvent[]): void {
    const judged = new Set(
      events.flatMap((event) => ("target" in event && event.target ? [event.target] : [])),
    );
    const { shown: onShow } = this;
    const shown = this.sets.flatMap((set) =>
      set === onShow ? set.suggestions : set.suggestions.filter((suggestion) => judged.has(suggestion.id)),
    );
    this.state = foldConversation(shown, events, this.ref.hash);
    const rows = this.rows;
    if (!rows.some((row) => row.id === this.selected)) this.selected = this.nextPending() ?? rows[0]?.id;
  }

  /** The run whose suggestion this is. */
  setOf(suggestionId: string): SuggestionSet | undefined {
    return this.sets.find((set) => set.suggestions.some((suggestion) => suggestion.id === suggestionId));
  }

  /** The next row that waits for a judgement, from the row after `from`, around the end; undefined when none waits. */
  nextPending(from?: string): string | undefined {
    const { rows } = this;
    const start = rows.findIndex((row) => row.id === from) + 1;
    const order = [...rows.slice(start), ...rows.slice(0, start)];
    return order.find((row) => row.state === "suggested" && !this.inFlight.has(row.id))?.id;
  }

  /** Selects the row `step` rows away, stopping at both ends. */
  move(step: 1 | -1): void {
    const { rows } = this;
    const at = rows.findIndex((row) => row.id === this.selected);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
    if (next) this.selected = next.id;
  }
}
