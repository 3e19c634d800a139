/** Makes a file of a corpus ready to be read by rows: in place where it can be, else through a copy in the cache. */
import { open } from "node:fs/promises";
import { mappedFormat } from "../../core/formats/field-mapping.ts";
import { FormatError, type Format, type OpenOptions } from "../../core/formats/format.ts";
import { FORMATS, findFormat } from "../../core/formats/registry.ts";
import { CONVERSATION_SHAPE, valuemarkConversation } from "../../core/formats/valuemark-conversation.ts";
import { isZip } from "../../core/formats/zip-archive.ts";
import type { IndexWorker, OpenRowIndex, RowKind } from "../index/row-index.ts";
import type { CacheEntry, CopyRecord } from "./cache-entry.ts";
import { CONVERSATIONS, ConversationCopy, addRecords, addWhole } from "./convert-records.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import { factsOf, type FileFacts } from "./file-facts.ts";
import type { FileHandles } from "./file-handles.ts";
import { FileReader } from "./file-reader.ts";
import type { CorpusFile } from "./list-files.ts";
import type { OnBytes, RowsPart } from "./part.ts";
import { ParquetFile } from "./parquet-file.ts";
import { isParquet, parquetCopy, parquetInPlace } from "./prepare-parquet.ts";
import { scanRows } from "./scan-rows.ts";
import { Slice } from "./slice.ts";
import { textLayout, type TextLayout } from "./text-layout.ts";
import { TextPart, type TextSource } from "./text-part.ts";
import { unpackedCopy, type UnpackedCopy } from "./unpack.ts";
import { packingOf } from "./unpack-streams.ts";

/** What preparing the files of one corpus has in common. */
export interface PrepareContext {
  readonly options: OpenOptions;
  readonly limits: CorpusLimits;
  readonly openIndex: OpenRowIndex;
  readonly handles: FileHandles;
  readonly spawn: (() => IndexWorker) | undefined;
  readonly log: (message: string) => void;
}

/** What is done to a file, and how far: `what` in words, "unpacking". */
export type OnPreparing = (what: string, done: number, of: number) => void;

/** A part and the format that a person should know it by. */
export interface PreparedPart {
  readonly part: RowsPart;
  readonly format: { readonly id: string; readonly title: string };
}

/** "Open as…", as a format. Throws a `FormatError` for an unknown one. */
export function wantedFormat(options: OpenOptions): Format | undefined {
  if (options.mapping !== undefined) return mappedFormat(options.mapping);
  if (options.format === undefined) return undefined;
  const format = findFormat(options.format);
  if (format !== undefined) return format;
  const ids = FORMATS.map(({ id }) => id).join(", ");
  throw new FormatError("unrecognised", `There is no such format. The formats are: ${ids}.`);
}

/** Copies of files up to this size, in bytes, are made while someone waits. */
const QUICK_BYTES = 4 * 2 ** 20;
/** Packed files become many times larger. */
const QUICK_PACKED_BYTES = 2 ** 18;

/**
 * Prepares one file: opens it in place, or the copy that is still right, else unpacks and converts it, which may take
 * long. With `onPreparing` undefined nothing long is begun: the answer is undefined then. Throws a `FormatError` for a
 * file that can't be opened, or the file system's error.
 */
export async function preparePart(
  file: CorpusFile,
  entry: CacheEntry,
  context: PrepareContext,
  signal: AbortSignal,
  onPreparing: OnPreparing | undefined,
): Promise<PreparedPart | undefined> {
  const facts = await factsOf(file.path);
  if (facts.size === 0)
    throw new FormatError("empty", "This file is empty. Check that it was written or downloaded to its end.");
  const known = await entry.copy(CONVERSATIONS, facts);
  if (known !== undefined) return openCopy(known, entry, context);
  const head = await headOf(file.path, 64);
  const packing = packingOf(head);
  const mayBeLong = onPreparing !== undefined || facts.size <= QUICK_BYTES;
  const tell = onPreparing ?? (() => undefined);
  let text: Text = { path: file.path, size: facts.size, facts, access: "in place", notes: [] };
  if (isParquet(head)) {
    const found = await openParquet(file, facts, entry, context, mayBeLong, signal, tell);
    if (found === undefined || "part" in found) return found;
    text = found;
  } else if (packing !== undefined) {
    const isQuick = onPreparing !== undefined || facts.size <= QUICK_PACKED_BYTES;
    if (!isQuick && (await entry.copy("text", facts)) === undefined) return undefined;
    const onBytes: OnBytes = (done, of) => tell("unpacking", done, of);
    const copy = await unpackedCopy(
      { path: file.path, facts },
      packing,
      entry,
      context.limits,
      signal,
      onBytes,
    );
    text = textCopy(copy, facts, `unpacked once into the cache, ${sizeOf(copy.bytes)}`);
  }
  const layout = await layoutOf(text, context);
  if (layout.type === "rows") return openRows(text, layout, entry, context);
  if (!mayBeLong) return undefined;
  const record = await convert(file, text, layout, entry, context, signal, tell);
  if (text.access === "copy") await entry.drop("text");
  return openCopy(record, entry, context);
}

/** The text of a file: itself, or its unpacked copy. `facts` are the file's. */
interface Text {
  readonly path: string;
  readonly size: number;
  readonly facts: FileFacts;
  readonly access: "in place" | "copy";
  readonly notes: readonly string[];
}

function textCopy({ path, bytes }: UnpackedCopy, facts: FileFacts, note: string): Text {
  return { path, size: bytes, facts, access: "copy", notes: [note] };
}

