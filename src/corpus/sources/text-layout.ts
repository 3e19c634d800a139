/** What a text file holds, by its first bytes: how its records stand, in which format, and with which shape. */
import { open } from "node:fs/promises";
import { toUtf8 } from "../../core/formats/decode-bytes.ts";
import { detect, sampleOf, viewFor, withSiblings, type Choice } from "../../core/formats/detect.ts";
import type { RecordFormat, SourceRecord } from "../../core/formats/format.ts";
import { jsonArrayRecords } from "../../core/formats/json-array-records.ts";
import { jsonlRecords } from "../../core/formats/jsonl-records.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { RecordView, StreamItem } from "../../core/formats/record-stream.ts";
import { recordViews } from "../../core/formats/record-views.ts";
import { RECORD_FORMATS } from "../../core/formats/registry.ts";
import type { RowKind } from "../index/row-index.ts";
import type { CorpusLimits } from "./corpus-limits.ts";

/** How the rows of a file are to be got at. */
export type TextLayout =
  /** Each record is a stretch of the file, and makes one conversation. */
  | {
      readonly type: "rows";
      readonly kind: RowKind;
      readonly format: RecordFormat;
      readonly shape: RecordShape;
      readonly notes: readonly string[];
    }
  /** Each record is a stretch of the file and stands alone, but may make none or several. */
  | { readonly type: "records"; readonly kind: RowKind; readonly format: RecordFormat }
  /** To be read as a whole: records that only together make conversations, transcripts, wrappers, the unknown. */
  | { readonly type: "whole" };

/** Tells the layout of a text file of `size` bytes. `wanted`: "open as…". Throws the file system's error. */
export async function textLayout(
  path: string,
  size: number,
  wanted: RecordFormat | undefined,
  limits: CorpusLimits,
): Promise<TextLayout> {
  const handle = await open(path, "r");
  try {
    for (let want = limits.headBytes; ; want *= 8) {
      const length = Math.min(size, want, limits.maxHeadBytes);
      const head = new Uint8Array(length);
      const { bytesRead } = await handle.read(head, 0, length, 0);
      const isAll = length === size;
      const layout = layoutOf(head.subarray(0, bytesRead), isAll, wanted);
      if (layout !== undefined) return layout;
      if (isAll || length === limits.maxHeadBytes) return { type: "whole" };
    }
  } finally {
    await handle.close();
  }
}

/** Undefined when these first bytes don't tell. */
function layoutOf(
  bytes: Uint8Array,
  isAll: boolean,
  wanted: RecordFormat | undefined,
): TextLayout | undefined {
  const { bytes: text } = toUtf8(bytes);
  const mark = bytes.length - text.length;
  const newline = text.lastIndexOf(10);
  // One long line may be a row, or a document of which only the beginning is here.
  if (!isAll && newline < 0 && text[0] !== OPEN_LIST && bytes.length < ONE_LINE) return undefined;
  const whole = isAll || newline < 0 ? text : text.subarray(0, newline + 1);
  const views = recordViews(whole);
  const choice = wanted === undefined ? detect(views, RECORD_FORMATS) : chosen(views, wanted);
  if (choice === undefined) return undefined;
  const { view, format } = choice;
  if (view.layout === undefined || format.unit === "file") return { type: "whole" };
  const { sample, truncated } = rawSample(whole, view.layout);
  if (sample.length === 0) return undefined;
  if (!isAll && truncated && sample.length < ENOUGH && bytes.length < ONE_LINE) return undefined;
  // Rows in wrappers of their own, and further lists beside this one, are known only to the reader of whole files.
  const isPlain = format.recognise(sample).score > 0 && withSiblings(view, format) === view;
  if (!isPlain) return { type: "whole" };
  const kind: RowKind =
    view.layout.kind === "lines" ? { type: "lines" } : { type: "array", start: view.layout.open + mark };
  const shape = format.shape?.(sample);
  return shape === undefined
    ? { type: "records", kind, format }
    : { type: "rows", kind, format, shape, notes: [] };
}

const OPEN_LIST = 91;
/** Rows from which a layout can be told even though the bytes end within one. */
const ENOUGH = 3;
/** A first line longer than this is no row but a document. */
const ONE_LINE = 64 * 2 ** 20;

function chosen(
  views: readonly RecordView[],
  wanted: RecordFormat,
): Omit<Choice, "score" | "reason"> | undefined {
  const view = viewFor(views, wanted);
  return view === undefined ? undefined : { view, format: wanted };
}

/** The records as they stand, without what a view makes of them. */
function rawSample(
  bytes: Uint8Array,
  layout: NonNullable<RecordView["layout"]>,
): { sample: readonly SourceRecord[]; truncated: boolean } {
  const items = (): Generator<StreamItem> =>
    layout.kind === "lines" ? jsonlRecords(bytes) : jsonArrayRecords(bytes, layout.open, layout.tail);
  const { records, error } = sampleOf({ container: "", items });
  return { sample: records, truncated: error !== undefined };
}
