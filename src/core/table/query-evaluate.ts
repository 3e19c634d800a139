/** Judges a query on one row, with three answers: yes, no, and "not known yet" (undefined). */
import { foldCase } from "./fold.ts";
import { type Query, type QueryColumn, type ValueTest, kindOf } from "./query.ts";

export type Scalar = string | number | boolean;

/** A row's value in a column. undefined: not known yet; null: none. */
export type Cell = undefined | null | Scalar | readonly Scalar[];

/** A row as the query sees it. */
export interface RowView {
  value(column: QueryColumn): Cell;
  /** Whether the text (of `foldCase`) stands in what was said; undefined while not known. */
  contains(folded: string): boolean | undefined;
}

/** Kleene's logic: what is known decides as soon as it can. Pure; depth is bounded by the parser. */
export function evaluate(query: Query, row: RowView): boolean | undefined {
  switch (query.type) {
    case "all":
      return true;
    case "text":
      return row.contains(foldCase(query.text));
    case "term": {
      const cell = row.value(query.column);
      return cell === undefined ? undefined : testCell(query.column, query.test, cell);
    }
    case "not": {
      const inner = evaluate(query.part, row);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
    case "or": {
      const decisive = query.type === "or";
      let known = true;
      for (const part of query.parts) {
        const answer = evaluate(part, row);
        if (answer === decisive) return decisive;
        if (answer === undefined) known = false;
      }
      return known ? !decisive : undefined;
    }
  }
}

/** Whether a known value passes. Of several values one must. */
export function testCell(column: QueryColumn, test: ValueTest, cell: Exclude<Cell, undefined>): boolean {
  if (cell === null) return false;
  if (isList(cell)) return cell.some((value) => testScalar(column, test, value));
  return testScalar(column, test, cell);
}

function isList(cell: Scalar | readonly Scalar[]): cell is readonly Scalar[] {
  return typeof cell === "object";
}

function testScalar(column: QueryColumn, test: ValueTest, value: Scalar): boolean {
  switch (test.type) {
    case "flag":
      return value === test.value;
    case "is":
      return matchesParts(test.parts, value);
    case "compare": {
      const order = compareTo(value, test.to);
      if (order === undefined) return false;
      // "<=2024-05" takes the whole of May in.
      const equal = order === 0 || (test.op === "<=" && startsWith(value, test.to));
      if (test.op === "<") return order < 0;
      if (test.op === "<=") return order < 0 || equal;
      return test.op === ">" ? order > 0 && !startsWith(value, test.to) : order >= 0;
    }
    case "range": {
      const low = compareTo(value, test.from);
      const high = compareTo(value, test.to);
      if (low === undefined || high === undefined || low < 0) return false;
      return (
        high < 0 || (!test.open && (high === 0 || (kindOf(column) === "any" && startsWith(value, test.to))))
      );
    }
  }
}

/** -1, 0, 1; undefined when the two have no order: a text against a number. */
function compareTo(value: Scalar, to: number | string): number | undefined {
  if (typeof to === "number") {
    const number = typeof value === "number" ? value : numberIn(value);
    return number === undefined ? undefined : Math.sign(number - to);
  }
  if (typeof value !== "string") return undefined;
  const [left, right] = [foldCase(value), foldCase(to)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Sources write numbers as texts now and then. */
function numberIn(value: Scalar): number | undefined {
  if (typeof value !== "string" || value.length > 40 || !/^[+-]?[\d.]/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function startsWith(value: Scalar, prefix: number | string): boolean {
  return (
    typeof value === "string" && typeof prefix === "string" && foldCase(value).startsWith(foldCase(prefix))
  );
}

function matchesParts(parts: readonly string[], value: Scalar): boolean {
  if (parts.every((part) => part === "") && parts.length > 1) return true;
  const whole = parts.length === 1 ? foldCase(parts[0] ?? "") : undefined;
  if (typeof value === "boolean") {
    const names = value ? ["true", "yes"] : ["false", "no"];
    return names.some((name) => (whole === undefined ? matchesWildcards(parts, name) : name === whole));
  }
  if (whole === undefined) return matchesWildcards(parts, foldCase(String(value)));
  if (typeof value === "number") return whole.trim() !== "" && Number(whole) === value;
  return foldCase(value) === whole;
}

/** Linear: each part is looked for behind the last. */
function matchesWildcards(parts: readonly string[], folded: string): boolean {
  const first = foldCase(parts[0] ?? "");
  const last = foldCase(parts.at(-1) ?? "");
  if (folded.length < first.length + last.length) return false;
  if (!folded.startsWith(first) || !folded.endsWith(last)) return false;
  const end = folded.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const wanted = foldCase(part);
    const found = folded.indexOf(wanted, at);
    if (found < 0 || found + wanted.length > end) return false;
    at = found + wanted.length;
  }
  return true;
}
