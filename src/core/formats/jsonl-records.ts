/** JSON Lines: one JSON value a line. Blank lines are no rows; a broken line costs only itself. */
import { errorItem, readRecord, type StreamItem } from "./record-stream.ts";

/** A line's bytes (without its line break) and its 1-based number. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly line: number;
  /** False for a last line without a line break. */
  readonly ended: boolean;
}

/** The lines that are not blank. CR LF ends a line as LF does; RFC 7464's record separator is dropped. */
export function* filledLines(bytes: Uint8Array): Generator<Line> {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const next = newline === -1 ? bytes.length : newline;
    let from = start;
    let to = next;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    if (to > from) yield { bytes: bytes.subarray(from, to), line, ended: newline !== -1 };
    start = next + 1;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 0x1e;
}

/** Every line that is not blank is one record or one error, numbered from 0 in file order. */
export function* jsonlRecords(bytes: Uint8Array): Generator<StreamItem> {
  let row = 0;
  for (const { bytes: text, line, ended } of filledLines(bytes)) {
    const { item } = readRecord(text, row, line, "line");
    if (item.type === "error" && !ended && row > 0) {
      yield errorItem(row, line, `${item.error.reason} It is the last line: the file may have been cut off.`);
    } else yield item;
    row++;
  }
}
