/** Making a new file whole, and only if there is none of that name. */
import { randomBytes } from "node:crypto";
import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, nodeFileSystem } from "./file-system.ts";

/** File systems without hard links say one of these. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK", "EINVAL"]);

/**
 * Writes `text` (UTF-8) durably to `path`, whole or not at all. Creates the folder. Throws an error of code EEXIST, with
 * the file as it was, if there is one; else the file system's error. Where hard links don't exist, two writers in the
 * same instant can't be told apart, and the later one wins.
 */
export async function createFileAtomic(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await nodeFileSystem.makeDirectory(folder);
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(text, "utf8");
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await place(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  await nodeFileSystem.syncDirectory(folder);
}

async function place(temporary: string, path: string): Promise<void> {
  try {
    // A link fails where a file is; a rename would replace it.
    await link(temporary, path);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error) ?? "")) throw error;
    if (await exists(path)) throw Object.assign(new Error("the file exists"), { code: "EEXIST" });
    await rename(temporary, path);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    },
  );
}
