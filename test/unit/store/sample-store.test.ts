import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { formatSample } from "../../../src/core/sampling/sample-file.ts";
import { createFileAtomic } from "../../../src/store/create-atomic.ts";
import { corpusPaths } from "../../../src/store/paths.ts";
import { SampleExists, SampleStore } from "../../../src/store/sample-store.ts";
import type { SampleListing } from "../../../src/store/sample-store.ts";
import { sampleOf } from "../core/sampling/samples.ts";
import { temporaryFolder } from "./support.ts";

const openStore = async () => {
  const paths = corpusPaths(join(await temporaryFolder(), ".valuemark"), "chats-0123456789");
  return { paths, store: new SampleStore(paths) };
};

describe("the samples of a corpus", () => {
  it("are none before the first, and then those that were made", async () => {
    const { paths, store } = await openStore();
    expect(await store.list()).toEqual({ samples: [], problems: [] });
    const names = ["pilot", "Zweite Stichprobe", "../../etc/passwd", "__proto__"];
    for (const name of names) await store.create(sampleOf({ name }));
    const { samples, problems } = await new SampleStore(paths).list();
    expect(problems).toEqual([]);
    expect(samples.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(await store.get("pilot")).toEqual(sampleOf());
    expect(await store.has("pilot")).toBe(true);
    expect(await store.has("other")).toBe(false);
    expect(await readdir(paths.folder)).toEqual(["samples"]);
    expect(await readdir(store.folder)).toHaveLength(names.length);
  });

  it("are never overwritten, also not by one made at the same moment", async () => {
    const { store } = await openStore();
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, seed) => store.create(sampleOf({ seed }))),
    );
    const made = attempts.findIndex(({ status }) => status === "fulfilled");
    const refused = attempts.filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(7);
    expect(refused.every(({ reason }) => reason instanceof SampleExists)).toBe(true);
    expect((await store.get("pilot"))?.seed).toBe(made);
    expect(await readdir(store.folder)).toEqual(["pilot.json"]);
  });

  it("that break the rules are not written", async () => {
    const { store } = await openStore();
    const [item] = sampleOf().items;
    const bad = sampleOf({ items: [item, item].flatMap((each) => (each ? [each] : [])) });
    await expect(store.create(bad)).rejects.toThrow(RangeError);
    expect(await store.has("pilot")).toBe(false);
  });

  it("go on being listed beside a broken, a foreign and a copied file", async () => {
    const { store } = await openStore();
    const path = await store.create(sampleOf());
    const text = await readFile(path, "utf8");
    await writeFile(join(store.folder, "cut.json"), text.slice(0, -40));
    await writeFile(join(store.folder, "copy of pilot.json"), text);
    await writeFile(join(store.folder, "notes.txt"), "not ours");
    await mkdir(join(store.folder, "folder.json"));
    const { samples, problems } = await store.list();
    expect(samples.map(({ name }) => name)).toEqual(["pilot"]);
    expect(problems).toEqual([
      { file: "copy of pilot.json", reason: expect.stringContaining("pilot.json") },
      { file: "cut.json", reason: "it is not JSON" },
      { file: "folder.json", reason: "it is not a file" },
    ]);
  });

  it("are told when a git pull brings, changes or removes one", async () => {
    const { store } = await openStore();
    await store.create(sampleOf());
    const seen: SampleListing[] = [];
    const stop = store.watch((listing) => seen.push(listing), 50);
    try {
      await vi.waitFor(async () => {
        expect((await store.list()).samples).toHaveLength(1);
      });
      await new Promise((resolve) => setTimeout(resolve, 120));
      expect(seen).toEqual([]);
      const other = sampleOf({ name: "other" });
      await writeFile(join(store.folder, "other.json"), formatSample(other));
      await vi.waitFor(() => expect(seen.at(-1)?.samples).toEqual([other, sampleOf()]));
      await writeFile(join(store.folder, "other.json"), "<<<<<<< HEAD\n");
      await vi.waitFor(() => expect(seen.at(-1)?.problems).toHaveLength(1));
      await rm(join(store.folder, "other.json"));
      await vi.waitFor(() => expect(seen.at(-1)).toEqual({ samples: [sampleOf()], problems: [] }));
    } finally {
      stop();
    }
  });
});

describe("a file that must be new", () => {
  it("leaves the one that is there, and nothing beside it", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "deep", "file.json");
    await createFileAtomic(path, "first ü");
    await expect(createFileAtomic(path, "second")).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(path, "utf8")).toBe("first ü");
    expect(await readdir(join(folder, "deep"))).toEqual(["file.json"]);
  });
});
