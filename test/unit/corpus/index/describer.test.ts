import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordShape } from "../../../../src/core/formats/record-shape.ts";
import { GrowingRowTable } from "../../../../src/corpus/index/growing-table.ts";
import { RowDescriber } from "../../../../src/corpus/index/row-describer.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";
import { LAYOUT } from "../../../../src/corpus/scan/scan-layout.ts";
import { Structure } from "../../../../src/corpus/scan/structure.ts";
import { recordBytes } from "./hostile-files.ts";
import { describeAll, SHAPE } from "./plain-reader.ts";

const SIMD = new Structure(true);
const PLAIN = new Structure(false);

/** One record, described. */
function described(record: Buffer, shape: RecordShape, simd: boolean) {
  const describer = new RowDescriber({ type: "lines" }, shape, simd ? SIMD : PLAIN);
  const table = new GrowingRowTable();
  table.begin(0);
  table.finish(record.length);
  describer.structure.reserve(record.length);
  describer.structure.bytes.set(record, LAYOUT.data);
  describer.describe(table, 0, 1);
  return {
    flags: table.flags(0),
    turns: table.turns(0),
    idHash: table.idHash(0),
    contentHash: table.contentHash(0),
    firstText: describer.firstText(record.length, 10_000_000),
  };
}

const text = (json: string) => described(Buffer.from(json), SHAPE, true);
const ONE = '[{"role":"user","content":"hi"}]';

describe("description of a record", () => {
  it("is the same with and without WebAssembly", () => {
    fc.assert(
      fc.property(recordBytes, (record) => {
        fc.pre(record.length > 0);
        expect(described(record, SHAPE, true)).toEqual(described(record, SHAPE, false));
      }),
      { numRuns: 200 },
    );
  });

  it("finds messages down a path, and only there", () => {
    const shape: RecordShape = { ...SHAPE, messages: ["body", "conversation"] };
    const json = Buffer.from(
      `{"id":"a","conversation":[1],"other":{"body":{"conversation":[1]},"id":"no"},"body":{"id":"b","conversation":${ONE}}}`,
    );
    const {
      bytes: _bytes,
      ordinal: _ordinal,
      ...plain
    } = describeAll([json], shape)[0] ?? { bytes: "", ordinal: 0 };
    expect(described(json, shape, true)).toMatchObject(plain);
    expect(described(json, shape, true).turns).toBe(1);
  });

  it("lets the last of equal keys win, on every level", () => {
    const twice = text(`{"id":"a","id":7,"conversation":[1,2],"conversation":${ONE}}`);
    expect(twice).toEqual(text(`{"id":"7","conversation":${ONE}}`));
    expect(text(`{"conversation":${ONE},"conversation":null}`).flags & ROW.broken).toBe(ROW.broken);
    const roles = text('{"conversation":[{"role":"assistant","role":"user","content":"a","content":"b"}]}');
    expect(roles.firstText).toBe("b");
  });

  it("hashes the list of messages as it stands, wherever it stands", () => {
    const a = text(`{"id":"a","conversation":${ONE}}`);
    const b = text(`{"conversation":  ${ONE},"id":"longer than the other","more":[1,{}]}`);
    expect(b.contentHash).toBe(a.contentHash);
    expect(text(`{"id":"a","conversation":${ONE.replace("hi", "ho")}}`).contentHash).not.toBe(a.contentHash);
  });

  it("takes nesting as deep as the reader does, and survives any", () => {
    const nested = (depth: number): string =>
      `{"conversation":${ONE},"x":${"[".repeat(depth)}${"]".repeat(depth)},"pad":"${"x".repeat(600)}"}`;
    for (const depth of [254, 255, 256, 257]) {
      const plain = describeAll([Buffer.from(nested(depth))], SHAPE)[0];
      expect(text(nested(depth)).flags, String(depth)).toBe(plain?.flags);
    }
    expect(text(nested(100_000)).flags & ROW.broken).toBe(ROW.broken);
    expect(text('{"conversation":[{"a":'.repeat(100_000)).flags & ROW.broken).toBe(ROW.broken);
  });

  it("sees through long strings: only escapes, only \\u, megabytes without any", () => {
    for (const unit of ["\\\\", '\\"', "\\u00e9", "é", "x"]) {
      const long = unit.repeat(200_000);
      const json = Buffer.from(`{"id":"a","conversation":[{"role":"user","content":"${long}"},{}]}`);
      const plain = describeAll([json], SHAPE)[0];
      const { contentHash: _hash, ...own } = described(json, SHAPE, true);
      expect(own).toEqual({
        flags: plain?.flags,
        turns: 2,
        idHash: plain?.idHash,
        firstText: plain?.firstText,
      });
    }
  });

  it("cuts the beginning of a text between characters and escapes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "é", "𝄞", "\n", '"', "\\"), minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        (content, escaped, most) => {
          const encode = (text: string): string =>
            escaped
              ? JSON.stringify(text).replace(
                  /[^ -~]/g,
                  (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, "0")}`,
                )
              : JSON.stringify(text);
          const inFile = encode(content);
          const record = Buffer.from(`{"conversation":[{"role":"user","content":${inFile}}]}`);
          const describer = new RowDescriber({ type: "lines" }, SHAPE, SIMD);
          describer.structure.bytes.set(record, LAYOUT.data);
          const found = describer.firstText(record.length, most) ?? "nothing";
          expect(Buffer.from(found).toString()).toBe(found);
          expect(content.startsWith(found)).toBe(true);
          // No more than one character's escapes is given away.
          expect(
            found === content || Buffer.byteLength(JSON.stringify(found)) + 12 > Math.min(most, 12),
          ).toBe(true);
        },
      ),
    );
  });
});
