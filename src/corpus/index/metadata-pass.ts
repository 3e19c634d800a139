/** Second pass: describes all rows that are not described, in this thread or in workers. */
import type { FileHandle } from "node:fs/promises";
import type { RecordShape } from "../../core/formats/record-shape.ts";
import { borrowStructure, returnStructure } from "../scan/structure-pool.ts";
import { describeRangeAsync, nextRange, type RowRange } from "./describe-rows.ts";
import type { GrowingRowTable } from "./growing-table.ts";
import { isFromMetadataWorker, type ToMetadataWorker } from "./metadata-messages.ts";
import { RowDescriber } from "./row-describer.ts";
import { FileChanged, type IndexWorker, type RowKind } from "./row-index.ts";
import { TimeSlice } from "./time-slice.ts";

export interface MetadataPass {
  readonly file: string;
  readonly handle: FileHandle;
  readonly kind: RowKind;
  readonly shape: RecordShape | undefined;
  readonly table: GrowingRowTable;
  readonly blockBytes: number;
  readonly signal: AbortSignal;
  /** Called after each piece of work with the bytes it was of. */
  readonly onDone: (bytes: number) => void;
  /** Called when no row is being described: the place for a checkpoint. */
  readonly whenIdle: () => Promise<void>;
  /** Whether `whenIdle` should be called soon. */
  readonly wantsIdle: () => boolean;
}

/** How much a worker is given at once: some 20 ms of work. */
const TASK_BYTES = 33_554_432;
const TASK_ROWS = 65_536;
/**
 * How much is read and done at once: a few ms of work however dense the data, and little enough to stay in the
 * processor's cache between being read and being looked at.
 */
const SLICE_BYTES = 262_144;
const SLICE_ROWS = 4_096;

export async function describeInThread(pass: MetadataPass): Promise<void> {
  const structure = borrowStructure();
  try {
    await describeAll(pass, new RowDescriber(pass.kind, pass.shape, structure));
  } finally {
    returnStructure(structure);
  }
}

async function describeAll(pass: MetadataPass, describer: RowDescriber): Promise<void> {
  const { table, signal } = pass;
  const slice = new TimeSlice(signal);
  const bytes = Math.min(pass.blockBytes, SLICE_BYTES);
  for (let at = 0; at < table.rows;) {
    signal.throwIfAborted();
    const range = nextRange(table, at, table.rows, bytes, SLICE_ROWS);
    if (range.from < range.to) {
      await describeRangeAsync(table, range, describer, pass.handle);
      pass.onDone(bytesOf(table, range));
      if (pass.wantsIdle()) await pass.whenIdle();
    }
    at = range.to;
    await slice.pauseIfOver();
  }
}

export async function describeInWorkers(
  pass: MetadataPass,
  workers: number,
  spawn: () => IndexWorker,
): Promise<void> {
  const stop = new SharedArrayBuffer(4);
  const halt = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1);
  };
  pass.signal.throwIfAborted();
  pass.signal.addEventListener("abort", halt);
  const threads: Thread[] = [];
  try {
    const begin: ToMetadataWorker = {
      type: "begin",
      file: pass.file,
      kind: pass.kind,
      shape: pass.shape,
      table: pass.table.share(),
      blockBytes: Math.min(pass.blockBytes, SLICE_BYTES),
      stop,
    };
    for (let i = 0; i < workers; i++) threads.push(new Thread(spawn(), begin));
    await hand(pass, threads);
  } finally {
    halt();
    pass.signal.removeEventListener("abort", halt);
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Gives the threads their tasks in row order, with a pause for all of them when a checkpoint is due. */
async function hand(pass: MetadataPass, threads: readonly Thread[]): Promise<void> {
  const { table } = pass;
  let at = 0;
  while (at < table.rows) {
    await Promise.all(
      threads.map(async (thread) => {
        do {
          const range = nextRange(table, at, table.rows, TASK_BYTES, TASK_ROWS);
          at = range.to;
          if (range.from === range.to) return;
          await thread.describe(range);
          pass.signal.throwIfAborted();
          pass.onDone(bytesOf(table, range));
        } while (at < table.rows && !pass.wantsIdle());
      }),
    );
    if (pass.wantsIdle()) await pass.whenIdle();
  }
}

function bytesOf(table: GrowingRowTable, { from, to }: RowRange): number {
  return table.end(to - 1) - table.start(from);
}

/** One worker, and the task it is at. */
class Thread {
  #settle: { readonly done: () => void; readonly failed: (error: unknown) => void } | undefined;
  #fault: unknown;

  constructor(
    readonly worker: IndexWorker,
    begin: ToMetadataWorker,
  ) {
    worker.on("message", (message) => {
      if (!isFromMetadataWorker(message)) return;
      if (message.type === "done") this.#settle?.done();
      else this.#fail(message.changed ? new FileChanged() : new Error(message.message));
    });
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new Error("The indexing thread ended before its work was done.")));
    worker.postMessage(begin);
  }

  describe(range: RowRange): Promise<void> {
    return new Promise((done, failed) => {
      if (this.#fault !== undefined) return failed(this.#fault);
      this.#settle = { done, failed };
      const task: ToMetadataWorker = { type: "describe", ...range };
      this.worker.postMessage(task);
    });
  }

  async end(): Promise<void> {
    this.#settle = undefined;
    await this.worker.terminate();
  }

  #fail(error: unknown): void {
    this.#fault ??= error;
    this.#settle?.failed(error);
  }
}
