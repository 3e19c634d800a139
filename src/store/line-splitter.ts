/** Cuts a growing file into lines of text, byte-exactly and with bounded memory. */
import { isUtf8 } from "node:buffer";

export type Line =
  | { readonly type: "text"; readonly text: string }
  /** Not UTF-8. */
  | { readonly type: "encoding" }
  /** Longer than the limit; its bytes were not kept. */
  | { readonly type: "long" };

const NEWLINE = 10;
const RETURN = 13;

/**
 * Push chunks, get the lines that end in them (without LF or CRLF; a UTF-8 BOM before the first line is cut).
 * `maxLineBytes` bounds what is kept of an unfinished line.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #carry: Uint8Array[] = [];
  #carried = 0;
  #first = true;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Bytes of the unfinished last line. */
  get pending(): number {
    return this.#carried;
  }

  /** Calls `onLine` for every line that ends in `chunk`. The chunk may be reused afterwards. */
  push(chunk: Buffer, onLine: (line: Line) => void): void {
    let start = 0;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (this.#carried > 0 && end > 0) {
      start = chunk.indexOf(NEWLINE) + 1;
      this.#keep(chunk.subarray(0, start - 1));
      onLine(this.#finish());
    }
    if (end > start) this.#lines(chunk.subarray(start, end), onLine);
    if (end < chunk.length) this.#keep(Buffer.from(chunk.subarray(end)));
  }

  /** The unfinished last line as it stands; it stays pending. */
  peek(): Line | undefined {
    if (this.#carried === 0) return undefined;
    return this.#decode(Buffer.concat(this.#carry), this.#carried);
  }

  /**
   * `bytes` ends with a line feed. The encoding is checked once for all; each line is decoded on its own, since
   * a slice of a long string would keep all of it in memory.
   */
  #lines(bytes: Buffer, onLine: (line: Line) => void): void {
    const valid = !this.#first && isUtf8(bytes);
    for (let at = 0; at < bytes.length;) {
      const next = bytes.indexOf(NEWLINE, at);
      if (valid && next - at <= this.#maxLineBytes) {
        const stop = next > at && bytes[next - 1] === RETURN ? next - 1 : next;
        onLine({ type: "text", text: bytes.toString("utf8", at, stop) });
      } else onLine(this.#decode(bytes.subarray(at, next), next - at));
      this.#first = false;
      at = next + 1;
    }
  }

  #keep(bytes: Uint8Array): void {
    this.#carried += bytes.length;
    if (this.#carried <= this.#maxLineBytes) this.#carry.push(bytes);
    else this.#carry = [];
  }

  #finish(): Line {
    const line = this.#decode(Buffer.concat(this.#carry), this.#carried);
    this.#carry = [];
    this.#carried = 0;
    this.#first = false;
    return line;
  }

  #decode(bytes: Buffer, length: number): Line {
    if (length > this.#maxLineBytes) return { type: "long" };
    if (!isUtf8(bytes)) return { type: "encoding" };
    let text = bytes.toString("utf8");
    if (this.#first && text.startsWith("\ufeff")) text = text.slice(1);
    return { type: "text", text: text.endsWith("\r") ? text.slice(0, -1) : text };
  }
}
