import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mappedFormat } from "../../../src/core/formats/field-mapping.ts";
import type { RowReading } from "../../../src/corpus/corpus.ts";
import { RowReader } from "../../../src/corpus/row-reader.ts";
import { chat, files, inFolder, lines, never, open } from "./sources/corpora.ts";
import { chatParquet, chatRows } from "./sources/parquet.ts";

const asked: number[] = [];
const ask = (reading: (row: number) => Promise<RowReading>) => (row: number) => {
  asked.push(row);
  return reading(row);
};

describe("reading rows in another thread", () => {
  it("gives what the corpus gives, and asks the worker for Parquet alone", () =>
    inFolder(async (folder) => {
      const data = await files(folder, {
        "1.jsonl": `${lines(chat("a", "one"), chat(undefined, "two"))}{broken\n`,
        "2.json": JSON.stringify([chat("a", "three"), chat("b", "four")]),
        "3.parquet": chatParquet(chatRows(5), 2),
        "4.jsonl": lines(
          { prompt: "q", chosen: "x", rejected: "y", id: "a" },
          { prompt: "q", chosen: "x", rejected: "y" },
        ),
      });
      const corpus = await open(folder, [data]);
      await corpus.index(never, () => undefined);
      const reader = new RowReader(
        structuredClone(corpus.describe()),
        ask((row) => corpus.read(row)),
      );
      expect(reader.rows).toBe(corpus.table.rows);
      expect(reader.rows).toBe(3 + 2 + 5 + 4);
      asked.length = 0;
      for (let row = 0; row < reader.rows; row++) {
        expect(await reader.read(row)).toEqual(await corpus.read(row));
        const isFirst = corpus.table.idHash(row) !== 0 && (corpus.table.flags(row) & 32) === 0;
        expect(reader.idHash(row)).toBe(isFirst ? corpus.table.idHash(row) : undefined);
      }
      expect(asked).toEqual([5, 6, 7, 8, 9]);
      expect(reader.idOf(3, "a")).toBe("a~2");
      await expect(reader.read(99)).rejects.toThrow(RangeError);
      await Promise.all([reader.close(), corpus.close()]);
    }));

  it("follows a corpus that is still being indexed, by its buffers and new descriptions", () =>
    inFolder(async (folder) => {
      const many = Array.from({ length: 700 }, (_, i) => chat(`id${i}`, `words ${i}`));
      const data = await files(folder, { "1.jsonl": lines(...many), "2.jsonl": lines(...many) });
      const corpus = await open(folder, [data]);
      const reader = new RowReader(structuredClone(corpus.describe()), () =>
        Promise.reject(new Error("not asked")),
      );
      expect(reader.rows).toBe(0);
      corpus.onBuffer((part, buffer, place) => reader.addBuffer(part, buffer, place));
      await corpus.index(never, () => undefined);
      expect(reader.rows).toBe(700);
      expect(await reader.read(650)).toMatchObject({ conversation: { id: "id650" } });
      reader.update(structuredClone(corpus.describe()));
      expect(reader.rows).toBe(1_400);
      expect(await reader.read(701)).toMatchObject({ conversation: { id: "id1~2" } });
      await Promise.all([reader.close(), corpus.close()]);
    }));

  it("reads by a field mapping, and refuses rows of a rewritten file", () =>
    inFolder(async (folder) => {
      const mapping = { messages: "talk", role: "who", text: "says", id: "key" };
      const row = (key: string) => ({ key, talk: [{ who: "user", says: `hello ${key}` }] });
      const data = await files(folder, { "m.jsonl": lines(row("x"), row("y")) });
      const file = path.join(data, "m.jsonl");
      const corpus = await open(folder, [file], { options: { mapping } });
      await corpus.index(never, () => undefined);
      const reader = new RowReader(structuredClone(corpus.describe()), () =>
        Promise.reject(new Error("not asked")),
      );
      expect(corpus.format.id).toBe(mappedFormat(mapping).id);
      expect(await reader.read(1)).toMatchObject({ conversation: { id: "y", turns: [{ role: "user" }] } });
      await writeFile(file, lines(row("other"), row("words")));
      await expect(reader.read(0)).rejects.toThrow("rewritten");
      await Promise.all([reader.close(), corpus.close()]);
    }));
});
