import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CacheEntry } from "../../../../src/corpus/sources/cache-entry.ts";
import { cleanCache } from "../../../../src/corpus/sources/clean-cache.ts";
import { inFolder } from "./corpora.ts";

/** An entry of some 1,000 bytes that was used so many hours ago. */
async function entry(cache: string, name: string, hoursAgo: number): Promise<CacheEntry> {
  const taken = await CacheEntry.take(cache, name, "");
  await writeFile(taken.path("text.copy"), "x".repeat(1_000));
  const then = new Date(Date.now() - hoursAgo * 3_600_000);
  await taken.release();
  for (const file of await readdir(taken.folder)) await utimes(taken.path(file), then, then);
  return taken;
}

describe("cleaning up the cache", () => {
  it("deletes what was not used for longest, down to the size", () =>
    inFolder(async (cache) => {
      const [old, newer, newest] = [
        await entry(cache, "/a", 9),
        await entry(cache, "/b", 5),
        await entry(cache, "/c", 1),
      ];
      const { bytes, freed } = await cleanCache(cache, 2_500);
      expect(freed).toBeGreaterThanOrEqual(1_000);
      expect(bytes).toBeLessThanOrEqual(2_500);
      expect((await readdir(cache)).sort()).toEqual(
        [newer, newest].map(({ folder }) => path.basename(folder)).sort(),
      );
      expect(old.folder).not.toBe(newer.folder);
      await cleanCache(cache, 0);
      expect(await readdir(cache)).toEqual([]);
    }));

  it("leaves alone what is in use, what is not ours, and processes that ended don't count", () =>
    inFolder(async (cache) => {
      await entry(cache, "/a", 9);
      const used = await CacheEntry.take(cache, "/a", "");
      const dead = await entry(cache, "/b", 5);
      await writeFile(dead.path("use-999999999-ab"), "");
      await mkdir(path.join(cache, "notes of mine"));
      await cleanCache(cache, 0);
      expect((await readdir(cache)).sort()).toEqual([path.basename(used.folder), "notes of mine"].sort());
      await used.release();
      await cleanCache(cache, 0);
      expect(await readdir(cache)).toEqual(["notes of mine"]);
    }));

  it("is nothing when there is no cache", async () => {
    expect(await cleanCache("/nowhere/at/all", 0)).toEqual({ bytes: 0, freed: 0 });
  });
});

describe("a copy's record", () => {
  it("counts only for the file that it was made of, and only while it is whole", () =>
    inFolder(async (cache) => {
      const taken = await CacheEntry.take(cache, "/a", "");
      const source = { size: 5, mtime: 1, fingerprint: "f" };
      await writeFile(taken.path("text.copy"), "12345");
      await taken.keep("text", { source, file: "text.copy", bytes: 5, notes: [] });
      expect(await taken.copy("text", source)).toMatchObject({ file: "text.copy" });
      expect(await taken.copy("text", { ...source, mtime: 2 })).toBeUndefined();
      await writeFile(taken.path("text.copy"), "1234");
      expect(await taken.copy("text", source)).toBeUndefined();
      for (const wrong of [
        "{",
        "null",
        JSON.stringify({ version: 1, source, file: "../../x", bytes: 5, notes: [] }),
      ]) {
        await writeFile(taken.path("text.json"), wrong);
        expect(await taken.copy("text", source)).toBeUndefined();
      }
    }));
});
