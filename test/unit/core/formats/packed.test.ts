import { gzipSync, zipSync, type Zippable } from "fflate";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../../../src/core/formats/crc32.ts";
import { FormatError } from "../../../../src/core/formats/format.ts";
import { gunzip } from "../../../../src/core/formats/gunzip.ts";
import { ZIP_LIMITS, openZip } from "../../../../src/core/formats/zip-archive.ts";
import { bytesOf, openAll } from "./bytes.ts";

const ROW = '{"id":"a","messages":[{"role":"user","content":"hi"}]}\n';

function failure(run: () => unknown): FormatError {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("gzip", () => {
  it("opens one member and several", () => {
    expect(openAll(gzipSync(bytesOf(ROW))).conversations).toHaveLength(1);
    const two = new Uint8Array([...gzipSync(bytesOf(ROW)), ...gzipSync(bytesOf(ROW))]);
    expect(openAll(two).conversations.map(({ id }) => id)).toEqual(["a", "a~2"]);
  });

  it("tells of a cut or changed file, wherever the cut is", () => {
    const packed = gzipSync(bytesOf(ROW.repeat(50)));
    for (let length = 3; length < packed.length; length++) {
      expect(failure(() => gunzip(packed.subarray(0, length))).reason).toBe("damaged");
    }
    const changed = packed.slice();
    changed[packed.length - 6] = (changed[packed.length - 6] ?? 0) ^ 1;
    expect(failure(() => gunzip(changed)).reason).toBe("damaged");
  });

  it("stops at the limit", () => {
    const bomb = gzipSync(new Uint8Array(5_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    expect(failure(() => gunzip(bomb, 1_000_000)).reason).toBe("limit");
    expect(gunzip(bomb, 5_000_000)).toHaveLength(5_000_000);
  });
});

describe("zip", () => {
  const zip = (files: { [name: string]: string }) =>
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, bytesOf(text)]),
      ) satisfies Zippable,
    );

  it("opens every conversation file in it and says which", () => {
    const opened = openAll(
      zip({
        "users.json": '[{"uuid":"u"}]',
        "a/one.jsonl": ROW,
        "note.html": "<p>",
        "__MACOSX/a": ROW,
        "two.json": `[${ROW}]`,
      }),
    );
    expect(opened.conversations.map(({ id, position }) => [id, position.part])).toEqual([
      ["a", "a/one.jsonl"],
      ["a~2", "two.json"],
    ]);
    expect(opened.errors).toEqual([]);
  });

  it("unpacks stored and deflated members, empty ones and names beyond ASCII", () => {
    const archive = openZip(
      zipSync({ "é.txt": [bytesOf("stored"), { level: 0 }], "d/": new Uint8Array(), e: bytesOf("") }),
    );
    expect(archive.names).toEqual(["é.txt", "e"]);
    expect(archive.names.map((name) => archive.text(name))).toEqual(["stored", ""]);
  });

  it("unpacks members packed with Zstandard (method 93)", () => {
    // The row below, packed with the zstd command line tool.
    const row = '{"id":"z","messages":[{"role":"user","content":"packed packed packed"}]}\n';
    const frame = Uint8Array.from(
      atob(
        "KLUv/QRYJQIAxAN7ImlkIjoieiIsIm1lc3NhZ2VzIjpbeyJyb2xlIjoidXNlciIsImNvbnRlbnQiOiJwYWNrZWQgIn1dfQoBAKejQAEas6TB",
      ),
      (ch) => ch.charCodeAt(0),
    );
    const bytes = zipSync({ "z.jsonl": [frame, { level: 0 }] });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint16(directory + 10, 93, true);
    view.setUint32(directory + 16, crc32(bytesOf(row)), true);
    view.setUint32(directory + 24, row.length, true);
    expect(openAll(bytes).conversations.map(({ id }) => id)).toEqual(["z"]);
  });

  it("keeps its limits on members, member size and total size", () => {
    const bytes = zip({ a: "x".repeat(1000), b: "y".repeat(1000) });
    expect(failure(() => openZip(bytes, { ...ZIP_LIMITS, maxMembers: 1 })).reason).toBe("limit");
    expect(failure(() => openZip(bytes, { ...ZIP_LIMITS, maxMemberBytes: 999 }).text("a")).reason).toBe(
      "limit",
    );
    const archive = openZip(bytes, { ...ZIP_LIMITS, maxTotalBytes: 1500 });
    expect(archive.text("a")).toHaveLength(1000);
    expect(archive.text("a")).toHaveLength(1000);
    expect(failure(() => archive.text("b")).reason).toBe("limit");
  });

  it("does not believe a member's declared size", () => {
    const bytes = zip({ a: "x".repeat(1000) });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint32(directory + 24, 10, true);
    expect(failure(() => openZip(bytes).text("a")).reason).toBe("damaged");
  });

  it("reports damage for any cut and any changed byte, and throws nothing else", () => {
    const bytes = zip({ a: ROW, b: ROW });
    for (let length = 4; length < bytes.length; length++) {
      expect(failure(() => openZip(bytes.subarray(0, length))).reason).toBe("damaged");
    }
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      try {
        const archive = openZip(changed);
        for (const name of archive.names) archive.text(name);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });

  it("refuses a zip within a zip, and one that holds nothing to open", () => {
    expect(failure(() => openAll(zipSync({ inner: zip({ a: ROW }) }))).reason).toBe("unrecognised");
    expect(failure(() => openAll(zip({ a: "just words" }))).reason).toBe("unrecognised");
  });
});
