/** The row index of one text file: its passes, and what can be asked between and after them. */
import type { FileHandle } from "node:fs/promises";
import { ROW } from "../row-table.ts";
import { LAYOUT } from "../scan/scan-layout.ts";
import type { Structure } from "../scan/structure.ts";
import { borrowStructure, returnStructure } from "../scan/structure-pool.ts";
import { type FileState, fileState, fingerprint, readFully } from "./file-state.ts";
import type { GrowingRowTable } from "./growing-table.ts";
import { writeIndexFile } from "./index-file.ts";
import { describeInThread, describeInWorkers, type MetadataPass } from "./metadata-pass.ts";
import { findOrdinals } from "./ordinals.ts";
import { isReadable, recordEnd, RowDescriber } from "./row-describer.ts";
import {
  FileChanged,
  type IndexOrigin,
  type IndexProblem,
  type PassProgress,
  type RowIndex,
  type RowIndexOptions,
} from "./row-index.ts";
import { rowsPass } from "./rows-pass.ts";
import type { SharedRowTable } from "./shared-table.ts";
import { ProgressGate, TimeSlice } from "./time-slice.ts";

/** What an index begins with: nothing, or what the cache had. */
export interface IndexStart {
  readonly handle: FileHandle;
  /** Taken before anything was read. */
  readonly state: FileState;
  readonly fingerprint: string;
  readonly indexFile: string;
  readonly key: string;
  readonly origin: IndexOrigin;
  readonly table: GrowingRowTable;
  readonly problems: readonly IndexProblem[];
  readonly rowsDone: boolean;
  readonly metadataDone: boolean;
  readonly ordinals: Map<number, number>;
}

const BLOCK_BYTES = 2_097_152;
const CHECKPOINT_MS = 10_000;
/** Read at once where single rows are read in order. */
const ROW_WINDOW_BYTES = 65_536;
const FIRST_TEXT_BYTES = 4_096;

