import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytesLabel,
  get,
  getId,
  merge,
  omit,
  prettyJson,
  toIso,
} from "../../../../src/core/formats/json-access.ts";

describe("json-access", () => {
  it("reads own keys only", () => {
    expect(get({ a: 1 }, "constructor")).toBeUndefined();
    expect(get(JSON.parse('{"__proto__":1}'), "__proto__")).toBe(1);
    expect(get([1], "length")).toBeUndefined();
  });

  it("keeps a key called __proto__ an ordinary key", () => {
    const value = JSON.parse('{"__proto__":{"x":1},"a":2}');
    expect(JSON.stringify(omit(value, ["a"]))).toBe('{"__proto__":{"x":1}}');
    expect(JSON.stringify(merge(value, { a: undefined, b: 3 }))).toBe('{"__proto__":{"x":1},"a":2,"b":3}');
    expect(get({}, "x")).toBeUndefined();
  });

  it("takes ids as strings or numbers", () => {
    expect([
      getId({ i: 7 }, "i"),
      getId({ i: "a" }, "i"),
      getId({ i: "" }, "i"),
      getId({ i: null }, "i"),
    ]).toEqual(["7", "a", undefined, undefined]);
  });

  it.each([
    [1_700_000_000, "2023-11-14T22:13:20.000Z"],
    [1_700_000_000_123, "2023-11-14T22:13:20.123Z"],
    ["1700000000.5", "2023-11-14T22:13:20.500Z"],
    ["2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00.000Z"],
    ["2024-05-01 12:00", "2024-05-01T12:00:00.000Z"],
    ["2024-05-01T12:00:00.123456Z", "2024-05-01T12:00:00.123Z"],
    ["2024-05-01", "2024-05-01T00:00:00.000Z"],
    ["12:03", undefined],
    ["12/05/2024", undefined],
    [0, undefined],
    [Number.MAX_VALUE, undefined],
    [null, undefined],
  ])("reads the time %s", (value, iso) => {
    expect(toIso(value)).toBe(iso);
  });

  it("gives a valid time or none, whatever it is given", () => {
    const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{1,14})?$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), digits, fc.date().map(String)), (value) => {
        const iso = toIso(value);
        expect(iso === undefined || new Date(iso).toISOString() === iso).toBe(true);
      }),
    );
  });

  it("shows JSON without bytes and without exhausting the stack", () => {
    const picture = `data:image/png;base64,${"A".repeat(4000)}`;
    expect(prettyJson({ image: picture, text: "kept" })).toBe(
      '{\n  "image": "(image/png, 3 kB)",\n  "text": "kept"\n}',
    );
    let deep = JSON.parse("[]");
    for (let i = 0; i < 20_000; i++) deep = [deep];
    expect(prettyJson(deep)).toContain("…");
    expect(bytesLabel("A".repeat(400), "image/jpeg")).toBe("image/jpeg, 300 bytes");
  });
});
