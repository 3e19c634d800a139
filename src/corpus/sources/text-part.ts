/** A text file whose rows are read where they stand: JSONL or a JSON list, or a copy in the cache that is one. */
import type { RecordFormat, RowError } from "../../core/formats/format.ts";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { RowIndex, RowKind } from "../index/row-index.ts";
import type { SharedRowTable } from "../index/shared-table.ts";
import type { FileReader } from "./file-reader.ts";
import type { DirectRows, OnBytes, RowsPart } from "./part.ts";
import { trimRow } from "./row-bytes.ts";
import { scanRows } from "./scan-rows.ts";

/** What is known of a text file before its rows are. */
export interface TextSource {
  /** The file that is read; the cache's copy where there is one. */
  readonly path: string;
  readonly kind: RowKind;
  readonly format: RecordFormat;
  readonly shape: RecordShape;
  readonly access: "in place" | "copy";
  readonly notes: readonly string[];
  readonly errors: readonly RowError[];
}

export class TextPart implements RowsPart {
  private readonly kind: "lines" | "array";
  private readonly found: RowError[] = [];

  constructor(
    private readonly source: TextSource,
    private readonly reader: FileReader,
    private readonly index: RowIndex,
    /** Of the file. */
    readonly bytes: number,
  ) {
    this.kind = source.kind.type;
  }

  get format(): RecordFormat {
    return this.source.format;
  }
  get shape(): RecordShape {
    return this.source.shape;
  }
  get access(): "in place" | "copy" {
    return this.source.access;
  }
  get notes(): readonly string[] {
    return this.source.notes;
  }
  get errors(): readonly RowError[] {
    const { problems } = this.index;
    for (const { row, reason } of problems.slice(this.found.length)) this.found.push({ row, reason });
    return this.found.length === 0 ? this.source.errors : [...this.source.errors, ...this.found];
  }
  get table() {
    return this.index.table;
  }
  get rowsDone(): boolean {
    return this.index.rowsDone;
  }
  get metadataDone(): boolean {
    return this.index.metadataDone;
  }

  findRows(signal: AbortSignal, onBytes: OnBytes): Promise<void> {
    return this.index.scanRows(signal, ({ done, of }) => onBytes(done, of));
  }

  findMetadata(signal: AbortSignal, onBytes: OnBytes): Promise<void> {
    return this.index.scanMetadata(signal, ({ done, of }) => onBytes(done, of));
  }

  ordinal(row: number): number {
    return this.index.ordinal(row);
  }

  async read(row: number): Promise<Uint8Array> {
    const bytes = await this.reader.read(this.table.start(row), this.table.end(row));
    return trimRow(bytes, 0, bytes.length, this.kind);
  }

  scan(from: number, to: number, visit: (row: number, bytes: Uint8Array) => void, signal: AbortSignal) {
    return scanRows(this.reader, this.table, this.kind, [from, to], visit, signal);
  }

  direct(): DirectRows {
    return { ...this.reader.state, kind: this.kind };
  }

  share(): SharedRowTable {
    return this.index.share();
  }

  onBuffer(listener: (buffer: SharedArrayBuffer, place: number) => void): () => void {
    return this.index.onBuffer(listener);
  }

  async close(): Promise<void> {
    await Promise.all([this.index.close(), this.reader.close()]);
  }
}
