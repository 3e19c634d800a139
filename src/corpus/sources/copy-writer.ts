/** Writes a copy into the cache: beside its place first, durable, then renamed; a crash leaves no half of one. */
import { randomBytes } from "node:crypto";
import { open, rename, rm, statfs, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { FormatError } from "../../core/formats/format.ts";

const BUFFER_BYTES = 2 ** 20;
/** The disk's free space is looked at whenever this much more was written. */
const CHECK_BYTES = 64 * 2 ** 20;

export class CopyWriter {
  private buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private filled = 0;
  private unchecked = CHECK_BYTES;
  /** Bytes so far. */
  bytes = 0;

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
    private readonly freeDiskBytes: number,
  ) {}

  /** The folder must be there. `freeDiskBytes`: to be left free. Throws the file system's error. */
  static async begin(path: string, freeDiskBytes: number): Promise<CopyWriter> {
    const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    return new CopyWriter(path, temporary, await open(temporary, "wx"), freeDiskBytes);
  }

  /** Adds bytes. Throws a `FormatError` when the disk is full, or nearly so. */
  async write(bytes: Uint8Array): Promise<void> {
    this.bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BUFFER_BYTES - this.filled);
      this.buffer.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === BUFFER_BYTES) await this.flush();
    }
  }

  /** Adds a line of text. True when it is only in memory, so that most lines need no waiting. */
  line(text: string): Promise<void> | undefined {
    const size = Buffer.byteLength(text) + 1;
    if (size > BUFFER_BYTES - this.filled) return this.write(Buffer.from(`${text}\n`));
    this.filled += this.buffer.write(text, this.filled);
    this.buffer[this.filled++] = 10;
    this.bytes += size;
    return undefined;
  }

  /** Makes the copy durable and puts it in its place. */
  async commit(): Promise<void> {
    try {
      await this.flush();
      await this.handle.datasync();
    } finally {
      await this.handle.close();
    }
    await rename(this.temporary, this.path);
    const folder = await open(dirname(this.path), "r").catch(() => undefined);
    // Not every system lets a folder be opened or synced.
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async flush(): Promise<void> {
    try {
      await this.checkSpace();
      for (let at = 0; at < this.filled;) {
        const { bytesWritten } = await this.handle.write(this.buffer, at, this.filled - at);
        if (bytesWritten === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
        at += bytesWritten;
      }
      this.filled = 0;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOSPC") throw noSpace();
      throw error;
    }
  }

  private async checkSpace(): Promise<void> {
    this.unchecked += this.filled;
    if (this.unchecked < CHECK_BYTES) return;
    this.unchecked = 0;
    const { bavail, bsize } = await statfs(dirname(this.path));
    if (bavail * bsize < this.freeDiskBytes + this.filled) throw noSpace();
  }
}

function noSpace(): FormatError {
  return new FormatError(
    "limit",
    "There is too little free disk space for an unpacked copy in the cache. Free some, or unpack the file elsewhere and open that.",
  );
}
