import { readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chat, files, inFolder, lines, never, open, readAll, readWhole, unplaced } from "./corpora.ts";
import { zstd } from "./zstd.ts";

async function copies(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, "cache"), { recursive: true });
  return names
    .map((name) => path.basename(name))
    .filter((name) => /copy$|conversations\.jsonl$|tmp$/.test(name));
}

describe("packed and converted files", () => {
  it("are unpacked once, whatever their name, and again only when they changed", () =>
    inFolder(async (folder) => {
      const text = lines(chat("a", "one"), chat("b", "two"));
      const data = await files(folder, { "a.jsonl": gzipSync(text), "b.jsonl.zst": zstd(text) });
      const first = await open(folder, [data]);
      expect((await readAll(first)).conversations.map(({ id }) => id)).toEqual(["a", "b", "a~2", "b~2"]);
      expect(first.parts.map(({ access }) => access)).toEqual(["copy", "copy"]);
      expect(first.parts[0]?.notes[0]).toMatch(/unpacked once into the cache/);
      const made = await copies(folder);
      expect(made).toEqual(["text.copy", "text.copy"]);
      const [key] = await readdir(path.join(folder, "cache"));
      const copy = path.join(folder, "cache", key ?? "", "text.copy");
      const before = await stat(copy);
      await readAll(await open(folder, [data]));
      expect((await stat(copy)).mtimeMs).toBe(before.mtimeMs);
      await writeFile(path.join(data, "a.jsonl"), gzipSync(lines(chat("c", "new words"))));
      expect((await readAll(await open(folder, [data]))).conversations.map(({ id }) => id)).toEqual([
        "c",
        "a",
        "b",
      ]);
    }));

  it("are refused when cut off or a bomb, and leave nothing behind", () =>
    inFolder(async (folder) => {
      const packed = gzipSync(
        lines(...Array.from({ length: 40 }, (_, i) => chat(`id${i}`, `words ${i * 7919}`))),
      );
      const data = await files(folder, {
        "1.jsonl.gz": packed.subarray(0, packed.length - 20),
        "2.jsonl": lines(chat("ok", "x"), chat("too", "y")),
        "3.jsonl.gz": gzipSync(lines(chat("bomb", "a".repeat(400_000)))),
      });
      const limits = { bombBytes: 100_000, bombRatio: 50 };
      const corpus = await open(folder, [data], { limits });
      expect((await readAll(corpus)).conversations.map(({ id }) => id)).toEqual(["ok", "too"]);
      expect(corpus.problems.map(({ part, error }) => [part, error.reason.slice(0, 40)])).toEqual([
        ["1.jsonl.gz", "This gzip file is cut off or damaged. Do"],
        ["3.jsonl.gz", "This file unpacks to more than 50 times "],
      ]);
      expect(await copies(folder)).toEqual([]);
      await expect(open(folder, [path.join(data, "1.jsonl.gz")], { limits })).rejects.toThrow("cut off");
    }));

  it("are refused when the disk is too full for a copy", () =>
    inFolder(async (folder) => {
      const data = await files(folder, { "a.jsonl.gz": gzipSync(lines(chat("a", "one"))) });
      const limits = { freeDiskBytes: Number.MAX_SAFE_INTEGER };
      await expect(open(folder, [data], { limits })).rejects.toThrow("too little free disk space");
      expect(await copies(folder)).toEqual([]);
    }));

  it("become one conversation a line, with what could not be read told also at the next open", () =>
    inFolder(async (folder) => {
      const pair = { prompt: "q", chosen: "good", rejected: "bad" };
      const text = `${lines(pair)}{broken\n${lines({ ...pair, id: "x" })}`;
      const data = await files(folder, { "pairs.jsonl": text });
      for (const _time of [1, 2]) {
        const corpus = await open(folder, [data]);
        expect(corpus.format.id).toBe("preference-pairs");
        const { conversations } = await readAll(corpus);
        const whole = readWhole(Buffer.from(text));
        expect(unplaced(conversations)).toEqual(unplaced(whole));
        expect(conversations.map(({ position }) => position.part)).toEqual(
          whole.map(({ position }) => position.part),
        );
        expect(corpus.problems).toMatchObject([{ part: "pairs.jsonl", error: { row: 1 } }]);
      }
    }));

  it("are begun anew after a conversion was stopped", () =>
    inFolder(async (folder) => {
      const pairs = Array.from({ length: 60 }, (_, i) => ({
        id: `p${i}`,
        prompt: "q".repeat(100_000),
        chosen: "a",
        rejected: "b",
      }));
      const data = await files(folder, { "pairs.jsonl": lines(...pairs) });
      const corpus = await open(folder, [data]);
      expect(corpus.table.rows).toBe(0);
      const stop = new AbortController();
      const stopped = corpus.index(
        stop.signal,
        ({ what }) => what.startsWith("converting") && stop.abort(new Error("enough")),
      );
      await expect(stopped).rejects.toThrow("enough");
      expect(await copies(folder)).toEqual([]);
      await corpus.index(never, () => undefined);
      expect(corpus.table.rows).toBe(120);
      await corpus.close();
    }));

  it("refuse whole files that are too large for it", () =>
    inFolder(async (folder) => {
      const data = await files(folder, {
        "one.json": JSON.stringify({ a: 1, messages: [{ role: "user", content: "x" }] }),
      });
      await expect(open(folder, [data], { limits: { wholeFileBytes: 10 } })).rejects.toThrow(
        "can only be read whole",
      );
    }));
});
