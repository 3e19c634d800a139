/** Unpacks a file once into the cache, with limits against bombs. */
import { createReadStream } from "node:fs";
import { FormatError } from "../../core/formats/format.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { CopyWriter } from "./copy-writer.ts";
import type { CorpusLimits } from "./corpus-limits.ts";
import type { FileFacts } from "./file-facts.ts";
import type { OnBytes } from "./part.ts";
import { Slice } from "./slice.ts";
import { unpacked, type Packing } from "./unpack-streams.ts";

export interface UnpackedCopy {
  readonly path: string;
  readonly bytes: number;
}

const NAME = "text";

/**
 * The unpacked text of a file: the cache's copy if it is still right, else a new one. `onBytes` tells of packed bytes.
 * Throws a `FormatError` when the file is damaged, a bomb, or too large for the disk; nothing is left of it then.
 */
export async function unpackedCopy(
  source: { readonly path: string; readonly facts: FileFacts },
  packing: Packing,
  entry: CacheEntry,
  limits: CorpusLimits,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<UnpackedCopy> {
  const { facts } = source;
  const known = await entry.copy(NAME, facts);
  if (known !== undefined) return { path: entry.path(known.file), bytes: known.bytes };
  await entry.drop(NAME);
  const file = "text.copy";
  const writer = await CopyWriter.begin(entry.path(file), limits.freeDiskBytes);
  try {
    let read = 0;
    async function* packed(): AsyncGenerator<Uint8Array> {
      for await (const chunk of createReadStream(source.path, { highWaterMark: 2 ** 18, signal })) {
        if (!(chunk instanceof Uint8Array)) continue;
        read += chunk.length;
        onBytes(read, facts.size);
        yield chunk;
      }
    }
    const slice = new Slice(signal);
    for await (const chunk of unpacked(packed(), packing)) {
      await writer.write(chunk);
      if (writer.bytes > limits.bombBytes && writer.bytes > read * limits.bombRatio) throw bomb(limits);
      if (slice.over) await slice.rest();
    }
    await writer.commit();
  } catch (error) {
    await writer.discard();
    signal.throwIfAborted();
    throw error;
  }
  await entry.keep(NAME, { source: facts, file, bytes: writer.bytes, notes: [] });
  return { path: entry.path(file), bytes: writer.bytes };
}

function bomb({ bombRatio }: CorpusLimits): FormatError {
  return new FormatError(
    "limit",
    `This file unpacks to more than ${bombRatio} times its size, which text doesn't do. If it is right, unpack it yourself and open that.`,
  );
}
