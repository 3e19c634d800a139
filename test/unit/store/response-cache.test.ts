import { mkdir, readdir, readFile, stat, utimes, writeFile, appendFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashText } from "../../../src/core/conversation/hash.ts";
import type { ModelAnswer } from "../../../src/core/extraction/model-call.ts";
import { ResponseCache } from "../../../src/store/response-cache.ts";
import { openSpool } from "../../../src/store/response-cache-spool.ts";
import { temporaryFolder, unsynced } from "./support.ts";

const answer = (text: string): ModelAnswer => ({
  ok: true,
  text,
  usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheWriteTokens: 4 },
  model: "m-1",
});
const key = (name: string): string => hashText(name);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("the cache of answers", () => {
  it("keeps text, usage and model, and nothing else", async () => {
    const folder = await temporaryFolder();
    const cache = new ResponseCache(folder);
    expect(await cache.get(key("a"))).toBeUndefined();
    await cache.put(key("a"), { ...answer("漢字\u2028\ud800"), serviceId: "msg_secret" });
    expect(await new ResponseCache(folder).get(key("a"))).toEqual(answer("漢字\u2028\ud800"));
    const [file = ""] = await filesIn(folder);
    expect(file.slice(folder.length + 1)).toBe(join(key("a").slice(0, 2), `${key("a").slice(2)}.json`));
    expect(Object.keys(JSON.parse(await readFile(file, "utf8"))).sort()).toEqual([
      "hash",
      "key",
      "model",
      "text",
      "usage",
      "v",
    ]);
    await cache.drop(key("a"));
    expect(await cache.get(key("a"))).toBeUndefined();
  });

  it("no key leads out of its folder", async () => {
    const folder = await temporaryFolder();
    const cache = new ResponseCache(join(folder, "cache"));
    for (const bad of ["../../x", "/etc/passwd", "__proto__", "", "a".repeat(4000), "A".repeat(32)]) {
      await cache.put(bad, answer(bad));
      expect(await cache.get(bad)).toEqual(answer(bad));
    }
    expect(await readdir(folder)).toEqual(["cache"]);
  });

  it("drops an entry that was changed or cut at any byte, and one that belongs to another key", async () => {
    const folder = await temporaryFolder();
    const cache = new ResponseCache(folder, { fs: unsynced });
    await cache.put(key("a"), answer("some words"));
    const [file = ""] = await filesIn(folder);
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 2) {
      await writeFile(file, bytes.subarray(0, at));
      expect(await cache.get(key("a"))).toBeUndefined();
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await writeFile(file, flipped);
      expect(await cache.get(key("a"))).toBeUndefined();
      expect(await filesIn(folder)).toEqual([]);
    }
    await cache.put(key("b"), answer("other"));
    const [other = ""] = await filesIn(folder);
    await writeFile(file, await readFile(other));
    expect(await cache.get(key("a"))).toBeUndefined();
  });

  it("evicts the oldest when it is too large, and clears what killed processes left", async () => {
    const folder = await temporaryFolder();
    const cache = new ResponseCache(folder, { maxBytes: 20_000, fs: unsynced });
    await mkdir(join(folder, "ab"), { recursive: true });
    await writeFile(join(folder, "ab", "x.json.0123.tmp"), "torn");
    await utimes(join(folder, "ab", "x.json.0123.tmp"), 1, 1);
    for (let at = 0; at < 60; at++) {
      await cache.put(key(`${at}`), answer("x".repeat(800)));
      const path = join(folder, key(`${at}`).slice(0, 2), `${key(`${at}`).slice(2)}.json`);
      await cache.settled();
      // File systems keep times too coarsely for entries made one right after the other.
      await utimes(path, 1_000 + at, 1_000 + at).catch(() => undefined);
    }
    await cache.settled();
    const files = await filesIn(folder);
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(20_000);
    expect(files.some((file) => file.endsWith(".tmp"))).toBe(false);
    expect(await cache.get(key("59"))).toBeDefined();
    expect(await cache.get(key("0"))).toBeUndefined();
    expect(files.length).toBeGreaterThan(10);
  });

  it("goes on without writing when it can't, and says so", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    const codes: string[] = [];
    const cache = new ResponseCache(join(folder, "file"), { onError: (code) => codes.push(code) });
    await cache.put(key("a"), answer("a"));
    expect(codes).toEqual(["ENOTDIR"]);
    expect(await cache.get(key("a"))).toBeUndefined();
    expect(codes).toEqual(["ENOTDIR", "ENOTDIR"]);
  });
});

describe("the spool", () => {
  it("keeps what is not forgotten, over restarts and torn ends", async () => {
    const file = join(await temporaryFolder(), "spool", "r.jsonl");
    const spool = await openSpool(file);
    for (let at = 0; at < 300; at++) await spool.put(key(`${at}`), answer(`${at} ${"é".repeat(5000)}`));
    expect(await spool.get(key("7"))).toEqual(answer(`7 ${"é".repeat(5000)}`));
    expect(await spool.get(key("none"))).toBeUndefined();
    const kept = new Set([3, 250, 299]);
    await spool.forget(
      new Set(
        Array.from({ length: 300 }, (_, at) => at)
          .filter((at) => !kept.has(at))
          .map((at) => key(`${at}`)),
      ),
    );
    expect((await stat(file)).size).toBeLessThan(40_000);
    await appendFile(file, '{"v":1,"key":"to');
    const again = await openSpool(file);
    for (const at of [3, 7, 250, 299])
      expect((await again.get(key(`${at}`))) !== undefined).toBe(kept.has(at));
    await again.put(key("new"), answer("new"));
    await again.forget(new Set([key("3")]));
    expect(await (await openSpool(file)).get(key("new"))).toEqual(answer("new"));
    await again.forget(new Set([250, 299].map((at) => key(`${at}`)).concat(key("new"))));
    await expect(stat(file)).rejects.toThrow();
  });
});
