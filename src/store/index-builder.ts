/** Makes a `LogIndex` from the lines of a log as they are read, in one pass and without keeping events. */
import { idHashOf } from "../core/conversation/id-hash.ts";
import type { JudgementEvent, JudgementKind } from "../core/review/judgement.ts";
import type { ReviewStatus } from "../core/review/fold.ts";
import type { IndexTables } from "./log-index.ts";
import { stateByte } from "./log-index.ts";

/** What the state depends on of an event. */
export interface LightEvent {
  readonly id: string;
  readonly kind: JudgementKind;
  /** "" for none. */
  readonly target: string;
  readonly on: boolean;
}

export interface Entry {
  readonly id: string;
  readonly hash: string;
  judged: number;
  status: ReviewStatus;
  flagged: boolean;
  /** Start and length of each run of lines. */
  readonly runs: number[];
  /** It came up again after others: later events may take back earlier ones, so all have to be folded together. */
  isSplit: boolean;
}

/** Ids must come in order; the caller sees to it. */
export class IndexBuilder {
  readonly #entries = new Map<string, Entry>();
  #current: Entry | undefined;
  /** Of the current run of lines. */
  #events: LightEvent[] = [];
  #start = 0;
  #end = 0;
  #nameBytes = 0;

  /** The next event is about this conversation; `start`: where its line begins. */
  begin(id: string, hash: string, start: number): void {
    if (this.#current?.id === id && this.#current.hash === hash) return;
    this.#finish();
    const key = `${hash} ${id}`;
    let entry = this.#entries.get(key);
    if (entry) entry.isSplit = true;
    else {
      entry = { id, hash, judged: 0, status: "open", flagged: false, runs: [], isSplit: false };
      this.#entries.set(key, entry);
      this.#nameBytes += Buffer.byteLength(key);
    }
    this.#current = entry;
    this.#start = start;
  }

  /** An event of the conversation begun last; `end`: where its line ends, without the line feed. */
  add(event: LightEvent, end: number): void {
    this.#events.push(event);
    this.#end = end;
  }

  /** Those whose events have to be read again and given to `settle`, once all lines were added. */
  splitEntries(): Entry[] {
    this.#finish();
    return [...this.#entries.values()].filter(({ isSplit }) => isSplit);
  }

  /** `events`: all of the entry's, in order. */
  settle(entry: Entry, events: readonly LightEvent[]): void {
    fold(entry, events);
  }

  #finish(): void {
    const entry = this.#current;
    if (!entry) return;
    entry.runs.push(this.#start, this.#end - this.#start);
    if (!entry.isSplit) fold(entry, this.#events);
    this.#events = [];
    this.#current = undefined;
  }

  /** Gives way to the event loop every some thousand entries. */
  async tables(): Promise<IndexTables> {
    this.#finish();
    const entries = [...this.#entries.values()];
    const order = await placesByHash(entries);
    const count = entries.length;
    const sorted: (Entry | undefined)[] = Array.from({ length: count });
    entries.forEach((entry, at) => (sorted[order.places[at] ?? 0] = entry));
    const runs = entries.reduce((sum, entry) => sum + entry.runs.length / 2, 0);
    const tables = {
      idHashes: order.hashes,
      states: new Uint8Array(count),
      judged: new Uint32Array(count),
      firstRun: new Uint32Array(count + 1),
      runStarts: new Float64Array(runs),
      runLengths: new Uint32Array(runs),
      nameStarts: new Uint32Array(count + 1),
    };
    const totals = { touched: count, done: 0, skipped: 0, flagged: 0, judged: 0 };
    const names = Buffer.allocUnsafe(this.#nameBytes);
    let [run, name] = [0, 0];
    for (const [at, entry] of sorted.entries()) {
      if (at % SLICE === SLICE - 1) await nextTurn();
      if (!entry) continue;
      for (const [start, length] of runsOf(entry)) {
        tables.runStarts[run] = start;
        tables.runLengths[run++] = length;
      }
      name += names.write(`${entry.hash} ${entry.id}`, name);
      tables.firstRun[at + 1] = run;
      tables.nameStarts[at + 1] = name;
      tables.states[at] = stateByte(entry.status, entry.flagged);
      tables.judged[at] = entry.judged;
      if (entry.status === "done") totals.done++;
      if (entry.status === "skipped") totals.skipped++;
      if (entry.flagged) totals.flagged++;
      totals.judged += entry.judged;
    }
    await nextTurn();
    return { ...tables, names: new Uint8Array(names.buffer, names.byteOffset, name), totals };
  }
}

/** Entries between two turns of the event loop: 2 to 4 ms. */
const SLICE = 4_000;

/** Lets everything else that waits be done. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The entries' hashes in order, and where each entry goes among them. */
async function placesByHash(
  entries: readonly Entry[],
): Promise<{ hashes: Float64Array; places: Uint32Array }> {
  const own = new Float64Array(entries.length);
  for (const [at, { id }] of entries.entries()) {
    if (at % SLICE === SLICE - 1) await nextTurn();
    own[at] = idHashOf(id);
  }
  const hashes = own.slice().sort();
  await nextTurn();
  const taken = new Uint32Array(entries.length);
  const places = new Uint32Array(entries.length);
  for (const [at, hash] of own.entries()) {
    if (at % SLICE === SLICE - 1) await nextTurn();
    let [low, high] = [0, hashes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hashes[middle] ?? 0) >= hash) high = middle;
      else low = middle + 1;
    }
    places[at] = low + (taken[low] ?? 0);
    taken[low] = (taken[low] ?? 0) + 1;
  }
  return { hashes, places };
}

export function runsOf({ runs }: Entry): [start: number, length: number][] {
  return Array.from({ length: runs.length / 2 }, (_, at) => [runs[2 * at] ?? 0, runs[2 * at + 1] ?? 0]);
}

/** The same as `ReviewSummary`'s, of events in order (tested against it). */
function fold(entry: Entry, events: readonly LightEvent[]): void {
  const undone = retracted(events);
  const annotations = new Set<string>();
  const gone: string[] = [];
  entry.status = "open";
  entry.flagged = false;
  for (const event of events) {
    const { id, kind, target } = event;
    if (undone !== undefined && undone.has(id)) {
      if (kind === "add") gone.push(id);
    } else if (kind === "confirm" || kind === "correct" || kind === "reject") annotations.add(target);
    else if (kind === "add") annotations.add(id);
    else if (kind === "done") entry.status = "done";
    else if (kind === "skip") entry.status = "skipped";
    else if (kind === "flag") entry.flagged = event.on;
  }
  for (const id of gone) annotations.delete(id);
  entry.judged = annotations.size;
}

/** Ids of events that don't hold; undefined without any retract. As in `timeline.ts`: a retract names an earlier event. */
function retracted(events: readonly LightEvent[]): ReadonlySet<string> | undefined {
  if (!events.some(({ kind }) => kind === "retract")) return undefined;
  const undone = new Set<string>();
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at];
    if (event?.kind !== "retract" || undone.has(event.id)) continue;
    // Ids are in order and each stands once, so an earlier event has a smaller id.
    const isKnown = event.target < event.id && isAmong(events, event.target, at);
    if (isKnown) undone.add(event.target);
  }
  return undone;
}

function isAmong(events: readonly LightEvent[], id: string, before: number): boolean {
  let [low, high] = [0, before];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.id ?? "") < id) low = middle + 1;
    else high = middle;
  }
  return events[low]?.id === id;
}

export function lightOf(event: JudgementEvent): LightEvent {
  return {
    id: event.id,
    kind: event.kind,
    target: "target" in event ? (event.target ?? "") : "",
    on: event.kind === "flag" && event.on,
  };
}
