/** Gzip with a limit on the unpacked size, so that a small file can't fill the memory. */
import { Gunzip } from "fflate";
import { crc32 } from "./crc32.ts";
import { FormatError } from "./format.ts";

/** Most that one gzip may unpack to, in bytes. */
export const MAX_GUNZIP_BYTES = 1_073_741_824;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Unpacks a gzip of one or several members. Throws `FormatError`: `limit` past `maxBytes`, `damaged` when
 * the data is cut off or does not match the checksum that closes the file.
 */
export function gunzip(bytes: Uint8Array, maxBytes: number = MAX_GUNZIP_BYTES): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let memberSize = 0;
  let memberCrc = 0;
  const stream = new Gunzip((chunk) => {
    total += chunk.length;
    memberSize += chunk.length;
    memberCrc = crc32(chunk, memberCrc);
    if (total > maxBytes) {
      throw new FormatError(
        "limit",
        `This gzip unpacks to more than ${Math.round(maxBytes / 1e6)} MB. Unpack it yourself and open the parts.`,
      );
    }
    chunks.push(chunk);
  });
  stream.onmember = () => {
    memberSize = 0;
    memberCrc = 0;
  };
  try {
    const step = 65_536;
    for (let at = 0; at < bytes.length; at += step) {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw damaged();
  }
  const tail = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 18) throw damaged();
  if (tail.getUint32(bytes.length - 4, true) !== memberSize >>> 0) throw damaged();
  if (tail.getUint32(bytes.length - 8, true) !== memberCrc) throw damaged();
  return concat(chunks, total);
}

function damaged(): FormatError {
  return new FormatError("damaged", "This gzip is cut off or damaged. Download or copy it again.");
}

function concat(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
