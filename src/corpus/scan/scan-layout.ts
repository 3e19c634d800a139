/** Where things lie in the memory that the scanner works in. Byte addresses. */

/** Bytes that one call of `index` looks at, at most: what it finds stays in the processor's cache. */
export const WINDOW = 32_768;

export const LAYOUT = {
  /** Three Int32: within a string (0 or 1); the next byte is escaped (0 or 1); flags. */
  state: 0,
  /** One Uint32: see `ID_HASH`. */
  idHigh: 16,
  /** 256 bytes: what a byte behind a backslash is. 0 fine, 1 `u`, 2 not allowed. */
  escape: 256,
  /** 256 bytes: 0 for a hexadecimal digit, 2 for anything else. */
  hex: 512,
  /** 256 bytes: each byte's own value. */
  bytes: 768,
  /** Uint32 each: what one call of `index` found. */
  positions: 1_024,
  /** A page's start behind the positions: the bytes to scan. */
  data: 196_608,
} as const;

/** Bytes behind the data that may be read (and do not count). */
export const SLACK = 128;

/** Bits of the third number of the state. */
export const FOUND = {
  /** A `\u` escape. */
  unicodeEscape: 1,
  /** A backslash outside strings, or followed by what may not follow it. */
  badEscape: 2,
} as const;

/** Fills the tables. Control characters count as escapable: the reader mends them. */
export function writeTables(bytes: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) {
    const text = String.fromCharCode(byte);
    bytes[LAYOUT.escape + byte] = text === "u" ? 1 : '"\\/bfnrt'.includes(text) || byte < 32 ? 0 : 2;
    bytes[LAYOUT.bytes + byte] = byte;
    bytes[LAYOUT.hex + byte] = "0123456789abcdefABCDEF".includes(text) ? 0 : 2;
  }
}
