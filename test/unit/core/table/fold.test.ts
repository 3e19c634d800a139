import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFolded, foldCase } from "../../../../src/core/table/fold.ts";
import { variantsOf } from "../../../../src/core/table/raw-forms.ts";

/** Code points that case or normalisation can touch. */
function changing(): string[] {
  const found: string[] = [];
  for (let code = 0; code < 0x30000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const char = String.fromCodePoint(code);
    if (char.toLowerCase() !== char || char.toUpperCase() !== char || /\p{CWCF}/u.test(char))
      found.push(char);
  }
  return found;
}

describe("foldCase", () => {
  it("is the simple case folding of regular expressions with the flags i and u, for every character", () => {
    const chars = changing();
    const byFold = new Map<string, string[]>();
    for (const char of chars) byFold.set(foldCase(char), [...(byFold.get(foldCase(char)) ?? []), char]);
    const wrong: string[] = [];
    for (const char of chars) {
      const mine = byFold.get(foldCase(char)) ?? [];
      const same = new RegExp(
        `^${/[a-z]/i.test(char) ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`}$`,
        "iu",
      );
      const theirs = chars.filter((other) => same.test(other));
      // NFC joins further characters (the Ångström sign), never fewer.
      if (!theirs.every((other) => mine.includes(other))) wrong.push(char);
      if (
        !mine.every(
          (other) =>
            theirs.includes(other) || other.normalize("NFC") !== other || char.normalize("NFC") !== char,
        )
      )
        wrong.push(char);
    }
    expect(wrong).toEqual([]);
  });

  it("knows the cases that people ask about", () => {
    expect(foldCase("STRAẞE")).toBe(foldCase("straße"));
    expect(foldCase("straße")).not.toBe(foldCase("strasse"));
    expect(foldCase("ΟΔΟΣ")).toBe(foldCase("οδος"));
    expect(foldCase("οδοσ")).toBe(foldCase("οδος"));
    expect(foldCase("İstanbul")).toBe("İstanbul".replace("S", "s"));
    expect(foldCase("İ")).not.toBe(foldCase("i"));
    expect(foldCase("I")).not.toBe(foldCase("ı"));
    expect(foldCase("É")).toBe(foldCase("e\u0301"));
    expect(foldCase("H\u0331")).toBe(foldCase("ẖ"));
    expect(foldCase("\u212a")).toBe("k");
    expect(foldCase("e\u0301")).not.toContain("e");
  });

  it("is idempotent, and blind to case and form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const folded = foldCase(text);
        expect(foldCase(folded)).toBe(folded);
        expect(foldCase(text.normalize("NFD"))).toBe(folded);
        expect(foldCase(folded.normalize("NFD"))).toBe(folded);
      }),
    );
  });

  it("finds a text's place in the original, whole letters", () => {
    expect(findFolded("Das CAFE\u0301 ist", foldCase("café"))).toEqual([4, 9]);
    expect(findFolded("a\u0301b\u0301c", foldCase("c"))).toEqual([4, 5]);
    expect(findFolded("xyz", "q")).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, needle) => {
        fc.pre(needle !== "");
        const found = findFolded(`${before}${needle}`, foldCase(needle));
        if (foldCase(`${before}${needle}`).includes(foldCase(needle))) {
          if (found === undefined) throw new Error("not found");
          expect(foldCase(`${before}${needle}`.slice(found[0], found[1]))).toContain(foldCase(needle));
        } else expect(found).toBeUndefined();
      }),
    );
  });
});

describe("variantsOf", () => {
  it("knows every character that folding changes", () => {
    const missing: string[] = [];
    for (let code = 0x80; code < 0x110000; code++) {
      if ((code >= 0xd800 && code < 0xe000) || (code >= 0x3400 && code < 0xa000)) continue;
      const char = String.fromCodePoint(code);
      const folded = foldCase(char);
      if (folded !== char && !Array.from(folded).every((part) => variantsOf(part).includes(char)))
        missing.push(code.toString(16));
    }
    expect(missing).toEqual([]);
  });
});
