/** What the containers (JSONL, JSON, zip) give to the formats: records and, between them, what is broken. */
import type { JsonValue } from "../conversation/model.ts";
import { decodeUtf8 } from "./decode-bytes.ts";
import type { RowError, SourceRecord } from "./format.ts";
import { parseJson } from "./json-parse.ts";

export type StreamItem =
  | { readonly type: "record"; readonly record: SourceRecord }
  | { readonly type: "error"; readonly error: RowError };

/** A way to read a file as records. `items` starts over each time it is called. */
export interface RecordView {
  /** "JSON Lines", "JSON list"…, for messages. */
  readonly container: string;
  items(): Generator<StreamItem>;
  /**
   * Where the records stand, if each is one stretch of the file's bytes: lines, or the elements of the list whose `[`
   * is at the offset `open` (and whose `]` ends the file, or is followed by more).
   */
  readonly layout?:
    | { readonly kind: "lines" }
    | { readonly kind: "list"; readonly open: number; readonly tail: "end" | "any" };
  /** Other lists beside this one (`{train: […], test: […]}`), which are read too if they are alike. */
  readonly siblings?: () => readonly RecordView[];
}

/** Longest single record, in bytes: what one string can hold, with room to spare. */
export const MAX_RECORD_BYTES = 256_000_000;

export function recordItem(
  row: number,
  line: number,
  value: JsonValue,
  notes: readonly string[],
): StreamItem {
  return { type: "record", record: { row, line, value, ...(notes.length === 0 ? {} : { notes }) } };
}

export function errorItem(row: number, line: number, reason: string): StreamItem {
  return { type: "error", error: { row, line, reason } };
}

/** One record as read. */
export interface ReadRecord {
  readonly item: StreamItem;
  /** The text is the beginning of valid JSON that just stops. */
  readonly stops: boolean;
}

/** Parses the bytes of one record. The reason names the line and column of the fault within the file. */
export function readRecord(bytes: Uint8Array, row: number, line: number, what: string): ReadRecord {
  const failed = (reason: string, stops = false) => ({ item: errorItem(row, line, reason), stops });
  if (bytes.length > MAX_RECORD_BYTES) {
    return failed(`This ${what} is longer than ${MAX_RECORD_BYTES / 1e6} MB and was left out.`);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined)
    return failed(`This ${what} holds bytes that are not UTF-8. Save the file as UTF-8.`);
  const parsed = parseJson(text);
  if (parsed.ok) return { item: recordItem(row, line, parsed.value, parsed.notes), stops: false };
  if (parsed.offset === undefined) return failed(`This ${what} was left out: ${parsed.problem}.`);
  const before = text.slice(0, parsed.offset);
  const faultLine = line + before.split("\n").length - 1;
  const column = parsed.offset - before.lastIndexOf("\n");
  return failed(
    `Not valid JSON at line ${faultLine}, character ${column}: ${parsed.problem}.`,
    parsed.offset >= text.length,
  );
}
