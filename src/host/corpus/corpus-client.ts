/**
 * The host's end of a corpus's worker. Imports no vscode: the way to start the worker is given, so that it can be tested
 * with a port in its place.
 */
import type { ColumnId, ConversationMarks, TableQuery } from "../../core/table/table.ts";
import type { CorpusProgress, RowReading } from "../../corpus/corpus.ts";
import { type CorpusDescription, RowReader } from "../../corpus/row-reader.ts";
import {
  type CorpusTable,
  type FrameData,
  type RowIdentity,
  TableError,
  type TableErrorCode,
  type TableState,
  type TableWindow,
  type ViewState,
  type WindowRequest,
} from "../../corpus/table/corpus-table.ts";
import type {
  CorpusAnswers,
  CorpusAsk,
  CorpusProblem,
  CorpusToOpen,
  FromCorpusWorker,
  OpenedCorpus,
  ToCorpusWorker,
} from "./corpus-messages.ts";

/** A worker, as far as the client knows it: `Worker` of `node:worker_threads` is one. */
export interface CorpusWorker {
  postMessage(message: ToCorpusWorker): void;
  on(event: "message", listener: (message: FromCorpusWorker) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** A table that lives in a worker. */
export interface CorpusClient extends CorpusTable {
  /** Format and parts, as far as known; parts grow. */
  readonly opened: OpenedCorpus;
  onOpened(listener: (opened: OpenedCorpus) => void): () => void;
  /** Rows so far. */
  readonly rows: number;
  /** `idHash48` of the row's id; undefined before it is indexed, when it has none, or an earlier row has the same. */
  idHash(row: number): number | undefined;
  /** Reads a row, in this thread where its file can be read at random, else in the worker. Rejects when the file can't be read at all. */
  read(row: number): Promise<RowReading>;
  /** The first 1,000 files and rows that could not be read. */
  problems(): Promise<readonly CorpusProblem[]>;
  /** The worker died; every open question was rejected with "crashed", and so is each new one until `restart`. */
  onCrash(listener: (message: string) => void): () => void;
  /** Starts a new worker in place of the old, with query, facets and blindness as they were. Marks must be set anew. */
  restart(): Promise<void>;
}

/** Marks sent in one message. */
const MARKS_AT_ONCE = 5_000;
/** A worker that does not close by itself is ended after this, in ms. */
const CLOSE_MS = 2_000;

/**
 * Starts a worker and opens a corpus in it. Rejects with a `TableError` when it can't be opened; the worker is ended
 * then. `start`: makes a new worker at each call.
 */
export async function openCorpusClient(
  start: () => CorpusWorker,
  corpus: CorpusToOpen,
): Promise<CorpusClient> {
  const client = new WorkerTable(start, corpus);
  await client.open();
  return client;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: TableError) => void;
}

class WorkerTable implements CorpusClient {
  private worker: CorpusWorker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private isClosed = false;
  /** Reads rows without the worker; belongs to the worker that described them. */
  private reader: RowReader | undefined;
  private latest = NO_STATE;
  private parts: OpenedCorpus = { format: { id: "", title: "" }, parts: [] };
  private readonly stateListeners = new Set<(state: TableState) => void>();
  private readonly openedListeners = new Set<(opened: OpenedCorpus) => void>();
  private readonly crashListeners = new Set<(message: string) => void>();
  /** What a new worker has to be told. */
  private query: TableQuery | undefined;
  private facets: readonly ColumnId[] = [];
  private blind: string | null = null;

  constructor(
    private readonly start: () => CorpusWorker,
    private readonly corpus: CorpusToOpen,
  ) {}

  get state(): TableState {
    return this.latest;
  }

  get rows(): number {
    return this.latest.rows;
  }

  idHash(row: number): number | undefined {
    return this.reader !== undefined && row < this.reader.rows ? this.reader.idHash(row) : undefined;
  }

  get opened(): OpenedCorpus {
    return this.parts;
  }

  onState(listener: (state: TableState) => void): () => void {
    return listen(this.stateListeners, listener);
  }

  onOpened(listener: (opened: OpenedCorpus) => void): () => void {
    return listen(this.openedListeners, listener);
  }

  onCrash(listener: (message: string) => void): () => void {
    return listen(this.crashListeners, listener);
  }

  async open(): Promise<void> {
    const old = this.reader;
    this.reader = undefined;
    await old?.close();
    const worker = this.start();
    this.worker = worker;
    worker.on("message", (message) => {
      if (worker === this.worker) this.take(message);
    });
    worker.on("error", (error) => this.crashed(worker, error instanceof Error ? error.message : "unknown"));
    worker.on("exit", (code) => this.crashed(worker, `it ended with code ${code}`));
    try {
      this.parts = await this.ask({ do: "open", corpus: this.corpus });
    } catch (thrown) {
      if (worker === this.worker) this.worker = undefined;
      await worker.terminate();
      throw thrown;
    }
  }

  async restart(): Promise<void> {
    this.mustBeOpen();
    const old = this.worker;
    this.worker = undefined;
    this.rejectAll(new TableError("crashed", "The worker that reads this corpus was started anew."));
    await old?.terminate();
    await this.open();
    if (this.blind !== null) await this.ask({ do: "blind", reason: this.blind });
    if (this.facets.length > 0) await this.ask({ do: "facets", columns: this.facets });
    if (this.query !== undefined) await this.setQuery(this.query);
  }

