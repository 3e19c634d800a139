/** A row's bytes without what separates it from its neighbours. */

/**
 * The record between `start` and `end`: white space and record separators (RFC 7464) at either side are left
 * out; in a list also the one comma behind the element.
 */
export function trimRow(bytes: Uint8Array, start: number, end: number, kind: "lines" | "array"): Uint8Array {
  let from = start;
  let to = end;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  if (kind === "array" && to > from && bytes[to - 1] === COMMA) {
    to--;
    while (to > from && isBlank(bytes[to - 1])) to--;
  }
  return bytes.subarray(from, to);
}

const COMMA = 44;

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 0x1e;
}
