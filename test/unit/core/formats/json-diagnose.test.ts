import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnoseJson } from "../../../../src/core/formats/json-diagnose.ts";

describe("diagnoseJson", () => {
  it.each([
    ['{"a" 1}', 5, "a colon is missing after a key"],
    ['{"a": 1 "b": 2}', 8, "a comma or } is missing"],
    ["[1 2]", 3, "a comma or ] is missing"],
    ['{"a": }', 6, "a value is missing"],
    ["{a: 1}", 1, "a key in double quotes or } is missing"],
    ['{"a": 1,}', 8, "a key in double quotes is missing"],
    ["[1,]", 3, "a value is missing"],
    ["['x']", 1, "text is in single quotes, not double quotes"],
    ["[True]", 1, "a bare word stands where a JSON value should be"],
    ['"a\\x"', 2, "a backslash is followed by a letter that JSON has no escape for"],
    ['"a\\u12"', 2, "a \\u escape is not followed by four hex digits"],
    ['"a\nb"', 2, "a string holds an unescaped control character or line break"],
    ["{} {}", 3, "there is more text after the JSON value"],
    ['{"a": "b', 8, "the text ends inside a string"],
    ['{"a": [1', 8, "the text ends in the middle of a JSON value"],
    ["", 0, "the text ends in the middle of a JSON value"],
  ])("%j", (text, offset, problem) => {
    expect(diagnoseJson(text)).toEqual({ offset, problem });
  });

  it("does not exhaust the stack", () => {
    expect(diagnoseJson("[".repeat(1_000_000))?.problem).toContain("too deep");
  });

  it("finds a fault exactly where JSON.parse does not accept the text", () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", "{", "}", "[", "]", '"', ",", ":", "\\", "0", "-", "e", " "),
      )
      .map(([json, at, insert]) => {
        const cut = json.length === 0 ? 0 : at % json.length;
        return json.slice(0, cut) + insert + json.slice(cut + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(diagnoseJson(text) === undefined).toBe(valid);
      }),
      { numRuns: 3000 },
    );
  });
});
