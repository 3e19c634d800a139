import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idHash48 } from "../../../../src/core/conversation/id-hash.ts";
import { FOUND, LAYOUT, WINDOW } from "../../../../src/corpus/scan/scan-layout.ts";
import { Structure } from "../../../../src/corpus/scan/structure.ts";

const simd = new Structure(true);
const plain = new Structure(false);

/** Puts bytes at an odd address, so that nothing relies on alignment; what follows them is noise. */
function load(structure: Structure, bytes: Uint8Array, shift: number): number {
  const start = LAYOUT.data + shift;
  structure.reserve(bytes.length + shift + 256);
  structure.bytes.fill('\\"{u', start + bytes.length, start + bytes.length + 200);
  structure.bytes.set(bytes, start);
  return start;
}

/** All that is found when the bytes are given in pieces, with addresses from the first byte. */
function findings(structure: Structure, bytes: Uint8Array, shift: number, cuts: readonly number[]) {
  const start = load(structure, bytes, shift);
  structure.reset();
  const found: number[] = [];
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    const count = structure.index(start + from, start + to);
    const first = LAYOUT.positions / 4;
    found.push(...structure.words.subarray(first, first + count).map((address) => address - start));
    from = to;
  }
  return { found, state: [...structure.words.subarray(0, 3)] };
}

const dense = fc.string({
  unit: fc.constantFrom("\\", "\\", '"', "{", "]", ",", ":", "u", "0", "x"),
  maxLength: 300,
});
const sparse = fc.string({
  unit: fc.constantFrom(..."abcdefgé ".repeat(6), '"', "\\", "n", ","),
  maxLength: 600,
});
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.oneof(dense, sparse).map((text) => Buffer.from(text)),
);

describe("structure of JSON in bytes", () => {
  it("runs with SIMD here, so that the next tests compare two things", () => {
    expect(simd.isSimd).toBe(true);
    expect(plain.isSimd).toBe(false);
  });

  it("is the same with and without WebAssembly, however the bytes are cut", () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(70), fc.array(fc.nat(), { maxLength: 3 }), (bytes, shift, cuts) => {
        expect(findings(simd, bytes, shift, cuts)).toEqual(findings(plain, bytes, shift, cuts));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is that of the values which JSON.parse sees", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        const bytes = Buffer.from(text);
        // Without the strings' insides nothing but structure and scalars is left, each at its place.
        const blank = text.replace(
          /"(?:[^"\\]|\\.)*"/g,
          (all) => `"${"_".repeat(Buffer.byteLength(all) - 2)}"`,
        );
        const expected = [...Buffer.from(blank).entries()].flatMap(([at, byte]) =>
          '"{}[],:'.includes(String.fromCharCode(byte)) ? [at] : [],
        );
        const { found, state } = findings(simd, bytes, 0, []);
        expect(found).toEqual(expected);
        expect(state[0]).toBe(0);
        expect((state[2] ?? 0) & FOUND.badEscape).toBe(0);
      }),
    );
  });

  it("tells of escapes that JSON does not know, as JSON.parse does", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\\", "u", "0", "aF9c", "n", "g", "/"), maxLength: 30 }),
        fc.nat(80),
        (inner, padding) => {
          const text = `"${"x".repeat(padding)}${inner}"`;
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          const { state } = findings(simd, Buffer.from(text), 0, []);
          const sound = state[0] === 0 && ((state[2] ?? 0) & FOUND.badEscape) === 0;
          expect(sound).toBe(isJson);
          if (isJson)
            expect(((state[2] ?? 0) & FOUND.unicodeEscape) !== 0).toBe(/(?<!\\)(\\\\)*\\u/.test(text));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("hashes alike with and without WebAssembly, and otherwise for other bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, place, change) => {
          const hash = (structure: Structure, data: Uint8Array, shift: number): number => {
            const start = load(structure, data, shift);
            return structure.hash(start, start + data.length);
          };
          const own = hash(simd, bytes, 3);
          expect(own).toBe(hash(plain, bytes, 0));
          const other = Uint8Array.from(bytes);
          other[place % bytes.length] = (other[place % bytes.length] ?? 0) ^ change;
          expect(hash(simd, other, 3)).not.toBe(own);
          const start = load(simd, bytes, 1);
          expect(simd.idHash(start, start + bytes.length)).toBe(idHash48(bytes));
        },
      ),
    );
  });

  it("takes no more at once than it has room to answer", () => {
    expect(() => simd.index(LAYOUT.data, LAYOUT.data + WINDOW + 1)).toThrow(RangeError);
    const all = Buffer.alloc(WINDOW, ",");
    expect(findings(simd, all, 0, []).found).toHaveLength(WINDOW);
  });
});
