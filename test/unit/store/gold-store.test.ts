import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildGold } from "../../../src/core/export/build-gold.ts";
import type { BuiltGold } from "../../../src/core/export/build-gold.ts";
import { formatManifest, parseManifest } from "../../../src/core/export/manifest-file.ts";
import { GoldExists, GoldStore, GoldUnreadable } from "../../../src/store/gold-store.ts";
import { World, free, value } from "../core/export/world.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-gold-store-"));
afterAll(() => rmSync(root, { recursive: true }));
let stores = 0;
const store = () => new GoldStore({ folder: path.join(root, `c${++stores}`) });

function built(name = "v1"): BuiltGold {
  const world = new World();
  for (const rater of ["ada", "ben"])
    world.rate(rater, "c\u2028 1", [value("honesty"), free("line\u2029 ends\n")]);
  world.rate("ada", "c2", []);
  const steps = buildGold({
    ...world.input({ type: "votes", k: 2, of: 2 }),
    adjudicators: [],
    runs: [],
    name,
    madeAt: "2026-01-01T00:00:00.000Z",
    madeBy: "eva",
    toolVersion: "1",
    corpus: { key: "k", files: [] },
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

async function read(from: GoldStore, { manifest }: BuiltGold) {
  const items = [];
  for await (const item of from.items(manifest)) items.push(item);
  return items;
}

describe("versions of a gold set on disk", () => {
  it("come back as they were made, separators of lines in ids and labels too", async () => {
    const gold = built();
    const to = store();
    await to.create(gold.manifest, gold.set.items);
    expect(await to.get("v1")).toEqual(gold.manifest);
    expect(await read(to, gold)).toEqual(gold.set.items);
    expect((await to.list()).versions).toEqual([gold.manifest]);
    expect(await to.get("v2")).toBeUndefined();
    expect(parseManifest(formatManifest(gold.manifest))).toEqual({ ok: true, manifest: gold.manifest });
  });

  it("are never overwritten, whatever the name, and made by one of two at once", async () => {
    const gold = built("../../v1");
    const to = store();
    const both = await Promise.allSettled([1, 2].map(() => to.create(gold.manifest, gold.set.items)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: expect.any(GoldExists),
    });
    expect(readdirSync(to.folder)).toHaveLength(1);
    expect(readdirSync(root).every((name) => /^c\d+$/.test(name))).toBe(true);
    expect(await read(to, gold)).toEqual(gold.set.items);
  });

  it("leave nothing behind when the items are not the record's, or stop half-way", async () => {
    const gold = built();
    const to = store();
    await expect(to.create(gold.manifest, gold.set.items.slice(1))).rejects.toThrow(RangeError);
    const failing = function* () {
      yield* gold.set.items.slice(0, 1);
      throw new Error("no more");
    };
    await expect(to.create(gold.manifest, failing())).rejects.toThrow("no more");
    expect(readdirSync(to.folder)).toEqual([]);
  });

  it("that are damaged are told apart and hinder no other", async () => {
    const gold = built();
    const to = store();
    const folder = await to.create(gold.manifest, gold.set.items);
    const record = path.join(folder, "gold.json");
    const copy = path.join(to.folder, "copy");
    mkdirSync(copy);
    writeFileSync(path.join(copy, "gold.json"), readFileSync(record));
    mkdirSync(path.join(to.folder, "empty"));
    mkdirSync(path.join(to.folder, "newer"));
    writeFileSync(path.join(to.folder, "newer", "gold.json"), '{"v":2}');
    const listing = await to.list();
    expect(listing.versions).toEqual([gold.manifest]);
    expect(listing.problems.map(({ folder: name, reason }) => `${name}: ${reason}`).sort()).toEqual([
      "copy: its record has the name of another version",
      "empty: its record gold.json is not there",
      "newer: it was written by a newer version of Valuemark",
    ]);
    chmodSync(record, 0o644);
    writeFileSync(record, `<<<<<<< HEAD\n${readFileSync(record, "utf8")}`);
    await expect(to.get("v1")).rejects.toThrow(GoldUnreadable);
  });
});
