/** Cells of rows for display: only these rows are read. */
import { sizeLabel } from "../../core/formats/json-access.ts";
import { firstWords, saidIn } from "../../core/table/cells.ts";
import type { Scalar } from "../../core/table/query-evaluate.ts";
import { hitsIn, oneLine, shorten, snippetOf } from "../../core/table/snippet.ts";
import type { ColumnId, ConversationMarks } from "../../core/table/table.ts";
import type { CellView, TableRowView } from "../../protocol/corpus.ts";
import type { RowReading } from "../corpus.ts";
import { BLIND_COLUMNS } from "./mark-index.ts";
import type { PassParts } from "./passes.ts";

/** UTF-16 code units; longer texts end in "…". */
const MAX_WORDS = 200;
const MAX_TEXT = 100;

const EMPTY: CellView = { text: "" };

export interface CellRequest {
  readonly columns: readonly ColumnId[];
  /** Of `foldCase`: what the query looks for in conversations. */
  readonly folded: readonly string[];
  readonly isBlind: boolean;
}

/** One row for display. Rejects only when the file can't be read at all. */
export async function rowView(
  at: number,
  row: number,
  { columns, folded, isBlind }: CellRequest,
  parts: PassParts,
): Promise<TableRowView> {
  const reading = await parts.rows.read(row);
  parts.columns.learn(row, reading);
  const mark = parts.marks.markOfRead(row, reading);
  const cells = columns.map((column) => {
    if (isBlind && BLIND_COLUMNS.has(column)) return EMPTY;
    return markCell(column, mark) ?? cellView(row, column, reading, folded, parts);
  });
  return { at, row, cells };
}

function markCell(column: ColumnId, mark: ConversationMarks | undefined): CellView | undefined {
  switch (column) {
    case "status":
      return statusCell(mark);
    case "judged":
      return mark === undefined || mark.judged === 0 ? EMPTY : { text: String(mark.judged) };
    case "labels":
      return { text: shorten(oneLine(mark?.labels.join(", ") ?? ""), MAX_TEXT) };
    case "raters":
      return { text: shorten(oneLine(mark?.raters.join(", ") ?? ""), MAX_TEXT) };
    case "warnings":
      return mark === undefined || mark.warnings === 0
        ? EMPTY
        : { text: String(mark.warnings), look: "warning" };
    default:
      return undefined;
  }
}

function statusCell(mark: ConversationMarks | undefined): CellView {
  const status = mark?.status ?? "open";
  if (mark?.flagged === true) return { text: `${status}, flagged`, look: "flagged" };
  return status === "open" ? { text: status, look: "muted" } : { text: status, look: status };
}

function cellView(
  row: number,
  column: ColumnId,
  reading: RowReading,
  folded: readonly string[],
  parts: PassParts,
): CellView {
  if (column === "row") return { text: String(row + 1) };
  if (column === "size") return { text: sizeLabel(parts.rows.size(row)) };
  if (column === "part") return { text: shorten(oneLine(parts.rows.part(row)), MAX_TEXT) };
  if (reading.type === "error")
    return column === "words" || column === "problem"
      ? { text: shorten(oneLine(reading.error.reason), MAX_WORDS), look: "error" }
      : EMPTY;
  if (column === "words") return wordsCell(reading, folded);
  if (column === "problem") {
    const notes = oneLine(reading.conversation.notes.join(" · "));
    return notes === "" ? EMPTY : { text: shorten(notes, MAX_WORDS), look: "muted" };
  }
  const cell = parts.columns.cellOf(row, column, reading);
  if (cell === null || cell === undefined) return EMPTY;
  const items: readonly Scalar[] = typeof cell === "object" ? cell : [cell];
  return { text: shorten(oneLine(items.map((item) => textOf(item)).join(", ")), MAX_TEXT) };
}

function textOf(item: Scalar): string {
  return typeof item === "boolean" ? (item ? "yes" : "no") : String(item);
}

/** First words; if what is searched stands elsewhere, the place where it stands. */
function wordsCell(reading: RowReading & { type: "conversation" }, folded: readonly string[]): CellView {
  const words = shorten(firstWords(reading.conversation), MAX_WORDS);
  if (folded.length === 0) return { text: words };
  const hits = hitsIn(words, folded);
  if (hits.length > 0) return { text: words, hits };
  for (const text of saidIn(reading.conversation)) {
    const snippet = snippetOf(text, folded);
    if (snippet !== undefined) return snippet;
  }
  return { text: words };
}
