/** Tables as TSV and CSV. Pure. */

export type Cell = string | number | null | undefined;

export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a spreadsheet takes for a formula. Numbers are ours and stay as they are. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180, with "\r\n" between lines. Numbers in full precision with a point; empty where there is none. */
export function toCsv(data: TableData): string {
  return lines(data)
    .map((cells) => cells.map(quoted).join(","))
    .join("\r\n")
    .concat("\r\n");
}

/** Tabs and line breaks within a cell become blanks: the format has no quoting. */
export function toTsv(data: TableData): string {
  return lines(data)
    .map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\n")
    .concat("\n");
}

function lines({ columns, rows }: TableData): string[][] {
  return [columns.map(text), ...rows.map((row) => row.map(text))];
}

function text(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
