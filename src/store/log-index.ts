/**
 * What queue and status bar show of a long judgement log, and where each conversation's lines are: the log's state without
 * its events, which are read when a conversation is asked for. In typed arrays, so that a snapshot of it is read in a
 * moment (`index-snapshot.ts`). Conversations are found by `idHash48`.
 */
import { idHashOf } from "../core/conversation/id-hash.ts";
import type { ConversationRef } from "../core/extraction/annotation.ts";
import type { ReviewStatus } from "../core/review/fold.ts";
import type { ConversationSummary, ReviewTotals } from "../core/review/summary.ts";

const STATUSES: readonly ReviewStatus[] = ["open", "done", "skipped"];
const FLAGGED = 4;

/** One entry for each version of a conversation, sorted by `idHashes`. */
export interface IndexTables {
  readonly idHashes: Float64Array;
  /** Status in the lower two bits, and the flag. */
  readonly states: Uint8Array;
  readonly judged: Uint32Array;
  /** Entry `e` has the runs of lines from `firstRun[e]` to `firstRun[e + 1]`. */
  readonly firstRun: Uint32Array;
  /** Bytes of the file; a run of lines ends before its last line feed. */
  readonly runStarts: Float64Array;
  readonly runLengths: Uint32Array;
  /** Entry `e`'s name, `hash id` in UTF-8, is `names` from `nameStarts[e]` to `nameStarts[e + 1]`. */
  readonly nameStarts: Uint32Array;
  readonly names: Uint8Array;
  readonly totals: ReviewTotals;
}

/** Where lines of a conversation stand, in bytes. */
export interface LineRun {
  readonly start: number;
  readonly length: number;
}

export class LogIndex {
  readonly tables: IndexTables;
  readonly #decoder = new TextDecoder();

  constructor(tables: IndexTables) {
    this.tables = tables;
  }

  get totals(): ReviewTotals {
    return this.tables.totals;
  }

  /** undefined: no event. */
  get(conversation: ConversationRef): ConversationSummary | undefined {
    const entry = this.entriesOf(conversation.id).find((one) => this.nameOf(one).hash === conversation.hash);
    if (entry === undefined) return undefined;
    const state = this.tables.states[entry] ?? 0;
    return {
      status: STATUSES[state & 3] ?? "open",
      flagged: (state & FLAGGED) !== 0,
      judged: this.tables.judged[entry] ?? 0,
    };
  }

  /** False when no event is about a conversation whose id has this `idHash48`. */
  has(idHash: number): boolean {
    return this.tables.idHashes[this.#first(idHash)] === idHash;
  }

  /** Where the lines about a conversation are, in all versions of its text, in the file's order. */
  runsOf(id: string): LineRun[] {
    const { firstRun, runStarts, runLengths } = this.tables;
    const runs: LineRun[] = [];
    for (const entry of this.entriesOf(id)) {
      for (let run = firstRun[entry] ?? 0; run < (firstRun[entry + 1] ?? 0); run++)
        runs.push({ start: runStarts[run] ?? 0, length: runLengths[run] ?? 0 });
    }
    return runs.sort((a, b) => a.start - b.start);
  }

  /** The versions of a conversation that have events. */
  entriesOf(id: string): number[] {
    const { idHashes } = this.tables;
    const wanted = idHashOf(id);
    const found: number[] = [];
    for (let entry = this.#first(wanted); idHashes[entry] === wanted; entry++)
      if (this.nameOf(entry).id === id) found.push(entry);
    return found;
  }

  nameOf(entry: number): ConversationRef {
    const { names, nameStarts } = this.tables;
    const name = this.#decoder.decode(names.subarray(nameStarts[entry], nameStarts[entry + 1]));
    const space = name.indexOf(" ");
    return { hash: name.slice(0, space), id: name.slice(space + 1) };
  }

  #first(idHash: number): number {
    const { idHashes } = this.tables;
    let [low, high] = [0, idHashes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((idHashes[middle] ?? 0) >= idHash) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export function stateByte(status: ReviewStatus, flagged: boolean): number {
  return STATUSES.indexOf(status) + (flagged ? FLAGGED : 0);
}
