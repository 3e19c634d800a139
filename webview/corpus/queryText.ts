/**
 * Terms put into a query and taken out of it by clicks, the rest of what a person wrote left as it is. Values of one
 * column are alternatives: `(meta.model:a OR meta.model:b)`. Pure.
 */
import { termFor } from "../../src/core/table/query-format.ts";
import { tokens } from "../../src/core/table/query-lexer.ts";
import type { ColumnId } from "../../src/core/table/table.ts";

/** What a facet's entry stands for: a value, or null for rows without one. */
export function facetTerm(column: ColumnId, value: string | null): string {
  return value === null ? `-${prefixOf(column)}*` : termFor(column, value);
}

/** `meta.model:` */
function prefixOf(column: ColumnId): string {
  return termFor(column, "x").slice(0, -1);
}

/** The units at a query's top level, as written: words, bracketed groups, each with its minus. Undefined if unreadable. */
function unitsOf(query: string): string[] | undefined {
  const cut = tokens(query);
  if ("problem" in cut) return undefined;
  const units: string[] = [];
  let depth = 0;
  let start = -1;
  for (const token of cut.tokens) {
    if (start < 0) start = token.start;
    if (token.type === "(") depth++;
    else if (token.type === ")" && --depth < 0) return undefined;
    if (depth > 0 || token.type === "-") continue;
    units.push(query.slice(start, token.end));
    start = -1;
  }
  return start < 0 ? units : undefined;
}

/** The alternatives of `(a OR b)`, or of a single unit; undefined when it is something else. */
function alternativesOf(unit: string): string[] | undefined {
  if (!unit.startsWith("(")) return [unit];
  const inner = unitsOf(unit.slice(1, -1));
  if (inner === undefined) return undefined;
  if (inner.some((one, at) => (one === "OR") !== (at % 2 === 1))) return undefined;
  return inner.filter((_, at) => at % 2 === 0);
}

function group(alternatives: readonly string[]): string {
  return alternatives.length > 1 ? `(${alternatives.join(" OR ")})` : (alternatives[0] ?? "");
}

interface Read {
  readonly units: readonly string[];
  /** Place of the unit that asks for the column's values, and those; -1 = none. */
  readonly at: number;
  readonly chosen: readonly string[];
}

function read(query: string, column: ColumnId): Read | undefined {
  let units = unitsOf(query);
  if (units === undefined) return undefined;
  // An OR at the top binds looser than what stands beside it.
  if (units.includes("OR")) units = [`(${query.trim()})`];
  const prefix = prefixOf(column);
  const ours = (term: string): boolean => term.startsWith(prefix) || term === facetTerm(column, null);
  const at = units.findIndex((unit) => alternativesOf(unit)?.every(ours) ?? false);
  return { units, at, chosen: alternativesOf(units[at] ?? "(")?.filter(ours) ?? [] };
}

/** True when the query asks for this value. */
export function hasFacet(query: string, column: ColumnId, value: string | null): boolean {
  return read(query, column)?.chosen.includes(facetTerm(column, value)) ?? false;
}

/** The query with the value asked for as well, or no longer. A query that can't be read gets the term at its end. */
export function toggleFacet(query: string, column: ColumnId, value: string | null): string {
  const term = facetTerm(column, value);
  const found = read(query, column);
  if (found === undefined) return `${query.trim()} ${term}`;
  const { units, at, chosen } = found;
  if (at < 0) return [...units, term].join(" ");
  const next = chosen.includes(term) ? chosen.filter((one) => one !== term) : [...chosen, term];
  return units
    .flatMap((unit, place) => (place !== at ? [unit] : next.length === 0 ? [] : [group(next)]))
    .join(" ");
}

/** A facet's value for a person: "3..9" is "3–9", "0.2..<0.4" is "0.2–<0.4". */
export function facetLabel(value: string, numeric: boolean): string {
  return numeric ? value.replace(/^(-?[\d.e+-]*\d)\.\./, "$1–") : value;
}
