/** Where one rater stands across a corpus, kept up to date event by event: for queue, progress and pace. */
import type { ConversationRef } from "../extraction/annotation.ts";
import type { ReviewStatus } from "./fold.ts";
import type { JudgementEvent } from "./judgement.ts";
import { PaceMeter } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { readTimeline } from "./timeline.ts";

export interface ConversationSummary {
  readonly status: ReviewStatus;
  readonly flagged: boolean;
  /** Annotations judged or added. Unlike the fold's count it includes targets whose suggestions aren't loaded. */
  readonly judged: number;
}

export interface ReviewTotals {
  /** Conversations with at least one event. */
  readonly touched: number;
  readonly done: number;
  readonly skipped: number;
  readonly flagged: number;
  readonly judged: number;
}

/** Where a rater stands, however it is known. */
export interface SummaryView {
  /** Of one conversation in the version named by its hash. */
  get(conversation: ConversationRef): ConversationSummary;
  totals(): ReviewTotals;
  /** `now`: ms since 1970. */
  pace(now: number): Pace;
}

const UNTOUCHED: ConversationSummary = { status: "open", flagged: false, judged: 0 };

/**
 * Feed it every event of one rater once or more often, in any order; the answers equal those of a fold over all
 * of them. An event in order of ids costs O(1); a retract or one out of order costs a new fold of its
 * conversation, when next asked.
 */
export class ReviewSummary implements SummaryView {
  readonly #conversations = new Map<string, Entry>();
  readonly #stale = new Set<Entry>();
  readonly #totals = { done: 0, skipped: 0, flagged: 0, judged: 0 };
  readonly #pace = new PaceMeter();

  add(event: JudgementEvent): void {
    const key = keyOf(event.conversation);
    let entry = this.#conversations.get(key);
    if (!entry) {
      entry = new Entry(event.conversation.hash);
      this.#conversations.set(key, entry);
    }
    this.#pace.add(event);
    this.#count(entry, -1);
    if (!entry.add(event)) this.#stale.add(entry);
    this.#count(entry, 1);
  }

  /** Of one conversation in the version named by its hash. */
  get(conversation: ConversationRef): ConversationSummary {
    const entry = this.#conversations.get(keyOf(conversation));
    if (!entry) return UNTOUCHED;
    this.#refresh(entry);
    return { status: entry.status, flagged: entry.flagged, judged: entry.judged };
  }

  totals(): ReviewTotals {
    for (const entry of this.#stale) this.#refresh(entry);
    return { touched: this.#conversations.size, ...this.#totals };
  }

  /** `now`: ms since 1970. */
  pace(now: number): Pace {
    return this.#pace.at(now);
  }

  #refresh(entry: Entry): void {
    if (!this.#stale.delete(entry)) return;
    this.#count(entry, -1);
    entry.refold();
    this.#count(entry, 1);
  }

  #count(entry: Entry, sign: 1 | -1): void {
    if (entry.status === "done") this.#totals.done += sign;
    if (entry.status === "skipped") this.#totals.skipped += sign;
    if (entry.flagged) this.#totals.flagged += sign;
    this.#totals.judged += sign * entry.judged;
  }
}

/** A hash contains no space, so the first one ends it. */
function keyOf(conversation: ConversationRef): string {
  return `${conversation.hash} ${conversation.id}`;
}

/** One conversation: its events, and their fold as far as it is up to date. */
class Entry {
  status: ReviewStatus = "open";
  flagged = false;
  readonly #hash: string;
  #events: JudgementEvent[] = [];
  #annotations = new Set<string>();
  #stale = false;

  constructor(hash: string) {
    this.#hash = hash;
  }

  get judged(): number {
    return this.#annotations.size;
  }

  /** False if the fold is no longer up to date. */
  add(event: JudgementEvent): boolean {
    const last = this.#events.at(-1);
    this.#events.push(event);
    if (event.kind === "retract" || (last && event.id <= last.id)) this.#stale = true;
    if (!this.#stale) this.#apply(event);
    return !this.#stale;
  }

  refold(): void {
    const timeline = readTimeline(this.#events, this.#hash);
    // Sorted and distinct from here on, so that the next event in order is O(1) again.
    this.#events = [...timeline.events];
    this.status = "open";
    this.flagged = false;
    this.#annotations = new Set();
    this.#stale = false;
    const gone = new Set<string>();
    for (const event of timeline.events) {
      if (timeline.holding.has(event.id)) this.#apply(event);
      else if (event.kind === "add") gone.add(event.id);
    }
    for (const id of gone) this.#annotations.delete(id);
  }

  #apply(event: JudgementEvent): void {
    if (event.kind === "confirm" || event.kind === "correct" || event.kind === "reject") {
      this.#annotations.add(event.target);
    } else if (event.kind === "add") this.#annotations.add(event.id);
    else if (event.kind === "done") this.status = "done";
    else if (event.kind === "skip") this.status = "skipped";
    else if (event.kind === "flag") this.flagged = event.on;
  }
}
