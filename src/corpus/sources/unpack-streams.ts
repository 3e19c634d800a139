/** Gzip, Zstandard and UTF-16 as streams of plain UTF-8 bytes. */
import { TextDecoder } from "node:util";
import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import { FormatError } from "../../core/formats/format.ts";
import { ZstdFrames, type FramePiece } from "./zstd-frames.ts";

export type Bytes = AsyncIterable<Uint8Array>;
export type Packing = "gzip" | "zstd" | "utf-16le" | "utf-16be";

/** How a file is packed, by its first bytes; undefined when it isn't. */
export function packingOf(head: Uint8Array): Packing | undefined {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b && c === 8) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  // Zstandard files may begin with a frame to be skipped.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return "zstd";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return undefined;
}

/** Unpacks as it is asked for. Rejects with a `FormatError` for damaged or cut data, never with any of it. */
export function unpacked(packed: Bytes, packing: Packing): Bytes {
  switch (packing) {
    case "gzip":
      return throughZlib(packed, zlib.createGunzip({ chunkSize: 2 ** 18 }), "gzip");
    case "zstd":
      return nativeZstd === undefined ? throughFzstd(packed) : throughNative(packed, nativeZstd);
    default:
      return fromUtf16(packed, packing);
  }
}

/** Node's own Zstandard, from 22.15 on. */
const nativeZstd = ((): (() => NodeJS.ReadWriteStream) | undefined => {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  return typeof create === "function" ? () => create({ chunkSize: 2 ** 18 }) : undefined;
})();

/** Frame by frame: given several, Node's stream may pass over those behind the first without a word (24.21). */
async function* throughNative(
  packed: Bytes,
  create: () => NodeJS.ReadWriteStream,
): AsyncGenerator<Uint8Array> {
  const pieces = framePieces(packed);
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    if (next.value.frame === "skip") continue;
    yield* throughZlib(frameFrom(next.value, pieces), create(), "Zstandard");
  }
}

async function* framePieces(packed: Bytes): AsyncGenerator<FramePiece> {
  const frames = new ZstdFrames();
  for await (const chunk of packed) yield* frames.split(chunk);
  if (!frames.complete) throw damaged("Zstandard");
}

async function* frameFrom(first: FramePiece, pieces: AsyncGenerator<FramePiece>): AsyncGenerator<Uint8Array> {
  yield first.bytes;
  for (let piece = first; !piece.last;) {
    const next = await pieces.next();
    if (next.done === true) throw damaged("Zstandard");
    piece = next.value;
    yield piece.bytes;
  }
}

async function* throughZlib(
  packed: Bytes,
  stream: NodeJS.ReadWriteStream,
  name: string,
): AsyncGenerator<Uint8Array> {
  let failure: Error | undefined;
  const feeding = feed(packed, stream).catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
  });
  try {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
    await feeding;
    if (failure !== undefined) throw failure;
  } catch (error) {
    if (failure !== undefined) throw failure;
    throw isCoded(error) ? damaged(name) : error;
  } finally {
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
  }
}

async function feed(packed: Bytes, stream: NodeJS.ReadWriteStream): Promise<void> {
  for await (const chunk of packed) {
    if (stream.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stream.off("drain", go);
        stream.off("close", go);
        resolve();
      };
      stream.on("drain", go);
      stream.on("close", go);
    });
  }
  stream.end();
}

async function* throughFzstd(packed: Bytes): AsyncGenerator<Uint8Array> {
  const frames = new ZstdFrames();
  const out: Uint8Array[] = [];
  let decoder: Decompress | undefined;
  try {
    for await (const chunk of packed) {
      // Small bites, so that little comes out at once and the thread is free in between.
      for (let at = 0; at < chunk.length; at += BITE) {
        for (const { bytes, frame, last } of frames.split(chunk.subarray(at, at + BITE))) {
          if (frame === "skip") continue;
          decoder ??= new Decompress((part) => void out.push(part));
          decoder.push(bytes.slice(), last);
          if (last) decoder = undefined;
        }
        yield* out.splice(0);
      }
    }
  } catch (error) {
    throw error instanceof FormatError ? error : damaged("Zstandard");
  }
  if (!frames.complete) throw damaged("Zstandard");
}

const BITE = 2 ** 16;

async function* fromUtf16(bytes: Bytes, encoding: "utf-16le" | "utf-16be"): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  try {
    for await (const chunk of bytes) yield encoder.encode(decoder.decode(chunk, { stream: true }));
    yield encoder.encode(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new FormatError(
      "encoding",
      "This looks like UTF-16 text, but is damaged. Save it as UTF-8 and open it again.",
    );
  }
}

/** Errors of zlib have codes; all else is about reading the file. */
function isCoded(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(?:Z_|ZSTD_|ERR_)/.test(String(error.code));
}

function damaged(name: string): FormatError {
  return new FormatError("damaged", `This ${name} file is cut off or damaged. Download or copy it again.`);
}
