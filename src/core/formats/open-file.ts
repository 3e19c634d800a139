/** Opens any conversation file: finds container and format by content and reads lazily. */
import { hasZeroBytes, knownBinary } from "./binary-kind.ts";
import { MAX_TEXT_BYTES, decodeUtf8, decodeWhole, toUtf8 } from "./decode-bytes.ts";
import { MIN_SCORE, detect, sampleOf, viewFor, withSiblings } from "./detect.ts";
import { mappedFormat } from "./field-mapping.ts";
import {
  FormatError,
  type Format,
  type OpenOptions,
  type ReadItem,
  type Reading,
  type SourceFile,
} from "./format.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { skipSpace } from "./json-scan.ts";
import { describeShape } from "./json-shape.ts";
import { checked, readRecords } from "./read-records.ts";
import type { RecordView } from "./record-stream.ts";
import { recordViews } from "./record-views.ts";
import { FORMATS, RECORD_FORMATS, TEXT_FORMATS, findFormat } from "./registry.ts";
import { isZip } from "./zip-archive.ts";
import { openZipFile } from "./open-zip.ts";

/** Items looked at before the first conversation when opening: enough to tell a file that holds none. */
const PEEK_ITEMS = 1_000;

/**
 * Starts reading a file's conversations. `options.format` ("Open as…") or `options.mapping` skip detection.
 * Throws `FormatError` when the file as a whole can't be opened: empty, damaged, too large, of no known format,
 * or without any conversation. Rows that can't be read come as error items instead, and the rest opens.
 */
export function openConversations(file: SourceFile, options: OpenOptions = {}): Reading {
  const reading = openBytes(file.bytes, options);
  return { ...reading, items: notEmpty(checked(reading.items)) };
}

function openBytes(bytes: Uint8Array, options: OpenOptions): Reading {
  const wanted = wantedFormat(options);
  const unpacked = isGzip(bytes) ? gunzip(bytes) : bytes;
  if (unpacked.length === 0)
    throw new FormatError("empty", "This file is empty. Check that it was written or downloaded to its end.");
  if (isZip(unpacked)) return openZipFile(unpacked, wanted, (member) => openBytes(notZip(member), options));
  if (wanted?.kind === "archive") {
    throw new FormatError("unrecognised", `${wanted.title} is a zip archive, and this file is not one.`);
  }
  const { bytes: text } = toUtf8(unpacked);
  const advice = knownBinary(text);
  if (advice !== undefined) throw new FormatError("unrecognised", advice);
  if (skipSpace(text, 0, text.length) === text.length)
    throw new FormatError("empty", "This file holds only white space.");
  if (wanted?.kind === "text") return readText(text, wanted);
  const views = recordViews(text);
  if (wanted !== undefined) return readAs(views, wanted);
  const choice = detect(views, RECORD_FORMATS);
  if (choice !== undefined) {
    const { format, reason } = choice;
    const view = withSiblings(choice.view, format);
    return {
      format: nameOf(format),
      reason: `${view.container}: ${reason}`,
      items: readRecords(view, format),
    };
  }
  return readAsText(text, views);
}

function wantedFormat(options: OpenOptions): Format | undefined {
  if (options.mapping !== undefined) return mappedFormat(options.mapping);
  if (options.format === undefined) return undefined;
  const format = findFormat(options.format);
  if (format !== undefined) return format;
  const ids = FORMATS.map(({ id }) => id).join(", ");
  throw new FormatError("unrecognised", `There is no such format. The formats are: ${ids}.`);
}

function readAs(views: readonly RecordView[], wanted: Format & { kind: "record" }): Reading {
  const found = viewFor(views, wanted);
  if (found === undefined)
    throw new FormatError("unrecognised", `${wanted.title} is JSON, and this file is not.`);
  const view = withSiblings(found, wanted);
  return {
    format: nameOf(wanted),
    reason: `${view.container}, as you chose`,
    items: readRecords(view, wanted),
  };
}

function readText(bytes: Uint8Array, format: Format & { kind: "text" }): Reading {
  return { format: nameOf(format), reason: "as you chose", items: format.read(decodeWhole(bytes)) };
}

/** The transcript format that fits; undefined when none does. */
function detectText(text: string): Reading | undefined {
  const best = TEXT_FORMATS.map((format) => ({ format, ...format.recognise(text) }))
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((a, b) => b.score - a.score)[0];
  if (best === undefined) return undefined;
  return { format: nameOf(best.format), reason: best.reason, items: best.format.read(text) };
}

/** For files that are no JSON, or JSON in no known shape: a transcript may begin with a bracket too. */
function readAsText(bytes: Uint8Array, views: readonly RecordView[]): Reading {
  if (views.length > 0) {
    const text = bytes.length > MAX_TEXT_BYTES ? undefined : decodeUtf8(bytes);
    return (text === undefined ? undefined : detectText(text)) ?? refuse(views);
  }
  if (hasZeroBytes(bytes)) {
    throw new FormatError(
      "unrecognised",
      "This is a binary file of a kind that is not known here. Save the conversations as JSON Lines.",
    );
  }
  const reading = detectText(decodeWhole(bytes));
  if (reading !== undefined) return reading;
  throw new FormatError(
    "unrecognised",
    "This is plain text in which no turns can be told apart. " +
      'Begin each turn with a line such as "User:" or "Assistant:", or open a JSON or JSON Lines file.',
  );
}

/** Says why no format was taken. */
function refuse(views: readonly RecordView[]): never {
  const view = views[0];
  const { records, error } = view === undefined ? { records: [], error: undefined } : sampleOf(view);
  const [first] = records;
  if (first === undefined) {
    if (error === undefined) throw new FormatError("no-conversations", "This file is an empty list.");
    throw new FormatError(
      "damaged",
      `No row of this file can be read. The first: ${sentence(error.error.reason)} Mend it there, or export the file again.`,
      error.error.line,
    );
  }
  throw new FormatError(
    "unrecognised",
    `This is JSON (${view?.container}), and its first record is ${describeShape(first.value)}; no format fits. ` +
      "Choose one with Open As, or say with a field mapping where the messages are.",
    first.line,
  );
}

/**
 * Looks ahead for the first conversation, so that a file without one is refused when it is opened and not
 * shown as an empty list. Throws `FormatError` then.
 */
function notEmpty(items: Generator<ReadItem>): Generator<ReadItem> {
  const ahead: ReadItem[] = [];
  for (;;) {
    const next = items.next();
    if (next.done === true) throw noConversation(ahead);
    ahead.push(next.value);
    if (next.value.type === "conversation" || ahead.length >= PEEK_ITEMS) break;
  }
  return chain(ahead, items);
}

function* chain(ahead: ReadItem[], items: Generator<ReadItem>): Generator<ReadItem> {
  yield* ahead.splice(0);
  yield* items;
}

function noConversation(items: readonly ReadItem[]): FormatError {
  const first = items.find((item) => item.type === "error")?.error;
  if (first === undefined) return new FormatError("no-conversations", "This file holds no conversation.");
  const others = items.length > 1 ? ` ${items.length - 1} more could not be read either.` : "";
  return new FormatError(
    "no-conversations",
    `This file holds no conversation that can be read. ${sentence(first.reason)}${others}`,
    first.line,
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function notZip(bytes: Uint8Array): Uint8Array {
  if (isZip(bytes)) throw new FormatError("unrecognised", "A zip within a zip is not opened.");
  return bytes;
}

function nameOf({ id, title }: Format): { id: string; title: string } {
  return { id, title };
}
