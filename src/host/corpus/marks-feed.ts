import { Worker } from "node:worker_threads";
import { conversationMarks } from "../../core/table/conversation-marks.ts";
import type { ConversationMarks } from "../../core/table/table.ts";
import type { CorpusTable } from "../../corpus/table/corpus-table.ts";
import type { Label } from "../../core/extraction/annotation.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import type { Review } from "../review/review.ts";
import type { FromMarksWorker, MarksToRead } from "./marks-messages.ts";

/**
 * Keeps a table's marks: all of them once, read by a worker, then those of each conversation that is judged here.
 */
export class MarksFeed {
  private worker: Worker | undefined;
  /** Who has judged a conversation, by version; only of those that somebody has. */
  private readonly raters = new Map<string, readonly string[]>();

  constructor(
    private readonly table: CorpusTable,
    private readonly workerFile: string,
    private readonly log: (message: string) => void,
  ) {}

  /** Reads all marks anew; the table shows the old ones until the first new ones come. */
  async read(toRead: MarksToRead): Promise<void> {
    await this.stop();
    this.raters.clear();
    const worker = new Worker(this.workerFile, { workerData: toRead });
    this.worker = worker;
    let replace = true;
    let sending: Promise<unknown> = Promise.resolve();
    const send = (marks: readonly ConversationMarks[]): void => {
      const first = replace;
      replace = false;
      // A closed table has no more use for marks.
      sending = sending.then(() => this.table.setMarks(marks, first)).catch(() => undefined);
    };
    await new Promise<void>((resolve) => {
      worker.on("message", (message: FromMarksWorker) => {
        if (message.type === "marks") {
          for (const mark of message.marks)
            if (mark.raters.length > 0) this.raters.set(keyOf(mark), mark.raters);
          send(message.marks);
        } else if (message.type === "failed") {
          this.log(`the table lacks judgements and labels: ${message.message}`);
          resolve();
        } else {
          if (replace) send([]);
          resolve();
        }
      });
      worker.on("error", (error) => {
        this.log(`the table lacks judgements and labels: ${error.message}`);
        resolve();
      });
      worker.on("exit", () => resolve());
    });
    await sending;
  }

  /** A conversation was judged in this window. */
  async judged(review: Review, record: RaterRecord, isWatched: (label: Label) => boolean): Promise<void> {
    const mine = record.eventsOf(review.ref.id);
    const others = (this.raters.get(keyOf(review.ref)) ?? []).filter((name) => name !== record.rater);
    const raters = mine.length > 0 ? [...others, record.rater] : others;
    if (raters.length > 0) this.raters.set(keyOf(review.ref), raters);
    const suggestions = review.sets.flatMap((set) => (set === review.shown ? set.suggestions : []));
    const marks = conversationMarks({ conversation: review.ref, mine, raters, suggestions, isWatched });
    await this.table.setMarks([marks], false).catch(() => undefined);
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}

function keyOf({ id, hash }: { readonly id: string; readonly hash: string }): string {
  return `${hash} ${id}`;
}
