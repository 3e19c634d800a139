/** CSV and TSV files of labels. Brings csv-parse along: a host imports it lazily. */
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import type { JsonValue } from "../../conversation/model.ts";
import type { BadRow } from "./label-row.ts";

/** A table's rows; all cells are strings. */
export interface Table {
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly rows: readonly {
    readonly row: number;
    readonly line: number;
    readonly cells: Readonly<Record<string, JsonValue>>;
  }[];
  readonly bad: readonly BadRow[];
}

const DELIMITERS = [",", "\t", ";", "|"] as const;
const MAX_COLUMNS = 2_000;

/**
 * Reads a table with a header. Takes a byte order mark, any line break, Excel's `sep=` line, quoted line breaks, and
 * commas, tabs, semicolons or bars between cells. A row of another width is left out and reported with its line;
 * after broken quoting nothing more is read, and that is reported. Undefined when the text is no table of at least
 * two columns. Never throws.
 */
export function readTable(text: string): Table | undefined {
  const hint = /^\uFEFF?sep=(.)\r?\n/iu.exec(text);
  const plain = (hint === null ? text : text.slice(hint[0].length))
    .replace(/^\uFEFF/u, "")
    .replace(/\r\n?/gu, "\n");
  const delimiter = hint?.[1] ?? delimiterOf(plain);
  if (delimiter === undefined) return undefined;
  const bad: BadRow[] = [];
  const rows: { row: number; line: number; cells: Readonly<Record<string, JsonValue>> }[] = [];
  const shift = hint === null ? 0 : 1;
  let columns: string[] | undefined;
  let next = 1;
  let row = 0;
  try {
    parse(plain, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], context) => {
        const breaks = record.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
        const line = Math.max(1, context.lines - breaks) + shift;
        next = context.lines + 1 + shift;
        if (columns === undefined) columns = columnNames(record);
        else if (record.length !== columns.length) {
          const reason = `The row has ${record.length} cells, and the header ${columns.length}.`;
          bad.push({ row: row++, line, reason });
        } else {
          const names = columns;
          rows.push({
            row: row++,
            line,
            cells: Object.fromEntries(record.map((cell, at) => [names[at] ?? "", cell])),
          });
        }
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    bad.push({ row, line: next, reason: `${csvFault(error.code)} Nothing after it was read.` });
  }
  if (columns === undefined || columns.length < 2 || columns.length > MAX_COLUMNS) return undefined;
  return { columns, delimiter, rows, bad };
}

/** Unique names; cells without one are called by their place. */
function columnNames(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, at) => {
    const wanted = cell.trim() === "" ? `column ${at + 1}` : cell.trim().slice(0, 200);
    let name = wanted;
    for (let count = 2; used.has(name); count++) name = `${wanted}~${count}`;
    used.add(name);
    return name;
  });
}

/** The sign that stands most often in the header, outside quotes. */
function delimiterOf(text: string): string | undefined {
  const end = text.search(/\n/u);
  const header = (end < 0 ? text : text.slice(0, end)).slice(0, 100_000).replace(/"[^"]*"/gu, "");
  const counted = DELIMITERS.map((sign) => ({ sign, count: header.split(sign).length - 1 }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count === 0 ? undefined : best.sign;
}

function csvFault(code: string): string {
  if (code === "CSV_QUOTE_NOT_CLOSED") return "A quoted cell that starts in this row is never closed.";
  if (code === "INVALID_OPENING_QUOTE") return "There is a quote inside an unquoted cell of this row.";
  if (code === "CSV_INVALID_CLOSING_QUOTE") return "There is text after a closing quote in this row.";
  return "This row is not valid CSV.";
}
