/** Reads a file's lines as bytes, with their places. */
import type { FileHandlePort, FileSystemPort } from "./file-system.ts";

/** A line without its LF. `bytes` is only valid during the call; absent if the line is longer than the limit. */
export interface ScannedLine {
  readonly bytes: Buffer | undefined;
  /** Where it begins and how long it is, in bytes. */
  readonly start: number;
  readonly length: number;
  /** False for a last line without LF. */
  readonly ended: boolean;
}

const CHUNK_BYTES = 1 << 20;

/** Calls `onLine` for every line that isn't empty, in order. Memory: a chunk and `maxBytes`. */
export async function scanLines(
  handle: FileHandlePort,
  maxBytes: number,
  onLine: (line: ScannedLine) => void,
): Promise<void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let carry: Buffer[] = [];
  let start = 0;
  let length = 0;
  const finish = (ended: boolean): void => {
    const bytes = length > maxBytes ? undefined : Buffer.concat(carry);
    if (length > 0) onLine({ bytes, start, length, ended });
    start += length + 1;
    length = 0;
    carry = [];
  };
  for (let position = 0; ;) {
    const read = await handle.read(chunk, position);
    if (read === 0) break;
    position += read;
    for (let at = 0; at < read;) {
      const next = chunk.subarray(0, read).indexOf(10, at);
      const end = next < 0 ? read : next;
      length += end - at;
      if (length <= maxBytes) carry.push(Buffer.from(chunk.subarray(at, end)));
      else carry = [];
      if (next >= 0) finish(true);
      at = end + 1;
    }
  }
  if (length > 0) finish(false);
}

/** `length` bytes from `start`; undefined if the file has fewer. Throws the file system's error. */
export async function readBytes(
  file: string,
  start: number,
  length: number,
  fs: FileSystemPort,
): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(length);
  const handle = await fs.open(file, "r");
  try {
    for (let read = 0; read < length;) {
      const more = await handle.read(bytes.subarray(read), start + read);
      if (more === 0) return undefined;
      read += more;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
