/** Bytes to text, strictly: what is not valid in its encoding is reported, never replaced. */
import { FormatError } from "./format.ts";

/** A text file as UTF-8 bytes without a byte order mark. */
export interface Utf8Bytes {
  readonly bytes: Uint8Array;
  readonly encoding: "UTF-8" | "UTF-16 LE" | "UTF-16 BE";
}

/** Texts longer than this can't be held in one string (V8's limit is about 2^29 code units). */
export const MAX_TEXT_BYTES = 500_000_000;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Finds the encoding from the byte order mark, or from the zero bytes that ASCII leaves in UTF-16, and gives
 * the text as UTF-8. Throws `FormatError` for invalid UTF-16; UTF-8 is checked where it is read, line by line.
 */
export function toUtf8(bytes: Uint8Array): Utf8Bytes {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { bytes: bytes.subarray(3), encoding: "UTF-8" };
  if (a === 0xff && b === 0xfe) return fromUtf16(bytes.subarray(2), "UTF-16 LE");
  if (a === 0xfe && b === 0xff) return fromUtf16(bytes.subarray(2), "UTF-16 BE");
  const guess = utf16WithoutMark(bytes);
  return guess === undefined ? { bytes, encoding: "UTF-8" } : fromUtf16(bytes, guess);
}

function fromUtf16(bytes: Uint8Array, encoding: "UTF-16 LE" | "UTF-16 BE"): Utf8Bytes {
  if (bytes.length > MAX_TEXT_BYTES) throw tooLong();
  try {
    const decoder = new TextDecoder(encoding === "UTF-16 LE" ? "utf-16le" : "utf-16be", { fatal: true });
    return { bytes: new TextEncoder().encode(decoder.decode(bytes)), encoding };
  } catch {
    throw new FormatError(
      "encoding",
      `This looks like ${encoding} text, but is damaged. Save it as UTF-8 and open it again.`,
    );
  }
}

/** ASCII in UTF-16 has a zero in every second byte. Judges the first 64 bytes. */
function utf16WithoutMark(bytes: Uint8Array): "UTF-16 LE" | "UTF-16 BE" | undefined {
  const head = bytes.subarray(0, Math.min(64, bytes.length - (bytes.length % 2)));
  if (head.length < 4) return undefined;
  const zeros = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const half = head.length / 2;
  if (zeros[0] === 0 && (zeros[1] ?? 0) > half * 0.8) return "UTF-16 LE";
  if (zeros[1] === 0 && (zeros[0] ?? 0) > half * 0.8) return "UTF-16 BE";
  return undefined;
}

/** UTF-8 to text; undefined when a byte is not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A whole file as one text. Throws `FormatError` naming the line of the first byte that is not UTF-8. */
export function decodeWhole(bytes: Uint8Array): string {
  if (bytes.length > MAX_TEXT_BYTES) throw tooLong();
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  const line = firstInvalidLine(bytes);
  throw new FormatError(
    "encoding",
    `Line ${line} holds bytes that are not UTF-8. Save the file as UTF-8 and open it again.`,
    line,
  );
}

/** 1-based line of the first byte that is not valid UTF-8 (line breaks are never part of a longer sequence). */
function firstInvalidLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    if (newline === -1 || decodeUtf8(bytes.subarray(start, end)) === undefined) return line;
    line++;
    start = newline + 1;
  }
}

function tooLong(): FormatError {
  return new FormatError(
    "limit",
    `This is one text of more than ${MAX_TEXT_BYTES / 1e6} MB. Split it, or convert it to JSONL (one conversation a line).`,
  );
}

/** Counts line breaks up to ascending offsets of the same bytes: `at(offset)` is the 1-based line there. */
export class LineCounter {
  #line = 1;
  #next: number;
  constructor(readonly bytes: Uint8Array) {
    this.#next = bytes.indexOf(10);
  }
  /** Amortised O(1) for ascending offsets; a smaller offset than before gives the line reached so far. */
  at(offset: number): number {
    while (this.#next !== -1 && this.#next < offset) {
      this.#line++;
      this.#next = this.bytes.indexOf(10, this.#next + 1);
    }
    return this.#line;
  }
}
