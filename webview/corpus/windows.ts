/** Rows at hand, and which to ask for next. Pure but for its own map. */
import type { TableRowView } from "../../src/protocol/corpus.ts";

/** Rows of the same fields, with cells cut to what can be drawn. */
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

/** Most rows kept; a row is about 1 kB. */
export const MAX_KEPT = 4_000;
/** Most rows asked for at once. */
export const MAX_ASKED = 400;

export class RowCache {
  private rows = new Map<number, KeptRow>();
  /** Rows of the generation before, drawn until newer ones come: a table that grows doesn't flicker. */
  private stale = new Map<number, KeptRow>();
  generation: number;

  constructor(generation: number) {
    this.generation = generation;
  }

  /** Another generation: what was at hand becomes stale. `keepStale` false forgets it (other columns). */
  renew(generation: number, keepStale: boolean): void {
    if (keepStale) for (const [at, row] of this.rows) this.stale.set(at, row);
    else this.stale = new Map();
    if (this.stale.size > MAX_KEPT) this.stale = new Map(this.rows);
    this.rows = new Map();
    this.generation = generation;
  }

  /** False, and nothing taken, when the rows are of another generation. */
  take(generation: number, rows: readonly KeptRow[]): boolean {
    if (generation !== this.generation) return false;
    for (const row of rows) {
      this.rows.set(row.at, row);
      this.stale.delete(row.at);
    }
    return true;
  }

  has(at: number): boolean {
    return this.rows.has(at);
  }

  /** The row, if need be a stale one. */
  get(at: number): KeptRow | undefined {
    return this.rows.get(at) ?? this.stale.get(at);
  }

  fresh(at: number): KeptRow | undefined {
    return this.rows.get(at);
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
    const behind = page;
    const before = look.direction < 0 ? ahead : behind;
    const after = look.direction < 0 ? behind : ahead;
    const onShow = this.missing(look.first, Math.min(look.last, look.total));
    const low = Math.max(0, look.first - before);
    const high = Math.min(look.total, look.last + after);
    const all = this.missing(low, high);
    if (all === undefined) return undefined;
    // A margin of half a page is enough; a row at a time would be a message at a time.
    if (onShow === undefined && all.count < page / 2 && all.from > 0 && all.from + all.count < look.total)
      return undefined;
    if (all.count <= MAX_ASKED) return all;
    const from = Math.max(all.from, Math.min(look.first - behind, all.from + all.count - MAX_ASKED));
    return { from, count: Math.min(MAX_ASKED, all.from + all.count - from) };
  }

  /** The stretch from the first missing row to the last. */
  private missing(from: number, to: number): Wanted | undefined {
    let first = -1;
    let last = -1;
    for (let at = from; at < to; at++) {
      if (this.rows.has(at)) continue;
      if (first < 0) first = at;
      last = at;
    }
    return first < 0 ? undefined : { from: first, count: last - first + 1 };
  }
}
