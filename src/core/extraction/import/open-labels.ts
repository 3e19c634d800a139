/** Opens a file of labels: finds container and source by content. Import it lazily: it brings the CSV parser. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { JsonValue } from "../../conversation/model.ts";
import { decodeWhole, toUtf8 } from "../../formats/decode-bytes.ts";
import { FormatError, type SourceFile } from "../../formats/format.ts";
import { gunzip, isGzip } from "../../formats/gunzip.ts";
import { isObject } from "../../formats/json-access.ts";
import { skipSpace } from "../../formats/json-scan.ts";
import { describeShape } from "../../formats/json-shape.ts";
import type { RecordView } from "../../formats/record-stream.ts";
import { recordViews } from "../../formats/record-views.ts";
import { isZip } from "../../formats/zip-archive.ts";
import { argilla } from "./argilla.ts";
import { doccano } from "./doccano.ts";
import type { BadRow, LabelFile, LabelRow, LabelSourceId } from "./label-row.ts";
import { labelStudio } from "./label-studio.ts";
import { readTable } from "./read-table.ts";
import type { SourceReader } from "./source-reader.ts";
import { valuemarkLines } from "./valuemark-lines.ts";

const READERS: readonly SourceReader[] = [valuemarkLines, labelStudio, argilla, doccano];

/** Rows that any columns make: the mapping says what they are. */
const tableReader: SourceReader = {
  id: "table",
  recognise: (value) =>
    isObject(value) ? "JSON objects of no tool that is known: columns, to be mapped" : undefined,
  read: (value, place) => (isObject(value) ? { ...place, columns: value, marks: [] } : undefined),
};

/** Records judged to find the source. */
const SAMPLE = 50;
const MAX_ROWS = 5_000_000;

/**
 * Reads a whole file of labels: JSON Lines, a JSON list or document, CSV or TSV; gzip is unpacked. `source` skips
 * the detection of the tool. Rows that can't be read are in `bad`. Throws `FormatError` (without any of the text)
 * when the file as a whole can't be opened.
 */
export function openLabels(file: SourceFile, source?: LabelSourceId): LabelFile {
  const unpacked = isGzip(file.bytes) ? gunzip(file.bytes) : file.bytes;
  if (isZip(unpacked))
    throw new FormatError("unrecognised", "This is a zip archive. Unpack it and import the file in it.");
  const { bytes } = toUtf8(unpacked);
  const start = skipSpace(bytes, 0, bytes.length);
  if (start === bytes.length) throw new FormatError("empty", "This file is empty.");
  const views = bytes[start] === 91 || bytes[start] === 123 ? recordViews(bytes) : [];
  const opened = views.length > 0 ? fromRecords(views, source) : fromTable(decodeWhole(bytes));
  if (opened.rows.length > MAX_ROWS)
    throw new FormatError("limit", `This file has more than ${MAX_ROWS} rows. Split it.`);
  return { name: file.name, hash: bytesToHex(sha256(bytes)).slice(0, 32), ...opened };
}

type Opened = Omit<LabelFile, "name" | "hash">;

function fromTable(text: string): Opened {
  const table = readTable(text);
  if (table === undefined || (table.rows.length === 0 && table.bad.length === 0)) {
    throw new FormatError(
      "unrecognised",
      "This is neither JSON nor a table with a header and at least two columns. Labels can be JSON Lines, JSON, CSV or TSV.",
    );
  }
  const rows = table.rows.map(({ row, line, cells }) => ({
    row,
    line,
    columns: cells,
    marks: [],
  }));
  const sign = table.delimiter === "\t" ? "tabs" : `"${table.delimiter}"`;
  const reason = `a table of ${table.columns.length} columns with ${sign} between them`;
  return { source: "table", reason, rows, bad: table.bad };
}

function fromRecords(views: readonly RecordView[], wanted: LabelSourceId | undefined): Opened {
  const readers = wanted === undefined ? READERS : READERS.filter(({ id }) => id === wanted);
  const found = wanted === "table" ? undefined : detect(views, readers);
  const view = found?.view ?? views.find((each) => sample(each).some(isObject)) ?? views[0];
  if (view === undefined) throw new FormatError("unrecognised", "This JSON holds no records.");
  const reader = found?.reader ?? tableReader;
  if (wanted !== undefined && wanted !== reader.id)
    throw new FormatError("unrecognised", "No record of this file has the shape of that tool's export.");
  const rows: LabelRow[] = [];
  const bad: BadRow[] = [];
  for (const item of view.items()) {
    if (item.type === "error") {
      const { row, line, reason } = item.error;
      bad.push({ row, ...(line === undefined ? {} : { line }), reason });
      continue;
    }
    const { row, line, value } = item.record;
    const place = { row, ...(line === undefined ? {} : { line }) };
    const read = reader.read(value, place);
    if (read === undefined)
      bad.push({ ...place, reason: `This record is ${describeShape(value)}, which holds no labels.` });
    else rows.push(read);
  }
  const reason = found?.reason ?? "JSON objects of no tool that is known: columns, to be mapped";
  if (rows.length === 0 && bad.length === 0) throw new FormatError("empty", "This file holds no rows.");
  return { source: reader.id, reason: `${view.container}: ${reason}`, rows, bad };
}

function sample(view: RecordView): JsonValue[] {
  const values: JsonValue[] = [];
  let seen = 0;
  for (const item of view.items()) {
    if (item.type === "record") values.push(item.record.value);
    if (values.length >= SAMPLE || ++seen >= 20 * SAMPLE) break;
  }
  return values;
}

/** The reader that knows most of a view's first records; at least half of them. */
function detect(views: readonly RecordView[], readers: readonly SourceReader[]) {
  for (const view of views) {
    const values = sample(view);
    let best: { view: RecordView; reader: SourceReader; reason: string; count: number } | undefined;
    for (const reader of readers) {
      const reasons = values.flatMap((value) => reader.recognise(value) ?? []);
      const [reason] = reasons;
      if (reason !== undefined && reasons.length * 2 >= values.length && reasons.length > (best?.count ?? 0))
        best = { view, reader, reason, count: reasons.length };
    }
    if (best !== undefined) return best;
  }
  return undefined;
}
