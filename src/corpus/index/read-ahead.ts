/** Reads a file from one place to another in large blocks, the next one while the present one is used. */
import type { FileHandle } from "node:fs/promises";

export interface FileBlock {
  /** Valid until the next block is asked for. */
  readonly bytes: Buffer;
  /** Offset in the file of the first of them. */
  readonly position: number;
}

/** Page-aligned memory, which the system copies into fastest: that of a WebAssembly.Memory is. */
function alignedMemory(bytes: number): ArrayBuffer {
  if (typeof WebAssembly === "undefined") return new ArrayBuffer(bytes);
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) }).buffer;
}

/** One memory is kept for the next file: making one costs more than reading a small file. */
let idle: ArrayBuffer | undefined;

function borrowMemory(bytes: number): ArrayBuffer {
  const kept = idle;
  idle = undefined;
  return kept !== undefined && kept.byteLength >= bytes ? kept : alignedMemory(bytes);
}

/** Blocks of `blockBytes` from `from` to `to`; ends early, with fewer bytes, if the file does. */
export async function* readAhead(
  handle: FileHandle,
  from: number,
  to: number,
  blockBytes: number,
): AsyncGenerator<FileBlock> {
  const memory = borrowMemory(2 * blockBytes);
  const halves = [Buffer.from(memory, 0, blockBytes), Buffer.from(memory, blockBytes, blockBytes)] as const;
  const read = (into: Buffer, position: number) =>
    handle.read(into, 0, Math.max(0, Math.min(blockBytes, to - position)), position);
  let [present, other] = [halves[0], halves[1]];
  let next = read(present, from);
  try {
    for (let position = from; position < to;) {
      const { bytesRead } = await next;
      if (bytesRead === 0) return;
      next = read(other, position + bytesRead);
      yield { bytes: present.subarray(0, bytesRead), position };
      position += bytesRead;
      [present, other] = [other, present];
    }
  } finally {
    // Nothing may be read into memory that is given back.
    await next.catch(() => undefined);
    idle = memory;
  }
}
