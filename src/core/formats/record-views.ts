/** Which container a text file is (JSON Lines, a JSON list, one JSON document, several), by its content. */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { LineCounter, decodeUtf8, decodeWhole } from "./decode-bytes.ts";
import { get, isList, isObject } from "./json-access.ts";
import { jsonArrayRecords } from "./json-array-records.ts";
import { parseJson } from "./json-parse.ts";
import { scanValue, skipSpace } from "./json-scan.ts";
import { filledLines, jsonlRecords } from "./jsonl-records.ts";
import { readRecord, recordItem, type RecordView, type StreamItem } from "./record-stream.ts";

const OPEN_LIST = 91;
const OPEN_OBJECT = 123;
const QUOTE = 34;

/** Lists within one document that are tried as rows. */
const MAX_LISTS = 50;

/** Lines looked at, and bytes, before deciding that a file is or is not JSON Lines. */
const SAMPLE_LINES = 20;
const SAMPLE_BYTES = 8_000_000;

/**
 * All sensible ways to see the text as records, the most specific first; none when it isn't JSON at all.
 * A list can be many conversations or the messages of one, an object a conversation or a wrapper round a list:
 * which it is, the formats decide.
 */
export function recordViews(bytes: Uint8Array): RecordView[] {
  const start = skipSpace(bytes, 0, bytes.length);
  const first = bytes[start];
  if (looksLikeJsonl(bytes, first)) {
    return [
      { container: "JSON Lines", layout: { kind: "lines" }, items: () => jsonlRecords(bytes) },
      asOneList("JSON Lines", () => jsonlRecords(bytes)),
    ];
  }
  if (first === OPEN_LIST) {
    const items = () => jsonArrayRecords(bytes, start, "end");
    const several = severalDocuments(bytes, start);
    return several === undefined
      ? [
          { container: "JSON list", layout: { kind: "list", open: start, tail: "end" }, items },
          asOneList("JSON list", items),
        ]
      : [several];
  }
  return first === OPEN_OBJECT ? objectViews(bytes, start) : [];
}

/** JSON Lines when at least half of the first lines are each a whole JSON list or object. */
function looksLikeJsonl(bytes: Uint8Array, first: number | undefined): boolean {
  let lines = 0;
  let whole = 0;
  let opening = 0;
  let seen = 0;
  for (const { bytes: text } of filledLines(bytes)) {
    if (lines >= SAMPLE_LINES || seen > SAMPLE_BYTES) break;
    lines++;
    seen += text.length;
    if (text[0] !== OPEN_LIST && text[0] !== OPEN_OBJECT) continue;
    opening++;
    const parsed = parseJson(decodeUtf8(text) ?? "");
    if (parsed.ok) whole++;
  }
  // One line is one document: it may be a list of rows, or wrap one.
  if (lines === 1 && hasOneLine(bytes)) return false;
  // Lines that all begin an object are broken rows, unless they are one document that closes at the file's end.
  if (first === OPEN_OBJECT && opening === lines) return whole > 0 || !isOneDocument(bytes);
  return first === OPEN_LIST ? whole * 2 > lines : whole * 2 >= lines && whole > 0;
}

function isOneDocument(bytes: Uint8Array): boolean {
  const extent = scanValue(bytes, skipSpace(bytes, 0, bytes.length), bytes.length);
  return extent.state === "closed" && skipSpace(bytes, extent.end, bytes.length) >= bytes.length;
}

function hasOneLine(bytes: Uint8Array): boolean {
  const lines = filledLines(bytes);
  lines.next();
  return lines.next().done === true;
}

/** The records of a view as the one list they make: a file whose rows are the messages of one conversation. */
function asOneList(container: string, items: () => Generator<StreamItem>): RecordView {
  return {
    container: `${container}, taken as one conversation`,
    *items() {
      const values: JsonValue[] = [];
      let line = 1;
      for (const item of items()) {
        if (item.type === "error") yield item;
        else {
          if (values.length === 0) line = item.record.line ?? 1;
          values.push(item.record.value);
        }
      }
      if (values.length > 0) yield recordItem(0, line, values, []);
    },
  };
}

