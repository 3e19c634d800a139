/**
 * Which rows have an id that an earlier row has, and the number that tells them apart: exactly as `ConversationIds` of
 * core numbers them, but looking only at rows whose ids meet.
 */
import { ROW } from "../row-table.ts";
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { AttachedRowTable } from "./shared-table.ts";
import { RowQueue } from "./row-queue.ts";
import type { TimeSlice } from "./time-slice.ts";

/**
 * Rows by the hash of their id. Linear probing; only rows with an id of their own are in it. A slot holds the row and
 * one, so that an empty table is memory that nobody has touched.
 */
class HashRows {
  readonly #slots: Uint32Array;
  readonly #mask: number;

  constructor(readonly table: AttachedRowTable) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, table.rows * 1.4)));
    this.#slots = new Uint32Array(size);
    this.#mask = size - 1;
  }

  /** The first row with this hash that was put in; puts `row` in if there is none. */
  firstOr(hash: number, row: number): number {
    const slot = this.#slot(hash);
    const found = this.#slots[slot] ?? 0;
    if (found === 0) this.#slots[slot] = row + 1;
    return found === 0 ? row : found - 1;
  }

  /** The first row with this hash, -1 if there is none. */
  first(hash: number): number {
    return (this.#slots[this.#slot(hash)] ?? 0) - 1;
  }

  #slot(hash: number): number {
    for (let slot = (hash % 2 ** 31) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0 || this.table.idHash(found - 1) === hash) return slot;
    }
  }
}

/** Reads the ids of rows, in ascending order as far as asked for in that order; undefined for a row without. */
export type ReadId = (row: number) => Promise<string | undefined>;

/** The number behind "~" of each row that gets one. `hash` is what the table's hashes were made with. */
export async function findOrdinals(
  table: AttachedRowTable,
  readId: ReadId,
  slice: TimeSlice,
  hash: (id: string) => number = idHashOf,
): Promise<Map<number, number>> {
  const byHash = new HashRows(table);
  // Rows whose hash is that of an earlier row, and those earlier rows.
  const meeting = new Map<number, number[]>();
  let named = 0;
  let nameless = 0;
  for (let row = 0; row < table.rows; row++) {
    if ((row & 1023) === 0) await slice.pauseIfOver();
    const flags = table.flags(row);
    if ((flags & ROW.broken) !== 0) continue;
    if ((flags & ROW.noId) !== 0) {
      nameless++;
      continue;
    }
    named++;
    const first = byHash.firstOr(table.idHash(row), row);
    if (first === row) continue;
    const rows = meeting.get(first);
    if (rows === undefined) meeting.set(first, [first, row]);
    else rows.push(row);
  }
  const ids = new RowIds(byHash, meeting, readId, hash);
  // A row without an id is known as row-<n>, which may be another row's real id.
  const asked: number[] = [];
  for (let row = 0; named > 0 && nameless > 0 && row < table.rows; row++) {
    if ((row & 255) === 0) await slice.pauseIfOver();
    if ((table.flags(row) & (ROW.broken | ROW.noId)) !== ROW.noId) continue;
    const first = byHash.first(hash(`row-${row}`));
    if (first === -1) continue;
    asked.push(row);
    if (!meeting.has(first)) asked.push(first);
  }
  for (const rows of meeting.values()) asked.push(...rows);
  return ids.number(asked, slice);
}

/** Plays `ConversationIds` for the rows whose ids meet, and for those that the numbering itself makes meet. */
class RowIds {
  readonly #read = new Map<number, string>();

  constructor(
    readonly byHash: HashRows,
    readonly meeting: ReadonlyMap<number, readonly number[]>,
    readonly readId: ReadId,
    readonly hash: (id: string) => number,
  ) {}

  async number(asked: readonly number[], slice: TimeSlice): Promise<Map<number, number>> {
    const ordinals = new Map<number, number>();
    /** As in `ConversationIds`, of the ids that these rows took. */
    const used = new Map<string, number>();
    const queue = new RowQueue(asked);
    for (let row = queue.next(); row !== -1; row = queue.next()) {
      await slice.pauseIfOver();
      const wanted = await this.#idOf(row);
      let count = used.get(wanted) ?? ((await this.#earlier(wanted, row)) ? 1 : 0);
      let id = wanted;
      while (used.has(id) || (await this.#earlier(id, row))) id = `${wanted}~${++count}`;
      used.set(wanted, Math.max(count, 1));
      if (id === wanted) continue;
      used.set(id, 1);
      ordinals.set(row, count);
      // A later row may really have the id that this one got.
      for (const later of await this.#rowsWith(id)) if (later > row) queue.add(later);
    }
    return ordinals;
  }

  async #idOf(row: number): Promise<string> {
    let id = this.#read.get(row);
    if (id === undefined) {
      id = (await this.readId(row)) ?? `row-${row}`;
      this.#read.set(row, id);
    }
    return id;
  }

  async #rowsWith(id: string): Promise<number[]> {
    const first = this.byHash.first(this.hash(id));
    const rows = first === -1 ? [] : (this.meeting.get(first) ?? [first]);
    const found: number[] = [];
    for (const row of rows) if ((await this.#idOf(row)) === id) found.push(row);
    return found;
  }

  async #earlier(id: string, row: number): Promise<boolean> {
    const first = this.byHash.first(this.hash(id));
    if (first === -1 || first >= row) return false;
    for (const other of this.meeting.get(first) ?? [first])
      if (other < row && (await this.#idOf(other)) === id) return true;
    return false;
  }
}
