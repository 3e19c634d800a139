/** Counts in words. Pure. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";

const format = new Intl.NumberFormat("en");

/** "1,204" */
export function counted(value: number): string {
  return format.format(value);
}

export function plural(count: number, one: string, many: string): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** "1,204 of 700,000 rows so far" */
export function matchCount({ view, rows, growing }: CorpusSnapshot): string {
  const soFar = growing || view.partial ? " so far" : "";
  if (view.rows === rows && view.query === "") return `${plural(rows, "row", "rows")}${soFar}`;
  return `${counted(view.rows)} of ${plural(rows, "row", "rows")}${soFar}`;
}
