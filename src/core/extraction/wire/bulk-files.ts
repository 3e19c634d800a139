/** A run's requests as files for a batch service, cut by its limits, with a manifest that tells what is in which. */
import { hashText } from "../../conversation/hash.ts";
import { utf8Bytes } from "../engine/item-size.ts";
import { customIdOf, itemsHash } from "../engine/shard-builder.ts";
import { isUnreadable, type ResultSink, type TaskSource } from "../engine/ports.ts";
import type { FailureReason } from "../model-call.ts";
import type { BulkFormat, BulkLimits, BulkService } from "./bulk.ts";

export interface BulkFileEntry {
  /** `<run>-0001.jsonl`, the run's name in harmless characters. */
  readonly name: string;
  readonly requests: number;
  /** UTF-8, line breaks included. */
  readonly bytes: number;
  /** Over the sorted ids of its requests. */
  readonly idsHash: string;
}

/** Goes beside the files; needed to know what is missing among the results. */
export interface BulkManifest {
  readonly v: 1;
  readonly service: BulkService;
  readonly run: string;
  /** To be named when the job is made: the lines of some services don't. */
  readonly model: string;
  readonly conversations: number;
  readonly requests: number;
  readonly files: readonly BulkFileEntry[];
  /** Conversations of which nothing was written, by reason. */
  readonly leftOut: Readonly<Partial<Record<FailureReason, number>>>;
  /** For a person. */
  readonly warnings: readonly string[];
}

export interface BulkTarget {
  /** Called with whole lines, in order; a new name begins a new file, the one before is complete. */
  write(name: string, line: string): Promise<void>;
}

export interface BulkOptions {
  readonly run: string;
  readonly model: string;
  /** Labelled conversations are left out. */
  readonly sink?: Pick<ResultSink, "has">;
  /** At most those of the service. */
  readonly limits?: Partial<BulkLimits>;
}

/**
 * Writes the requests of all conversations that aren't labelled. Equal requests are written once. Memory: the ids.
 * Rejects with the error of source or target.
 */
export async function writeBulkFiles(
  tasks: TaskSource,
  format: BulkFormat,
  target: BulkTarget,
  { run, model, sink, limits = {} }: BulkOptions,
): Promise<BulkManifest> {
  const most = {
    requests: Math.min(limits.requests ?? Infinity, format.limits.requests),
    bytes: Math.min(limits.bytes ?? Infinity, format.limits.bytes),
  };
  const stem = `${run.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 40)}-${hashText(run).slice(0, 6)}`;
  const files: BulkFileEntry[] = [];
  const written = new Set<string>();
  const leftOut: Partial<Record<FailureReason, number>> = {};
  let [conversations, requests, bytes] = [0, 0, 0];
  let ids: string[] = [];
  const nameNow = (): string => `${stem}-${String(files.length + 1).padStart(4, "0")}.jsonl`;
  const close = (): void => {
    if (ids.length > 0) files.push({ name: nameNow(), requests: ids.length, bytes, idsHash: itemsHash(ids) });
    ids = [];
    bytes = 0;
  };
  for await (const task of tasks.read(0, tasks.total)) {
    if (sink?.has(task.conversation)) continue;
    if (isUnreadable(task)) {
      leftOut[task.failure] = (leftOut[task.failure] ?? 0) + 1;
      continue;
    }
    const lines = task.requests.flatMap((request) => {
      const customId = customIdOf(request.key);
      if (written.has(customId)) return [];
      const line = format.formatRequest({ customId, request });
      return [{ customId, line, size: utf8Bytes(line) + 1 }];
    });
    if (lines.some(({ size }) => size > most.bytes)) {
      leftOut["too-long"] = (leftOut["too-long"] ?? 0) + 1;
      continue;
    }
    conversations++;
    for (const { customId, line, size } of lines) {
      if (ids.length + 1 > most.requests || bytes + size > most.bytes) close();
      await target.write(nameNow(), line);
      written.add(customId);
      ids.push(customId);
      bytes += size;
      requests++;
    }
  }
  close();
  const small = files.filter((file) => file.requests < format.fewest).map(({ name }) => name);
  const warnings =
    small.length === 0
      ? []
      : [
          `By default ${format.service} takes no job of fewer than ${format.fewest} requests: ${small.join(", ")}.`,
        ];
  return { v: 1, service: format.service, run, model, conversations, requests, files, leftOut, warnings };
}
