/** What a screen reader is told after a snapshot: the difference that matters, in few words. Pure. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { matchCount } from "./numbers.ts";
import { sortWords } from "./sorting.ts";

/** "" when there is nothing to say. A table that grows by the second is told of when it is done. */
export function announcement(before: CorpusSnapshot | undefined, after: CorpusSnapshot): string {
  if (after.screen.type !== "table") return "";
  const { view, growing } = after;
  if (view.problem !== undefined)
    return before?.view.problem?.text === view.problem.text ? "" : view.problem.text;
  const said: string[] = [];
  const sorted = JSON.stringify(view.sort);
  if (before !== undefined && JSON.stringify(before.view.sort) !== sorted) {
    const words = view.sort.map(({ column }) => {
      const title = after.columns.find(({ id }) => id === column)?.title ?? column;
      return `${title} ${sortWords(view.sort, column) ?? ""}`;
    });
    said.push(words.length === 0 ? "File order" : words.join(", "));
  }
  const isMoving = growing || view.partial;
  const wasMoving = before !== undefined && (before.growing || before.view.partial);
  const otherRows = before?.view.query !== view.query || before.sample !== after.sample;
  if (view.rows === 0 && !isMoving && otherRows) said.push("No row matches");
  else if (otherRows || (wasMoving && !isMoving)) said.push(matchCount(after));
  return said.join(". ");
}
