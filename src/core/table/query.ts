/**
 * The table's query language as data. It is read by `query-parse.ts`, written by `query-format.ts` and judged by
 * `query-evaluate.ts`; docs/corpus-table.md tells users of it.
 */
import type { ColumnId } from "./table.ts";

/** What a term can ask about: every column, and whether the rater flagged the conversation. */
export type QueryColumn = ColumnId | "flagged";

export type Query =
  | { readonly type: "all" }
  | { readonly type: "and" | "or"; readonly parts: readonly Query[] }
  | { readonly type: "not"; readonly part: Query }
  /** The text stands in the conversation. */
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "term"; readonly column: QueryColumn; readonly test: ValueTest };

export type Comparison = "<" | "<=" | ">" | ">=";

export type ValueTest =
  /** Literal parts between wildcards: `["gpt-", ""]` for `gpt-*`; a single part must be the whole value. */
  | { readonly type: "is"; readonly parts: readonly string[] }
  | { readonly type: "compare"; readonly op: Comparison; readonly to: number | string }
  /** Both ends belong to it, unless `open`, which leaves out `to`. */
  | {
      readonly type: "range";
      readonly from: number | string;
      readonly to: number | string;
      readonly open: boolean;
    }
  | { readonly type: "flag"; readonly value: boolean };

/** A query that can't be understood. `at`: `[start, end)` in UTF-16 code units. */
export interface QueryProblem {
  readonly text: string;
  readonly at: readonly [number, number];
}

export const ALL: Query = { type: "all" };

/** What kind of value a column has. `any`: as the metadata has it. */
export type ColumnKind = "number" | "size" | "text" | "words" | "status" | "flag" | "any";

const KINDS = {
  row: "number",
  id: "text",
  words: "words",
  turns: "number",
  size: "size",
  part: "text",
  status: "status",
  judged: "number",
  labels: "text",
  raters: "text",
  warnings: "number",
  flagged: "flag",
  problem: "flag",
} as const satisfies Record<string, ColumnKind>;

type FixedColumn = keyof typeof KINDS;

/** Names by which a query may call a column, beside the column's own. */
const ALIASES: ReadonlyMap<string, FixedColumn> = new Map<string, FixedColumn>([
  ["label", "labels"],
  ["value", "labels"],
  ["rater", "raters"],
  ["warning", "warnings"],
  ["turn", "turns"],
  ["file", "part"],
  ["title", "words"],
  ["flag", "flagged"],
  ["problems", "problem"],
]);

/** The names to offer a person, in the order of the table. */
export const COLUMN_NAMES = [
  "id",
  "words",
  "turns",
  "size",
  "part",
  "status",
  "flagged",
  "judged",
  "label",
  "rater",
  "warnings",
  "problem",
  "row",
] as const;

function isFixed(name: string): name is FixedColumn {
  return Object.hasOwn(KINDS, name);
}

/** The column of a name in a query, whatever its case; undefined for names that may be metadata fields. */
export function fixedColumn(name: string): QueryColumn | undefined {
  const lower = name.toLowerCase();
  return ALIASES.get(lower) ?? (isFixed(lower) ? lower : undefined);
}

export function kindOf(column: QueryColumn): ColumnKind {
  return isFixed(column) ? KINDS[column] : "any";
}

/** The path of a metadata column; undefined for others. */
export function metaPath(column: QueryColumn): string | undefined {
  return column.startsWith("meta:") ? column.slice("meta:".length) : undefined;
}

/** Joins with `and` or `or`, without nesting one in the same; no part = all rows. */
export function joined(type: "and" | "or", parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.type === type ? part.parts : [part]));
  return flat.length === 0 ? ALL : flat.length === 1 ? (flat[0] ?? ALL) : { type, parts: flat };
}

/** Every term and text of a query, in order; `negated` when an odd number of `-` stands before it. */
export function* leavesOf(
  query: Query,
  negated = false,
): Generator<{ readonly leaf: Query & { type: "text" | "term" }; readonly negated: boolean }> {
  if (query.type === "text" || query.type === "term") yield { leaf: query, negated };
  else if (query.type === "not") yield* leavesOf(query.part, !negated);
  else if (query.type !== "all") for (const part of query.parts) yield* leavesOf(part, negated);
}

/** Texts whose places in a conversation are worth showing. */
export function textsOf(query: Query): string[] {
  return [...leavesOf(query)].flatMap(({ leaf, negated }) =>
    leaf.type === "text" && !negated ? [leaf.text] : [],
  );
}
