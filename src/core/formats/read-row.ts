/** Reads one row of a corpus from its bytes alone, as the format would read it among all others. */
import { decodeUtf8 } from "./decode-bytes.ts";
import type { ReadItem, RecordFormat, RowError, SourceRecord } from "./format.ts";
import { parseJson } from "./json-parse.ts";
import { readRow } from "./read-records.ts";
import { MAX_RECORD_BYTES } from "./record-stream.ts";

/** A record of one row, or why there is none. */
export type ParsedRow = { readonly record: SourceRecord } | { readonly error: RowError };

/**
 * Parses a row's bytes: UTF-8 of one JSON value, white space around it allowed. Bytes that are not UTF-8 are an
 * error, never replaced. `row`: its number, for ids and positions.
 */
export function parseRow(bytes: Uint8Array, row: number): ParsedRow {
  if (bytes.length > MAX_RECORD_BYTES)
    return failed(row, `This row is longer than ${MAX_RECORD_BYTES / 1e6} MB and was left out.`);
  const text = decodeUtf8(bytes);
  if (text === undefined)
    return failed(row, "This row holds bytes that are not UTF-8. Save the file as UTF-8.");
  const parsed = parseJson(text);
  if (parsed.ok)
    return {
      record: { row, value: parsed.value, ...(parsed.notes.length === 0 ? {} : { notes: parsed.notes }) },
    };
  const where = parsed.offset === undefined ? "" : ` at its character ${parsed.offset + 1}`;
  return failed(row, `This row is not valid JSON${where}: ${parsed.problem}.`);
}

function failed(row: number, reason: string): ParsedRow {
  return { error: { row, reason } };
}

/**
 * The one conversation of a row, or the error. Should a row of a corpus make several after all, the first is given,
 * and a note says so.
 */
export function readOneRow(parsed: ParsedRow, format: RecordFormat): ReadItem {
  if ("error" in parsed) return { type: "error", error: parsed.error };
  const { record } = parsed;
  let first: ReadItem | undefined;
  let more = 0;
  for (const item of readRow(format, record)) {
    if (first === undefined || first.type === "error") first = item;
    else if (item.type === "conversation") more++;
  }
  if (first === undefined || first.type === "error")
    return first ?? { type: "error", error: { row: record.row, reason: "This row holds no conversation." } };
  const { conversation } = first;
  if (conversation.turns.length === 0)
    return { type: "error", error: { row: record.row, reason: "This conversation holds no messages." } };
  if (more === 0) return first;
  const note = `this row makes ${more} more ${more === 1 ? "conversation" : "conversations"}, which a table of rows doesn't show`;
  return { type: "conversation", conversation: { ...conversation, notes: [...conversation.notes, note] } };
}
