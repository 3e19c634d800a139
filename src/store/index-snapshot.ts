/**
 * A `LogIndex` in a file of the cache: disposable, never the truth. It counts only for the log whose beginning it was made
 * of, and only if it is whole; with anything odd about it there is no snapshot, and the log is read.
 *
 * Layout: magic, length of the head (uint32, little-endian), head (JSON: where the log was read to, sizes, totals), the
 * tables one after the other from a multiple of 8, and SHA-1 over all that.
 */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { endianness } from "node:os";
import * as v from "valibot";
import { parseEvent } from "../core/review/validate.ts";
import type { JudgementEvent } from "../core/review/judgement.ts";
import { FileMark } from "./file-mark.ts";
import type { FileSystemPort } from "./file-system.ts";
import type { IndexedLog } from "./index-log.ts";
import type { IndexTables } from "./log-index.ts";
import { nextTurn } from "./index-builder.ts";
import { LogIndex } from "./log-index.ts";

const MAGIC = Buffer.from("valuemark index 1\n");
const DIGEST_BYTES = 20;
const MAX_BYTES = 1 << 30;
const MAX_PROBLEMS = 10_000;
const SLICE_BYTES = 2 << 20;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Head = v.object({
  file: v.string(),
  rater: v.string(),
  mark: v.object({ position: Count, head: v.string(), tail: v.string() }),
  lines: Count,
  problems: v.array(
    v.object({
      file: v.string(),
      line: Count,
      kind: v.picklist([
        "torn",
        "bad",
        "encoding",
        "long",
        "conflict",
        "newer",
        "unknownKind",
        "rater",
        "sameId",
      ]),
      reason: v.string(),
    }),
  ),
  greatest: v.string(),
  recent: v.array(v.string()),
  entries: Count,
  runs: Count,
  nameBytes: Count,
  totals: v.object({ touched: Count, done: Count, skipped: Count, flagged: Count, judged: Count }),
});

/** undefined for an index that isn't worth keeping or can't be (very many problems). */
export async function formatSnapshot(
  file: string,
  rater: string,
  indexed: IndexedLog,
): Promise<Buffer | undefined> {
  if (indexed.problems.length > MAX_PROBLEMS || endianness() !== "LE") return undefined;
  const { tables } = indexed.index;
  const head: v.InferOutput<typeof Head> = {
    file,
    rater,
    mark: indexed.mark.toJSON(),
    lines: indexed.lines,
    problems: [...indexed.problems],
    greatest: JSON.stringify(indexed.greatest),
    recent: indexed.recent.map((event) => JSON.stringify(event)),
    entries: tables.states.length,
    runs: tables.runStarts.length,
    nameBytes: tables.names.length,
    totals: tables.totals,
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const start = MAGIC.length + 4 + json.length;
  const parts = [MAGIC, length, json, Buffer.alloc(-start & 7), ...inOrder(tables).map(bytesOf)];
  const body = Buffer.concat(parts);
  return Buffer.concat([body, await digestOf(body)]);
}

/** In slices, as ten megabytes at once would be felt. */
async function digestOf(bytes: Buffer): Promise<Buffer> {
  const hash = createHash("sha1");
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    if (at > 0) await nextTurn();
    hash.update(bytes.subarray(at, at + SLICE_BYTES));
  }
  return hash.digest();
}

/** undefined: no such snapshot, not of this log as it is, or damaged. Never throws. */
export async function readSnapshot(
  snapshot: string,
  file: string,
  rater: string,
  fs: FileSystemPort,
): Promise<IndexedLog | undefined> {
  try {
    const { size } = await stat(snapshot);
    if (size > MAX_BYTES) return undefined;
    const indexed = await parseSnapshot(await readFile(snapshot), file, rater);
    if (!indexed) return undefined;
    const handle = await fs.open(file, "r");
    try {
      return (await indexed.mark.isPrefixOf(handle, await handle.stat())) ? indexed : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}

async function parseSnapshot(bytes: Buffer, file: string, rater: string): Promise<IndexedLog | undefined> {
  const end = bytes.length - DIGEST_BYTES;
  if (end < MAGIC.length + 4 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const body = bytes.subarray(0, end);
  if (!(await digestOf(body)).equals(bytes.subarray(end))) return undefined;
  const headStart = MAGIC.length + 4;
  const headEnd = headStart + bytes.readUInt32LE(MAGIC.length);
  const parsed = v.safeParse(Head, JSON.parse(bytes.toString("utf8", headStart, headEnd)));
  if (!parsed.success || parsed.output.file !== file || parsed.output.rater !== rater) return undefined;
  const head = parsed.output;
  const greatest = eventOf(head.greatest);
  const tables = tablesOf(body, (headEnd + 7) & ~7, head);
  if (!greatest || !tables) return undefined;
  return {
    index: new LogIndex(tables),
    mark: FileMark.from(head.mark),
    lines: head.lines,
    problems: head.problems,
    greatest,
    recent: head.recent.flatMap((line) => eventOf(line) ?? []),
  };
}

function eventOf(line: string): JudgementEvent | undefined {
  const parsed = parseEvent(line);
  return parsed.status === "event" ? parsed.event : undefined;
}

/** Those of eight bytes an element first, so that all of them stand at a multiple of their size. */
function inOrder(tables: IndexTables): (Float64Array | Uint32Array | Uint8Array)[] {
  const { idHashes, runStarts, judged, firstRun, runLengths, nameStarts, states, names } = tables;
  return [idHashes, runStarts, judged, firstRun, runLengths, nameStarts, states, names];
}

function bytesOf(table: Float64Array | Uint32Array | Uint8Array): Buffer {
  return Buffer.from(table.buffer, table.byteOffset, table.byteLength);
}

function tablesOf(
  body: Buffer,
  from: number,
  { entries, runs, nameBytes, totals }: v.InferOutput<typeof Head>,
): IndexTables | undefined {
  const needed =
    8 * (entries + runs) + 4 * (entries + (entries + 1) + runs + (entries + 1)) + entries + nameBytes;
  if (from + needed !== body.length) return undefined;
  // Typed arrays need an aligned start, which a file read into a pool needn't have.
  const bytes = new Uint8Array(needed);
  bytes.set(body.subarray(from));
  let at = 0;
  const take = (size: number): number => {
    const start = at;
    at += size;
    return start;
  };
  const { buffer } = bytes;
  return {
    idHashes: new Float64Array(buffer, take(8 * entries), entries),
    runStarts: new Float64Array(buffer, take(8 * runs), runs),
    judged: new Uint32Array(buffer, take(4 * entries), entries),
    firstRun: new Uint32Array(buffer, take(4 * (entries + 1)), entries + 1),
    runLengths: new Uint32Array(buffer, take(4 * runs), runs),
    nameStarts: new Uint32Array(buffer, take(4 * (entries + 1)), entries + 1),
    states: new Uint8Array(buffer, take(entries), entries),
    names: new Uint8Array(buffer, take(nameBytes), nameBytes),
    totals,
  };
}
