/** Durable appending of whole lines, several at a time. */
import { dirname } from "node:path";
import type { FileHandlePort, FileSystemPort } from "./file-system.ts";

/**
 * Appends the lines (given without line breaks) by one write() and makes them durable before it resolves. An
 * unfinished last line in the file is ended first. Creates file and folder. Returns where each line begins, in
 * bytes; undefined if another process wrote at the same time, so that it isn't known. Throws the file system's
 * error; what was written until then stays, and the next call ends an unfinished line.
 */
export async function appendLines(
  file: string,
  lines: readonly string[],
  fs: FileSystemPort,
): Promise<number[] | undefined> {
  await fs.makeDirectory(dirname(file));
  const handle = await fs.open(file, "a+");
  try {
    const { size } = await handle.stat();
    const prefix = size === 0 || (await byteAt(handle, size - 1)) === 10 ? "" : "\n";
    const starts: number[] = [];
    let end = size + prefix.length;
    for (const line of lines) {
      starts.push(end);
      end += Buffer.byteLength(line) + 1;
    }
    const bytes = Buffer.from(prefix + lines.map((line) => `${line}\n`).join(""));
    const written = await handle.write(bytes);
    if (written < bytes.length) throw Object.assign(new Error("only part was written"), { code: "ENOSPC" });
    await handle.datasync();
    if (size === 0) await fs.syncDirectory(dirname(file));
    return (await handle.stat()).size === end ? starts : undefined;
  } finally {
    await handle.close();
  }
}

async function byteAt(handle: FileHandlePort, position: number): Promise<number | undefined> {
  const byte = Buffer.alloc(1);
  return (await handle.read(byte, position)) === 1 ? byte[0] : undefined;
}
