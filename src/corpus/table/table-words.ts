/** Titles and sentences in which the table speaks of itself. */
import { metaPath } from "../../core/table/query.ts";
import type { ColumnId } from "../../core/table/table.ts";
import type { TaskView } from "../../protocol/corpus.ts";
import type { ColumnInfo } from "./corpus-table.ts";

const FIXED: readonly ColumnInfo[] = [
  { id: "row", title: "Row", numeric: true },
  { id: "id", title: "Id", numeric: false },
  { id: "words", title: "First words", numeric: false },
  { id: "turns", title: "Turns", numeric: true },
  { id: "size", title: "Size", numeric: true },
  { id: "part", title: "File", numeric: false },
  { id: "status", title: "Status", numeric: false },
  { id: "judged", title: "Judged", numeric: true },
  { id: "labels", title: "Labels", numeric: false },
  { id: "raters", title: "Raters", numeric: false },
  { id: "warnings", title: "Warnings", numeric: true },
  { id: "problem", title: "Problem", numeric: false },
];

/** The fixed columns, then the fields by name; `fields`: path and whether its values are numbers. */
export function columnInfos(fields: ReadonlyMap<string, boolean>): ColumnInfo[] {
  const more = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...FIXED,
    ...more.map(([path, numeric]): ColumnInfo => ({ id: `meta:${path}`, title: path, numeric })),
  ];
}

export function columnTitle(column: ColumnId): string {
  return FIXED.find(({ id }) => id === column)?.title ?? metaPath(column) ?? column;
}

/** How far a pass is. `bytesPerSecond` is told from 1 MB/s on. */
export function taskView(
  what: string,
  done: number,
  of: number,
  isPaused: boolean,
  bytesPerSecond = 0,
): TaskView {
  const rows = `${done.toLocaleString("en")} of ${of.toLocaleString("en")} rows`;
  const detail = isPaused ? `stopped at ${rows}` : rows + speed(bytesPerSecond);
  return { what, ...(of > 0 ? { fraction: Math.min(1, done / of) } : {}), detail, cancellable: !isPaused };
}

function speed(bytesPerSecond: number): string {
  if (!Number.isFinite(bytesPerSecond) || bytesPerSecond < 1e6) return "";
  return bytesPerSecond < 1e9
    ? ` · ${Math.round(bytesPerSecond / 1e6)} MB/s`
    : ` · ${(bytesPerSecond / 1e9).toFixed(1)} GB/s`;
}

export function cutNote(column: ColumnId): string {
  return `${columnTitle(column)} has too many long values to keep: some are sorted by their first characters, and not counted one by one.`;
}
