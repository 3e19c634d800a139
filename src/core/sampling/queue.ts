/** One rater's way through a sample: what is done, what comes next, how long it will take. */
import type { ConversationRef } from "../extraction/annotation.ts";
import { itemsOf } from "../review/blind.ts";
import type { Pace } from "../review/pace.ts";
import type { ConversationSummary } from "../review/summary.ts";
import type { Sample, SampleItem } from "./sample.ts";

/** A rater's item with where it stands. It doesn't tell a trap from the others, nor the stratum: raters see it. */
export interface QueueItem extends ConversationSummary {
  /** 1-based place among the rater's items. */
  readonly position: number;
  readonly conversation: ConversationRef;
}

export interface QueueCounts {
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly open: number;
  /** Of any status. */
  readonly flagged: number;
}

/** Keeps counts up to date item by item, so that a judgement in a sample of 100,000 costs no more than in one of ten. */
export class ReviewQueue {
  readonly sample: Sample;
  readonly rater: string;
  readonly #statusOf: (conversation: ConversationRef) => ConversationSummary;
  readonly #items: QueueItem[];
  readonly #places = new Map<string, number>();
  readonly #counts = { done: 0, skipped: 0, open: 0, flagged: 0, judged: 0 };

  /** `statusOf`: the rater's own summary. A rater who isn't one of the sample's has no items. */
  constructor(
    sample: Sample,
    rater: string,
    statusOf: (conversation: ConversationRef) => ConversationSummary,
  ) {
    this.sample = sample;
    this.rater = rater;
    this.#statusOf = statusOf;
    this.#items = itemsOf(sample, rater).map((item, at) => this.#look(item, at));
    for (const [at, item] of this.#items.entries()) {
      this.#places.set(item.conversation.id, at);
      this.#count(item, 1);
    }
  }

  /** In rating order. */
  get items(): readonly QueueItem[] {
    return this.#items;
  }

  get counts(): QueueCounts {
    const { done, skipped, open, flagged } = this.#counts;
    return { total: this.#items.length, done, skipped, open, flagged };
  }

  get(id: string): QueueItem | undefined {
    return this.#items[this.#places.get(id) ?? -1];
  }

  /** Asks for the status of one item again; false if nothing changed or the conversation isn't in the queue. */
  refresh(id: string): boolean {
    const at = this.#places.get(id);
    const old = at === undefined ? undefined : this.#items[at];
    if (at === undefined || !old) return false;
    const item = this.#look(old.conversation, at);
    if (item.status === old.status && item.flagged === old.flagged && item.judged === old.judged)
      return false;
    this.#count(old, -1);
    this.#count(item, 1);
    this.#items[at] = item;
    return true;
  }

  /** Asks for every status again: events came from elsewhere. False if nothing changed. */
  refreshAll(): boolean {
    let changed = false;
    for (const { conversation } of this.#items) changed = this.refresh(conversation.id) || changed;
    return changed;
  }

  /** The first open item behind `id`, and when there is none the first from the start; without `id` the first. */
  nextOpen(id?: string): QueueItem | undefined {
    if (this.#counts.open === 0) return undefined;
    const from = id === undefined ? 0 : (this.#places.get(id) ?? -1) + 1;
    for (let step = 0; step < this.#items.length; step++) {
      const item = this.#items[(from + step) % this.#items.length];
      if (item?.status === "open" && item.conversation.id !== id) return item;
    }
    return undefined;
  }

  /** The item before or behind `id` in rating order. */
  neighbour(id: string, step: 1 | -1): QueueItem | undefined {
    const at = this.#places.get(id);
    return at === undefined ? undefined : this.#items[at + step];
  }

  /** Open items first, each part in rating order. */
  openFirst(): readonly QueueItem[] {
    return [
      ...this.#items.filter(({ status }) => status === "open"),
      ...this.#items.filter(({ status }) => status !== "open"),
    ];
  }

  /**
   * How long the open items will take at this pace, in ms: labels judged per finished item so far, over labels judged
   * an hour. undefined while there is too little to tell it from (nothing finished, or no judgement lately).
   */
  timeLeft(pace: Pace): number | undefined {
    const { done, skipped, open, judged } = this.#counts;
    if (open === 0) return 0;
    const perItem = done + skipped === 0 ? 0 : judged / (done + skipped);
    if (perItem === 0 || pace.perHour === 0) return undefined;
    return (open * perItem * 3_600_000) / pace.perHour;
  }

  #look({ id, hash }: SampleItem | ConversationRef, at: number): QueueItem {
    const conversation = { id, hash };
    const { status, flagged, judged } = this.#statusOf(conversation);
    return { position: at + 1, conversation, status, flagged, judged };
  }

  #count({ status, flagged, judged }: QueueItem, sign: 1 | -1): void {
    this.#counts[status] += sign;
    if (flagged) this.#counts.flagged += sign;
    if (status !== "open") this.#counts.judged += sign * judged;
  }
}

/** "12 min", "2 h 5 min", "30 h": as rough as the estimate is. */
export function durationText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = minutes / 60;
  if (hours < 10) {
    const rest = Math.round((minutes % 60) / 5) * 5;
    return rest === 0 || rest === 60 ? `${Math.round(hours)} h` : `${Math.floor(hours)} h ${rest} min`;
  }
  return `${Math.round(hours)} h`;
}
