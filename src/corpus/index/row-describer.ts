/** Describes rows from their bytes: what the metadata pass writes into the table. */
import { isUtf8 } from "node:buffer";
import * as zlib from "node:zlib";
import { crc32 as crc32InJs } from "../../core/formats/crc32.ts";
import { MAX_RECORD_BYTES } from "../../core/formats/record-stream.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import { ROW } from "../row-table.ts";
import { decodeString } from "../scan/keys.ts";
import { RecordScanner } from "../scan/record-scanner.ts";
import { LAYOUT } from "../scan/scan-layout.ts";
import type { Structure } from "../scan/structure.ts";
import { isBlank } from "./line-finder.ts";
import type { RowKind } from "./row-index.ts";
import type { AttachedRowTable, RowMetadata } from "./shared-table.ts";

/** Node has it since 20.15 and 22.2, some ten times faster. */
const native: ((bytes: Uint8Array, seed?: number) => number) | undefined =
  "crc32" in zlib && typeof zlib.crc32 === "function" ? zlib.crc32 : undefined;

/** As `crc32` of core. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  // zlib starts over when it is given no bytes.
  if (bytes.length === 0) return seed;
  return native === undefined ? crc32InJs(bytes, seed) : native(bytes, seed);
}

const BACKSLASH_U = Buffer.from("\\u");
const NEWLINE = 10;
const COMMA = 44;

/** A record that is not even looked at. */
const TOO_LONG: RowMetadata = { flags: ROW.broken | ROW.noId, turns: 0, idHash: 0, contentHash: 0 };

/** Where the record ends that begins at `start`: without what separates it from the next. */
export function recordEnd(bytes: Uint8Array, start: number, end: number, kind: RowKind): number {
  let to = end;
  const trim = (): void => {
    while (to > start && (isBlank(bytes[to - 1]) || bytes[to - 1] === NEWLINE)) to--;
  };
  trim();
  if (kind.type === "array" && bytes[to - 1] === COMMA) {
    to--;
    trim();
  }
  return to;
}

export class RowDescriber {
  readonly #scanner: RecordScanner | undefined;

  constructor(
    readonly kind: RowKind,
    shape: RecordShape | undefined,
    readonly structure: Structure,
  ) {
    this.#scanner = shape === undefined ? undefined : new RecordScanner(this.structure, shape);
  }

  /** Describes rows `[from, to)`, whose bytes lie at `LAYOUT.data` of the structure's memory. */
  describe(table: AttachedRowTable, from: number, to: number): void {
    const base = LAYOUT.data - table.start(from);
    const { bytes } = this.structure;
    const allUtf8 = isUtf8(bytes.subarray(LAYOUT.data, base + table.end(to - 1)));
    let start: number = LAYOUT.data;
    for (let row = from; row < to; row++) {
      const next = base + table.end(row);
      const end = recordEnd(bytes, start, next, this.kind);
      table.describe(row, this.#metadata(start, end, allUtf8 || isUtf8(bytes.subarray(start, end))));
      start = next;
    }
  }

  /** For a row of more bytes than any reader takes. */
  describeTooLong(table: AttachedRowTable, row: number): void {
    table.describe(row, TOO_LONG);
  }

  /** The id of a record at `LAYOUT.data`, as the reader gives it; undefined if it has none or is broken. */
  id(length: number): string | undefined {
    const found = this.#scan(length);
    return found?.broken === false ? found.id() : undefined;
  }

  /** The beginning of the first text of a user in a record at `LAYOUT.data`. */
  firstText(length: number, maxBytes: number): string | undefined {
    const found = this.#scan(length);
    if (found === undefined || found.broken || found.firstText.from === -1) return undefined;
    const { from, to } = found.firstText;
    return beginning(this.structure.bytes, from, to, maxBytes);
  }

  #scan(length: number): RecordScanner | undefined {
    const end = recordEnd(this.structure.bytes, LAYOUT.data, LAYOUT.data + length, this.kind);
    this.#scanner?.scan(LAYOUT.data, end);
    return this.#scanner;
  }

  #metadata(start: number, end: number, utf8: boolean): RowMetadata {
    const { bytes } = this.structure;
    const found = this.#scanner;
    let flags = utf8 ? 0 : ROW.invalidUtf8;
    if (found === undefined) {
      if (bytes.subarray(start, end).includes(BACKSLASH_U)) flags |= ROW.escapes;
      return { flags: flags | ROW.noId, turns: 0, idHash: 0, contentHash: 0 };
    }
    found.scan(start, end);
    if (found.broken) {
      // The scan may have stopped before it came to one.
      if (bytes.subarray(start, end).includes(BACKSLASH_U)) flags |= ROW.escapes;
      return { flags: flags | ROW.broken | ROW.noId, turns: 0, idHash: 0, contentHash: 0 };
    }
    if (found.escapes) flags |= ROW.escapes;
    const idHash = found.idHash(utf8);
    if (idHash === undefined) flags |= ROW.noId;
    return {
      flags,
      turns: found.turns,
      idHash: idHash ?? 0,
      contentHash: this.structure.hash(found.messages.from, found.messages.to),
    };
  }
}

/** Decodes a string's first `maxBytes`, cut between characters and between escapes. */
function beginning(bytes: Uint8Array, from: number, to: number, maxBytes: number): string | undefined {
  if (to - from <= maxBytes) return decodeString(bytes, from, to);
  let end = from + maxBytes;
  // Not within a character: continuation bytes are 10xxxxxx.
  while (end > from && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  // Not within an escape, of which the longest is \u and four digits.
  for (let at = from; at < end;) {
    const length = bytes[at] !== 92 ? 1 : bytes[at + 1] === 117 ? 6 : 2;
    if (at + length > end) end = at;
    at += length;
  }
  const text = decodeString(bytes, from, end);
  // Two escapes may make one character.
  const last = text?.charCodeAt(text.length - 1) ?? 0;
  return last >= 0xd800 && last < 0xdc00 ? text?.slice(0, -1) : text;
}

/** Whether the row can be read at all. */
export function isReadable(bytes: number): boolean {
  return bytes <= MAX_RECORD_BYTES;
}
