/**
 * The index of one file in the cache: a head in JSON, the table's columns, the ordinals, a checksum of all of it.
 * Disposable: what can't be trusted to the last byte is not used.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readFully } from "./file-state.ts";
import { GrowingRowTable } from "./growing-table.ts";
import { crc32 } from "./row-describer.ts";
import type { IndexProblem } from "./row-index.ts";
import { MAX_ROWS } from "./shared-table.ts";

const MAGIC = Buffer.from("VMROWS01");
const MAX_HEAD_BYTES = 1_000_000;
/** Magic, length of the head. */
const LEAD_BYTES = 12;
const CHECKSUM_BYTES = 4;
const ORDINAL_BYTES = 8;
/** Far longer than writing any index takes. */
const LEFT_OVER_MS = 3_600_000;

/** What the index was made of, and how far it had come. */
export interface IndexHead {
  /** Of path, kind and shape: see `indexKey`. */
  readonly key: string;
  readonly size: number;
  readonly mtimeNs: string;
  readonly fingerprint: string;
  readonly rows: number;
  readonly rowsDone: boolean;
  readonly metadataDone: boolean;
  readonly problems: readonly IndexProblem[];
  readonly ordinals: number;
}

export interface LoadedIndex {
  readonly head: IndexHead;
  readonly table: GrowingRowTable;
  readonly ordinals: Map<number, number>;
}

/** Writes beside `path`, makes it durable, renames it over `path`. A kill leaves the old file or the new one. */
export async function writeIndexFile(
  path: string,
  head: Omit<IndexHead, "rows" | "ordinals">,
  table: GrowingRowTable,
  ordinals: ReadonlyMap<number, number>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await removeLeftOver(path);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      let checksum = 0;
      const write = async (bytes: Uint8Array): Promise<void> => {
        checksum = crc32(bytes, checksum);
        await handle.writeFile(bytes);
      };
      const full: IndexHead = { ...head, rows: table.rows, ordinals: ordinals.size };
      const text = Buffer.from(JSON.stringify(full));
      const lead = Buffer.concat([MAGIC, Buffer.alloc(4)]);
      lead.writeUInt32LE(text.length, MAGIC.length);
      await write(Buffer.concat([lead, text]));
      for (const piece of table.pack()) await write(piece);
      await write(packOrdinals(ordinals));
      const end = Buffer.alloc(CHECKSUM_BYTES);
      end.writeUInt32LE(checksum);
      await handle.writeFile(end);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** What a killed process left beside `path`; younger ones may be another window's. */
async function removeLeftOver(path: string): Promise<void> {
  const start = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(start) || !name.endsWith(".tmp")) continue;
    const file = join(dirname(path), name);
    // Another process may be faster.
    const changed = await stat(file).catch(() => undefined);
    if (changed !== undefined && Date.now() - changed.mtimeMs > LEFT_OVER_MS) await rm(file, { force: true });
  }
}

function packOrdinals(ordinals: ReadonlyMap<number, number>): Uint8Array {
  const words = new Uint32Array(2 * ordinals.size);
  let at = 0;
  for (const [row, ordinal] of ordinals) {
    words[at++] = row;
    words[at++] = ordinal;
  }
  return new Uint8Array(words.buffer);
}

/**
 * The index in `path` if there is one for `key`; a string says why it can't be used, undefined: there is none. Never
 * rejects.
 */
export async function readIndexFile(path: string, key: string): Promise<LoadedIndex | string | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return missing ? undefined : "it can't be opened";
  }
  try {
    return await read(handle, key);
  } catch {
    return "it can't be read";
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function read(handle: FileHandle, key: string): Promise<LoadedIndex | string> {
  const { size } = await handle.stat();
  const lead = Buffer.alloc(LEAD_BYTES);
  if (size < LEAD_BYTES || !(await readFully(handle, lead, 0))) return "it is too short";
  if (!lead.subarray(0, MAGIC.length).equals(MAGIC)) return "it is of another version, or no index";
  const headBytes = lead.readUInt32LE(MAGIC.length);
  if (headBytes > MAX_HEAD_BYTES || headBytes + LEAD_BYTES > size) return "its head is damaged";
  const text = Buffer.alloc(headBytes);
  if (!(await readFully(handle, text, LEAD_BYTES))) return "it is too short";
  const head = headOf(text);
  if (head === undefined) return "its head is damaged";
  if (head.key !== key) return "it is of another file or shape";

  const lengths = GrowingRowTable.pieces(head.rows);
  const ordinalBytes = head.ordinals * ORDINAL_BYTES;
  const tableBytes = lengths.reduce((a, b) => a + b, 0);
  if (size !== LEAD_BYTES + headBytes + tableBytes + ordinalBytes + CHECKSUM_BYTES)
    return "its length is wrong";
  let checksum = crc32(text, crc32(lead));
  let position = LEAD_BYTES + headBytes;
  const table = new GrowingRowTable();
  const piece = Buffer.alloc(Math.max(ordinalBytes, CHECKSUM_BYTES, ...lengths));
  for (const [place, length] of lengths.entries()) {
    const bytes = piece.subarray(0, length);
    if (!(await readFully(handle, bytes, position))) return "it is too short";
    checksum = crc32(bytes, checksum);
    table.unpackPiece(place, bytes);
    position += length;
  }
  const pairs = piece.subarray(0, ordinalBytes);
  if (!(await readFully(handle, pairs, position))) return "it is too short";
  checksum = crc32(pairs, checksum);
  const ordinals = new Map<number, number>();
  for (let at = 0; at < ordinalBytes; at += ORDINAL_BYTES)
    ordinals.set(pairs.readUInt32LE(at), pairs.readUInt32LE(at + 4));
  const end = Buffer.alloc(CHECKSUM_BYTES);
  if (!(await readFully(handle, end, position + ordinalBytes))) return "it is too short";
  if (end.readUInt32LE() !== checksum) return "its checksum is wrong";
  table.unpacked(head.rows);
  return { head, table, ordinals };
}

function headOf(text: Buffer): IndexHead | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.toString("utf8"));
  } catch {
    return undefined;
  }
  return isHead(value) ? value : undefined;
}

function isHead(value: unknown): value is IndexHead {
  if (typeof value !== "object" || value === null) return false;
  const head: { readonly [key in keyof IndexHead]?: unknown } = value;
  return (
    typeof head.key === "string" &&
    typeof head.mtimeNs === "string" &&
    typeof head.fingerprint === "string" &&
    typeof head.rowsDone === "boolean" &&
    typeof head.metadataDone === "boolean" &&
    isCount(head.size, Number.MAX_SAFE_INTEGER) &&
    isCount(head.rows, MAX_ROWS) &&
    isCount(head.ordinals, MAX_ROWS) &&
    Array.isArray(head.problems) &&
    head.problems.every(isProblem)
  );
}

function isCount(value: unknown, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}

function isProblem(value: unknown): value is IndexProblem {
  return (
    typeof value === "object" &&
    value !== null &&
    "row" in value &&
    "reason" in value &&
    isCount(value.row, MAX_ROWS) &&
    typeof value.reason === "string"
  );
}
