/** The table as the simplest program would make it: every row parsed, every value compared. */
import type { Conversation } from "../../../../src/core/conversation/model.ts";
import { firstWords, metadataCell, saidIn } from "../../../../src/core/table/cells.ts";
import { foldCase } from "../../../../src/core/table/fold.ts";
import { type Cell, evaluate } from "../../../../src/core/table/query-evaluate.ts";
import { parseQuery } from "../../../../src/core/table/query-parse.ts";
import { type QueryColumn, metaPath } from "../../../../src/core/table/query.ts";
import type { ConversationMarks, SortKey } from "../../../../src/core/table/table.ts";

export interface NaiveRow {
  readonly conversation: Conversation | undefined;
  readonly size: number;
  readonly part: string;
  readonly mark: ConversationMarks | undefined;
}

export function naiveCell(
  rows: readonly NaiveRow[],
  row: number,
  column: QueryColumn,
): Exclude<Cell, undefined> {
  const found = rows[row];
  if (found === undefined) throw new Error("no such row");
  const { conversation, mark } = found;
  const path = metaPath(column);
  if (path !== undefined)
    return conversation === undefined ? null : metadataCell(conversation.metadata, path);
  switch (column) {
    case "row":
      return row + 1;
    case "id":
      return conversation?.id ?? null;
    case "words":
      return conversation === undefined ? null : firstWords(conversation) || null;
    case "turns":
      return conversation?.turns.length ?? 0;
    case "size":
      return found.size;
    case "part":
      return found.part;
    case "problem":
      return conversation === undefined;
    case "status":
      return mark?.status ?? "open";
    case "flagged":
      return mark?.flagged ?? false;
    case "judged":
      return mark?.judged ?? 0;
    case "warnings":
      return mark?.warnings ?? 0;
    case "labels":
      return mark === undefined || mark.labels.length === 0 ? null : mark.labels;
    case "raters":
      return mark === undefined || mark.raters.length === 0 ? null : mark.raters;
    default:
      throw new Error(column);
  }
}

export function naiveRows(rows: readonly NaiveRow[], text: string): number[] {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.text);
  return rows.flatMap(({ conversation }, row) => {
    const holds = evaluate(parsed.query, {
      value: (column) => naiveCell(rows, row, column),
      contains: (folded) =>
        conversation !== undefined &&
        [...saidIn(conversation)].some((said) => foldCase(said).includes(folded)),
    });
    return holds === true ? [row] : [];
  });
}

/** Numbers, then yes and no, then texts, then nothing; status in the order of work. */
function rank(cell: Exclude<Cell, undefined>, column: QueryColumn): [number, number | string] {
  if (cell === null) return [3, 0];
  if (column === "status") return [0, ["open", "skipped", "done"].indexOf(String(cell))];
  if (typeof cell === "number") return [0, cell];
  if (typeof cell === "boolean") return [1, Number(cell)];
  const text = typeof cell === "object" ? cell.join(metaPath(column) === undefined ? ", " : "\u001f") : cell;
  const isList = typeof cell === "object" && metaPath(column) !== undefined;
  return [
    2,
    foldCase((isList ? "\u001f" : "") + text)
      .normalize("NFD")
      .replace(/\p{M}/gu, ""),
  ];
}

export function naiveSorted(
  rows: readonly NaiveRow[],
  found: readonly number[],
  sort: readonly SortKey[],
): number[] {
  return [...found].sort((a, b) => {
    for (const { column, descending } of sort) {
      const [left, right] = [
        rank(naiveCell(rows, a, column), column),
        rank(naiveCell(rows, b, column), column),
      ];
      if (left[0] === 3 || right[0] === 3) {
        if (left[0] !== right[0]) return left[0] - right[0];
        continue;
      }
      const order = left[0] - right[0] || (left[1] < right[1] ? -1 : left[1] > right[1] ? 1 : 0);
      if (order !== 0) return descending ? -order : order;
    }
    return a - b;
  });
}
