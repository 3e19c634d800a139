/** Telling whether a file is still the one it was, or that one grown, from its stat and samples of its bytes. */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { stat } from "node:fs/promises";

const SAMPLES = 66;
const SAMPLE_BYTES = 4_096;

export interface FileState {
  /** Bytes. */
  readonly size: number;
  /** Time of the last change, in ns since 1970, as digits. */
  readonly mtimeNs: string;
  /** Device and inode, as digits: another file that took the path has others. */
  readonly identity: string;
}

/** Of the file that the path names now. Rejects as `stat` does. */
export async function fileState(file: string): Promise<FileState> {
  const { size, mtimeNs, dev, ino } = await stat(file, { bigint: true });
  return { size: Number(size), mtimeNs: String(mtimeNs), identity: `${dev}:${ino}` };
}

/**
 * SHA-256 over the first `size` bytes by samples: the head, the tail and 64 blocks between them, all bytes when these
 * are few. Where the samples lie depends on `size` alone. undefined if the file is shorter.
 */
export async function fingerprint(handle: FileHandle, size: number): Promise<string | undefined> {
  const hash = createHash("sha256").update(`${size}\n`);
  const all = size <= SAMPLES * SAMPLE_BYTES;
  const block = Buffer.alloc(all ? size : SAMPLE_BYTES);
  for (let i = 0; i < (all ? 1 : SAMPLES); i++) {
    const position = all ? 0 : Math.floor(((size - SAMPLE_BYTES) * i) / (SAMPLES - 1));
    if (!(await readFully(handle, block, position))) return undefined;
    hash.update(block);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Fills `into` from `position`; false if the file ends before. */
export async function readFully(handle: FileHandle, into: Uint8Array, position: number): Promise<boolean> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}
