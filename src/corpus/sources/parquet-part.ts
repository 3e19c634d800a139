/** A Parquet file whose rows are decoded when they are asked for. */
import type { RecordFormat } from "../../core/formats/format.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { GrowingRowTable } from "../index/growing-table.ts";
import type { SharedRowTable } from "../index/shared-table.ts";
import { ROW } from "../row-table.ts";
import type { CacheEntry } from "./cache-entry.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import type { FileFacts } from "./file-facts.ts";
import type { ParquetFile } from "./parquet-file.ts";
import { ParquetRows } from "./parquet-rows.ts";
import { RowByRow, loadTable, saveTable, tableOf } from "./parquet-table.ts";
import type { OnBytes, RowsPart } from "./part.ts";
import { Slice } from "./slice.ts";

export interface ParquetSource {
  readonly file: ParquetFile;
  readonly facts: FileFacts;
  readonly entry: CacheEntry;
  readonly format: RecordFormat;
  readonly shape: RecordShape;
  readonly limits: CorpusLimits;
}

export class ParquetPart implements RowsPart {
  readonly access = "in place";
  readonly errors = [];
  readonly rowsDone = true;
  private readonly rows: ParquetRows;

  private constructor(
    private readonly source: ParquetSource,
    readonly table: GrowingRowTable,
  ) {
    this.rows = new ParquetRows(source.file, source.limits.keptGroupBytes);
  }

  static async open(source: ParquetSource, signal: AbortSignal): Promise<ParquetPart> {
    const { file, facts, entry, shape } = source;
    const table = (await loadTable(entry, file.rows, facts, shape)) ?? (await tableOf(file.units, signal));
    return new ParquetPart(source, table);
  }

  get format(): RecordFormat {
    return this.source.format;
  }
  get shape(): RecordShape {
    return this.source.shape;
  }
  get notes(): readonly string[] {
    return this.source.file.notes;
  }
  get bytes(): number {
    return this.source.file.bytes;
  }
  get metadataDone(): boolean {
    return this.table.indexedRows === this.table.rows;
  }

  findRows(): Promise<void> {
    return Promise.resolve();
  }

  async findMetadata(signal: AbortSignal, onBytes: OnBytes): Promise<void> {
    const { file, facts, entry, shape, limits } = this.source;
    const describer = new RowByRow(shape);
    const slice = new Slice(signal);
    const before = this.table.indexedRows;
    let done = 0;
    try {
      for (const { firstRow, rows, bytes } of file.units) {
        const from = this.firstUndescribed(firstRow, firstRow + rows);
        await this.rows.scan(
          from,
          firstRow + rows,
          (row, record) => {
            describer.describe(this.table, row, record);
            return slice.over ? slice.rest() : undefined;
          },
          signal,
        );
        done += bytes;
        onBytes(done, this.bytes);
      }
    } finally {
      describer.end();
      if (this.table.indexedRows > before)
        await saveTable(entry, this.table, facts, shape, limits.freeDiskBytes);
    }
  }

  private firstUndescribed(from: number, to: number): number {
    let row = from;
    while (row < to && (this.table.flags(row) & ROW.indexed) !== 0) row++;
    return row;
  }

  read(row: number): Promise<Uint8Array> {
    return this.rows.read(row, NEVER);
  }

  async scan(from: number, to: number, visit: (row: number, bytes: Uint8Array) => void, signal: AbortSignal) {
    const slice = new Slice(signal);
    await this.rows.scan(
      from,
      to,
      (row, bytes) => {
        visit(row, bytes);
        return slice.over ? slice.rest() : undefined;
      },
      signal,
    );
  }

  /** Row groups are decoded in this thread alone. */
  direct(): undefined {
    return undefined;
  }

  share(): SharedRowTable {
    return this.table.share();
  }

  onBuffer(listener: (buffer: SharedArrayBuffer, place: number) => void): () => void {
    return this.table.onBuffer(listener);
  }

  close(): Promise<void> {
    return this.source.file.close();
  }
}

const NEVER = new AbortController().signal;
