/**
 * A file's lines as text, streamed. U+2028 and U+2029, which JSON leaves as they are, end no line here; in Node's readline
 * they do in newer versions of Node.
 */
import { createReadStream } from "node:fs";
import { LineSplitter } from "./line-splitter.ts";
import type { Line } from "./line-splitter.ts";

/**
 * Lines without LF or CRLF, also a last one without an end. Longer ones than `maxBytes` and ones that are not UTF-8 come
 * as such. Throws the file system's error.
 */
export async function* readLines(file: string, maxBytes: number): AsyncGenerator<Line> {
  const splitter = new LineSplitter(maxBytes);
  const stream = createReadStream(file, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError("a stream without an encoding gives bytes");
      const lines: Line[] = [];
      splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), (line) =>
        lines.push(line),
      );
      yield* lines;
    }
  } finally {
    stream.destroy();
  }
  const last = splitter.peek();
  if (last) yield last;
}
