/** What a row's conversation is called, and its reading from bytes: the same in the worker and in the host. */
import { idHashOf } from "../../core/conversation/id-hash.ts";
import type { RecordFormat } from "../../core/formats/format.ts";
import { withId } from "../../core/formats/read-records.ts";
import { parseRow, readOneRow } from "../../core/formats/read-row.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import { idAlong } from "../../core/formats/shape-check.ts";
import type { RowReading } from "../corpus.ts";
import { ROW, type RowTable } from "../row-table.ts";

/** What naming a row takes. `ordinal`: the number behind "~", 0 for none. */
export interface RowNames {
  readonly table: Pick<RowTable, "flags" | "idHash">;
  ordinal(row: number): number;
}

/** `Corpus.idOf`. An id that already has its number is given back as it is. */
export function nameOf(names: RowNames, row: number, own: string): string {
  const noId = (names.table.flags(row) & ROW.noId) !== 0;
  const id = noId ? `row-${row}` : own;
  const ordinal = names.ordinal(row);
  if (ordinal === 0) return id;
  const isNamed = !noId && own.endsWith(`~${ordinal}`) && idHashOf(own) !== names.table.idHash(row);
  return isNamed ? own : `${id}~${ordinal}`;
}

export interface RowPlace {
  /** In the corpus. */
  readonly row: number;
  /** In its file. */
  readonly local: number;
  readonly format: RecordFormat;
  readonly shape: RecordShape;
}

/** Reads a row from the bytes of its record. */
export function readingOf(bytes: Uint8Array, place: RowPlace, names: RowNames): RowReading {
  const { row, local, format, shape } = place;
  const parsed = parseRow(bytes, local);
  const item = readOneRow(parsed, format);
  if (item.type === "error") return item;
  const { conversation } = item;
  const hasId = "record" in parsed && idAlong(parsed.record.value, shape) !== undefined;
  const own = hasId ? conversation.id : `row-${row}`;
  const id = nameOf(names, row, own);
  const named = own === conversation.id ? conversation : { ...conversation, id: own };
  return { type: "conversation", conversation: withId(named, id) };
}
