/** What tells a file from another one at the same path, without reading all of it. */
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

export interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** ms since the epoch. */
  readonly mtime: number;
  /** SHA-256 over samples from the beginning to the end, in hex. */
  readonly fingerprint: string;
}

const SAMPLES = 16;
const SAMPLE_BYTES = 4_096;

/** Takes the facts of a file. Throws the file system's error. */
export async function factsOf(path: string): Promise<FileFacts> {
  const handle = await open(path, "r");
  try {
    const { size, mtimeMs } = await handle.stat();
    return { size, mtime: mtimeMs, fingerprint: await fingerprintOf(handle, size) };
  } finally {
    await handle.close();
  }
}

/** Hash of 16 samples of 4 kB, evenly spread over the first `size` bytes; of all of a smaller file. */
export async function fingerprintOf(handle: FileHandle, size: number): Promise<string> {
  const hash = createHash("sha256").update(`${size}\n`);
  const buffer = Buffer.alloc(SAMPLE_BYTES);
  const last = Math.max(0, size - SAMPLE_BYTES);
  const count = size <= SAMPLES * SAMPLE_BYTES ? Math.ceil(size / SAMPLE_BYTES) : SAMPLES;
  for (let i = 0; i < count; i++) {
    const at = size <= SAMPLES * SAMPLE_BYTES ? i * SAMPLE_BYTES : Math.floor((last * i) / (SAMPLES - 1));
    const { bytesRead } = await handle.read(buffer, 0, Math.min(SAMPLE_BYTES, size - at), at);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return hash.digest("hex");
}

export function sameFacts(a: FileFacts, b: FileFacts): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.fingerprint === b.fingerprint;
}
