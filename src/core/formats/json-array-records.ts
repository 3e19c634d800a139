/**
 * The elements of a JSON list, one by one, each with its line. A broken element becomes an error and reading
 * goes on at the next element that can be trusted to be one.
 */
import { LineCounter } from "./decode-bytes.ts";
import { firstKeyBytes, indentOf, scanValue, skipSpace } from "./json-scan.ts";
import { errorItem, readRecord, type StreamItem } from "./record-stream.ts";

const COMMA = 44;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;

/** How many more bytes may be scanned in search of sound elements, so that no file takes quadratic time. */
interface Budget {
  bytes: number;
}

/** What the first intact element looked like: later ones are recognised by it after a fault. */
interface Signature {
  readonly key: Uint8Array | undefined;
  readonly indent: number | undefined;
}

/**
 * Reads the list whose `[` stands at `open`. `tail` is what must follow its `]` for the list to count as
 * ended: nothing but white space for a whole file ("end"), anything for a list inside an object ("any").
 */
export function* jsonArrayRecords(
  bytes: Uint8Array,
  open: number,
  tail: "end" | "any",
): Generator<StreamItem> {
  const lines = new LineCounter(bytes);
  const size = bytes.length;
  const budget = { bytes: 4 * size + 1_000_000 };
  let signature: Signature | undefined;
  let row = 0;
  let at = skipSpace(bytes, open + 1, size);
  for (;;) {
    if (at >= size) {
      yield errorItem(row, lines.at(size), "The list has no closing ]: the file may have been cut off here.");
      return;
    }
    if (bytes[at] === CLOSE_LIST) {
      const after = skipSpace(bytes, at + 1, size);
      if (tail === "any" || after >= size) return;
      yield errorItem(
        row,
        lines.at(after),
        "There is more text after the list's closing ], which was left out.",
      );
      return;
    }
    const line = lines.at(at);
    const extent = scanValue(bytes, at, size);
    const { item, stops } = readRecord(
      bytes.subarray(at, Math.max(extent.end, at + 1)),
      row,
      line,
      "element",
    );
    if (extent.state === "cut" && stops) {
      yield errorItem(
        row,
        line,
        `${item.type === "error" ? item.error.reason : ""} The file may have been cut off.`.trim(),
      );
      return;
    }
    const follows = skipSpace(bytes, extent.end, size);
    const sound =
      extent.state === "closed" &&
      (follows >= size || bytes[follows] === COMMA || bytes[follows] === CLOSE_LIST);
    if (item.type === "record")
      signature ??= { key: firstKeyBytes(bytes, at, size), indent: indentOf(bytes, at) };
    if (sound && (item.type === "record" || leadsOn(bytes, follows, tail, signature, budget))) {
      yield item;
      at = bytes[follows] === COMMA ? skipSpace(bytes, follows + 1, size) : follows;
    } else {
      const resumed = nextElement(
        bytes,
        item.type === "record" ? extent.end : at + 1,
        tail,
        signature,
        budget,
      );
      // A fault between two elements is told at the row of the one that comes next.
      if (item.type === "record") yield item;
      const place = item.type === "record" ? { row: row + 1, line: lines.at(follows) } : { row, line };
      yield errorItem(place.row, place.line, faultReason(item, resumed));
      if (resumed === undefined) return;
      at = resumed;
    }
    row++;
  }
}

function faultReason(item: StreamItem, resumed: number | undefined): string {
  if (item.type === "record") return "A comma is missing here, or something stands where a comma should be.";
  const end = resumed === undefined ? " Nothing after it could be read." : "";
  return `${item.error.reason}${end}`;
}

/** After an element that is broken inside but closed: does what follows look like the list going on? */
function leadsOn(
  bytes: Uint8Array,
  follows: number,
  tail: "end" | "any",
  signature: Signature | undefined,
  budget: Budget,
): boolean {
  if (follows >= bytes.length) return true;
  if (bytes[follows] === CLOSE_LIST)
    return tail === "any" || skipSpace(bytes, follows + 1, bytes.length) >= bytes.length;
  const next = skipSpace(bytes, follows + 1, bytes.length);
  return fits(bytes, next, signature) && runsToEnd(bytes, next, tail, budget);
}

/** Offset of the next place after `from` where an element of the list itself, not of a list in it, begins. */
function nextElement(
  bytes: Uint8Array,
  from: number,
  tail: "end" | "any",
  signature: Signature | undefined,
  budget: Budget,
): number | undefined {
  for (let at = bytes.indexOf(OPEN_OBJECT, from); at !== -1; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
    if (fits(bytes, at, signature) && runsToEnd(bytes, at, tail, budget)) return at;
  }
  return undefined;
}

function fits(bytes: Uint8Array, at: number, signature: Signature | undefined): boolean {
  if (bytes[at] !== OPEN_OBJECT) return signature?.key === undefined && at < bytes.length;
  const key = firstKeyBytes(bytes, at, bytes.length);
  if (key === undefined) return false;
  if (signature === undefined) return true;
  if (signature.indent !== undefined && signature.indent > 0 && indentOf(bytes, at) !== signature.indent)
    return false;
  return signature.key === undefined || sameBytes(key, signature.key);
}

/**
 * Walks the values from `at`. A list nested in the broken element ends in ] with more text after it; the list
 * we want ends in ] at the end, or meets the next fault, or the end of a file that was cut off.
 */
function runsToEnd(bytes: Uint8Array, at: number, tail: "end" | "any", budget: Budget): boolean {
  let i = at;
  for (let values = 0; values < 1000; values++) {
    if (budget.bytes < 0) return false;
    const extent = scanValue(bytes, i, bytes.length);
    budget.bytes -= extent.end - i;
    if (extent.state !== "closed") return values > 0;
    const follows = skipSpace(bytes, extent.end, bytes.length);
    if (follows >= bytes.length) return true;
    if (bytes[follows] === CLOSE_LIST) {
      const after = skipSpace(bytes, follows + 1, bytes.length);
      return after >= bytes.length || (tail === "any" && (bytes[after] === COMMA || bytes[after] === 125));
    }
    if (bytes[follows] !== COMMA) return false;
    i = skipSpace(bytes, follows + 1, bytes.length);
  }
  return true;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
