/** The structure index without WebAssembly: byte by byte, but with leaps over long plain text in strings. */
import { LAYOUT } from "./scan-layout.ts";

const QUOTE = 34;
const BACKSLASH = 92;

/** As the WebAssembly function of the same name: same arguments, same state, same results. */
export function indexInJs(bytes: Uint8Array, words: Uint32Array, from: number, end: number): number {
  let inside = words[0] === 1;
  let escaped = words[1] === 1;
  let flags = words[2] ?? 0;
  const first = LAYOUT.positions / 4;
  let out = first;
  const checkEscape = (at: number): void => {
    const kind = bytes[LAYOUT.escape + (bytes[at] ?? 0)] ?? 0;
    flags |= kind;
    if (kind !== 1) return;
    for (let i = 1; i <= 4; i++) flags |= bytes[LAYOUT.hex + (bytes[at + i] ?? 0)] ?? 0;
  };
  const plainText = new PlainText(bytes, end);
  for (let at = from; at < end; at++) {
    if (inside && !escaped) {
      at = plainText.end(at);
      if (at === end) break;
    }
    if (escaped) {
      escaped = false;
      checkEscape(at);
      // A quote is hidden by the backslash before it, and so is a backslash; what else it is, it remains.
      if (inside || bytes[at] === QUOTE || bytes[at] === BACKSLASH) continue;
    }
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH) {
      escaped = true;
      if (!inside) flags |= 2;
    } else if (byte === QUOTE) {
      words[out++] = at;
      inside = !inside;
    } else if (!inside) {
      const folded = byte | 0x20;
      if (folded === 0x7b || folded === 0x7d || byte === 0x2c || byte === 0x3a) words[out++] = at;
    }
  }
  words[0] = inside ? 1 : 0;
  words[1] = escaped ? 1 : 0;
  words[2] = flags;
  return out - first;
}

/** Less than this is faster gone through byte by byte. */
const LEAP_FROM = 24;

/** Finds where plain text in a string ends: at the next quote or backslash. Remembers both. */
class PlainText {
  readonly #bytes: Uint8Array;
  #quote = -1;
  #slash = -1;

  constructor(
    bytes: Uint8Array,
    readonly limit: number,
  ) {
    this.#bytes = bytes.subarray(0, limit);
  }

  /** `limit` if there is neither. */
  end(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + LEAP_FROM, this.limit);
    let at = from;
    while (at < near && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
    if (at < near || at === this.limit) return at;
    if (this.#quote < at) this.#quote = this.#find(QUOTE, at);
    if (this.#slash < at) this.#slash = this.#find(BACKSLASH, at);
    return Math.min(this.#quote, this.#slash);
  }

  #find(byte: number, from: number): number {
    const found = this.#bytes.indexOf(byte, from);
    return found === -1 ? this.limit : found;
  }
}
