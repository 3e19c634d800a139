/**
 * Reads rows of a corpus in another thread than its worker's: one positional read and one parse, without messages.
 * The worker describes the corpus by plain data and shared memory; what it alone can read is asked of it.
 */
import { mappedFormat } from "../core/formats/field-mapping.ts";
import type { OpenOptions, RecordFormat } from "../core/formats/format.ts";
import type { RecordShape } from "../core/formats/record-shape.ts";
import { findFormat } from "../core/formats/registry.ts";
import type { RowReading } from "./corpus.ts";
import { attachRowTable, type AttachedRowTable, type SharedRowTable } from "./index/shared-table.ts";
import { ROW } from "./row-table.ts";
import { FileHandles } from "./sources/file-handles.ts";
import { FileReader, type FileState } from "./sources/file-reader.ts";
import { RepeatedIds, type SharedRepeats } from "./sources/repeated-ids.ts";
import { trimRow } from "./sources/row-bytes.ts";
import { nameOf, readingOf } from "./sources/row-identity.ts";

/** One part: which rows it has, and where they stand if they can be read from its file. */
export interface PartDescription {
  readonly firstRow: number;
  readonly table: SharedRowTable;
  /** Id of the format that its rows are read as. */
  readonly format: string;
  readonly shape: RecordShape;
  /** Undefined: only the worker can read this part's rows. */
  readonly file: (FileState & { readonly kind: "lines" | "array" }) | undefined;
}

/** A corpus as far as it is prepared. Can be posted to another thread. */
export interface CorpusDescription {
  readonly options: OpenOptions;
  readonly parts: readonly PartDescription[];
  /** Known when all is indexed. */
  readonly repeats: SharedRepeats | undefined;
}

interface Part {
  readonly firstRow: number;
  readonly table: AttachedRowTable;
  readonly format: RecordFormat;
  readonly shape: RecordShape;
  readonly kind: "lines" | "array";
  readonly reader: FileReader | undefined;
}

export class RowReader {
  private readonly handles = new FileHandles();
  private parts: readonly Part[] = [];
  private repeats = RepeatedIds.none;
  private readonly names = {
    table: {
      flags: (row: number) => this.at(row, (table, local) => table.flags(local)),
      idHash: (row: number) => this.at(row, (table, local) => table.idHash(local)),
    },
    ordinal: (row: number) => this.repeats.ordinal(row),
  };

  /** `ask`: reads a row in the worker. */
  constructor(
    description: CorpusDescription,
    private readonly ask: (row: number) => Promise<RowReading>,
  ) {
    this.update(description);
  }

  /** Parts were added, or all is indexed now. Files known already stay open. Throws a RangeError for an unknown format. */
  update({ parts, options, repeats }: CorpusDescription): void {
    this.parts = parts.map((part, at) => this.parts[at] ?? this.partOf(part, options));
    if (repeats !== undefined) this.repeats = RepeatedIds.attach(repeats);
  }

  /** A buffer by which the table of the part at this place has grown. */
  addBuffer(part: number, buffer: SharedArrayBuffer, place: number): void {
    this.parts[part]?.table.addBuffer(buffer, place);
  }

  get rows(): number {
    const last = this.parts.at(-1);
    return last === undefined ? 0 : last.firstRow + last.table.rows;
  }

  /** As `Corpus.read`. */
  async read(row: number): Promise<RowReading> {
    const { part, local } = this.place(row);
    const { reader, table, kind, format, shape } = part;
    if (reader === undefined) return this.ask(row);
    const bytes = await reader.read(table.start(local), table.end(local));
    return readingOf(trimRow(bytes, 0, bytes.length, kind), { row, local, format, shape }, this.names);
  }

  /** As `Corpus.idOf`. */
  idOf(row: number, own: string): string {
    return nameOf(this.names, row, own);
  }

  /** `idHash48` of the row's id; undefined before it is indexed, when it has none, or when an earlier row has the same. */
  idHash(row: number): number | undefined {
    return this.at(row, (table, local) => {
      const flags = table.flags(local);
      const isOwn = (flags & ROW.indexed) !== 0 && (flags & (ROW.noId | ROW.broken)) === 0;
      return isOwn && this.repeats.ordinal(row) === 0 ? table.idHash(local) : undefined;
    });
  }

  close(): Promise<void> {
    return this.handles.close();
  }

  private partOf({ firstRow, table, format, shape, file }: PartDescription, options: OpenOptions): Part {
    const reader = file === undefined ? undefined : new FileReader(file, this.handles);
    return {
      firstRow,
      table: attachRowTable(table),
      format: formatOf(format, options),
      shape,
      kind: file?.kind ?? "lines",
      reader,
    };
  }

  private at<T>(row: number, use: (table: AttachedRowTable, local: number) => T): T {
    const { part, local } = this.place(row);
    return use(part.table, local);
  }

  private place(row: number): { readonly part: Part; readonly local: number } {
    let low = 0;
    let high = this.parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.parts[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const part = this.parts[low];
    if (part === undefined) throw new RangeError(`there is no row ${row}`);
    return { part, local: row - part.firstRow };
  }
}

function formatOf(id: string, options: OpenOptions): RecordFormat {
  const format =
    options.mapping !== undefined && id === "mapped" ? mappedFormat(options.mapping) : findFormat(id);
  if (format?.kind !== "record") throw new RangeError(`no record format ${id}`);
  return format;
}