  async setQuery(query: TableQuery): Promise<ViewState> {
    this.query = query;
    const view = await this.ask({ do: "query", query });
    this.latest = { ...this.latest, revision: this.latest.revision + 1, view };
    return view;
  }

  window(request: WindowRequest): Promise<TableWindow> {
    return this.ask({ do: "window", request });
  }

  async setFacets(columns: readonly ColumnId[]): Promise<void> {
    this.facets = columns;
    await this.ask({ do: "facets", columns });
  }

  async setMarks(marks: readonly ConversationMarks[], replace: boolean): Promise<void> {
    let first = replace;
    for (let at = 0; at < marks.length || first; at += MARKS_AT_ONCE) {
      await this.ask({ do: "marks", marks: marks.slice(at, at + MARKS_AT_ONCE), replace: first });
      first = false;
    }
  }

  async setBlind(reason: string | null): Promise<void> {
    this.blind = reason;
    await this.ask({ do: "blind", reason });
  }

  async cancel(): Promise<void> {
    await this.ask({ do: "cancel" });
  }

  async resume(): Promise<void> {
    await this.ask({ do: "resume" });
  }

  rowAt(generation: number, at: number): Promise<number | undefined> {
    return this.ask({ do: "rowAt", generation, at });
  }

  placeOf(row: number): Promise<number | undefined> {
    return this.ask({ do: "placeOf", row });
  }

  read(row: number): Promise<RowReading> {
    if (this.reader !== undefined && row < this.reader.rows) return this.reader.read(row);
    return this.ask({ do: "read", row });
  }

  identify(rows: readonly number[]): Promise<readonly RowIdentity[]> {
    return this.ask({ do: "identify", rows });
  }

  resolve(ids: readonly string[]): Promise<Int32Array> {
    return this.ask({ do: "resolve", ids });
  }

  frame(columns: readonly ColumnId[], query?: string): Promise<FrameData> {
    return this.ask({ do: "frame", columns, ...(query === undefined ? {} : { query }) });
  }

  problems(): Promise<readonly CorpusProblem[]> {
    return this.ask({ do: "problems" });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    const { worker } = this;
    if (worker !== undefined) {
      const closing = this.ask({ do: "close" }).catch(() => undefined);
      this.isClosed = true;
      await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    }
    this.isClosed = true;
    this.worker = undefined;
    this.rejectAll(new TableError("closed", "The corpus was closed."));
    await Promise.all([worker?.terminate(), this.reader?.close()]);
  }

  private ask<Ask extends CorpusAsk>(ask: Ask): Promise<CorpusAnswers[Ask["do"]]> {
    const { worker } = this;
    if (this.isClosed) return Promise.reject(new TableError("closed", "The corpus was closed."));
    if (worker === undefined)
      return Promise.reject(new TableError("crashed", "The worker that reads this corpus is gone."));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      try {
        worker.postMessage({ id, ask });
      } catch {
        this.waiting.delete(id);
        reject(new TableError("failed", "The question could not be sent."));
      }
    });
  }

  private take(message: FromCorpusWorker): void {
    switch (message.type) {
      case "state":
        this.latest = message.state;
        for (const listener of this.stateListeners) listener(message.state);
        return;
      case "opened":
        this.parts = message.opened;
        for (const listener of this.openedListeners) listener(message.opened);
        return;
      case "rows":
        this.describe(message.description);
        return;
      case "buffer":
        this.reader?.addBuffer(message.part, message.buffer, message.place);
        return;
      case "answer": {
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        // The worker answers each question with what `CorpusAnswers` says of it.
        waiting?.resolve(message.value as never);
        return;
      }
      case "failed": {
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        waiting?.reject(new TableError(codeOf(message.code), message.message));
      }
    }
  }

  private describe(description: CorpusDescription): void {
    try {
      if (this.reader !== undefined) this.reader.update(description);
      else this.reader = new RowReader(description, (row) => this.ask({ do: "read", row }));
    } catch {
      // A format that only the worker knows: rows are read there.
      this.reader = undefined;
    }
  }

  private crashed(worker: CorpusWorker, reason: string): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    const message = `The worker that reads this corpus stopped: ${reason}`;
    this.rejectAll(new TableError("crashed", message));
    if (this.isClosed) return;
    for (const listener of this.crashListeners) listener(message);
  }

  private rejectAll(error: TableError): void {
    const open = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of open) reject(error);
  }

  private mustBeOpen(): void {
    if (this.isClosed) throw new TableError("closed", "The corpus was closed.");
  }
}

const NO_PROGRESS: CorpusProgress = {
  phase: "preparing",
  what: "",
  done: 0,
  of: 0,
  rows: 0,
  indexedRows: 0,
};

const NO_STATE: TableState = {
  revision: 0,
  rows: 0,
  growing: true,
  progress: NO_PROGRESS,
  view: { generation: 0, rows: 0, query: "", sort: [], partial: true },
  available: [],
  facets: [],
  tasks: [],
  paused: false,
  notes: [],
  problems: 0,
};

const CODES: readonly TableErrorCode[] = ["cancelled", "closed", "crashed", "failed", "query", "unreadable"];

function codeOf(code: string): TableErrorCode {
  return CODES.find((known) => known === code) ?? "failed";
}

function listen<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
