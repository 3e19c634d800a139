/** Snapshots for the corpus page's tests; all texts are ours. */
import type { ColumnView, CorpusSnapshot } from "../../src/protocol/corpus.ts";
import type { Facet } from "../../src/core/table/table.ts";

export const TEN_MILLION = 10_000_000;

export const COLUMNS: readonly ColumnView[] = [
  { id: "row", title: "Row", numeric: true },
  { id: "words", title: "First words", numeric: false },
  { id: "turns", title: "Turns", numeric: true },
  { id: "meta:model", title: "model", numeric: false },
  { id: "meta:language", title: "language", numeric: false },
  { id: "labels", title: "Labels", numeric: false },
  { id: "status", title: "Status", numeric: false },
  { id: "warnings", title: "Warnings", numeric: true },
];

export const AVAILABLE: readonly ColumnView[] = [
  ...COLUMNS,
  { id: "id", title: "Id", numeric: false },
  { id: "size", title: "Size", numeric: true },
  { id: "part", title: "File", numeric: false },
  { id: "judged", title: "Judged", numeric: true },
  { id: "raters", title: "Raters", numeric: false },
  { id: "problem", title: "Problem", numeric: false },
  { id: "meta:country", title: "country", numeric: false },
  { id: "meta:toxic", title: "toxic", numeric: false },
];

export const FACETS: readonly Facet[] = [
  {
    column: "meta:model",
    values: [
      { value: "sonnet-large", rows: 4_812_004 },
      { value: "haiku-small", rows: 3_120_551 },
      { value: "opus 4, long context", rows: 1_402_310 },
      { value: "ода-малая", rows: 80_112 },
    ],
    others: 12,
    missing: 4_023,
  },
  {
    column: "status",
    values: [
      { value: "open", rows: 9_998_796 },
      { value: "done", rows: 1_060 },
      { value: "skipped", rows: 144 },
    ],
    others: 0,
    missing: 0,
  },
  {
    column: "turns",
    values: [
      { value: "1..2", rows: 6_100_000 },
      { value: "3..6", rows: 2_600_000 },
      { value: "7..20", rows: 1_100_000 },
    ],
    others: 0,
    missing: 0,
  },
];

/** A table of ten million rows, all there; `change` on top. */
export function corpusSnapshot(revision: number, change: Partial<CorpusSnapshot> = {}): CorpusSnapshot {
  return {
    revision,
    name: "wild-conversations.jsonl",
    detail: "Conversations with messages · 3 files · 41 GB",
    screen: { type: "table" },
    rows: TEN_MILLION,
    growing: false,
    view: { generation: 1, rows: TEN_MILLION, query: "", sort: [], partial: false },
    columns: COLUMNS,
    available: AVAILABLE,
    facets: [],
    tasks: [],
    notes: [],
    problems: 0,
    samples: ["pilot", "stratified by model"],
    ...change,
  };
}
