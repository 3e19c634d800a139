/**
 * Finding where JSON values begin and end in UTF-8 bytes without parsing them. In UTF-8 every structural
 * character of JSON is one byte that occurs nowhere inside another character, so no decoding is needed.
 */

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

export interface Extent {
  /** Offset after the value's last byte; for `broken`, where the fault showed; for `cut`, the end. */
  readonly end: number;
  /** `closed`: brackets and quotes match. `broken`: a bracket closes what was not open. `cut`: the bytes end. */
  readonly state: "closed" | "broken" | "cut";
}

/** Offset of the next byte that is not JSON white space, at most `end`. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const byte = bytes[i];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    i++;
  }
  return i;
}

/** The extent of the value that starts at `start` (not white space). Iterative; brackets are matched by kind. */
export function scanValue(bytes: Uint8Array, start: number, end: number): Extent {
  const first = bytes[start];
  if (first === QUOTE) return scanString(bytes, start, end);
  if (first !== OPEN_LIST && first !== OPEN_OBJECT)
    return { end: scalarEnd(bytes, start, end), state: "closed" };
  const open: number[] = [];
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      i++;
      while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      open.push(byte);
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      // Each closing bracket is two code points after its opening one.
      if (open.pop() !== byte - 2) return { end: i, state: "broken" };
      if (open.length === 0) return { end: i + 1, state: "closed" };
    }
  }
  return { end, state: "cut" };
}

function scanString(bytes: Uint8Array, start: number, end: number): Extent {
  let i = start + 1;
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i < end ? { end: i + 1, state: "closed" } : { end, state: "cut" };
}

function scalarEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i];
    if (byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte === undefined || byte <= 32)
      break;
    if (i > start && (byte === QUOTE || byte === OPEN_LIST || byte === OPEN_OBJECT)) break;
    i++;
  }
  return i;
}

/** The first key of the object at `start`, as its raw bytes with quotes; undefined when there is none. */
export function firstKeyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  if (bytes[start] !== OPEN_OBJECT) return undefined;
  const at = skipSpace(bytes, start + 1, end);
  if (bytes[at] !== QUOTE) return undefined;
  const key = scanString(bytes, at, Math.min(end, at + 200));
  return key.state === "closed" ? bytes.subarray(at, key.end) : undefined;
}

/** Columns of white space before `start` on its line; undefined when something else stands before it. */
export function indentOf(bytes: Uint8Array, start: number): number | undefined {
  let i = start - 1;
  while (i >= 0 && (bytes[i] === 32 || bytes[i] === 9)) i--;
  return i < 0 || bytes[i] === 10 || bytes[i] === 13 ? start - 1 - i : undefined;
}
