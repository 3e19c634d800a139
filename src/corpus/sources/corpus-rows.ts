/** The rows of several parts as one table. */
import { ROW, type RowTable } from "../row-table.ts";
import type { RowsPart } from "./part.ts";

/** A part's place in the corpus. */
export interface Place {
  readonly part: RowsPart;
  /** Place among the parts, and row within the part. */
  readonly at: number;
  readonly row: number;
}

/**
 * Numbers the rows of parts through. A part's rows count only when those of all parts before it are known, so that no
 * row ever changes its number.
 */
export class CorpusRows implements RowTable {
  readonly #parts: RowsPart[] = [];
  /** First rows of the parts. */
  readonly #first: number[] = [];
  #last: { readonly part: RowsPart; readonly at: number; readonly first: number } | undefined;

  constructor(private readonly isRepeated: (row: number) => boolean) {}

  get parts(): readonly RowsPart[] {
    return this.#parts;
  }

  /** First row of a part among those of the corpus. */
  firstRow(at: number): number {
    return this.#first[at] ?? this.rows;
  }

  /** Adds a part behind the others; all rows of those must be known. */
  add(part: RowsPart): void {
    this.#first.push(this.rows);
    this.#parts.push(part);
  }

  get rows(): number {
    const last = this.#parts.length - 1;
    return last < 0 ? 0 : (this.#first[last] ?? 0) + (this.#parts[last]?.table.rows ?? 0);
  }

  get indexedRows(): number {
    return this.#parts.reduce((sum, { table }) => sum + table.indexedRows, 0);
  }

  /** Throws a RangeError when there is no such row. */
  place(row: number): Place {
    const before = this.#last;
    // Rows are mostly asked for in runs.
    if (before !== undefined && row >= before.first && row < before.first + before.part.table.rows)
      return { part: before.part, at: before.at, row: row - before.first };
    if (!Number.isInteger(row) || row < 0 || row >= this.rows)
      throw new RangeError(`there is no row ${row}: the corpus has ${this.rows}`);
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#first[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const part = this.#parts[low];
    if (part === undefined) throw new RangeError("the corpus has no parts");
    const first = this.#first[low] ?? 0;
    this.#last = { part, at: low, first };
    return { part, at: low, row: row - first };
  }

  start(row: number): number {
    const place = this.place(row);
    return place.part.table.start(place.row);
  }
  end(row: number): number {
    const place = this.place(row);
    return place.part.table.end(place.row);
  }
  flags(row: number): number {
    const place = this.place(row);
    const flags = place.part.table.flags(place.row) & ~ROW.duplicateId;
    return this.isRepeated(row) ? flags | ROW.duplicateId : flags;
  }
  turns(row: number): number {
    const place = this.place(row);
    return place.part.table.turns(place.row);
  }
  idHash(row: number): number {
    const place = this.place(row);
    return place.part.table.idHash(place.row);
  }
  contentHash(row: number): number {
    const place = this.place(row);
    return place.part.table.contentHash(place.row);
  }
}
