/**
 * Zip archives, read by their central directory, each member unpacked only when asked for.
 * Layout: PKWARE APPNOTE.TXT 4.3 (end record, zip64 end record, central directory headers, local headers).
 */
import { inflateSync } from "fflate";
import { crc32 } from "./crc32.ts";
import { decodeWhole, toUtf8 } from "./decode-bytes.ts";
import { FormatError, type Archive } from "./format.ts";
import { unzstd } from "./unzstd.ts";

export interface ZipLimits {
  readonly maxMembers: number;
  /** Unpacked bytes of one member. */
  readonly maxMemberBytes: number;
  /** Unpacked bytes of all members together, as unpacked so far. */
  readonly maxTotalBytes: number;
}

export const ZIP_LIMITS: ZipLimits = {
  maxMembers: 200_000,
  maxMemberBytes: 500_000_000,
  maxTotalBytes: 4_294_967_296,
};

/** Methods of packing, by their numbers in the format. */
const DEFLATE = 8;
const ZSTANDARD = 93;

interface Member {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

export function isZip(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6));
}

/** Opens a zip. Throws `FormatError` (`damaged`, `limit`) when its directory can't be read. */
export function openZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): ZipArchive {
  return new ZipArchive(bytes, readDirectory(bytes, limits), limits);
}

export class ZipArchive implements Archive {
  readonly names: readonly string[];
  readonly #bytes: Uint8Array;
  readonly #members: ReadonlyMap<string, Member>;
  readonly #limits: ZipLimits;
  readonly #counted = new Set<string>();
  #total = 0;

  constructor(bytes: Uint8Array, members: ReadonlyMap<string, Member>, limits: ZipLimits) {
    this.#bytes = bytes;
    this.#members = members;
    this.#limits = limits;
    this.names = [...members.keys()].filter((name) => !name.endsWith("/"));
  }

  text(name: string): string {
    return decodeWhole(toUtf8(this.bytes(name)).bytes);
  }

  /** Unpacked bytes of a member. Throws `FormatError` as `text` does. */
  bytes(name: string): Uint8Array {
    const member = this.#members.get(name);
    if (member === undefined) throw damaged("a member that was asked for is not in it");
    if (member.flags & 1) throw damaged("a member is encrypted: unpack it with its password first");
    if (member.unpacked > this.#limits.maxMemberBytes) {
      throw new FormatError(
        "limit",
        `A member of this zip unpacks to more than ${this.#limits.maxMemberBytes / 1e6} MB.`,
      );
    }
    if (!this.#counted.has(name)) {
      this.#counted.add(name);
      this.#total += member.unpacked;
    }
    if (this.#total > this.#limits.maxTotalBytes) {
      throw new FormatError("limit", `This zip unpacks to more than ${this.#limits.maxTotalBytes / 1e6} MB.`);
    }
    const unpacked = inflateMember(packedBytes(this.#bytes, member), member);
    if (unpacked.length !== member.unpacked || crc32(unpacked) !== member.crc)
      throw damaged("a member's checksum does not match");
    return unpacked;
  }
}

function inflateMember(packed: Uint8Array, member: Member): Uint8Array {
  if (member.method === 0) return packed;
  if (member.method !== DEFLATE && member.method !== ZSTANDARD) {
    throw damaged(
      `a member is packed by method ${member.method}, and only stored, deflate and Zstandard can be read`,
    );
  }
  try {
    // The declared size bounds what is written, whatever the data says.
    if (member.method === ZSTANDARD) return unzstd(packed, member.unpacked);
    return inflateSync(packed, { out: new Uint8Array(member.unpacked) });
  } catch {
    throw damaged("a member's data can't be unpacked");
  }
}

function packedBytes(bytes: Uint8Array, member: Member): Uint8Array {
  const at = member.offset;
  if (at + 30 > bytes.length || u32(bytes, at) !== 0x04034b50) throw damaged("a member's header is missing");
  const start = at + 30 + u16(bytes, at + 26) + u16(bytes, at + 28);
  if (start + member.packed > bytes.length) throw damaged("a member is cut off");
  return bytes.subarray(start, start + member.packed);
}

function readDirectory(bytes: Uint8Array, limits: ZipLimits): Map<string, Member> {
  const end = findEnd(bytes);
  let count = u16(bytes, end + 10);
  let at = u32(bytes, end + 16);
  if ((count === 0xffff || at === 0xffffffff) && end >= 20 && u32(bytes, end - 20) === 0x07064b50) {
    const end64 = u64(bytes, end - 20 + 8);
    if (end64 + 56 > bytes.length || u32(bytes, end64) !== 0x06064b50)
      throw damaged("its directory is missing");
    count = u64(bytes, end64 + 32);
    at = u64(bytes, end64 + 48);
  }
  if (count > limits.maxMembers) {
    throw new FormatError("limit", `This zip has ${count} members; at most ${limits.maxMembers} are read.`);
  }
  const members = new Map<string, Member>();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || u32(bytes, at) !== 0x02014b50) throw damaged("its directory is damaged");
    const nameEnd = at + 46 + u16(bytes, at + 28);
    const extraEnd = nameEnd + u16(bytes, at + 30);
    if (extraEnd > bytes.length) throw damaged("its directory is cut off");
    const raw = { unpacked: u32(bytes, at + 24), packed: u32(bytes, at + 20), offset: u32(bytes, at + 42) };
    members.set(new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)), {
      flags: u16(bytes, at + 8),
      method: u16(bytes, at + 10),
      crc: u32(bytes, at + 16),
      ...zip64Sizes(bytes.subarray(nameEnd, extraEnd), raw),
    });
    at = extraEnd + u16(bytes, at + 32);
  }
  return members;
}

/** Extra field 1 holds, in this order, those of the three numbers that did not fit 32 bits. */
function zip64Sizes(extra: Uint8Array, raw: { unpacked: number; packed: number; offset: number }) {
  const sizes = { ...raw };
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(extra, at + 2)) {
    if (u16(extra, at) !== 1) continue;
    let from = at + 4;
    for (const key of ["unpacked", "packed", "offset"] as const) {
      if (sizes[key] !== 0xffffffff || from + 8 > extra.length) continue;
      sizes[key] = u64(extra, from);
      from += 8;
    }
  }
  return sizes;
}

/** The end record stands in the last 64 kB + 22 bytes. */
function findEnd(bytes: Uint8Array): number {
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 65_557; at--) {
    if (bytes[at] === 0x50 && u32(bytes, at) === 0x06054b50) return at;
  }
  throw damaged("its directory is missing, so it may be cut off");
}

function damaged(what: string): FormatError {
  return new FormatError("damaged", `This zip can't be read: ${what}.`);
}

function u16(b: Uint8Array, at: number): number {
  return (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8);
}
function u32(b: Uint8Array, at: number): number {
  return (u16(b, at) | (u16(b, at + 2) << 16)) >>> 0;
}
function u64(b: Uint8Array, at: number): number {
  return u32(b, at) + u32(b, at + 4) * 4_294_967_296;
}
