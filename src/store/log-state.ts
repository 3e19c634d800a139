/** Where a rater stands, over a log with or without an index: summary of each conversation, totals, pace, events. */
import { closeSync, openSync, readSync } from "node:fs";
import { idHashOf } from "../core/conversation/id-hash.ts";
import type { ConversationRef } from "../core/extraction/annotation.ts";
import type { JudgementEvent } from "../core/review/judgement.ts";
import type { Pace } from "../core/review/pace.ts";
import { PaceMeter } from "../core/review/pace.ts";
import type { ConversationSummary, ReviewTotals, SummaryView } from "../core/review/summary.ts";
import { ReviewSummary } from "../core/review/summary.ts";
import { eventsIn } from "./index-log.ts";
import type { JudgementLog } from "./judgement-log.ts";

/** Conversations whose events stay at hand after they were read from the file. */
const KEPT = 2_000;

/** Of the log as it is when this is made: after a reload make another. */
export class LogState implements SummaryView {
  readonly #log: JudgementLog;
  readonly #indexed: JudgementLog["indexed"];
  /** Conversations with events after the index, with all of their events. */
  readonly #since = new ReviewSummary();
  readonly #events = new Map<string, JudgementEvent[]>();
  readonly #idHashes = new Set<number>();
  readonly #pace = new PaceMeter();
  /** What the index says of conversations that are in `#since`, too. */
  readonly #twice = { touched: 0, done: 0, skipped: 0, flagged: 0, judged: 0 };
  #read = new Map<string, readonly JudgementEvent[]>();

  constructor(log: JudgementLog) {
    this.#log = log;
    this.#indexed = log.indexed;
    for (const event of this.#indexed?.recent ?? []) this.#pace.add(event);
    for (const event of log.events) this.add(event);
  }

  /** An event after those known. */
  add(event: JudgementEvent): void {
    const { id } = event.conversation;
    let events = this.#events.get(id);
    if (!events) {
      events = [...this.#indexedEvents(id)];
      this.#events.set(id, events);
      this.#idHashes.add(idHashOf(id));
      for (const known of events) this.#since.add(known);
      this.#countTwice(id);
      this.#read.delete(id);
    }
    events.push(event);
    this.#since.add(event);
    this.#pace.add(event);
  }

  /** In the file's order, of all versions of the text. */
  eventsOf(conversationId: string): readonly JudgementEvent[] {
    return this.#events.get(conversationId) ?? this.#indexedEvents(conversationId);
  }

  /** False when no event is about a conversation whose id has this `idHash48`. */
  mayHaveTouched(idHash: number): boolean {
    return this.#idHashes.has(idHash) || this.#indexed?.index.has(idHash) === true;
  }

  get(conversation: ConversationRef): ConversationSummary {
    const indexed = this.#events.has(conversation.id) ? undefined : this.#indexed?.index.get(conversation);
    return indexed ?? this.#since.get(conversation);
  }

  totals(): ReviewTotals {
    const since = this.#since.totals();
    const before = this.#indexed?.index.totals;
    if (!before) return since;
    const sum = (part: keyof ReviewTotals): number => before[part] - this.#twice[part] + since[part];
    return {
      touched: sum("touched"),
      done: sum("done"),
      skipped: sum("skipped"),
      flagged: sum("flagged"),
      judged: sum("judged"),
    };
  }

  /** `now`: ms since 1970. */
  pace(now: number): Pace {
    return this.#pace.at(now);
  }

  #countTwice(id: string): void {
    const index = this.#indexed?.index;
    for (const entry of index?.entriesOf(id) ?? []) {
      const summary = index?.get(index.nameOf(entry));
      if (!summary) continue;
      this.#twice.touched++;
      if (summary.status === "done") this.#twice.done++;
      if (summary.status === "skipped") this.#twice.skipped++;
      if (summary.flagged) this.#twice.flagged++;
      this.#twice.judged += summary.judged;
    }
  }

  /** A few kB of the file, at once: whoever asks shows the conversation. */
  #indexedEvents(id: string): readonly JudgementEvent[] {
    const runs = this.#indexed?.index.runsOf(id) ?? [];
    if (runs.length === 0) return [];
    const known = this.#read.get(id);
    if (known) return known;
    const events = runs.flatMap(({ start, length }) => {
      const bytes = readBytes(this.#log.file, start, length);
      return bytes ? eventsIn(bytes, this.#log.rater, id) : [];
    });
    if (this.#read.size >= KEPT) this.#read = new Map();
    this.#read.set(id, events);
    return events;
  }
}

/** undefined where the file hasn't as much: it was replaced, and the log will find out. */
function readBytes(file: string, start: number, length: number): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const bytes = Buffer.alloc(length);
    for (let read = 0; read < length;) {
      const more = readSync(handle, bytes, read, length - read, start + read);
      if (more === 0) return undefined;
      read += more;
    }
    return bytes;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
