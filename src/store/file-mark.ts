/** Remembers how far a growing file was read, and whether what was read is still its beginning. */
import type { FileHandlePort, FileStat } from "./file-system.ts";

/** Bytes compared at the start and before the position. */
const SAMPLE_BYTES = 1_024;
const NOTHING = Buffer.alloc(0);

export interface MarkRecord {
  readonly position: number;
  /** Base 64. */
  readonly head: string;
  readonly tail: string;
}

export class FileMark {
  /** Bytes read so far. */
  position = 0;
  #head: Buffer = NOTHING;
  #tail: Buffer = NOTHING;
  #stat: FileStat | undefined;

  /** What tells the file again, for a snapshot. */
  toJSON(): MarkRecord {
    return {
      position: this.position,
      head: this.#head.toString("base64"),
      tail: this.#tail.toString("base64"),
    };
  }

  static from({ position, head, tail }: MarkRecord): FileMark {
    const mark = new FileMark();
    mark.position = position;
    mark.#head = Buffer.from(head, "base64");
    mark.#tail = Buffer.from(tail, "base64");
    return mark;
  }

  /** `bytes` were read at `position`. They are copied. */
  advance(bytes: Buffer): void {
    if (this.#head.length < SAMPLE_BYTES) {
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, SAMPLE_BYTES - this.#head.length)]);
    }
    const tail = bytes.length >= SAMPLE_BYTES ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#tail = Buffer.from(tail.subarray(-SAMPLE_BYTES));
    this.position += bytes.length;
  }

  /** The end was reached; `stat` was taken before reading, so that a later change shows. */
  settle(stat: FileStat): void {
    this.#stat = stat;
  }

  /** True if nothing can have happened since `settle`. */
  isUnchanged(stat: FileStat): boolean {
    const known = this.#stat;
    return (
      known !== undefined &&
      isSameFile(known, stat) &&
      known.size === stat.size &&
      known.mtimeNs === stat.mtimeNs
    );
  }

  /**
   * Whether the file is still the one that was read, possibly grown. An inode number can be used again and an
   * editor rewrites in place, so the bytes at the start and before the position are compared too.
   */
  async isPrefixOf(handle: FileHandlePort, stat: FileStat): Promise<boolean> {
    if (this.position === 0) return true;
    if (stat.size < this.position || (this.#stat && !isSameFile(this.#stat, stat))) return false;
    return (
      (await standsAt(handle, this.#head, 0)) &&
      (await standsAt(handle, this.#tail, this.position - this.#tail.length))
    );
  }
}

function isSameFile(a: FileStat, b: FileStat): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

async function standsAt(handle: FileHandlePort, bytes: Buffer, position: number): Promise<boolean> {
  const found = Buffer.alloc(bytes.length);
  for (let length = 0; length < found.length;) {
    const read = await handle.read(found.subarray(length), position + length);
    if (read === 0) return false;
    length += read;
  }
  return found.equals(bytes);
}
