/** The worker's side of the metadata pass, apart from the thread it runs in. */
import { type FileHandle, open } from "node:fs/promises";
import { describeRange, nextRange } from "./describe-rows.ts";
import { borrowStructure } from "../scan/structure-pool.ts";
import type { FromMetadataWorker, ToMetadataWorker } from "./metadata-messages.ts";
import { RowDescriber } from "./row-describer.ts";
import { FileChanged } from "./row-index.ts";
import { attachRowTable, type AttachedRowTable } from "./shared-table.ts";

interface Work {
  readonly handle: FileHandle;
  readonly table: AttachedRowTable;
  readonly describer: RowDescriber;
  readonly blockBytes: number;
  readonly stop: Int32Array;
}

/** Answers each "describe" with "done" (all rows, or stopped) or "failed". */
export class MetadataWorker {
  #work: Promise<Work> | undefined;

  constructor(readonly answer: (message: FromMetadataWorker) => void) {}

  async receive(message: ToMetadataWorker): Promise<void> {
    try {
      if (message.type === "begin") this.#work = this.#begin(message);
      const work = await this.#work;
      if (message.type === "begin" || work === undefined) return;
      this.#describe(work, message.from, message.to);
      this.answer({ type: "done" });
    } catch (error) {
      this.answer({
        type: "failed",
        changed: error instanceof FileChanged,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async #begin(message: ToMetadataWorker & { type: "begin" }): Promise<Work> {
    return {
      handle: await open(message.file),
      table: attachRowTable(message.table),
      describer: new RowDescriber(message.kind, message.shape, borrowStructure()),
      blockBytes: message.blockBytes,
      stop: new Int32Array(message.stop),
    };
  }

  #describe({ handle, table, describer, blockBytes, stop }: Work, from: number, to: number): void {
    for (let at = from; at < to && Atomics.load(stop, 0) === 0;) {
      const range = nextRange(table, at, to, blockBytes, to);
      if (range.from < range.to) describeRange(table, range, describer, handle);
      at = range.to;
    }
  }
}
