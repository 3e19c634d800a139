/** One view of the table: the rows of a query, and their order. */
import type { Query } from "../../core/table/query.ts";
import { textsOf } from "../../core/table/query.ts";
import { foldCase } from "../../core/table/fold.ts";
import type { SortKey } from "../../core/table/table.ts";
import { Matches, type PassParts } from "./passes.ts";
import { Plan, type PlanParts } from "./plan.ts";
import { RowList, countingUp } from "./row-list.ts";
import type { TableRows } from "./table-rows.ts";

/** Rows in the order of the corpus, known by their places. */
export interface PlacedRows {
  readonly length: number;
  at(place: number): number | undefined;
}

/** All rows of a corpus, without a list. */
export function allRows(rows: TableRows): PlacedRows {
  return {
    get length() {
      return rows.rows;
    },
    at: (place) => (place < rows.rows ? place : undefined),
  };
}

/** Those of rows in rising order that are below a row. */
export function rowsBelow(rows: () => PlacedRows, limit: () => number): PlacedRows {
  return {
    get length() {
      const all = rows();
      const end = limit();
      let low = 0;
      let high = all.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((all.at(middle) ?? 0) < end) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    at: (place) => rows().at(place),
  };
}

export class View {
  readonly plan: Plan;
  /** What the query looks for in conversations, for showing where. */
  readonly folded: readonly string[];
  /** Absent when every row belongs to it. */
  matches: Matches | undefined;
  /** A new search for the same query, which takes the place of `matches` at its end: marks have changed. */
  renewal: Matches | undefined;
  /** In the order of the sort; rows that came later stand behind, until the next sort. */
  order: Uint32Array<ArrayBuffer> | undefined;
  sortedAt = 0;
  /** The sort must be made anew although no row came: marks have changed. */
  isStale = false;

  constructor(
    readonly text: string,
    query: Query,
    readonly sort: readonly SortKey[],
    private readonly parts: PassParts & PlanParts,
  ) {
    this.plan = new Plan(query, parts);
    this.folded = [...new Set(textsOf(query).map(foldCase))];
    if (query.type !== "all") this.matches = this.search();
  }

  search(): Matches {
    return new Matches(this.plan, new RowList(), this.parts);
  }

  /** In the order of the corpus. */
  get rows(): PlacedRows {
    return this.matches?.found ?? allRows(this.parts.rows);
  }

  get length(): number {
    return this.rows.length;
  }

  /** In the order of the view. */
  rowAt(place: number): number | undefined {
    return this.order !== undefined && place < this.order.length ? this.order[place] : this.rows.at(place);
  }

  placeOf(row: number): number | undefined {
    const sorted = this.order?.indexOf(row) ?? -1;
    if (sorted >= 0) return sorted;
    const place = this.matches === undefined ? row : this.matches.found.search(row);
    return place >= 0 && place < this.length && place >= (this.order?.length ?? 0) ? place : undefined;
  }

  /** The rows so far, in the order of the corpus, as a copy. */
  copy(): Uint32Array<ArrayBuffer> {
    if (this.matches !== undefined) return this.matches.found.all.slice();
    return countingUp(this.parts.rows.rows);
  }

  get isSorted(): boolean {
    return this.sort.length === 0 || (!this.isStale && this.order?.length === this.length);
  }
}
