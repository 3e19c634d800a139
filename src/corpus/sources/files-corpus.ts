/** A corpus over files: prepares them one after the other, and reads rows of all that are ready. */
import { stat } from "node:fs/promises";
import { FormatError, type RowError } from "../../core/formats/format.ts";
import type { Corpus, CorpusPart, CorpusPhase, CorpusProgress, RowReading } from "../corpus.ts";
import type { CorpusDescription } from "../row-reader.ts";
import type { RowTable } from "../row-table.ts";
import { CacheEntry } from "./cache-entry.ts";
import { CorpusRows } from "./corpus-rows.ts";
import type { CorpusFile, ListedFiles } from "./list-files.ts";
import type { OnBytes } from "./part.ts";
import { preparePart, type OnPreparing, type PrepareContext, type PreparedPart } from "./prepare-part.ts";
import { RepeatedIds } from "./repeated-ids.ts";
import { nameOf, readingOf, type RowNames } from "./row-identity.ts";

export interface FilesCorpusContext extends PrepareContext {
  readonly cacheFolder: string;
}

/** Files that are tried before one opens when nothing long may be begun. */
const QUICK_TRIES = 64;
/** Files passed over that are named. */
const NAMED_FILES = 20;

interface Ready {
  readonly file: CorpusFile;
  readonly entry: CacheEntry;
  readonly prepared: PreparedPart;
}

export class FilesCorpus implements Corpus {
  private readonly rows: CorpusRows;
  private readonly ready: Ready[] = [];
  /** Place among the files of the next to be prepared. */
  private next = 0;
  private sizes: readonly number[] = [];
  private failures: { part: string; error: RowError }[] = [];
  private repeats: RepeatedIds | undefined;
  private state: CorpusProgress = { phase: "preparing", what: "", done: 0, of: 0, rows: 0, indexedRows: 0 };
  private isClosed = false;
  private readonly listeners = new Set<BufferListener>();
  private told: readonly CorpusPart[] = [];
  private toldRows = -1;
  private readonly names: RowNames;

  constructor(
    private readonly listed: ListedFiles,
    private readonly context: FilesCorpusContext,
  ) {
    this.rows = new CorpusRows((row) => this.ordinal(row) > 0);
    this.names = { table: this.rows, ordinal: (row) => this.ordinal(row) };
    this.failures = listed.unreadable.map(({ name, reason }) => ({ part: name, error: { row: 0, reason } }));
  }

  get format(): { readonly id: string; readonly title: string } {
    const found = new Map(this.ready.map(({ prepared: { format } }) => [format.id, format.title]));
    const [only, ...others] = found;
    if (only === undefined) return { id: "", title: "" };
    if (others.length === 0) return { id: only[0], title: only[1] };
    return { id: "mixed", title: [...found.values()].join(", ") };
  }

  get parts(): readonly CorpusPart[] {
    const { rows } = this.rows;
    // Asked for each row by some; made anew only when there is more to tell.
    if (this.told.length !== this.ready.length || this.toldRows !== rows) {
      this.toldRows = rows;
      this.told = this.ready.map(({ file, prepared: { part } }, at) => ({
        name: file.name,
        firstRow: this.rows.firstRow(at),
        rows: part.table.rows,
        access: part.access,
        notes: at === 0 ? [...part.notes, ...this.passedNotes()] : part.notes,
      }));
    }
    return this.told;
  }

  get table(): RowTable {
    return this.rows;
  }

  get progress(): CorpusProgress {
    return { ...this.state, rows: this.rows.rows, indexedRows: this.rows.indexedRows };
  }

  get problems(): readonly { readonly part: string; readonly error: RowError }[] {
    const found = this.ready.flatMap(({ file, prepared }) =>
      prepared.part.errors.map((error) => ({ part: file.name, error })),
    );
    return found.length === 0 ? this.failures : [...this.failures, ...found];
  }

