/** The facets that are kept counted for the view of the moment. */
import type { ColumnId, Facet } from "../../core/table/table.ts";
import { FacetCounter } from "./facet-counter.ts";
import { MARK_COLUMNS, needsIndex } from "./mark-index.ts";
import type { PassParts } from "./passes.ts";
import { type PlacedRows, rowsBelow } from "./view.ts";

/** Counts are published this often while they grow, in ms. */
const PUBLISH_MS = 300;

export class FacetBoard {
  columns: readonly ColumnId[] = [];
  private counters: FacetCounter[] = [];
  private readonly results = new Map<ColumnId, Facet>();

  constructor(
    private readonly parts: PassParts,
    /** The rows of the view. */
    private readonly rows: () => PlacedRows,
    /** How far the rows are indexed. */
    private readonly frontier: () => number,
    private readonly isHidden: (column: ColumnId) => boolean,
    private readonly onChange: () => void,
  ) {}

  /** In the order in which they were asked for, as far as there are counts. */
  get facets(): Facet[] {
    return this.columns.flatMap((column) => this.results.get(column) ?? []);
  }

  choose(columns: readonly ColumnId[]): void {
    this.columns = [...new Set(columns)];
    for (const column of this.results.keys()) if (!columns.includes(column)) this.results.delete(column);
    this.counters = this.visible.map(
      (column) => this.counters.find((counter) => counter.column === column) ?? this.counter(column),
    );
  }

  /** For another view: nothing of before holds. */
  restart(): void {
    this.results.clear();
    this.recount();
  }

  /** For other rows of the same query, or other marks: what is shown stays until it is counted again. */
  recount(marksOnly = false): void {
    this.counters = this.visible.map((column) => {
      const known = this.counters.find((counter) => counter.column === column);
      return marksOnly && known !== undefined && !MARK_COLUMNS.has(column) ? known : this.counter(column);
    });
  }

  /** The next one that has rows to count. */
  next(): FacetCounter | undefined {
    return this.counters.find((counter) => !counter.isPublished);
  }

  /** Counts to the end of the view as it is. Rejects when aborted; can be called again. */
  async count(counter: FacetCounter, signal: AbortSignal): Promise<void> {
    let published = performance.now();
    const publish = async (): Promise<void> => {
      published = performance.now();
      const facet = await counter.result(signal);
      if (!this.counters.includes(counter)) return;
      this.results.set(counter.column, facet);
      this.onChange();
    };
    await counter.advance(signal, async () => {
      if (performance.now() - published > PUBLISH_MS) await publish();
    });
    await publish();
  }

  private get visible(): ColumnId[] {
    return this.columns.filter((column) => !this.isHidden(column));
  }

  private counter(column: ColumnId): FacetCounter {
    const rows = this.rows();
    const countable = needsIndex(column) ? rowsBelow(() => rows, this.frontier) : rows;
    return new FacetCounter(column, countable, this.parts);
  }
}
