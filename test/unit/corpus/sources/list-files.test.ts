import { symlink } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatcher } from "../../../../src/corpus/sources/glob.ts";
import { listFiles } from "../../../../src/corpus/sources/list-files.ts";
import { comparePaths } from "../../../../src/corpus/sources/natural-order.ts";
import { files, inFolder, never } from "./corpora.ts";

describe("the order of files", () => {
  it("takes digits by their value and folders part by part", () => {
    const paths = ["b", "a10", "a2", "a02", "a/z", "a/b/c", "A1", "a", "a2b", "99999999999999999999", "9"];
    expect(paths.sort(comparePaths)).toEqual([
      "9",
      "99999999999999999999",
      "A1",
      "a",
      "a/b/c",
      "a/z",
      "a02",
      "a2",
      "a2b",
      "a10",
      "b",
    ]);
  });

  it("is one order", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "B", "0", "1", "9", "/", "\u00e9", "-") });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(comparePaths(a, b))).toBe(-Math.sign(comparePaths(b, a)) + 0);
        expect(comparePaths(a, b) === 0).toBe(a === b);
        if (comparePaths(a, b) < 0 && comparePaths(b, c) < 0) expect(comparePaths(a, c)).toBeLessThan(0);
      }),
    );
  });
});

describe("patterns", () => {
  it.each([
    ["*.jsonl", "a.jsonl", true],
    ["*.jsonl", "x/a.jsonl", false],
    ["**/*.jsonl", "a.jsonl", true],
    ["**/*.jsonl", "x/y/a.jsonl", true],
    ["data/**/train-?.{json,jsonl}", "data/x/train-1.jsonl", true],
    ["data/**/train-?.{json,jsonl}", "data/x/train-10.jsonl", false],
    ["./a+(b).json", "a+(b).json", true],
    ["{a,b{1,2}}.x", "b2.x", true],
    ["[ab].x", "a.x", false],
    ["a**b", "axxb", true],
  ])("%s on %s: %s", (pattern, name, wanted) => {
    expect(globMatcher(pattern)(name)).toBe(wanted);
  });

  it("take no long time, and no endless braces", () => {
    const started = performance.now();
    expect(globMatcher("*a".repeat(200))("a".repeat(2_000) + "b")).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
    expect(() => globMatcher("{a,b}".repeat(30))).toThrow(RangeError);
  });
});

describe("listing", () => {
  it("skips what is hidden, names what it passes over, and survives links", () =>
    inFolder(async (folder) => {
      const data = await files(folder, {
        "a.jsonl": "x",
        "b.jsonl.gz": "x",
        "c.JSON": "x",
        "notes.txt": "x",
        "dataset_info.json": "{}",
        ".git/x.jsonl": "x",
        "sub/d.parquet": "x",
      });
      await symlink(folder, path.join(data, "sub", "up"));
      await symlink(path.join(folder, "none"), path.join(data, "nowhere.jsonl"));
      const { files: found, passed, unreadable } = await listFiles([data], undefined, never);
      expect(found.map(({ name }) => name)).toEqual(["a.jsonl", "b.jsonl.gz", "c.JSON", "sub/d.parquet"]);
      expect(passed).toEqual(["dataset_info.json", "notes.txt"]);
      expect(unreadable).toEqual([{ name: "nowhere.jsonl", reason: "This link leads nowhere." }]);
    }));
});
