import fc from "fast-check";
import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { corpusKeyOf, corpusKeyOfFile, corpusPaths, fileNameOf } from "../../../src/store/paths.ts";
import { hostileText } from "../core/review/arbitrary.ts";

const anyText = fc.oneof(
  hostileText,
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom(
    "",
    ".",
    "..",
    "../../etc/passwd",
    "C:\\x",
    "a/b",
    "NUL",
    "con",
    "com1.txt",
    "aux.",
    "x ",
    "__proto__",
    "~",
  ),
  fc.stringMatching(/^[a-zA-Z0-9._-]{1,70}$/),
);
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

describe("file names", () => {
  it("are safe on every platform, whatever the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const name of [fileNameOf(text), corpusKeyOf(text)]) {
          expect(name).toMatch(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
          expect(name.length).toBeLessThanOrEqual(80);
          expect(name).not.toContain("..");
          expect(name).not.toMatch(RESERVED);
          expect(posix.basename(name)).toBe(name);
          expect(win32.basename(name)).toBe(name);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("differ for different texts, and are their own names", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        if (a !== b) expect(fileNameOf(a)).not.toBe(fileNameOf(b));
        // The name of a name that carries a hash is another one: nobody can be named into another's file.
        if (fileNameOf(a) !== a) expect(fileNameOf(fileNameOf(a))).not.toBe(fileNameOf(a));
      }),
      { numRuns: 2_000 },
    );
  });

  it("stay readable", () => {
    expect(fileNameOf("ada")).toBe("ada");
    expect(fileNameOf("Ada")).toMatch(/^ada-[0-9a-f]{10}$/);
    expect(fileNameOf("José Núñez")).toMatch(/^jose-nunez-[0-9a-f]{10}$/);
    expect(fileNameOf("忍耐")).toMatch(/^x-[0-9a-f]{10}$/);
    expect(corpusKeyOf("data/chats.jsonl")).toMatch(/^data-chats\.jsonl-[0-9a-f]{10}$/);
  });
});

describe("corpus keys", () => {
  it("are the same for composed and decomposed accents, and tell paths apart", () => {
    expect(corpusKeyOf("é.jsonl")).toBe(corpusKeyOf("e\u0301.jsonl"));
    expect(corpusKeyOf("a/b.jsonl")).not.toBe(corpusKeyOf("a-b.jsonl"));
  });

  it("don't depend on where the project lies", () => {
    expect(corpusKeyOfFile("/p", "/p/data/chats.jsonl")).toBe(corpusKeyOf("data/chats.jsonl"));
    expect(corpusKeyOfFile("/elsewhere/q", "/elsewhere/q/data/chats.jsonl")).toBe(
      corpusKeyOf("data/chats.jsonl"),
    );
    expect(corpusKeyOfFile("/p", "/data/x")).toBe(corpusKeyOf("../data/x"));
  });

  it("are checked before they become a folder", () => {
    for (const key of ["", "..", "../x", "a/b", "a\\b", "A", "x.", "a".repeat(100), ".git"]) {
      expect(() => corpusPaths("/p/.valuemark", key)).toThrow(RangeError);
    }
    const paths = corpusPaths("/p/.valuemark", "chats-0123456789");
    expect(posix.dirname(paths.judgements("../../x"))).toBe("/p/.valuemark/chats-0123456789/judgements");
    expect(posix.dirname(paths.run("/etc/passwd"))).toBe("/p/.valuemark/chats-0123456789/runs");
    expect(posix.dirname(paths.suggestions("..\\x"))).toBe("/p/.valuemark/chats-0123456789/suggestions");
    expect(posix.dirname(paths.sample("a/b"))).toBe("/p/.valuemark/chats-0123456789/samples");
  });
});
