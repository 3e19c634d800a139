/** Whole-file writes that a crash leaves either old or new, never half. */
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { FileSystemPort } from "./file-system.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";

/** Virus scanners and indexers on Windows hold files for a moment. */
const BUSY = new Set(["EPERM", "EACCES", "EBUSY"]);
const RENAME_ATTEMPTS = 6;

/**
 * Writes `text` (UTF-8) to a temporary file beside `path`, makes it durable and renames it over `path`. Creates
 * the folder. Throws the file system's error, then with `path` as it was and nothing left beside it.
 */
export async function writeFileAtomic(
  path: string,
  text: string,
  fs: FileSystemPort = nodeFileSystem,
): Promise<void> {
  const folder = dirname(path);
  await fs.makeDirectory(folder);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeNew(temporary, text, fs);
    await renameOver(temporary, path, fs);
  } catch (error) {
    await fs.remove(temporary).catch(() => undefined);
    throw error;
  }
  await fs.syncDirectory(folder);
}

async function writeNew(path: string, text: string, fs: FileSystemPort): Promise<void> {
  const handle = await fs.open(path, "wx");
  try {
    for (let bytes = Buffer.from(text); bytes.length > 0;) {
      const written = await handle.write(bytes);
      if (written === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
      bytes = bytes.subarray(written);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function renameOver(from: string, to: string, fs: FileSystemPort): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (attempt === RENAME_ATTEMPTS || !BUSY.has(errorCode(error) ?? "")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt));
    }
  }
}
