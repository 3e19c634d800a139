import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeFileAtomic } from "../../../src/store/atomic-write.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import { ensureProject, readProject, updateProject } from "../../../src/store/project.ts";
import { temporaryFolder } from "./support.ts";

describe("project.json", () => {
  it("is created at the first write, with git's attributes, and only then", async () => {
    const folder = join(await temporaryFolder(), ".valuemark");
    expect(await readProject(folder)).toEqual({ status: "none" });
    expect(await ensureProject(folder)).toEqual({ schema: 1, raters: [] });
    expect(await readFile(join(folder, ".gitattributes"), "utf8")).toContain(
      "*/judgements/*.jsonl merge=union -text\n",
    );
    expect((await readdir(folder)).sort()).toEqual([".gitattributes", "project.json"]);
  });

  it("keeps fields that it doesn't know, and a .gitattributes of one's own", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "project.json"), '{"schema":1,"colour":"red","__proto__":{"x":1}}');
    await writeFile(join(folder, ".gitattributes"), "*.png binary");
    await updateProject(folder, { raters: ["Ada"], codebook: "1.0" });
    expect(JSON.parse(await readFile(join(folder, "project.json"), "utf8"))).toMatchObject({
      schema: 1,
      colour: "red",
      raters: ["Ada"],
      codebook: "1.0",
    });
    const attributes = await readFile(join(folder, ".gitattributes"), "utf8");
    expect(attributes.split("\n").slice(0, 2)).toEqual([
      "*.png binary",
      "*/judgements/*.jsonl merge=union -text",
    ]);
    await ensureProject(folder);
    expect(await readFile(join(folder, ".gitattributes"), "utf8")).toBe(attributes);
  });

  it.each([
    ["newer", '{"schema":2,"raters":7}'],
    ["bad", "<<<<<<< ours\n{}"],
    ["bad", "[]"],
    ["bad", "null"],
    ["bad", '{"schema":"1"}'],
    ["bad", '{"schema":1,"raters":[""]}'],
  ])("is never written when %s", async (status, text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "project.json"), text);
    expect(await readProject(folder)).toMatchObject({ status });
    await expect(ensureProject(folder)).rejects.toMatchObject({ name: "ProjectIsReadOnly" });
    await expect(updateProject(folder, { raters: ["x"] })).rejects.toThrow(/newer Valuemark|can't be read/);
    expect(await readFile(join(folder, "project.json"), "utf8")).toBe(text);
    expect(await readdir(folder)).toEqual(["project.json"]);
  });
});

describe("writeFileAtomic", () => {
  it("leaves the old file and nothing beside it when the disk is full or the rename fails", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "a.json");
    await writeFileAtomic(file, "old");
    const fail = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOSPC" }));
    const full = {
      ...nodeFileSystem,
      open: async (...args: Parameters<typeof nodeFileSystem.open>) => ({
        ...(await nodeFileSystem.open(...args)),
        datasync: fail,
      }),
    };
    for (const fs of [full, { ...nodeFileSystem, rename: fail }]) {
      await expect(writeFileAtomic(file, "new", fs)).rejects.toMatchObject({ code: "ENOSPC" });
      expect(await readFile(file, "utf8")).toBe("old");
      expect(await readdir(folder)).toEqual(["a.json"]);
    }
  });

  it("waits for a file that is held for a moment", async () => {
    const file = join(await temporaryFolder(), "a.json");
    let held = 2;
    const rename: typeof nodeFileSystem.rename = (from, to) =>
      held-- > 0
        ? Promise.reject(Object.assign(new Error("held"), { code: "EPERM" }))
        : nodeFileSystem.rename(from, to);
    await writeFileAtomic(file, "new", { ...nodeFileSystem, rename });
    expect(await readFile(file, "utf8")).toBe("new");
  });
});
