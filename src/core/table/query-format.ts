/** Writes queries: what is written reads as the same query again. */
import { type Query, type QueryColumn, type ValueTest, kindOf, metaPath } from "./query.ts";
import type { ColumnId } from "./table.ts";

/** A query in its language. */
export function formatQuery(query: Query): string {
  switch (query.type) {
    case "all":
      return "";
    case "and":
      return query.parts.map((part) => (part.type === "or" ? bracketed(part) : formatQuery(part))).join(" ");
    case "or":
      return query.parts.map((part) => formatQuery(part)).join(" OR ");
    case "not":
      return query.part.type === "and" || query.part.type === "or"
        ? `-${bracketed(query.part)}`
        : `-${formatQuery(query.part)}`;
    case "text":
      return isBareWord(query.text) ? query.text : quote(query.text);
    case "term":
      return `${columnName(query.column)}:${formatTest(query.column, query.test)}`;
  }
}

/** The term that finds a facet's value again. `value`: as `FacetValue.value` has it (numbers: `3..9`). */
export function termFor(column: ColumnId, value: string): string {
  const kind = kindOf(column);
  const isNumber = /^-?[\d.]+(e[+-]?\d+)?(\.\.<?-?[\d.]+(e[+-]?\d+)?)?$/.test(value);
  if ((kind === "number" || kind === "size") && isNumber) return `${columnName(column)}:${value}`;
  if (kind === "any" && isNumber && value.includes("..")) return `${columnName(column)}:${value}`;
  return `${columnName(column)}:${literal(value)}`;
}

function bracketed(query: Query): string {
  return `(${formatQuery(query)})`;
}

function columnName(column: QueryColumn): string {
  const path = metaPath(column);
  if (path === undefined) return column === "labels" ? "label" : column === "raters" ? "rater" : column;
  return /^[\p{L}\p{N}_.$@/-]{1,190}$/u.test(path) ? `meta.${path}` : `meta.${quote(path)}`;
}

function formatTest(column: QueryColumn, test: ValueTest): string {
  switch (test.type) {
    case "flag":
      return test.value ? "yes" : "no";
    case "is":
      return test.parts.length === 1 ? literal(test.parts[0] ?? "") : test.parts.map(maybeEmpty).join("*");
    case "compare":
      return `${test.op}${end(test.to)}`;
    case "range":
      if (test.from === test.to && typeof test.from === "number" && !test.open && kindOf(column) !== "any")
        return end(test.from);
      return `${end(test.from)}..${test.open ? "<" : ""}${end(test.to)}`;
  }
}

function end(value: number | string): string {
  return typeof value === "number" ? String(value) : quote(value);
}

function maybeEmpty(part: string): string {
  return part === "" ? "" : literal(part);
}

/** A value's literal text: quoted wherever a bare one could be read as something else. */
function literal(text: string): string {
  return /^[\p{L}\p{N}_$@/-]+(?:[.:][\p{L}\p{N}_$@/-]+)*$/u.test(text) && !text.startsWith("/")
    ? text
    : quote(text);
}

function isBareWord(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}_.'-]*$/u.test(text) && text !== "OR";
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
