import { writeFile } from "node:fs/promises";
import path from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { ROW } from "../../../../src/corpus/row-table.ts";
import { plainJson } from "../../../../src/corpus/sources/parquet-json.ts";
import { files, inFolder, never, open, readAll, readWhole, unplaced } from "./corpora.ts";
import { asRecord, chatParquet, chatRows } from "./parquet.ts";

const jsonl = (rows: ReturnType<typeof chatRows>): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(asRecord(row))}\n`).join(""));

describe("a Parquet file", () => {
  it.each([
    ["by row group", 7, undefined],
    ["by pages of one group", 1_000, 64],
  ])("is read %s as JSON Lines of the same rows are", (_how, groupRows, pageSize) =>
    inFolder(async (folder) => {
      const rows = chatRows(60);
      const data = await files(folder, { "chat.parquet": chatParquet(rows, groupRows, pageSize) });
      const corpus = await open(folder, [data], { limits: { keptGroupBytes: 2_000 } });
      expect(corpus.format.id).toBe("lmsys");
      expect(corpus.table.rows).toBe(60);
      expect(await corpus.read(59)).toMatchObject({ type: "conversation" });
      expect(corpus.parts[0]).toMatchObject({ access: "in place", notes: [] });
      const { conversations, errors } = await readAll(corpus);
      expect(unplaced(conversations)).toEqual(unplaced(readWhole(jsonl(rows))));
      expect(errors).toEqual([]);
    }),
  );

  it("is described in the table, and remembered in the cache, also half done", () =>
    inFolder(async (folder) => {
      const rows = chatRows(30);
      const data = await files(folder, { "chat.parquet": chatParquet(rows, 5) });
      const first = await open(folder, [data]);
      const stop = new AbortController();
      const stopped = first.index(
        stop.signal,
        ({ phase }) => phase === "metadata" && stop.abort(new Error("enough")),
      );
      await expect(stopped).rejects.toThrow("enough");
      await first.close();
      const second = await open(folder, [data]);
      const before = second.table.indexedRows;
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(30);
      await second.index(never, () => undefined);
      const { table } = second;
      rows.forEach(({ id, messages }, row) => {
        expect(table.turns(row)).toBe(messages.length);
        expect(table.flags(row) & ROW.indexed).toBe(ROW.indexed);
        expect((table.flags(row) & ROW.noId) !== 0).toBe(id === null);
        const isRepeated = id !== null && rows.slice(0, row).some((earlier) => earlier.id === id);
        expect((table.flags(row) & ROW.duplicateId) !== 0).toBe(isRepeated);
      });
      await second.close();
      const third = await open(folder, [data]);
      expect(third.table.indexedRows).toBe(30);
      await third.close();
    }));

  it("is converted once where its groups are too large, and where its records make several conversations", () =>
    inFolder(async (folder) => {
      const rows = chatRows(20);
      const data = await files(folder, { "chat.parquet": chatParquet(rows, 10) });
      const corpus = await open(folder, [data], { limits: { groupBytes: 10, freeDiskBytes: 0 } });
      expect(corpus.parts[0]?.access).toBe("copy");
      expect(corpus.parts[0]?.notes[0]).toContain("row groups are too large");
      expect(unplaced((await readAll(corpus)).conversations)).toEqual(unplaced(readWhole(jsonl(rows))));
      const pairs = parquetWriteBuffer({
        columnData: [
          { name: "prompt", data: ["q", "r"], type: "STRING" },
          { name: "chosen", data: ["good", "fine"], type: "STRING" },
          { name: "rejected", data: ["bad", "poor"], type: "STRING" },
        ],
      });
      await writeFile(path.join(data, "pairs.parquet"), new Uint8Array(pairs));
      const other = await open(folder, [path.join(data, "pairs.parquet")]);
      expect(other.parts[0]).toMatchObject({ access: "copy" });
      expect((await readAll(other)).conversations.map(({ id }) => id)).toEqual([
        "row-0:chosen",
        "row-0:rejected",
        "row-1:chosen",
        "row-1:rejected",
      ]);
    }));

  it("is refused when it is cut off or damaged anywhere, with a reason", () =>
    inFolder(async (folder) => {
      const whole = chatParquet(chatRows(12), 6);
      const data = await files(folder, {});
      const file = path.join(data, "x.parquet");
      const garbage = Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(200, 7), Buffer.from("PAR1")]);
      for (const bytes of [whole.subarray(0, 40), whole.subarray(0, whole.length - 3), garbage]) {
        await writeFile(file, bytes);
        await expect(open(folder, [file])).rejects.toThrow("This Parquet file is cut off or damaged");
      }
      for (let at = 4; at < whole.length; at += 29) {
        const wrong = Buffer.from(whole);
        wrong[at] = (wrong[at] ?? 0) ^ 0xff;
        await writeFile(file, wrong);
        await open(folder, [file]).then(
          async (corpus) => {
            await corpus.index(never, () => undefined).catch(expectReason);
            await corpus.close();
          },
          (error: unknown) => expectReason(error),
        );
      }
    }));

  it("gives every value as plain JSON", () => {
    const value = {
      big: 2n ** 60n,
      small: -5n,
      at: new Date(0),
      never: new Date(Number.NaN),
      nan: Number.NaN,
      bytes: new Uint8Array(2_000),
      list: [1n, null, undefined, new Int32Array([3])],
    };
    expect(plainJson(value)).toEqual({
      big: "1152921504606846976",
      small: -5,
      at: "1970-01-01T00:00:00.000Z",
      never: null,
      nan: null,
      bytes: "(2 kB)",
      list: [1, null, null, [3]],
    });
  });
});

function expectReason(error: unknown): void {
  expect(error).toMatchObject({ name: "FormatError" });
}
