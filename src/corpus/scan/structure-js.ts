/** The structure index without WebAssembly: byte by byte. */
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
  for (let at = from; at < end; at++) {
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
