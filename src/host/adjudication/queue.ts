/** The conversations to adjudicate, in order, with the one on show. */
import { versionKey } from "../../core/agreement/collect.ts";
import type { ReviewStatus } from "../../core/review/fold.ts";
import type { AdjudicationSnapshot } from "../../protocol/adjudication.ts";
import type { QueueEntry } from "./messages.ts";

/** Items of the queue sent to the page, around the current one. */
const WINDOW = 200;

export class AdjudicationQueue {
  private readonly entries: readonly QueueEntry[];
  private readonly statuses = new Map<string, ReviewStatus>();
  private shown: readonly QueueEntry[];
  private at = -1;
  onlyDisputed = false;

  constructor(entries: readonly QueueEntry[]) {
    this.entries = entries;
    this.shown = entries;
  }

  get current(): QueueEntry | undefined {
    return this.shown[this.at];
  }

  get size(): number {
    return this.entries.length;
  }

  get done(): number {
    return this.entries.filter((entry) => this.statusOf(entry) !== "open").length;
  }

  statusOf({ conversation, status }: QueueEntry): ReviewStatus {
    return this.statuses.get(versionKey(conversation)) ?? status;
  }

  setStatus({ conversation }: QueueEntry, status: ReviewStatus): void {
    this.statuses.set(versionKey(conversation), status);
  }

  /** False when there is no such conversation among the shown ones. */
  go(key: string): boolean {
    const at = this.shown.findIndex(({ conversation }) => versionKey(conversation) === key);
    if (at >= 0) this.at = at;
    return at >= 0;
  }

  /** False at the end. */
  step(by: 1 | -1): boolean {
    const to = this.at + by;
    if (to < 0 || to >= this.shown.length) return false;
    this.at = to;
    return true;
  }

  /** To the next open one after the current, from the top again after the last. False when all are done. */
  nextOpen(): boolean {
    const isOpen = (entry: QueueEntry): boolean => this.statusOf(entry) === "open";
    const after = this.shown.findIndex((entry, at) => at > this.at && isOpen(entry));
    const to = after >= 0 ? after : this.shown.findIndex(isOpen);
    if (to < 0) return false;
    this.at = to;
    return true;
  }

  /** Shows all, or only those on which raters differ; the current one stays where it can. */
  show(onlyDisputed: boolean): void {
    const { current } = this;
    this.onlyDisputed = onlyDisputed;
    this.shown = onlyDisputed ? this.entries.filter(({ disputed }) => disputed > 0) : this.entries;
    this.at = current ? this.shown.indexOf(current) : -1;
    if (this.at < 0) this.nextOpen();
  }

  view(titleOf: (entry: QueueEntry) => string): AdjudicationSnapshot["queue"] {
    const first = Math.max(0, Math.min(this.at - WINDOW / 2, this.shown.length - WINDOW));
    return {
      of: this.shown.length,
      done: this.shown.filter((entry) => this.statusOf(entry) !== "open").length,
      ...(this.at < 0 ? {} : { current: this.at }),
      first,
      items: this.shown.slice(first, first + WINDOW).map((entry) => ({
        key: versionKey(entry.conversation),
        title: titleOf(entry),
        disagreement: entry.rows === 0 ? 0 : entry.disputed / entry.rows,
        status: this.statusOf(entry),
      })),
      onlyDisputed: this.onlyDisputed,
    };
  }
}
