/** Open files of many parts, of which only so many may be open at a time. */
import { open, type FileHandle } from "node:fs/promises";

/** Open at once, where none is in use longer. */
const MAX_OPEN = 128;

interface Opened {
  readonly handle: Promise<FileHandle>;
  users: number;
}

export class FileHandles {
  /** In the order of last use. */
  readonly #open = new Map<string, Opened>();

  #isClosed = false;

  constructor(private readonly max = MAX_OPEN) {}

  /** Lends the file at `path`; it stays open meanwhile. Throws the file system's error. */
  async use<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    const known = this.#open.get(path);
    const opened = known ?? { handle: open(path, "r"), users: 0 };
    this.#open.delete(path);
    this.#open.set(path, opened);
    opened.users++;
    try {
      return await work(await opened.handle);
    } catch (error) {
      await opened.handle.catch(() => this.#open.delete(path));
      throw error;
    } finally {
      opened.users--;
      // A reader that was dropped may come once more after the end.
      if (this.#isClosed) await this.closeFile(path);
      if (opened.users === 0 && this.#open.get(path) !== opened) await close(opened.handle);
      else this.#closeOldest();
    }
  }

  #closeOldest(): void {
    for (const [path, { handle, users }] of this.#open) {
      if (this.#open.size <= this.max) return;
      if (users > 0) continue;
      this.#open.delete(path);
      void close(handle);
    }
  }

  /** Closes a file, when it is no longer in use. */
  async closeFile(path: string): Promise<void> {
    const opened = this.#open.get(path);
    this.#open.delete(path);
    if (opened?.users === 0) await close(opened.handle);
  }

  /** Closes all files, each when it is no longer in use. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open.keys()].map((path) => this.closeFile(path)));
  }
}

/** A file that could not be opened, or is closed already, needs no closing. */
async function close(handle: Promise<FileHandle>): Promise<void> {
  const opened = await handle.catch(() => undefined);
  await opened?.close().catch(() => undefined);
}