/** A Parquet file in place, or its rows as text in the cache; undefined when that must wait. */
async function openParquet(
  { path }: CorpusFile,
  facts: FileFacts,
  entry: CacheEntry,
  { options, limits, handles }: PrepareContext,
  mayBeLong: boolean,
  signal: AbortSignal,
  tell: OnPreparing,
): Promise<PreparedPart | Text | undefined> {
  const file = await ParquetFile.open(path, handles, limits);
  let keepOpen = false;
  try {
    const wanted = wantedFormat(options);
    const place = { facts, entry, limits };
    const record = wanted === undefined || wanted.kind === "record" ? wanted : undefined;
    const part = await parquetInPlace(file, place, record, signal);
    keepOpen = part !== undefined;
    if (part !== undefined) return { part, format: part.format };
    if (!mayBeLong && (await entry.copy("text", facts)) === undefined) return undefined;
    const copy = await parquetCopy(file, place, signal, (done, of) => tell("converting", done, of));
    const isLarge = file.units.some(({ bytes }) => bytes > limits.groupBytes);
    const why = isLarge
      ? "its row groups are too large to be decoded for each row, so it was"
      : "its rows were";
    return textCopy(copy, facts, `${why} converted once into JSON Lines in the cache, ${sizeOf(copy.bytes)}`);
  } finally {
    if (!keepOpen) await file.close();
  }
}

async function layoutOf(text: Text, { options, limits }: PrepareContext): Promise<TextLayout> {
  const wanted = wantedFormat(options);
  if (wanted !== undefined && wanted.kind !== "record") return { type: "whole" };
  if (isZip(await headOf(text.path, 64))) return { type: "whole" };
  return textLayout(text.path, text.size, wanted, limits);
}

async function openRows(
  text: Text,
  layout: TextLayout & { readonly type: "rows" },
  entry: CacheEntry,
  context: PrepareContext,
): Promise<PreparedPart> {
  const { kind, format, shape } = layout;
  const notes = [...text.notes, ...layout.notes];
  const source: TextSource = { path: text.path, kind, format, shape, access: text.access, notes, errors: [] };
  return { part: await openText(source, text.size, entry, context), format };
}

async function openCopy(
  record: CopyRecord,
  entry: CacheEntry,
  context: PrepareContext,
): Promise<PreparedPart> {
  const source: TextSource = {
    path: entry.path(record.file),
    kind: { type: "lines" },
    format: valuemarkConversation,
    shape: CONVERSATION_SHAPE,
    access: "copy",
    notes: [`read once into a copy in the cache, ${sizeOf(record.bytes)}`, ...record.notes],
    errors: await entry.readErrors(CONVERSATIONS),
  };
  const part = await openText(source, record.bytes, entry, context);
  return { part, format: record.format ?? valuemarkConversation };
}

async function openText(
  source: TextSource,
  size: number,
  entry: CacheEntry,
  { openIndex, spawn, log, handles }: PrepareContext,
): Promise<TextPart> {
  const { path: file, kind, shape } = source;
  const reader = await FileReader.open(file, handles);
  try {
    const index = await openIndex({ file, kind, shape, cacheFolder: entry.folder, spawn, log });
    return new TextPart(source, reader, index, size);
  } catch (error) {
    await reader.close();
    throw error;
  }
}

async function convert(
  file: CorpusFile,
  text: Text,
  layout: Exclude<TextLayout, { readonly type: "rows" }>,
  entry: CacheEntry,
  context: PrepareContext,
  signal: AbortSignal,
  onPreparing: OnPreparing,
): Promise<CopyRecord> {
  const { limits, options } = context;
  return ConversationCopy.make(entry, text.facts, limits, async (copy) => {
    if (layout.type === "whole") {
      onPreparing("reading", 0, text.size);
      return addWhole(copy, { path: text.path, name: file.name, size: text.size }, options, limits, signal);
    }
    const { format, kind } = layout;
    await addRecords(
      copy,
      (visit) => eachRecord(text, kind, entry, context, visit, signal, onPreparing),
      format,
    );
    return format;
  });
}

/** Visits the records of a file in order; its rows must be found first. */
async function eachRecord(
  text: Text,
  kind: RowKind,
  entry: CacheEntry,
  { openIndex, log, handles }: PrepareContext,
  visit: (row: number, bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
  onPreparing: OnPreparing,
): Promise<void> {
  const slice = new Slice(signal);
  const reader = await FileReader.open(text.path, handles);
  const index = await openIndex({ file: text.path, kind, cacheFolder: entry.folder, log }).catch(
    async (error: unknown) => {
      await reader.close();
      throw error;
    },
  );
  const { table } = index;
  try {
    await index.scanRows(signal, ({ done, of }) => onPreparing("finding the rows of", done, of));
    for (let from = 0, to = 0; from < table.rows; from = to) {
      while (to < table.rows && (to === from || table.end(to) - table.start(from) <= STEP_BYTES)) to++;
      const rows: [number, Uint8Array][] = [];
      const take = (row: number, bytes: Uint8Array): void => void rows.push([row, bytes.slice()]);
      await scanRows(reader, table, kind.type, [from, to], take, signal);
      for (const [row, bytes] of rows) await visit(row, bytes);
      onPreparing("converting", table.end(to - 1), text.size);
      await slice.rest();
    }
  } finally {
    await Promise.all([reader.close(), index.close()]);
  }
}

/** Taken from the file at once, if it isn't one long row. */
const STEP_BYTES = 2 ** 18;

async function headOf(path: string, length: number): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** "1.2 GB". */
export function sizeOf(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
