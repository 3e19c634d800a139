/** The few file operations the store needs: the seam at which tests inject short writes, full disks and failed syncs. */
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** What tells one file from another that took its path. `size` in bytes. */
export interface FileStat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: number;
  readonly mtimeNs: bigint;
}

export interface FileHandlePort {
  /** One write() at the handle's position (the end, for "a+"). Returns the bytes written, which may be fewer. */
  write(bytes: Uint8Array): Promise<number>;
  /** Reads up to `into.length` bytes from `position`; 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** fdatasync: contents and size are durable when it resolves. */
  datasync(): Promise<void>;
  stat(): Promise<FileStat>;
  close(): Promise<void>;
}

export interface FileSystemPort {
  /** "r": read. "a+": read and append (O_APPEND), created if missing. "wx": create, fail if it exists. */
  open(path: string, flags: "r" | "a+" | "wx"): Promise<FileHandlePort>;
  /** undefined if there is no such file. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Creates the directory and its parents, durably. */
  makeDirectory(path: string): Promise<void>;
  /** Makes the names in a directory durable; does nothing where the platform can't (Windows). */
  syncDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

type Big = { readonly dev: bigint; readonly ino: bigint; readonly size: bigint; readonly mtimeNs: bigint };

function statOf({ dev, ino, size, mtimeNs }: Big): FileStat {
  return { dev, ino, size: Number(size), mtimeNs };
}

async function syncDirectory(path: string): Promise<void> {
  try {
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows can't open directories, some network file systems can't sync them; names are durable without it there.
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"].includes(errorCode(error) ?? "")) throw error;
  }
}

export const nodeFileSystem: FileSystemPort = {
  async open(path, flags) {
    const handle = await open(path, flags);
    return {
      write: async (bytes) => (await handle.write(bytes, 0, bytes.length, null)).bytesWritten,
      read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
      datasync: () => handle.datasync(),
      stat: async () => statOf(await handle.stat({ bigint: true })),
      close: () => handle.close(),
    };
  },
  async stat(path) {
    try {
      return statOf(await stat(path, { bigint: true }));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  },
  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    for (let made = path; made.length >= first.length; made = dirname(made)) {
      await syncDirectory(dirname(made));
      if (dirname(made) === made) break;
    }
  },
  syncDirectory,
  rename,
  remove: (path) => rm(path, { force: true }),
};
