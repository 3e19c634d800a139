import fc from "fast-check";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import { LineSplitter } from "../../../src/store/line-splitter.ts";
import type { Line } from "../../../src/store/line-splitter.ts";
import { readBytes, scanLines } from "../../../src/store/scan-lines.ts";
import { temporaryFolder } from "./support.ts";

const content = fc
  .array(fc.constantFrom("a", "é", "漢", "😀", "\n", "\r\n", "\r", "\u2028", "\ufeff", "\0", "xyz"), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));
const cuts = fc.array(fc.nat(7), { maxLength: 30 });

/** The lines of `bytes` when it arrives in pieces of the given sizes. */
function split(
  bytes: Buffer,
  sizes: readonly number[],
  max = 1_000,
): { lines: Line[]; tail: Line | undefined } {
  const splitter = new LineSplitter(max);
  const lines: Line[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    const piece = Buffer.from(bytes.subarray(at, at + size));
    splitter.push(piece, (line) => lines.push(line));
    piece.fill(0x21); // the caller reuses its buffer
    at += size;
  }
  return { lines, tail: splitter.peek() };
}

describe("LineSplitter", () => {
  it("gives the same lines however the bytes arrive", () => {
    fc.assert(
      fc.property(content, cuts, (text, sizes) => {
        const parts = text.replace(/^\ufeff/, "").split("\n");
        const rest = parts.pop() ?? "";
        const { lines, tail } = split(Buffer.from(text), sizes);
        expect(lines).toEqual(parts.map((part) => ({ type: "text", text: part.replace(/\r$/, "") })));
        const bom = text === "\ufeff";
        expect(tail).toEqual(rest || bom ? { type: "text", text: rest.replace(/\r$/, "") } : undefined);
      }),
      { numRuns: 500 },
    );
  });

  it("marks what isn't UTF-8 or too long, and nothing else", () => {
    fc.assert(
      fc.property(cuts, (sizes) => {
        const bytes = Buffer.concat([
          Buffer.from("é\n"),
          Buffer.from([0xc3, 10, 0xff, 10]),
          Buffer.from(`${"x".repeat(50)}\nok\n${"y".repeat(60)}`),
        ]);
        const { lines, tail } = split(bytes, sizes, 20);
        expect(lines.map((line) => (line.type === "text" ? line.text : line.type))).toEqual([
          "é",
          "encoding",
          "encoding",
          "long",
          "ok",
        ]);
        expect(tail).toEqual({ type: "long" });
      }),
    );
  });
});

describe("scanLines", () => {
  it("gives each line with its place", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "lines");
    const long = "漢".repeat(700_000);
    const text = `one\n\n${long}\ntwo é\nthree`;
    await writeFile(file, text);
    const handle = await nodeFileSystem.open(file, "r");
    const found: (string | undefined)[] = [];
    const again: Promise<Buffer | undefined>[] = [];
    await scanLines(handle, 3_000_000, ({ bytes, start, length }) => {
      found.push(bytes?.toString());
      again.push(readBytes(file, start, length, nodeFileSystem));
    });
    expect(found).toEqual(["one", long, "two é", "three"]);
    expect((await Promise.all(again)).map((bytes) => bytes?.toString())).toEqual(found);
    const ends: [boolean, boolean][] = [];
    await scanLines(handle, 1_000, ({ bytes, ended }) => ends.push([bytes !== undefined, ended]));
    expect(ends).toEqual([
      [true, true],
      [false, true],
      [true, true],
      [true, false],
    ]);
    expect(await readBytes(file, 3_000_000, 10, nodeFileSystem)).toBeUndefined();
    await handle.close();
  });
});
