/** The row table of a Parquet file: its rows are known from the footer, what is in them is kept in the cache. */
import { open } from "node:fs/promises";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import { GrowingRowTable } from "../index/growing-table.ts";
import { RowDescriber } from "../index/row-describer.ts";
import type { AttachedRowTable } from "../index/shared-table.ts";
import { borrowStructure, returnStructure } from "../scan/structure-pool.ts";
import { LAYOUT } from "../scan/scan-layout.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { CopyWriter } from "./copy-writer.ts";
import type { FileFacts } from "./file-facts.ts";
import type { ParquetUnit } from "./parquet-file.ts";
import { Slice } from "./slice.ts";

/**
 * A table with all rows of these units, none described. A row of Parquet has no place in the file: its offsets are where
 * it would be if all rows of its unit were of one size.
 */
export async function tableOf(units: readonly ParquetUnit[], signal: AbortSignal): Promise<GrowingRowTable> {
  const table = new GrowingRowTable();
  const slice = new Slice(signal);
  let before = 0;
  for (const { rows, bytes } of units) {
    for (let row = 0; row < rows; row++) {
      table.begin(before + Math.floor((bytes * row) / rows));
      if (row % 1_024 === 0 && slice.over) await slice.rest();
    }
    before += bytes;
  }
  table.finish(before);
  return table;
}

const NAME = "parquet-rows";

/** Describes single rows from the bytes of their records. To be ended. */
export class RowByRow {
  private readonly structure = borrowStructure();
  private readonly describer: RowDescriber;
  private readonly one = new GrowingRowTable();

  constructor(shape: RecordShape) {
    this.describer = new RowDescriber({ type: "lines" }, shape, this.structure);
    this.one.begin(0);
  }

  describe(table: AttachedRowTable, row: number, bytes: Uint8Array): void {
    const { structure } = this;
    structure.reserve(bytes.length);
    structure.bytes.set(bytes, LAYOUT.data);
    this.one.finish(bytes.length);
    this.describer.describe(this.one, 0, 1);
    const { one } = this;
    table.describe(row, {
      flags: one.flags(0),
      turns: one.turns(0),
      idHash: one.idHash(0),
      contentHash: one.contentHash(0),
    });
  }

  /** Gives the scanner's memory back. */
  end(): void {
    returnStructure(this.structure);
  }
}

/** Keeps what is known of the rows. `shape`: what it was found by. */
export async function saveTable(
  entry: CacheEntry,
  table: GrowingRowTable,
  source: FileFacts,
  shape: RecordShape,
  freeDiskBytes: number,
): Promise<void> {
  const file = `${NAME}.table`;
  const writer = await CopyWriter.begin(entry.path(file), freeDiskBytes);
  try {
    for (const piece of table.pack()) await writer.write(piece);
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await entry.keep(NAME, {
    source,
    file,
    bytes: writer.bytes,
    notes: [String(table.rows), JSON.stringify(shape)],
  });
}

/** What was kept of the rows of this very file, if it fits; undefined otherwise. */
export async function loadTable(
  entry: CacheEntry,
  rows: number,
  source: FileFacts,
  shape: RecordShape,
): Promise<GrowingRowTable | undefined> {
  const record = await entry.copy(NAME, source);
  if (record?.notes[0] !== String(rows) || record.notes[1] !== JSON.stringify(shape)) return undefined;
  const sizes = GrowingRowTable.pieces(rows);
  if (sizes.reduce((sum, size) => sum + size, 0) !== record.bytes) return undefined;
  const handle = await open(entry.path(record.file), "r");
  try {
    const table = new GrowingRowTable();
    for (const [place, size] of sizes.entries()) {
      const piece = new Uint8Array(size);
      const { bytesRead } = await handle.read(piece, 0, size);
      if (bytesRead !== size) return undefined;
      table.unpackPiece(place, piece);
    }
    table.unpacked(rows);
    return table;
  } finally {
    await handle.close();
  }
}
