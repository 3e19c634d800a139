/** Writing a new file piece by piece, with bounded memory. */
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Pieces are gathered up to this many bytes before they are written. */
const BATCH_BYTES = 1 << 18;

/**
 * Writes the pieces (text as UTF-8) to a file that isn't there yet; durable when it resolves. Creates the folder. Returns
 * the number of bytes. Throws what the pieces throw, an error of code EEXIST if the file is there, or the file system's;
 * a file begun is then left for the caller to remove.
 */
export async function writeChunks(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "wx");
  let total = 0;
  let batch: Uint8Array[] = [];
  let waiting = 0;
  const flush = async (): Promise<void> => {
    let bytes = Buffer.concat(batch);
    batch = [];
    waiting = 0;
    while (bytes.length > 0) {
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
      bytes = bytes.subarray(bytesWritten);
    }
  };
  try {
    for await (const chunk of chunks) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk;
      batch.push(bytes);
      waiting += bytes.length;
      total += bytes.length;
      if (waiting >= BATCH_BYTES) await flush();
    }
    await flush();
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return total;
}
