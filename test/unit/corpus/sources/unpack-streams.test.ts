import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packingOf, unpacked, type Packing } from "../../../../src/corpus/sources/unpack-streams.ts";
import { ZstdFrames } from "../../../../src/corpus/sources/zstd-frames.ts";

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function text(bytes: Uint8Array, packing: Packing, size = 1_000): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpacked(pieces(bytes, size), packing)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The same, by the decoder that is used where Node has none. */
async function textByFzstd(bytes: Uint8Array, size: number): Promise<string> {
  const own: unknown = Reflect.get(await import("node:zlib"), "createZstdDecompress");
  // Node 20 has none, so that this is what `unpacked` takes.
  expect(own).toBeUndefined();
  return text(bytes, "zstd", size);
}

/** A frame of stored blocks, as the standard allows; `window`: its descriptor's byte. */
function stored(content: Uint8Array, window = 0x58): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, window)];
  for (let at = 0; ; at += 1_000) {
    const block = content.subarray(at, at + 1_000);
    const header = (block.length << 3) | (at + 1_000 >= content.length ? 1 : 0);
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16), block);
    if (at + 1_000 >= content.length) return Buffer.concat(parts);
  }
}

// Made with the zstd command line tool 1.5: "User says hello. User says hello. User says hello again.\n".
const PACKED = Buffer.from("KLUv/QRo/QAAyFVzZXIgc2F5cyBoZWxsby4gIGFnYWluLgoBAAmfS6mdoVk=", "base64");
const SKIPPED = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9);

describe("unpacking", () => {
  it("tells packed files by their first bytes", () => {
    expect(packingOf(gzipSync("x"))).toBe("gzip");
    expect(packingOf(PACKED)).toBe("zstd");
    expect(packingOf(SKIPPED)).toBe("zstd");
    expect(packingOf(Buffer.from("\ufeffx", "utf16le"))).toBe("utf-16le");
    expect(packingOf(Buffer.from("{}"))).toBeUndefined();
  });

  it("reads gzip of several members, in whatever pieces it comes", async () => {
    const both = Buffer.concat([gzipSync("one "), gzipSync("two")]);
    for (const size of [1, 7, 1_000]) expect(await text(both, "gzip", size)).toBe("one two");
  });

  it("reads Zstandard of several frames, in whatever pieces it comes", async () => {
    const long = "ab\u00e9".repeat(1_500);
    const all = Buffer.concat([
      SKIPPED,
      PACKED,
      stored(Buffer.from(long)),
      SKIPPED,
      PACKED,
      stored(Buffer.from("")),
    ]);
    const said = "User says hello. User says hello. User says hello again.\n";
    for (const size of [1, 5, 17, 100_000])
      expect(await text(all, "zstd", size)).toBe(`${said}${long}${said}`);
    if (Reflect.get(await import("node:zlib"), "createZstdDecompress") === undefined)
      expect(await textByFzstd(all, 3)).toBe(`${said}${long}${said}`);
  });

  it("reads UTF-16 in pieces that cut characters", async () => {
    const words = "a\u00e9\u{1f600}b";
    expect(await text(Buffer.from(`\ufeff${words}`, "utf16le"), "utf-16le", 3)).toBe(words);
    await expect(text(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), "utf-16le")).rejects.toThrow(
      "damaged",
    );
  });

  it("refuses what is cut off or damaged, at every place", async () => {
    const gzip = gzipSync("some words that are packed");
    for (let end = 4; end < gzip.length; end++)
      await expect(text(gzip.subarray(0, end), "gzip")).rejects.toThrow(/gzip file is cut off/);
    for (let end = 5; end < PACKED.length; end++)
      await expect(text(PACKED.subarray(0, end), "zstd")).rejects.toThrow(/Zstandard file is cut off/);
    const wrong = Buffer.from(gzip);
    wrong[wrong.length - 6] = (wrong.at(-6) ?? 0) ^ 1;
    await expect(text(wrong, "gzip")).rejects.toThrow(/damaged/);
  });

  it("finds the frames of Zstandard, and refuses huge windows and dictionaries before decoding", () => {
    const frames = (bytes: Uint8Array): string[] =>
      Array.from(new ZstdFrames().split(bytes), ({ frame }) => frame);
    expect(frames(Buffer.concat([SKIPPED, PACKED, stored(Buffer.from("x"))]))).toEqual([
      "skip",
      "data",
      "data",
    ]);
    expect(() => frames(stored(Buffer.from("x".repeat(20)), 0xf8))).toThrow("128 MB");
    expect(() => frames(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, ...Array<number>(20).fill(0)))).toThrow(
      "dictionary",
    );
    expect(() => frames(Buffer.from("no frame at all"))).toThrow("damaged");
  });

  it("survives any damage", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(PACKED.length - 1),
        fc.nat(255),
        fc.integer({ min: 1, max: 60 }),
        async (at, byte, size) => {
          const wrong = Buffer.from(PACKED);
          wrong[at] = byte;
          await text(wrong, "zstd", size).catch((error: unknown) => {
            expect(String(error)).toMatch(/Zstandard file/);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
