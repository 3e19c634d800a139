import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROW } from "../../../../src/corpus/row-table.ts";
import { chat, files, inFolder, lines, never, open, readAll, readWhole, unplaced } from "./corpora.ts";

describe("a corpus of one file", () => {
  it("reads JSON Lines in place, broken rows included", () =>
    inFolder(async (folder) => {
      const text =
        lines(chat("a", "hi", "ho"), chat(undefined, "no id")) + "{broken\n\r\n" + lines(chat("a", "again"));
      const data = await files(folder, { "one.jsonl": text });
      const corpus = await open(folder, [path.join(data, "one.jsonl")]);
      expect(corpus.format.id).toBe("lmsys");
      expect(corpus.parts).toMatchObject([{ name: "one.jsonl", firstRow: 0, access: "in place", notes: [] }]);
      const { conversations, errors } = await readAll(corpus);
      expect(conversations.map(({ id }) => id)).toEqual(["a", "row-1", "a~2"]);
      expect(unplaced(conversations)).toEqual(unplaced(readWhole(Buffer.from(text))));
      expect(errors).toEqual([{ row: 2, reason: expect.stringContaining("not valid JSON") }]);
    }));

  it("reads lists, also within a document, in place", () =>
    inFolder(async (folder) => {
      const rows = [chat("a", "x"), chat("b", "y", "z")];
      const data = await files(folder, {
        "list.json": JSON.stringify(rows, null, 1),
        "within.json": JSON.stringify({ version: "1", data: rows, about: { n: 2 } }),
      });
      for (const name of ["list.json", "within.json"]) {
        const corpus = await open(folder, [path.join(data, name)]);
        expect(corpus.parts[0]?.access).toBe("in place");
        const { conversations } = await readAll(corpus);
        expect(conversations.map(({ id, turns }) => [id, turns.length])).toEqual([
          ["a", 1],
          ["b", 2],
        ]);
      }
    }));

  it("refuses what holds no conversation, with a reason", () =>
    inFolder(async (folder) => {
      const data = await files(folder, { "a.jsonl": "", "b.json": "{}", "c.json": "not json at all" });
      await expect(open(folder, [path.join(data, "a.jsonl")])).rejects.toThrow("This file is empty");
      await expect(open(folder, [path.join(data, "b.json")])).rejects.toThrow("no format fits");
      await expect(open(folder, [path.join(data, "c.json")])).rejects.toThrow("plain text in which no turns");
      await expect(open(folder, [path.join(data, "none.json")])).rejects.toThrow("ENOENT");
    }));
});

describe("a folder as one corpus", () => {
  it("numbers rows through in natural order, with ids unique over all files", () =>
    inFolder(async (folder) => {
      const data = await files(folder, {
        "part-10.jsonl": lines(chat("a", "4"), chat("d", "5")),
        "part-2.jsonl": lines(chat("a", "1"), chat(undefined, "2")),
        "part-9.json": JSON.stringify([chat("a", "3")]),
        "README.md": "# Data",
        ".hidden/x.jsonl": lines(chat("h", "never")),
        "node_modules/x.jsonl": lines(chat("n", "never")),
        "sub/y.jsonl": lines(chat("y", "6")),
      });
      await symlink(data, path.join(data, "sub", "loop"));
      const corpus = await open(folder, [data]);
      const seen: number[] = [];
      await corpus.index(never, ({ rows }) => seen.push(rows));
      expect(seen.at(0)).toBeLessThan(6);
      expect(corpus.progress).toMatchObject({ phase: "ready", rows: 6, indexedRows: 6 });
      expect(corpus.parts.map(({ name, firstRow, rows }) => [name, firstRow, rows])).toEqual([
        ["part-2.jsonl", 0, 2],
        ["part-9.json", 2, 1],
        ["part-10.jsonl", 3, 2],
        ["sub/y.jsonl", 5, 1],
      ]);
      expect(corpus.parts[0]?.notes.join()).toContain("README.md");
      expect(corpus.table.flags(3) & ROW.duplicateId).toBe(ROW.duplicateId);
      const { conversations } = await readAll(corpus);
      expect(conversations.map(({ id }) => id)).toEqual(["a", "row-1", "a~2", "a~3", "d", "y"]);
      expect(corpus.idOf(3, "a")).toBe("a~3");
      expect(corpus.idOf(3, "a~3")).toBe("a~3");
    }));

  it("keeps going past a broken file, and knows files that came, grew or went", () =>
    inFolder(async (folder) => {
      const data = await files(folder, {
        "1.jsonl": lines(chat("a", "1")),
        "2.jsonl": "\u0000\u0001\u0002",
        "3.jsonl": lines(chat("c", "3")),
      });
      const first = await open(folder, [data]);
      expect((await readAll(first)).conversations.map(({ id }) => id)).toEqual(["a", "c"]);
      expect(first.problems).toMatchObject([
        { part: "2.jsonl", error: { reason: expect.stringContaining("binary") } },
      ]);
      await writeFile(path.join(data, "2.jsonl"), lines(chat("b", "2")));
      await writeFile(path.join(data, "3.jsonl"), lines(chat("c", "3"), chat("d", "4")));
      const second = await open(folder, [data]);
      expect((await readAll(second)).conversations.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
      expect(second.problems).toEqual([]);
    }));

  it("takes the files that fit a pattern, and refuses a folder without any", () =>
    inFolder(async (folder) => {
      const row = lines(chat("a", "1"));
      const data = await files(folder, {
        "x/train-1.jsonl": row,
        "x/test-1.jsonl": row,
        "x/y/train-2.data": row,
      });
      const corpus = await open(folder, [data], { pattern: "**/train-*.{jsonl,data}" });
      await corpus.index(never, () => undefined);
      expect(corpus.parts.map(({ name }) => name)).toEqual(["x/train-1.jsonl", "x/y/train-2.data"]);
      await corpus.close();
      await expect(open(folder, [data], { pattern: "*.csv" })).rejects.toThrow("fits the pattern");
    }));
});

describe("a corpus at work", () => {
  it("stops where it is told to and goes on from there", () =>
    inFolder(async (folder) => {
      const data = await files(
        folder,
        Object.fromEntries([1, 2, 3, 4].map((n) => [`${n}.jsonl`, lines(chat(`id${n}`, "x"))])),
      );
      const corpus = await open(folder, [data]);
      const stop = new AbortController();
      const asked = corpus.index(stop.signal, ({ rows }) => rows >= 2 && stop.abort(new Error("enough")));
      await expect(asked).rejects.toThrow("enough");
      expect(corpus.table.rows).toBeLessThan(4);
      expect((await corpus.read(0)).type).toBe("conversation");
      expect((await readAll(corpus)).conversations).toHaveLength(4);
    }));

  it("refuses rows of a file that was rewritten, and reads on in one that grew", () =>
    inFolder(async (folder) => {
      const data = await files(folder, { "a.jsonl": lines(chat("a", "one"), chat("b", "two")) });
      const file = path.join(data, "a.jsonl");
      const corpus = await open(folder, [file]);
      await corpus.index(never, () => undefined);
      await writeFile(file, lines(chat("c", "three")), { flag: "a" });
      expect(await corpus.read(1)).toMatchObject({ type: "conversation", conversation: { id: "b" } });
      await writeFile(
        file,
        lines(chat("x", "other words"), chat("y", "and others"), chat("z", "than before")),
      );
      await expect(corpus.read(0)).rejects.toThrow("rewritten");
      await corpus.close();
    }));
});
