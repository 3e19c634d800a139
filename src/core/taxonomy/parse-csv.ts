import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { checkNodes } from "./create.ts";
import { isDarkLabel } from "./dark-labels.ts";
import { MAX_DEFINITION, MAX_NAME, MAX_NODES, MAX_TEXT } from "./limits.ts";
import type { ParsedTaxonomy } from "./parse-json.ts";
import type { TaxonomyProblem } from "./problem.ts";
import type { Level, TaxonomyNode } from "./taxonomy.ts";

const REQUIRED = ["cluster_id", "name", "level", "parent_cluster_id"] as const;

interface Row {
  readonly record: readonly string[];
  /** Line where the row starts, from 1. */
  readonly line: number;
}

/**
 * Reads the shape of the published release: a header and the columns `cluster_id, description, name, level,
 * parent_cluster_id, pct_total_occurrences` in any order (further columns are passed over; description and percentage
 * may be missing). Takes a byte order mark, CRLF and quoted line breaks. Rows that cannot stand are left out and
 * reported with their line; never throws.
 */
export function parseTaxonomyCsv(text: string): ParsedTaxonomy {
  if (text.length > MAX_TEXT)
    return { nodes: [], problems: [{ reason: `the file is longer than ${MAX_TEXT} characters` }] };
  const problems: TaxonomyProblem[] = [];
  const rows = readRows(text, problems);
  const [header, ...body] = rows;
  if (header === undefined) return { nodes: [], problems: [...problems, { reason: "the file has no rows" }] };
  const columns = new Map<string, number>();
  header.record.forEach((name, index) => {
    const key = name.trim().toLowerCase();
    if (!columns.has(key)) columns.set(key, index);
  });
  const missing = REQUIRED.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    const reason = `the header lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}`;
    return { nodes: [], problems: [...problems, { line: header.line, reason }] };
  }
  if (body.length > MAX_NODES) return { nodes: [], problems: [{ reason: `more than ${MAX_NODES} rows` }] };

  const nodes: TaxonomyNode[] = [];
  const lines: number[] = [];
  for (const row of body) {
    const node = readRow(row.record, columns, header.record.length);
    if (typeof node === "string") {
      problems.push({ line: row.line, reason: node });
    } else {
      nodes.push(node);
      lines.push(row.line);
    }
  }
  const checked = checkNodes(nodes, lines);
  const all = [...problems, ...checked.problems];
  return { nodes: checked.nodes, problems: all.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

/** All records with the line they start on. A fault in the quoting ends the reading there: what follows is not safe. */
function readRows(text: string, problems: TaxonomyProblem[]): Row[] {
  const rows: Row[] = [];
  let next = 1;
  try {
    // One kind of line break: csv-parse counts a quoted CRLF as two lines.
    parse(text.replace(/\r\n?/gu, "\n"), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], context) => {
        // `lines` counts the lines read up to and with this record; empty ones before it belong to no record.
        const breaks = record.reduce((sum, field) => sum + countBreaks(field), 0);
        rows.push({ record, line: Math.max(1, context.lines - breaks) });
        next = context.lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.push({ line: next, reason: `${csvFault(error.code)}; the rest of the file was not read` });
  }
  return rows;
}

function countBreaks(field: string): number {
  return field.split("\n").length - 1;
}

function csvFault(code: string): string {
  if (code === "CSV_QUOTE_NOT_CLOSED") return "a quoted field that starts in this row is never closed";
  if (code === "INVALID_OPENING_QUOTE") return "there is a quote inside an unquoted field of this row";
  if (code === "CSV_INVALID_CLOSING_QUOTE") return "there is text after a closing quote in this row";
  return "this row is not valid CSV";
}

/** A node, or why the row is none. */
function readRow(
  record: readonly string[],
  columns: ReadonlyMap<string, number>,
  width: number,
): TaxonomyNode | string {
  if (record.length !== width) return `the row has ${record.length} fields, the header ${width}`;
  const field = (name: string): string => record[columns.get(name) ?? -1]?.trim() ?? "";
  const id = field("cluster_id");
  const name = field("name");
  const parent = field("parent_cluster_id");
  const definition = field("description");
  if (id === "") return "cluster_id is empty";
  if (name === "") return "name is empty";
  if (Math.max(id.length, name.length, parent.length) > MAX_NAME)
    return `an id or name is longer than ${MAX_NAME} characters`;
  if (definition.length > MAX_DEFINITION) return `description is longer than ${MAX_DEFINITION} characters`;
  const level = readLevel(field("level"));
  if (level === undefined) return "level is not 0, 1, 2 or 3";
  const share = readShare(field("pct_total_occurrences"));
  if (share === undefined) return "pct_total_occurrences is not a number from 0 to 100";
  return {
    id,
    name,
    level,
    parent: parent === "" ? null : parent,
    ...(definition === "" ? {} : { definition }),
    ...(isDarkLabel(name) && level === 0 ? { dark: true } : {}),
    ...(share === null ? {} : { share }),
  };
}

function readLevel(text: string): Level | undefined {
  switch (text.replace(/\.0+$/u, "")) {
    case "0":
      return 0;
    case "1":
      return 1;
    case "2":
      return 2;
    case "3":
      return 3;
    default:
      return undefined;
  }
}

/** Percent; null if the field is empty, undefined if it is no percentage. */
function readShare(text: string): number | null | undefined {
  if (text === "") return null;
  if (!/^\d{1,3}(\.\d{1,20})?(e-\d{1,3})?$/iu.test(text)) return undefined;
  const share = Number(text);
  return share <= 100 ? share : undefined;
}
