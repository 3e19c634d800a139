/** First pass: finds the rows, from the file's beginning or from the last row that is known. */
import type { FileHandle } from "node:fs/promises";
import { ElementFinder } from "./element-finder.ts";
import { readFully } from "./file-state.ts";
import type { GrowingRowTable } from "./growing-table.ts";
import { isBlank, LineFinder } from "./line-finder.ts";
import { readAhead } from "./read-ahead.ts";
import { FileChanged, type RowKind } from "./row-index.ts";
import { TimeSlice } from "./time-slice.ts";

export interface RowsPass {
  readonly handle: FileHandle;
  /** Bytes of the file to look at. */
  readonly size: number;
  readonly kind: RowKind;
  readonly table: GrowingRowTable;
  readonly blockBytes: number;
  readonly signal: AbortSignal;
  /** Called after each block with the bytes the pass has come to. */
  readonly onDone: (done: number) => void;
  /** Called after each block, with the table as it can be kept. */
  readonly checkpoint: () => Promise<void>;
}

/** Bytes between two looks at the clock: at worst half of them are rows. */
const PIECE_BYTES = 65_536;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** So much before a list is looked at to see whether it is the whole file. */
const BEFORE_BYTES = 4_096;

/** Gives the fault that ended the rows early, if one did. Rejects when cancelled, or when the file ends early. */
export async function rowsPass(pass: RowsPass): Promise<string | undefined> {
  const { handle, size, kind, table } = pass;
  // The last row may have been cut off, by the end of the file then or by cancelling. If it is the first, what stood
  // at the file's beginning may have been half a mark.
  const known = table.begun > 1;
  const from = known ? table.begunStart(table.begun - 1) : await firstByte(pass);
  table.truncate(Math.max(0, table.begun - 1));
  const finder =
    kind.type === "lines"
      ? new LineFinder(table)
      : new ElementFinder(table, from, known, await hasTextBefore(handle, kind.start));
  try {
    await feed(pass, finder, from);
    if (finder instanceof LineFinder) finder.end(size);
    else finder.end();
    return finder instanceof LineFinder ? undefined : finder.fault;
  } finally {
    if (finder instanceof ElementFinder) finder.release();
  }
}

async function feed(pass: RowsPass, finder: LineFinder | ElementFinder, from: number): Promise<void> {
  const { handle, size, table } = pass;
  const slice = new TimeSlice(pass.signal);
  let reached = from;
  for await (const { bytes, position } of readAhead(handle, from, size, pass.blockBytes)) {
    pass.signal.throwIfAborted();
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      finder.take(bytes.subarray(at, at + PIECE_BYTES), position + at);
      if (slice.isOver) {
        table.publish();
        await slice.pause();
      }
    }
    reached = position + bytes.length;
    table.publish();
    pass.onDone(reached);
    await pass.checkpoint();
    if (finder instanceof ElementFinder && finder.done) return;
  }
  if (reached < size) throw new FileChanged();
}

/** Behind a byte order mark; at the list's bracket. */
async function firstByte({ handle, size, kind }: RowsPass): Promise<number> {
  if (kind.type === "array") return kind.start;
  const head = Buffer.alloc(Math.min(size, MARK.length));
  await readFully(handle, head, 0);
  return head.equals(MARK) ? MARK.length : 0;
}

/** Then the list is part of something larger, and text behind it is no fault. */
async function hasTextBefore(handle: FileHandle, start: number): Promise<boolean> {
  if (start > BEFORE_BYTES) return true;
  const before = Buffer.alloc(start);
  await readFully(handle, before, 0);
  const text = before.subarray(0, MARK.length).equals(MARK) ? before.subarray(MARK.length) : before;
  return text.some((byte) => !isBlank(byte) && byte !== 10);
}
