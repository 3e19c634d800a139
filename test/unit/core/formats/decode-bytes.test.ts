import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCounter, decodeWhole, toUtf8 } from "../../../../src/core/formats/decode-bytes.ts";
import { FormatError } from "../../../../src/core/formats/format.ts";
import { bytesOf, openAll } from "./bytes.ts";

const ROW = '{"messages":[{"role":"user","content":"Größe 😀"}]}\n';

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const all = (mark ? "\ufeff" : "") + text;
  const view = new DataView(new ArrayBuffer(all.length * 2));
  for (let i = 0; i < all.length; i++) view.setUint16(i * 2, all.charCodeAt(i), !bigEndian);
  return new Uint8Array(view.buffer);
}

describe("encodings", () => {
  it.each([
    ["UTF-8", bytesOf(ROW)],
    ["UTF-8 with a mark", bytesOf(`\ufeff${ROW}`)],
    ["UTF-16 LE", utf16(ROW, false, true)],
    ["UTF-16 BE", utf16(ROW, true, true)],
    ["UTF-16 LE without a mark", utf16(ROW, false, false)],
    ["UTF-16 BE without a mark", utf16(ROW, true, false)],
  ])("opens %s", (_, bytes) => {
    expect(openAll(bytes).conversations[0]?.turns[0]?.blocks[0]?.text).toBe("Größe 😀");
  });

  it("refuses damaged UTF-16", () => {
    expect(() => toUtf8(new Uint8Array([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]))).toThrow(FormatError);
  });

  it("names the line of the first byte that is not UTF-8", () => {
    const bytes = new Uint8Array([...bytesOf("one\ntwo\nth"), 0xff, ...bytesOf("ree\n")]);
    expect(() => decodeWhole(bytes)).toThrow(expect.objectContaining({ reason: "encoding", line: 3 }));
  });

  it("costs only the line in JSON Lines, and replaces nothing", () => {
    const bad = new Uint8Array([
      ...bytesOf('{"messages":[{"role":"user","content":"'),
      0xe9,
      ...bytesOf('"}]}\n'),
    ]);
    const opened = openAll(new Uint8Array([...bytesOf(ROW), ...bad, ...bytesOf(ROW)]));
    expect(opened.conversations.map(({ position }) => position.line)).toEqual([1, 3]);
    expect(opened.errors).toEqual([{ row: 1, line: 2, reason: expect.stringContaining("UTF-8") }]);
  });
});

describe("LineCounter", () => {
  it("counts as splitting at line breaks does", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "é"), { maxLength: 60 }), (chars) => {
        const bytes = bytesOf(chars.join(""));
        const counter = new LineCounter(bytes);
        for (let at = 0; at <= bytes.length; at++) {
          expect(counter.at(at)).toBe(new TextDecoder().decode(bytes.subarray(0, at)).split("\n").length);
        }
      }),
    );
  });
});
