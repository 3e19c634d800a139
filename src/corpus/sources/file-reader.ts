/** Positional reads of a file that may change under us. */
import { fstatSync } from "node:fs";
import { FormatError } from "../../core/formats/format.ts";
import { fingerprintOf } from "./file-facts.ts";
import type { FileHandles } from "./file-handles.ts";

/** Longest single read: what one record may have, with room for what separates it. */
const MAX_READ = 300_000_000;

/** What a file was when it was opened: plain data. */
export interface FileState {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  readonly fingerprint: string;
}

/** A file, known by what it held when it was opened: rows of a rewritten file are refused, growth is fine. */
export class FileReader {
  private checkedSize: number;
  private checkedTime: number;

  constructor(
    readonly state: FileState,
    private readonly handles: FileHandles,
  ) {
    this.checkedSize = state.size;
    this.checkedTime = state.mtime;
  }

  /** Throws the file system's error. */
  static open(path: string, handles: FileHandles): Promise<FileReader> {
    return handles.use(path, async (handle) => {
      const { size, mtimeMs } = await handle.stat();
      const fingerprint = await fingerprintOf(handle, size);
      return new FileReader({ path, size, mtime: mtimeMs, fingerprint }, handles);
    });
  }

  /**
   * Bytes `[start, end)`. Throws a `FormatError` when the file was rewritten or cut since it was opened, or the stretch
   * is longer than a record may be.
   */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (end - start > MAX_READ)
      throw new FormatError("limit", `This row is longer than ${MAX_READ / 1e6} MB.`);
    const bytes = new Uint8Array(end - start);
    await this.readInto(bytes, start);
    return bytes;
  }

  /** Fills `into` from offset `at`. As above. */
  readInto(into: Uint8Array, at: number): Promise<void> {
    const { path, size: known, fingerprint } = this.state;
    return this.handles.use(path, async (handle) => {
      for (let filled = 0; filled < into.length;) {
        const { bytesRead } = await handle.read(into, filled, into.length - filled, at + filled);
        if (bytesRead === 0) throw rewritten();
        filled += bytesRead;
      }
      // After reading, so that what was read is known to be of the file that was opened. An open file's facts are at
      // hand; asking for them in another thread takes longer than the reading.
      const { size, mtimeMs } = fstatSync(handle.fd);
      if (size === this.checkedSize && mtimeMs === this.checkedTime) return;
      if (size < known || (await fingerprintOf(handle, known)) !== fingerprint) throw rewritten();
      this.checkedSize = size;
      this.checkedTime = mtimeMs;
    });
  }

  close(): Promise<void> {
    return this.handles.closeFile(this.state.path);
  }
}

function rewritten(): FormatError {
  return new FormatError("damaged", "This file was rewritten after it was opened. Open it again.");
}