export class TextRowIndex implements RowIndex {
  readonly table: GrowingRowTable;
  readonly origin: IndexOrigin;
  readonly problems: IndexProblem[];
  rowsDone: boolean;
  metadataDone: boolean;
  #ordinals: Map<number, number>;
  #saved = performance.now();
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly options: RowIndexOptions,
    readonly begun: IndexStart,
  ) {
    this.table = begun.table;
    this.origin = begun.origin;
    this.problems = [...begun.problems];
    this.rowsDone = begun.rowsDone;
    this.metadataDone = begun.metadataDone;
    this.#ordinals = begun.ordinals;
  }

  share(): SharedRowTable {
    return this.table.share();
  }

  onBuffer(listener: (buffer: SharedArrayBuffer, place: number) => void): () => void {
    return this.table.onBuffer(listener);
  }

  ordinal(row: number): number {
    return this.#ordinals.get(row) ?? 0;
  }

  scanRows(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void> {
    return this.#exclusive(signal, (both) => this.#scanRows(both, onProgress));
  }

  scanMetadata(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void> {
    return this.#exclusive(signal, (both) => this.#scanMetadata(both, onProgress));
  }

  async read(row: number): Promise<Buffer> {
    const start = this.table.start(row);
    const length = this.table.end(row) - start;
    if (!isReadable(length)) throw new RangeError(`row ${row} is too long to be read`);
    const bytes = Buffer.alloc(length);
    if (!(await readFully(this.begun.handle, bytes, start))) throw new FileChanged();
    return bytes.subarray(0, recordEnd(bytes, 0, length, this.options.kind));
  }

  async firstText(row: number, maxBytes = FIRST_TEXT_BYTES): Promise<string | undefined> {
    const bytes = await this.read(row);
    const structure = borrowStructure();
    try {
      return this.#describer(structure, bytes).firstText(bytes.length, maxBytes);
    } finally {
      returnStructure(structure);
    }
  }

  save(): Promise<void> {
    return this.#exclusive(this.#closing.signal, () => this.#save());
  }

  async close(): Promise<void> {
    this.#closing.abort(new DOMException("The index was closed.", "AbortError"));
    await this.#running;
    await this.begun.handle.close();
  }

  /** One pass at a time; closing stops it. */
  #exclusive(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const both = AbortSignal.any([signal, this.#closing.signal]);
    const result = this.#running.then(() => {
      both.throwIfAborted();
      return work(both);
    });
    this.#running = result.catch(() => undefined);
    return result;
  }

  async #scanRows(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void> {
    const { state, handle } = this.begun;
    const gate = new ProgressGate(state.size, onProgress);
    if (!this.rowsDone) {
      const fault = await rowsPass({
        handle,
        size: state.size,
        kind: this.options.kind,
        table: this.table,
        blockBytes: this.#blockBytes,
        signal,
        onDone: (done) => gate.tell(done),
        checkpoint: async () => {
          if (this.#wantsCheckpoint) await this.#save();
        },
      });
      await this.#checkUnchanged();
      if (fault !== undefined) this.problems.push({ row: this.table.rows, reason: fault });
      this.rowsDone = true;
      await this.#trySave();
    }
    gate.last();
  }

  async #scanMetadata(signal: AbortSignal, onProgress?: (progress: PassProgress) => void): Promise<void> {
    if (!this.rowsDone) throw new Error("The rows are not found yet.");
    const { table } = this;
    const size = table.rows === 0 ? 0 : table.end(table.rows - 1);
    const gate = new ProgressGate(size, onProgress);
    if (!this.metadataDone) {
      let done = await this.#describedBytes(new TimeSlice(signal));
      const pass: MetadataPass = {
        file: this.options.file,
        handle: this.begun.handle,
        kind: this.options.kind,
        shape: this.options.shape,
        table,
        blockBytes: this.#blockBytes,
        signal,
        onDone: (bytes) => gate.tell((done += bytes)),
        wantsIdle: () => this.#wantsCheckpoint,
        whenIdle: () => this.#trySave(),
      };
      const { spawn, workers = 1 } = this.options;
      if (spawn === undefined || table.indexedRows === table.rows) await describeInThread(pass);
      else await describeInWorkers(pass, workers, spawn);
      await this.#numberIds(signal);
      await this.#checkUnchanged();
      this.metadataDone = true;
      await this.#trySave();
    }
    gate.last();
  }

  async #numberIds(signal: AbortSignal): Promise<void> {
    const { table } = this;
    const structure = borrowStructure();
    let window = { start: 0, bytes: Buffer.alloc(0) };
    const readId = async (row: number): Promise<string | undefined> => {
      const start = table.start(row);
      const length = table.end(row) - start;
      if (start < window.start || start + length > window.start + window.bytes.length) {
        const bytes = Buffer.alloc(
          Math.min(Math.max(length, ROW_WINDOW_BYTES), this.begun.state.size - start),
        );
        if (!(await readFully(this.begun.handle, bytes, start))) throw new FileChanged();
        window = { start, bytes };
      }
      const at = start - window.start;
      return this.#describer(structure, window.bytes.subarray(at, at + length)).id(length);
    };
    const ordinals = await findOrdinals(table, readId, new TimeSlice(signal)).finally(() =>
      returnStructure(structure),
    );
    for (const row of this.#ordinals.keys()) if (row < table.rows) table.markDuplicate(row, false);
    this.#ordinals = ordinals;
    for (const row of ordinals.keys()) table.markDuplicate(row, true);
  }

  /** A describer with a record's bytes where it looks for them. */
  #describer(structure: Structure, bytes: Uint8Array): RowDescriber {
    structure.reserve(bytes.length);
    structure.bytes.set(bytes, LAYOUT.data);
    return new RowDescriber(this.options.kind, this.options.shape, structure);
  }

  async #describedBytes(slice: TimeSlice): Promise<number> {
    const { table } = this;
    let bytes = 0;
    for (let row = 0; table.indexedRows > 0 && row < table.rows; row++) {
      if ((row & 4095) === 0) await slice.pauseIfOver();
      if ((table.flags(row) & ROW.indexed) !== 0) bytes += table.end(row) - table.start(row);
    }
    return bytes;
  }

  get #blockBytes(): number {
    return Math.max(64, this.options.blockBytes ?? BLOCK_BYTES);
  }

  get #wantsCheckpoint(): boolean {
    return performance.now() - this.#saved > (this.options.checkpointMs ?? CHECKPOINT_MS);
  }

  /** An index that can't be kept (a full disk, no rights) is no reason to stop; a changed file is. */
  async #trySave(): Promise<void> {
    try {
      await this.#save();
    } catch (error) {
      if (error instanceof FileChanged) throw error;
      this.options.log?.(`The index could not be kept: ${error instanceof Error ? error.message : ""}`);
    }
  }

  async #save(): Promise<void> {
    await this.#checkUnchanged();
    const { indexFile, key, state } = this.begun;
    const { rowsDone, metadataDone, problems } = this;
    const head = { key, size: state.size, mtimeNs: state.mtimeNs, fingerprint: this.begun.fingerprint };
    await writeIndexFile(
      indexFile,
      { ...head, rowsDone, metadataDone, problems },
      this.table,
      this.#ordinals,
    );
    this.#saved = performance.now();
  }

  /** A file that has only grown since is still the one: the next opening finds the rest. */
  async #checkUnchanged(): Promise<void> {
    const { state, handle } = this.begun;
    const now = await fileState(this.options.file);
    const same =
      now.identity === state.identity &&
      (now.size === state.size
        ? now.mtimeNs === state.mtimeNs
        : now.size > state.size && (await fingerprint(handle, state.size)) === this.begun.fingerprint);
    if (!same) throw new FileChanged();
  }
}
