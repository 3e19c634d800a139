import { appendFileSync, copyFileSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openRowIndex } from "../../../../src/corpus/index/open-row-index.ts";
import { FileChanged, type RowIndexOptions } from "../../../../src/corpus/index/row-index.ts";
import { ROW } from "../../../../src/corpus/row-table.ts";
import { built, forget, indexed, never, optionsFor, put, rowsOf, temporaryFolder } from "./harness.ts";
import { linesFile } from "./hostile-files.ts";
import { plainRows, SHAPE } from "./plain-reader.ts";

const line = (id: string, text = "hi"): string =>
  `${JSON.stringify({ id, conversation: [{ role: "user", content: text }] })}\n`;
const SMALL = Buffer.from(line("a") + line("b") + line("a") + '{"broken"\n' + line("c", "é"));

function cacheFile(options: RowIndexOptions): string {
  const names = readdirSync(options.cacheFolder);
  expect(names).toHaveLength(1);
  return join(options.cacheFolder, names[0] ?? "");
}

describe("index file", () => {
  const folder = temporaryFolder();

  it("gives the index back without a pass", async () => {
    const options = optionsFor(folder);
    put(options, SMALL);
    const before = await indexed(options);
    const index = await openRowIndex(options);
    expect(index).toMatchObject({ origin: "complete", rowsDone: true, metadataDone: true });
    expect(index.table.indexedRows).toBe(5);
    expect(await rowsOf(index)).toEqual(before);
    expect(index.table.contentHash(0)).toBe(index.table.contentHash(1));
    expect(index.table.contentHash(0)).not.toBe(0);
    await index.close();
  });

  it("takes some 18 bytes a row", async () => {
    const options = optionsFor(folder);
    forget(options);
    put(
      options,
      Buffer.from(
        line("x")
          .repeat(3_000)
          .replaceAll('"x"', () => `"${Math.random()}"`),
      ),
    );
    await (await built(options)).close();
    expect(readFileSync(cacheFile(options)).length / 3_000).toBeLessThan(18.5);
  });

  it("is not used, and made anew, when it was cut or changed at any byte", async () => {
    const said: string[] = [];
    const options = optionsFor(folder, { log: (message) => said.push(message) });
    forget(options);
    put(options, SMALL);
    const before = await indexed(options);
    const path = cacheFile(options);
    const sound = readFileSync(path);
    const spoilt = (at: number): Buffer[] => {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ 0x41;
      return [sound.subarray(0, at), flipped];
    };
    for (let at = 0; at < sound.length; at++)
      for (const bytes of spoilt(at)) {
        writeFileSync(path, bytes);
        const index = await openRowIndex(options);
        expect({ at, origin: index.origin }).toEqual({ at, origin: "new" });
        expect(index.table.rows).toBe(0);
        await index.close();
      }
    expect(said).toHaveLength(2 * sound.length);
    writeFileSync(path, Buffer.concat([sound, Buffer.from("x")]));
    expect(await indexed(options)).toEqual(before);
    expect(readFileSync(path).equals(sound)).toBe(true);
  });

  it("is written over what a killed process left, and leaves nothing itself", async () => {
    const options = optionsFor(folder);
    forget(options);
    put(options, SMALL);
    await (await built(options)).close();
    const path = cacheFile(options);
    const [old, young] = [`${path}.aa.tmp`, `${path}.bb.tmp`];
    writeFileSync(old, "half");
    utimesSync(old, 1_000, 1_000);
    writeFileSync(young, "of another window");
    const index = await openRowIndex(options);
    await index.save();
    await index.close();
    expect(readdirSync(options.cacheFolder).toSorted()).toEqual([basename(path), basename(young)]);
  });

  it("is not taken for another file, kind or shape", async () => {
    const options = optionsFor(folder);
    forget(options);
    put(options, SMALL);
    await (await built(options)).close();
    const own = cacheFile(options);
    const other = { ...options, shape: { ...SHAPE, idKeys: ["key"] } };
    const index = await openRowIndex(other);
    expect(index.origin).toBe("new");
    await index.scanRows(never);
    await index.close();
    const otherFile = readdirSync(options.cacheFolder).find((name) => !own.endsWith(name)) ?? "";
    copyFileSync(own, join(options.cacheFolder, otherFile));
    const again = await openRowIndex(other);
    expect(again.origin).toBe("new");
    await again.close();
  });

  it("is dropped when the file was rewritten, even with the same size or the same time", async () => {
    const options = optionsFor(folder);
    const time = new Date(1_700_000_000_000);
    const changed = Buffer.from(SMALL);
    changed[SMALL.length - 3] = 0x20;
    for (const [bytes, at] of [
      [SMALL, new Date()],
      [changed, time],
      [SMALL.subarray(0, -1), time],
      [Buffer.concat([Buffer.from(" "), SMALL]), time],
    ] as const) {
      forget(options);
      put(options, SMALL);
      utimesSync(options.file, time, time);
      await (await built(options)).close();
      put(options, bytes);
      utimesSync(options.file, at, at);
      const index = await openRowIndex(options);
      expect(index.origin).toBe("new");
      await index.close();
      expect(await indexed(options)).toEqual(plainRows(bytes, SHAPE));
    }
  });

  it("is completed from where it was when the file grew, at any byte", async () => {
    await fc.assert(
      fc.asyncProperty(linesFile, fc.nat(), fc.boolean(), async (bytes, place, described) => {
        const options = optionsFor(folder, { blockBytes: 128 });
        const cut = place % (bytes.length + 1);
        forget(options);
        put(options, bytes.subarray(0, cut));
        const first = await openRowIndex(options);
        await first.scanRows(never);
        if (described) await first.scanMetadata(never);
        await first.close();
        appendFileSync(options.file, bytes.subarray(cut));
        const index = await openRowIndex(options);
        const kept = Math.max(0, plainRows(bytes.subarray(0, cut), SHAPE).length - 1);
        if (cut < bytes.length) expect(index.origin).toBe("partial");
        // What was known stays; only the last row, which may have been cut off, is looked at again.
        if (described)
          for (let row = 0; row < kept; row++) expect(index.table.flags(row) & ROW.indexed).toBe(1);
        await index.scanRows(never);
        await index.scanMetadata(never);
        const rows = await rowsOf(index);
        await index.close();
        expect(rows).toEqual(plainRows(bytes, SHAPE));
      }),
      { numRuns: 80 },
    );
  });

  it("is not written when the file changes while it is indexed, and the error says so", async () => {
    const options = optionsFor(folder);
    forget(options);
    put(options, SMALL);
    const rewritten = await openRowIndex(options);
    put(options, Buffer.from(SMALL.toString().replace("hi", "ho")));
    await expect(rewritten.scanRows(never)).rejects.toThrow(FileChanged);
    await expect(rewritten.save()).rejects.toThrow(FileChanged);
    await rewritten.close();
    put(options, SMALL);
    const between = await openRowIndex(options);
    await between.scanRows(never);
    put(options, SMALL.subarray(0, 20));
    await expect(between.scanMetadata(never)).rejects.toThrow(FileChanged);
    expect(between.metadataDone).toBe(false);
    await between.close();
    const after = await openRowIndex(options);
    expect(after.origin).toBe("new");
    await after.close();
  });

  it("may be of a file that grows meanwhile: what came later is found the next time", async () => {
    const options = optionsFor(folder);
    forget(options);
    put(options, SMALL);
    const index = await openRowIndex(options);
    appendFileSync(options.file, line("late"));
    await index.scanRows(never);
    appendFileSync(options.file, line("later"));
    await index.scanMetadata(never);
    expect(index.table.rows).toBe(5);
    await index.close();
    const again = await openRowIndex(options);
    expect(again.origin).toBe("partial");
    await again.close();
    expect(await indexed(options)).toEqual(plainRows(readFileSync(options.file), SHAPE));
  });
});
