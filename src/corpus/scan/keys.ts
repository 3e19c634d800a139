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

/** Texts to compare with, prepared once. */
export class Words {
  readonly #bytes: readonly Uint8Array[];
  readonly #shortest: number;
  readonly #longest: number;

  constructor(readonly texts: readonly string[]) {
    const encoder = new TextEncoder();
    this.#bytes = texts.map((text) => encoder.encode(text));
    this.#shortest = Math.min(...this.#bytes.map(({ length }) => length));
    this.#longest = Math.max(...this.#bytes.map(({ length }) => length));
  }

  /** Which of the texts the string at `[from, to)` is, however it is escaped; -1: none. Without its quotes. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length < this.#shortest || length > this.#longest * LONGEST_ESCAPE) return -1;
    if (hasBackslash(bytes, from, to)) {
      const text = decodeString(bytes, from, to);
      return text === undefined ? -1 : this.texts.indexOf(text);
    }
    for (let place = 0; place < this.#bytes.length; place++) {
      const word = this.#bytes[place];
      if (word?.length === length && isSame(bytes, from, word)) return place;
    }
    return -1;
  }
}

function isSame(bytes: Uint8Array, from: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
}
