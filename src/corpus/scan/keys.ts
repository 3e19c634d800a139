/** Comparing what stands between quotes in JSON with texts known beforehand, and decoding it. */
import { parseJson } from "../../core/formats/json-parse.ts";

const BACKSLASH = 92;
/** `\u00e9` is six bytes for one code unit. */
const LONGEST_ESCAPE = 6;

/** As the reader would give it, but with U+FFFD for bytes that are not UTF-8. undefined if it is no JSON string. */
export function decodeString(bytes: Uint8Array, from: number, to: number): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8");
  if (!hasBackslash(bytes, from, to)) return text;
  const parsed = parseJson(`"${text}"`);
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : undefined;
}

export function hasBackslash(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 64) {
    const found = bytes.subarray(from, to).indexOf(BACKSLASH);
    return found !== -1;
  }
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}

/** A text to compare with, prepared once. */
export class Word {
  readonly #bytes: Uint8Array;

  constructor(readonly text: string) {
    this.#bytes = new TextEncoder().encode(text);
  }

  /** Whether the string at `[from, to)`, without its quotes, is this text, however it is escaped. */
  is(bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#bytes;
    const length = to - from;
    if (length === own.length) {
      let i = 0;
      while (i < length && bytes[from + i] === own[i]) i++;
      // A backslash in both is the one case where equal bytes are different texts.
      if (i === length && !hasBackslash(bytes, from, to)) return true;
    }
    if (length <= own.length || length > own.length * LONGEST_ESCAPE) return false;
    return hasBackslash(bytes, from, to) && decodeString(bytes, from, to) === this.text;
  }
}