/** Views of a file that begins with an object: several documents, or one, or a list within one. */
function objectViews(bytes: Uint8Array, start: number): RecordView[] {
  const several = severalDocuments(bytes, start);
  if (several !== undefined) return [several];
  const parsed = bytes.length > 500_000_000 ? undefined : parseJson(decodeWhole(bytes.subarray(start)));
  const views: RecordView[] = [{ container: "JSON document", items: () => documents(bytes, start) }];
  if (parsed === undefined || !parsed.ok || isObject(parsed.value)) {
    const lists = listMembers(bytes, start).map(({ key, at }): RecordView => {
      const items = () => unwrapRows(jsonArrayRecords(bytes, at, "any"));
      const container = `list "${key.slice(0, 40)}" in a JSON document`;
      return { container, layout: { kind: "list", open: at, tail: "any" }, items };
    });
    for (const [i, view] of lists.entries()) views.push({ ...view, siblings: () => lists.slice(i + 1) });
  }
  if (parsed?.ok === true && isObject(parsed.value)) {
    const values = parsed.value;
    views.push({ container: "JSON document of conversations by key", items: () => byKey(values) });
  }
  return views;
}

/** The values of an object each as a record; the key becomes the id of those that have none. */
function* byKey(object: JsonObject): Generator<StreamItem> {
  let row = 0;
  for (const [key, value] of Object.entries(object)) {
    const named =
      isObject(value) && get(value, "id") === undefined
        ? Object.fromEntries([["id", key], ...Object.entries(value)])
        : value;
    const record = { row: row++, value: isList(value) ? { id: key, messages: value } : named };
    yield { type: "record", record };
  }
}

/** Rows as the Hugging Face dataset viewer gives them, `{row_idx, row: {…}}`, become the inner row. */
function* unwrapRows(items: Generator<StreamItem>): Generator<StreamItem> {
  for (const item of items) {
    const row = item.type === "record" ? get(item.record.value, "row") : undefined;
    if (item.type === "error" || row === undefined || get(item.record.value, "row_idx") === undefined)
      yield item;
    else yield { type: "record", record: { ...item.record, value: row } };
  }
}

/** JSON documents one after the other, pretty-printed or not; undefined when there is only one. */
function severalDocuments(bytes: Uint8Array, start: number): RecordView | undefined {
  const extent = scanValue(bytes, start, bytes.length);
  if (extent.state !== "closed") return undefined;
  const next = skipSpace(bytes, extent.end, bytes.length);
  if (bytes[next] !== OPEN_OBJECT && bytes[next] !== OPEN_LIST) return undefined;
  return { container: "JSON documents one after the other", items: () => documents(bytes, start) };
}

function* documents(bytes: Uint8Array, start: number): Generator<StreamItem> {
  const lines = new LineCounter(bytes);
  let at = start;
  for (let row = 0; at < bytes.length; row++) {
    const extent = scanValue(bytes, at, bytes.length);
    // A document that doesn't close takes the next one that begins a line with it.
    const end = extent.state === "closed" ? extent.end : nextDocument(bytes, at);
    yield readRecord(bytes.subarray(at, end), row, lines.at(at), "document").item;
    at = skipSpace(bytes, end, bytes.length);
  }
}

/** Offset of the next line that begins with { or [ in its first column; the end when there is none. */
function nextDocument(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(10, from); at !== -1; at = bytes.indexOf(10, at + 1)) {
    const first = bytes[at + 1];
    if (first === OPEN_OBJECT || first === OPEN_LIST) return at + 1;
  }
  return bytes.length;
}

/** The members of the object at `start` that are lists of objects or lists; the first 50 of them. */
function listMembers(bytes: Uint8Array, start: number): { key: string; at: number }[] {
  const found: { key: string; at: number }[] = [];
  const size = bytes.length;
  let at = skipSpace(bytes, start + 1, size);
  while (at < size && bytes[at] === QUOTE && found.length < MAX_LISTS) {
    const keyEnd = scanValue(bytes, at, size).end;
    const key = parseJson(decodeUtf8(bytes.subarray(at, keyEnd)) ?? "");
    const colon = skipSpace(bytes, keyEnd, size);
    const value = skipSpace(bytes, colon + 1, size);
    if (!key.ok || typeof key.value !== "string" || bytes[colon] !== 58 || value >= size) break;
    const inner = bytes[skipSpace(bytes, value + 1, size)];
    if (bytes[value] === OPEN_LIST && (inner === OPEN_OBJECT || inner === OPEN_LIST))
      found.push({ key: key.value, at: value });
    const extent = scanValue(bytes, value, size);
    const comma = skipSpace(bytes, extent.end, size);
    if (extent.state !== "closed" || bytes[comma] !== 44) break;
    at = skipSpace(bytes, comma + 1, size);
  }
  return found;
}
