import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";
import { checkFrame, fingerprintOf, valuesFingerprintOf } from "../../../../src/core/sampling/frame.ts";
import { NO_VALUE, boundsProblem, lengthStrata, strataOf } from "../../../../src/core/sampling/strata.ts";
import { frameOf, rowsOf, shuffled } from "./frames.ts";

describe("fingerprints of a frame", () => {
  it("are the xor of the hashes in 12 hex digits, whatever the order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), fc.integer(), (ids, seed) => {
        const xor = ids.reduce((all, id) => all ^ BigInt(idHashOf(id)), 0n);
        const print = (of: readonly string[]): string => fingerprintOf(Float64Array.from(of, idHashOf));
        expect(print(ids)).toBe(xor.toString(16).padStart(12, "0"));
        expect(print(shuffled(ids, seed))).toBe(print(ids));
      }),
    );
  });

  it("of values change with a row's stratum or score, and not with the order of rows or strata", () => {
    const rows = rowsOf(50, (at) => ({ stratum: `s${at % 3}` }));
    const print = (of: typeof rows): string | undefined => valuesFingerprintOf(frameOf(of).frame);
    expect(print(rowsOf(3))).toBeUndefined();
    expect(print(rows)).toMatch(/^[0-9a-f]{12}$/);
    expect(print(shuffled(rows, 5))).toBe(print(rows));
    expect(print(rows.map((row, at) => (at === 7 ? { ...row, stratum: "s0" } : row)))).not.toBe(print(rows));
    const swapped = rows.map((row, at) => (at < 2 ? { ...row, stratum: `s${1 - at}` } : row));
    expect(print(swapped)).not.toBe(print(rows));
    const scored = rowsOf(50, (at) => ({ score: at / 50 }));
    expect(print(shuffled(scored, 2))).toBe(print(scored));
    expect(print(scored.map((row, at) => (at === 7 ? { ...row, score: 0.1400001 } : row)))).not.toBe(
      print(scored),
    );
  });
});

describe("a frame", () => {
  it("whose parts don't fit together is refused", () => {
    const { frame } = frameOf(rowsOf(4, (at) => ({ stratum: `s${at}`, score: at })));
    expect(() => checkFrame(frame)).not.toThrow();
    const codes = Uint32Array.of(0, 1, 2, 4);
    for (const bad of [
      { ...frame, idHashes: new Float64Array(3) },
      { ...frame, scores: new Float64Array(5) },
      { ...frame, scores: Float64Array.of(1, 2, -1, 0) },
      { ...frame, scores: Float64Array.of(1, 2, Infinity, 0) },
      { ...frame, strata: { codes, names: ["a", "b", "c", "d"] } },
      { ...frame, strata: { codes: new Uint32Array(4), names: ["a", "a"] } },
      { ...frame, strata: { codes: new Uint32Array(2), names: ["a"] } },
    ])
      expect(() => checkFrame(bad)).toThrow(RangeError);
  });
});

describe("strata", () => {
  it("are one for each text, and one for rows without any", () => {
    const { codes, names } = strataOf(["b", undefined, "a", "", "b", "constructor", "__proto__"], 7);
    expect([...codes].map((code) => names[code])).toEqual([
      "b",
      NO_VALUE,
      "a",
      NO_VALUE,
      "b",
      "constructor",
      "__proto__",
    ]);
  });

  it("are refused when there are too many to make sense", () => {
    const values = Array.from({ length: 1_001 }, (_, at) => `v${at}`);
    expect(() => strataOf(values, values.length)).toThrow(/1000 different values/);
  });

  it("by length are cut at the bounds", () => {
    const { codes, names } = lengthStrata([0, 1, 2, 3, 8, 9, 400], [3, 9]);
    expect(names).toEqual(["1–2 turns", "3–8 turns", "9+ turns"]);
    expect([...codes]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect(lengthStrata([], [2, 3]).names).toEqual(["1 turn", "2 turns", "3+ turns"]);
    for (const bounds of [[], [1], [3, 3], [2.5], [9, 3]]) expect(boundsProblem(bounds)).toBeTypeOf("string");
  });
});
