/** Writes the files of an export into a new folder: all of them, or none. */
import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ExportFile } from "../core/export/export-source.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import { writeChunks } from "./write-chunks.ts";

/** The folder is there and holds something. */
export class ExportFolderInUse extends Error {
  override readonly name = "ExportFolderInUse";
  constructor(readonly folder: string) {
    super("The folder for the export is not empty. Name a new or an empty one; nothing is overwritten.");
  }
}

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** Durable when it resolves. Throws `ExportFolderInUse`, what the files throw, or the file system's error. */
export async function writeExport(folder: string, files: AsyncIterable<ExportFile>): Promise<WrittenFile[]> {
  const target = resolve(folder);
  if ((await entriesOf(target)) > 0) throw new ExportFolderInUse(folder);
  await mkdir(dirname(target), { recursive: true });
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const written: WrittenFile[] = [];
    for await (const { path, chunks } of files)
      written.push({ path, bytes: await writeChunks(join(temporary, ...path.split("/")), chunks) });
    await removeEmpty(target);
    await rename(temporary, target);
    await nodeFileSystem.syncDirectory(dirname(target));
    return written;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** 0 also if there is no such folder. */
async function entriesOf(folder: string): Promise<number> {
  try {
    return (await readdir(folder)).length;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
}

/** Windows doesn't rename over a folder, not even an empty one. */
async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
