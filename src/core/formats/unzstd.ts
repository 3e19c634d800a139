/**
 * Zstandard (RFC 8878), which current Inspect logs use inside their zip (method 93). Decoding is fzstd's; the
 * frames are found here, so that a hostile header can't make it reserve more memory than the result needs.
 */
import { Decompress } from "fzstd";

/** What zstd itself refuses to decode without being asked to: 128 MB of look-back. */
const MAX_WINDOW = 2 ** 27;

/**
 * Unpacks one or more frames into exactly `size` bytes. Throws an `Error` without any of the data when they are
 * damaged, need a dictionary, look back further than 128 MB, or hold more or fewer bytes.
 */
export function unzstd(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  for (let at = 0; at < packed.length;) {
    const frame = frameAt(packed, at, size);
    if (frame.decode) {
      const stream = new Decompress((chunk) => {
        if (filled + chunk.length > size) throw new Error("more data than declared");
        out.set(chunk, filled);
        filled += chunk.length;
      });
      stream.push(packed.slice(at, frame.end), true);
    }
    at = frame.end;
  }
  if (filled !== size) throw new Error("less data than declared");
  return out;
}

interface Frame {
  readonly end: number;
  /** false for a skippable frame. */
  readonly decode: boolean;
}

/** A frame's extent, by its header and its blocks' headers (RFC 8878, 3.1.1). */
function frameAt(bytes: Uint8Array, start: number, size: number): Frame {
  const magic = little(bytes, start, 4);
  if (magic >= 0x184d2a50 && magic <= 0x184d2a5f)
    return { end: inside(bytes, start + 8 + little(bytes, start + 4, 4)), decode: false };
  if (magic !== 0xfd2fb528) throw new Error("not a zstd frame");
  const descriptor = little(bytes, start + 4, 1);
  const single = (descriptor >> 5) & 1;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? single : 2 ** sizeFlag;
  if ((descriptor & 3) !== 0) throw new Error("a dictionary is needed");
  const sizeAt = start + 6 - single;
  const declared = little(bytes, sizeAt, sizeBytes) + (sizeFlag === 1 ? 256 : 0);
  if (sizeBytes > 0 && declared > size) throw new Error("more data than declared");
  if (single === 0 && windowSize(little(bytes, start + 5, 1)) > MAX_WINDOW)
    throw new Error("window too large");
  let at = sizeAt + sizeBytes;
  for (let last = 0; last === 0;) {
    const header = little(bytes, at, 3);
    last = header & 1;
    const type = (header >> 1) & 3;
    if (type === 3) throw new Error("reserved block type");
    at += 3 + (type === 1 ? 1 : header >> 3);
  }
  return { end: inside(bytes, at + ((descriptor >> 2) & 1) * 4), decode: true };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** A little-endian number of up to 8 bytes. */
function little(bytes: Uint8Array, at: number, length: number): number {
  inside(bytes, at + length);
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function inside(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new Error("cut off");
  return end;
}
