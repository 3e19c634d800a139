/** Questions to a corpus beside its view: fields, identities, rows by id, frames for samples. */
import { hashConversation } from "../../core/conversation/hash.ts";
import type { ColumnId } from "../../core/table/table.ts";
import type { FrameData, RowIdentity } from "./corpus-table.ts";
import { ROW } from "../row-table.ts";
import { FrameColumns } from "./frame.ts";
import { MARK_COLUMNS, MarkIndex } from "./mark-index.ts";
import { Filling, type PassParts } from "./passes.ts";
import type { View } from "./view.ts";

/** Rows read at the same time. */
const AT_ONCE = 32;
/** Rows looked at for the names of fields. */
const FIRST_ROWS = 60;

/** Meets the metadata fields of the first rows and of some across the corpus. */
export async function sampleFields({ rows, columns }: PassParts, signal: AbortSignal): Promise<void> {
  const count = rows.rows;
  await rows.scan(
    0,
    Math.min(count, FIRST_ROWS),
    (row, scanned) => columns.learn(row, scanned.reading()),
    signal,
  );
  const step = Math.floor(count / 20);
  if (step < FIRST_ROWS) return;
  for (let row = step; row < count; row += step) {
    signal.throwIfAborted();
    columns.learn(row, await rows.read(row));
  }
}

/** Whether any row has the id of an earlier one. */
export async function hasRepeatedIds({ rows, pace }: PassParts, signal: AbortSignal): Promise<boolean> {
  for (let row = 0; row < rows.rows; row++) {
    if ((rows.flags(row) & ROW.duplicateId) !== 0) return true;
    if ((row & 1_023) === 0 && pace.over) await pace.rest(signal);
  }
  return false;
}

export async function identifyRows(
  wanted: readonly number[],
  { rows, pace }: PassParts,
  signal: AbortSignal,
): Promise<RowIdentity[]> {
  const found: RowIdentity[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const readings = await Promise.all(
      wanted.slice(at, at + AT_ONCE).map(async (row) => ({ row, reading: await rows.read(row) })),
    );
    for (const { row, reading } of readings) {
      found.push(
        reading.type === "error"
          ? { row, id: "", hash: "", error: reading.error.reason }
          : {
              row,
              id: rows.idOf(row, reading.conversation.id),
              hash: hashConversation(reading.conversation),
            },
      );
      if (pace.over) await pace.rest(signal);
    }
    signal.throwIfAborted();
  }
  return found;
}

/** Row of each id among the rows below `frontier`, proved by reading it; -1 where there is none. */
export async function resolveIds(
  ids: readonly string[],
  frontier: number,
  parts: PassParts,
  signal: AbortSignal,
): Promise<Int32Array> {
  const { rows, pace } = parts;
  const index = new MarkIndex(rows);
  const nothing = {
    hash: "",
    status: "open",
    flagged: false,
    judged: 0,
    labels: [],
    raters: [],
    warnings: 0,
  } as const;
  index.set(
    ids.map((id) => ({ id, ...nothing })),
    true,
  );
  await index.join(
    frontier,
    () => pace.over,
    () => pace.rest(signal),
  );
  const candidates = [...new Set(ids.flatMap((id) => index.rowsOfId(id)))];
  const rowsOf = new Map((await identifyRows(candidates, parts, signal)).map(({ row, id }) => [id, row]));
  return Int32Array.from(ids, (id) => rowsOf.get(id) ?? -1);
}

/** `frontier`: how far the rows are indexed. */
export async function drawFrame(
  view: View,
  columns: readonly ColumnId[],
  frontier: () => number,
  generation: number,
  isGrowing: boolean,
  parts: PassParts,
  signal: AbortSignal,
): Promise<FrameData> {
  const { rows } = parts;
  const silent = (): void => undefined;
  const limit = view.plan.needsIndex ? frontier() : rows.rows;
  await view.matches?.advance(limit, signal, silent);
  const found = view.copy();
  const list = { length: found.length, at: (place: number) => found[place] };
  const stores = columns.flatMap((column) => parts.columns.store(column) ?? []);
  const checks = columns.some((column) => MARK_COLUMNS.has(column));
  await new Filling(list, stores, checks, parts).advance(signal, silent);
  const frame = new FrameColumns(found, parts, signal);
  const filled: FrameData["columns"][number][] = [];
  for (const column of columns) filled.push(await frame.column(column));
  return {
    generation,
    query: view.text,
    rows: found,
    idHashes: await frame.numbers((row) => rows.idHash(row)),
    columns: filled,
    complete:
      !isGrowing &&
      limit >= rows.rows &&
      frontier() >= rows.rows &&
      !columns.some((column) => parts.columns.isCut(column)),
  };
}
