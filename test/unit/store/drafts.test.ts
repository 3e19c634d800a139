import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDrafts } from "../../../src/store/drafts.ts";
import { nodeFileSystem } from "../../../src/store/file-system.ts";
import { temporaryFolder } from "./support.ts";

describe("drafts", () => {
  it("survive: set, flushed, read by the next window; undefined removes", async () => {
    const file = join(await temporaryFolder(), "later", "drafts.json");
    const drafts = await openDrafts(file);
    drafts.set("note:c1", "half a sent");
    drafts.set("__proto__", { at: 3 });
    drafts.set("gone", true);
    drafts.set("gone", undefined);
    expect(drafts.get("note:c1")).toBe("half a sent");
    await drafts.flush();
    const again = await openDrafts(file);
    expect([again.get("note:c1"), again.get("__proto__"), again.get("gone"), again.get("toString")]).toEqual([
      "half a sent",
      { at: 3 },
      undefined,
      undefined,
    ]);
  });

  it("are written by themselves after a moment", async () => {
    const file = join(await temporaryFolder(), "drafts.json");
    const drafts = await openDrafts(file, { delayMs: 5 });
    drafts.set("a", 1);
    drafts.set("b", 2);
    await expect.poll(async () => (await openDrafts(file)).get("b")).toBe(2);
  });

  it("of two windows don't undo each other", async () => {
    const file = join(await temporaryFolder(), "drafts.json");
    const [a, b] = [await openDrafts(file), await openDrafts(file)];
    a.set("a", "A");
    await a.flush();
    b.set("b", "B");
    await b.flush();
    await a.reload();
    expect([a.get("a"), a.get("b")]).toEqual(["A", "B"]);
  });

  it("read back what is being written, and keep it when the write fails", async () => {
    const file = join(await temporaryFolder(), "drafts.json");
    const errors: unknown[] = [];
    let full = true;
    const rename: typeof nodeFileSystem.rename = (from, to) =>
      full
        ? Promise.reject(Object.assign(new Error("no"), { code: "ENOSPC" }))
        : nodeFileSystem.rename(from, to);
    const drafts = await openDrafts(file, {
      delayMs: 1,
      onError: (error) => errors.push(error),
      fs: { ...nodeFileSystem, rename },
    });
    drafts.set("a", 1);
    await expect.poll(() => errors.length).toBe(1);
    expect(drafts.get("a")).toBe(1);
    full = false;
    const writing = drafts.flush();
    expect(drafts.get("a")).toBe(1);
    await writing;
    expect((await openDrafts(file)).get("a")).toBe(1);
  });

  it("set a damaged file aside and start empty; forget the oldest beyond the limit", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "drafts.json");
    await writeFile(file, '{"entries":[["a"');
    const drafts = await openDrafts(file);
    expect(await readFile(`${file}.bad`, "utf8")).toBe('{"entries":[["a"');
    for (let n = 0; n < 2_010; n++) drafts.set(`k${n}`, n);
    await drafts.flush();
    const again = await openDrafts(file);
    expect([again.get("k9"), again.get("k10"), again.get("k2009")]).toEqual([undefined, 10, 2009]);
    expect((await readdir(folder)).sort()).toEqual(["drafts.json", "drafts.json.bad"]);
  });
});
