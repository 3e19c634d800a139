/** Rows at hand, and which to ask for next. Pure but for its own maps. */
import type { TableRowView } from "../../src/protocol/corpus.ts";

/** A row with its cells cut to what can be drawn. */
export type KeptRow = TableRowView;

export interface Wanted {
  readonly from: number;
  readonly count: number;
}

/** Rows on show: `[first, last)`; all there are; where the scrolling goes. */
export interface Look {
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly direction: -1 | 0 | 1;
}

interface Entry {
  readonly row: KeptRow;
  /** Of which age: see `age`. */
  readonly epoch: number;
}

/** Most rows kept; a row is about 1 kB. */
export const MAX_KEPT = 4_000;
/** Most rows asked for at once. */
export const MAX_ASKED = 400;

export class RowCache {
  private rows = new Map<number, Entry>();
  /** Rows of the generation before, drawn until newer ones come: a table that changes doesn't flicker. */
  private stale = new Map<number, KeptRow>();
  private epochNow = 0;
  generation: number;

  constructor(generation: number) {
    this.generation = generation;
  }

  get epoch(): number {
    return this.epochNow;
  }

  /** Another generation, or other columns: then `keepStale` is false and what was at hand is forgotten. */
  renew(generation: number, keepStale: boolean): void {
    if (!keepStale) this.stale = new Map();
    else {
      if (this.stale.size > MAX_KEPT) this.stale = new Map();
      for (const [at, { row }] of this.rows) this.stale.set(at, row);
    }
    this.rows = new Map();
    this.generation = generation;
  }

  /** What is at hand still holds its place, but cells may have changed: those on show are asked for again. */
  age(): void {
    this.epochNow += 1;
  }

  /** False, and nothing taken, when the rows are of another generation. `epoch`: when they were asked for. */
  take(generation: number, rows: readonly KeptRow[], epoch: number): boolean {
    if (generation !== this.generation) return false;
    for (const row of rows) {
      this.rows.set(row.at, { row, epoch });
      this.stale.delete(row.at);
    }
    return true;
  }

  /** The row, if need be a stale one. */
  get(at: number): KeptRow | undefined {
    return this.rows.get(at)?.row ?? this.stale.get(at);
  }

  /** The row that has this place now. */
  fresh(at: number): KeptRow | undefined {
    return this.rows.get(at)?.row;
  }

  /** Lets go of what is farthest from the rows on show once there is too much. */
  trim({ first, last }: Look): void {
    for (const map of [this.rows, this.stale]) {
      if (map.size <= MAX_KEPT) continue;
      const reach = MAX_KEPT / 4;
      for (const at of map.keys()) if (at < first - reach || at >= last + reach) map.delete(at);
    }
  }

  /** The window to ask for: what is missing on show with a margin, or a margin worn thin; undefined = enough. */
  next(look: Look): Wanted | undefined {
    const page = Math.max(1, look.last - look.first);
    const ahead = Math.min(MAX_ASKED, page * 3);
    const before = look.direction < 0 ? ahead : page;
    const after = look.direction < 0 ? page : ahead;
    const onShow = this.missing(look.first, Math.min(look.last, look.total));
    const low = Math.max(0, look.first - before);
    const high = Math.min(look.total, look.last + after);
    const all = this.missing(low, high);
    if (all === undefined) return undefined;
    // A margin of half a page is enough; a row at a time would be a message at a time.
    const isInside = all.from > 0 && all.from + all.count < look.total;
    if (onShow === undefined && isInside && all.count < page / 2) return undefined;
    if (all.count <= MAX_ASKED) return all;
    // Too many: those on show first, then as far ahead as they go.
    const from = Math.max(all.from, Math.min(look.first - page, all.from + all.count - MAX_ASKED));
    return { from, count: Math.min(MAX_ASKED, all.from + all.count - from) };
  }

  /** The stretch from the first missing row to the last. */
  private missing(from: number, to: number): Wanted | undefined {
    let first = -1;
    let last = -1;
    for (let at = from; at < to; at++) {
      if (this.rows.get(at)?.epoch === this.epochNow) continue;
      if (first < 0) first = at;
      last = at;
    }
    return first < 0 ? undefined : { from: first, count: last - first + 1 };
  }
}
