import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unzstd } from "../../../../src/core/formats/unzstd.ts";

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const text = (packed: Uint8Array, size: number): string => new TextDecoder().decode(unzstd(packed, size));

// Made with the zstd command line tool 1.5 from the texts below.
const FIRST = bytes("KLUv/QRo/QAAyFVzZXIgc2F5cyBoZWxsby4gIGFnYWluLgoBAAmfS6mdoVk=");
const SECOND = bytes("KLUv/QBYcQAAYSBzZWNvbmQgZnJhbWU=");
const SAID = "User says hello. User says hello. User says hello again.\n";
const SKIPPED = new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);

describe("unzstd", () => {
  it("unpacks one frame, several, and passes over skippable ones", () => {
    expect(text(FIRST, SAID.length)).toBe(SAID);
    expect(text(new Uint8Array([...FIRST, ...SKIPPED, ...SECOND]), SAID.length + 14)).toBe(
      `${SAID}a second frame`,
    );
    expect(unzstd(new Uint8Array(), 0)).toHaveLength(0);
  });

  it("insists on the declared size", () => {
    expect(() => unzstd(FIRST, SAID.length - 1)).toThrow(/more data/);
    expect(() => unzstd(FIRST, SAID.length + 1)).toThrow(/less data/);
  });

  it("refuses dictionaries, huge windows and huge declared contents before decoding", () => {
    expect(() => unzstd(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x01, 0x58, 1, 1, 0, 0]), 10)).toThrow(
      /dictionary/,
    );
    expect(() => unzstd(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0]), 10)).toThrow(/window/);
    expect(() =>
      unzstd(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 255, 255, 255, 255, 1, 0, 0]), 10),
    ).toThrow(/more data/);
  });

  it("throws on any cut and survives any damage", () => {
    for (let end = 1; end < FIRST.length; end++)
      expect(() => unzstd(FIRST.subarray(0, end), SAID.length)).toThrow();
    fc.assert(
      fc.property(fc.nat(FIRST.length - 1), fc.nat(255), (at, value) => {
        const damaged = FIRST.slice();
        damaged[at] = value;
        try {
          expect(unzstd(damaged, SAID.length)).toHaveLength(SAID.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
