import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH, parseJson } from "../../../../src/core/formats/json-parse.ts";

describe("parseJson", () => {
  it("agrees with JSON.parse on all valid JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text), notes: [] });
      }),
    );
  });

  it("reads NaN and Infinity outside strings as null, with a note", () => {
    const parsed = parseJson('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN and \\"Infinity"}');
    expect(parsed).toMatchObject({ ok: true, value: { a: null, b: [null, null], c: 'NaN and "Infinity' } });
    expect(parsed.ok && parsed.notes).toEqual([
      "3 NaN or Infinity in the source, which JSON does not have, read as null",
    ]);
  });

  it("keeps raw control characters in strings, with a note", () => {
    const parsed = parseJson('{"a": "one\ttwo\nthree"}');
    expect(parsed).toMatchObject({ ok: true, value: { a: "one\ttwo\nthree" } });
    expect(parsed.ok && parsed.notes).toHaveLength(1);
  });

  it("refuses nesting beyond the limit and allows the limit itself", () => {
    const nested = (depth: number) => `${" ".repeat(600)}${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(parseJson(nested(MAX_DEPTH)).ok).toBe(true);
    expect(parseJson(nested(MAX_DEPTH + 1))).toMatchObject({
      ok: false,
      problem: expect.stringContaining("256"),
    });
    expect(parseJson(nested(1_000_000)).ok).toBe(false);
  });

  it("keeps __proto__ an ordinary key", () => {
    const parsed = parseJson('{"__proto__": {"polluted": true}}');
    expect(parsed.ok && Object.keys(parsed.value ?? {})).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("never quotes the text in its reason", () => {
    const parsed = parseJson('{"a": "a secret" "b"}');
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain("secret");
  });
});