  /** Files of the folder that are of no kind that holds conversations. */
  get passed(): readonly string[] {
    return this.listed.passed;
  }

  /**
   * Prepares the first file that opens, unless that takes long. Throws a `FormatError` when none opens, or the file
   * system's error.
   */
  async begin(signal: AbortSignal): Promise<void> {
    this.sizes = await Promise.all(
      this.listed.files.map(({ path }) =>
        stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    for (let tries = 0; tries < QUICK_TRIES && this.next < this.listed.files.length; tries++) {
      signal.throwIfAborted();
      if ((await this.prepareNext(signal, undefined)) !== "failed") return;
    }
    this.refuseNone();
  }

  async read(row: number): Promise<RowReading> {
    const { part, row: local } = this.rows.place(row);
    return this.parse(row, await part.read(local));
  }

  parse(row: number, bytes: Uint8Array): RowReading {
    const { part, row: local } = this.rows.place(row);
    return readingOf(bytes, { row, local, format: part.format, shape: part.shape }, this.names);
  }

  idOf(row: number, own: string): string {
    return nameOf(this.names, row, own);
  }

  async scan(
    from: number,
    to: number,
    visit: (row: number, bytes: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let row = from; row < to;) {
      const { part, at, row: local } = this.rows.place(row);
      const first = this.rows.firstRow(at);
      const end = Math.min(to, first + part.table.rows);
      await part.scan(local, end - first, (each, bytes) => visit(first + each, bytes), signal);
      row = end;
    }
  }

  async index(signal: AbortSignal, onProgress: (progress: CorpusProgress) => void): Promise<void> {
    const tell = (phase: CorpusPhase, what: string, done: number, of: number): void => {
      this.state = { ...this.state, phase, what, done, of };
      onProgress(this.progress);
    };
    await this.findRows(signal, tell);
    this.refuseNone();
    await this.findMetadata(signal, tell);
    this.repeats ??= await this.findRepeats(signal);
    const { of } = this.state;
    tell("ready", "", of, of);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(
      this.ready.map(async ({ entry, prepared }) => {
        await prepared.part.close();
        await entry.release();
      }),
    );
    await this.context.handles.close();
  }

  /** For a `RowReader` in another thread; again when parts were added and when all is indexed. */
  describe(): CorpusDescription {
    const parts = this.ready.map(({ prepared: { part } }, at) => ({
      firstRow: this.rows.firstRow(at),
      table: part.share(),
      format: part.format.id,
      shape: part.shape,
      file: part.direct(),
    }));
    return { options: this.context.options, parts, repeats: this.repeats?.share() };
  }

  /** Tells of buffers by which the table of the part at a place grows, before rows in them count. Returns what stops it. */
  onBuffer(listener: BufferListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private ordinal(row: number): number {
    if (this.repeats !== undefined) return this.repeats.ordinal(row);
    if (this.ready.length !== 1 || this.next < this.listed.files.length) return 0;
    return this.ready[0]?.prepared.part.ordinal?.(row) ?? 0;
  }

  private findRepeats(signal: AbortSignal): Promise<RepeatedIds> {
    const [first, ...others] = this.ready.map(({ prepared }) => prepared.part);
    // A text file's index compares the ids themselves; over several parts their hashes must do.
    if (others.length > 0 || first?.ordinal === undefined) return RepeatedIds.find(this.rows, signal);
    return RepeatedIds.of(this.rows, (row) => first.ordinal?.(row) ?? 0, signal);
  }

  private async findRows(signal: AbortSignal, tell: Tell): Promise<void> {
    const total = this.sizes.reduce((sum, size) => sum + size, 0);
    for (;;) {
      const last = this.ready.at(-1);
      if (last !== undefined && !last.prepared.part.rowsDone) {
        const { part } = last.prepared;
        const [before, of] = this.rowBytes();
        await part.findRows(signal, (done) =>
          tell("rows", `finding the rows of ${last.file.name}`, before + done, of),
        );
      }
      const file = this.listed.files[this.next];
      if (file === undefined) return;
      const before = this.sizes.slice(0, this.next).reduce((sum, size) => sum + size, 0);
      const size = this.sizes[this.next] ?? 0;
      await this.prepareNext(signal, (what, done, of) =>
        tell(
          "preparing",
          `${what} ${file.name}`,
          before + (of === 0 ? 0 : Math.round((done / of) * size)),
          total,
        ),
      );
      signal.throwIfAborted();
    }
  }

  /** Bytes of the parts before the last one, and of all, those that are not prepared yet as their files are. */
  private rowBytes(): [number, number] {
    const known = this.ready.map(({ prepared }) => prepared.part.bytes);
    const before = known.slice(0, -1).reduce((sum, bytes) => sum + bytes, 0);
    const rest = this.sizes.slice(this.next).reduce((sum, size) => sum + size, 0);
    return [before, before + (known.at(-1) ?? 0) + rest];
  }

  private async findMetadata(signal: AbortSignal, tell: Tell): Promise<void> {
    const of = this.ready.reduce((sum, { prepared }) => sum + prepared.part.bytes, 0);
    let before = 0;
    for (const { file, prepared } of this.ready) {
      const { part } = prepared;
      const onBytes: OnBytes = (done) => tell("metadata", `reading ${file.name}`, before + done, of);
      if (!part.metadataDone) await part.findMetadata(signal, onBytes);
      before += part.bytes;
    }
  }

  /** "later": it would take long, and `onPreparing` is undefined. A file that can't be opened becomes a problem. */
  private async prepareNext(
    signal: AbortSignal,
    onPreparing: OnPreparing | undefined,
  ): Promise<"prepared" | "failed" | "later"> {
    const file = this.listed.files[this.next];
    if (file === undefined) return "later";
    const { cacheFolder, options } = this.context;
    const entry = await CacheEntry.take(cacheFolder, file.path, JSON.stringify(options));
    try {
      const prepared = await preparePart(file, entry, this.context, signal, onPreparing);
      if (prepared === undefined) {
        await entry.release();
        return "later";
      }
      if (this.isClosed) await prepared.part.close();
      this.next++;
      const at = this.ready.length;
      prepared.part.onBuffer((buffer, place) =>
        this.listeners.forEach((listener) => listener(at, buffer, place)),
      );
      this.rows.add(prepared.part);
      this.ready.push({ file, entry, prepared });
      return "prepared";
    } catch (error) {
      await entry.release();
      signal.throwIfAborted();
      this.next++;
      this.failures.push({ part: file.name, error: { row: 0, reason: reasonOf(error) } });
      return "failed";
    }
  }

  /** Throws when every file has been tried and none opened. */
  private refuseNone(): void {
    const { files } = this.listed;
    if (this.ready.length > 0 || this.next < files.length) return;
    const first = this.failures.find(({ part }) => files.some(({ name }) => name === part));
    const reason = first?.error.reason ?? "There is no file of conversations here.";
    if (files.length === 1) throw new FormatError("unrecognised", reason);
    throw new FormatError(
      "no-conversations",
      `None of these ${files.length} files could be opened. ${first?.part}: ${reason}`,
    );
  }

  private passedNotes(): string[] {
    const { passed } = this.listed;
    if (passed.length === 0) return [];
    const named = passed.slice(0, NAMED_FILES).join(", ");
    const more = passed.length > NAMED_FILES ? ` and ${passed.length - NAMED_FILES} more` : "";
    return [`passed over, as they are no kind of file that holds conversations: ${named}${more}`];
  }
}

export type BufferListener = (part: number, buffer: SharedArrayBuffer, place: number) => void;

type Tell = (phase: CorpusPhase, what: string, done: number, of: number) => void;

/** A sentence for a person; system errors hold a path and a code, no conversation text. */
function reasonOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  return error instanceof Error && "code" in error
    ? `This file can't be read: ${error.message}`
    : "This file can't be read.";
}
