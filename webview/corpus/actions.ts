/** What the page's parts can ask for; the session carries it out. */
import type { ColumnId, SortKey } from "../../src/core/table/table.ts";
import type { CorpusIntent } from "../../src/protocol/corpus.ts";
import type { Kept } from "./kept.ts";

export interface Actions {
  /** True when it was done; a failure is shown. */
  readonly ask: (intent: CorpusIntent) => Promise<boolean>;
  /** `now`: without the pause that typing gets. */
  readonly query: (text: string, now: boolean) => void;
  readonly sort: (sort: readonly SortKey[]) => void;
  readonly columns: (columns: readonly ColumnId[]) => void;
  readonly facets: (open: boolean, columns: readonly ColumnId[]) => void;
  readonly keep: (change: Partial<Kept>) => void;
  readonly dismissProblem: () => void;
  readonly openKeys: () => void;
  readonly toTable: () => void;
  readonly toSearch: () => void;
}
