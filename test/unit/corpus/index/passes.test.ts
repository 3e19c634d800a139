import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { openRowIndex } from "../../../../src/corpus/index/open-row-index.ts";
import type { IndexWorker, PassProgress, RowIndex } from "../../../../src/corpus/index/row-index.ts";
import { attachRowTable } from "../../../../src/corpus/index/shared-table.ts";
import { built, forget, indexed, never, optionsFor, put, rowsOf, temporaryFolder } from "./harness.ts";
import { plainRows, SHAPE } from "./plain-reader.ts";

const ROWS = 400;
/** Some lines have ids that others have, some are broken. */
const FILE = Buffer.from(
  Array.from({ length: ROWS }, (_, n) =>
    n % 97 === 0
      ? "{"
      : JSON.stringify({
          id: `c${n % 250}`,
          conversation: [{ role: "user", content: `${n} `.repeat(n % 200) }],
        }),
  ).join("\n"),
);

describe("passes of an index", () => {
  const folder = temporaryFolder();
  const workerFile = join(folder, "worker.cjs");
  const spawn = (): IndexWorker => new Worker(workerFile);

  beforeAll(() => {
    buildSync({
      entryPoints: ["src/corpus/index/metadata.worker.ts"],
      outfile: workerFile,
      bundle: true,
      platform: "node",
      format: "cjs",
    });
  });

  it.each([1, 2] as const)("give the same with %i threads", async (workers) => {
    const options = optionsFor(folder, { workers, spawn, checkpointMs: 0 });
    put(options, FILE);
    forget(options);
    expect(await indexed(options)).toEqual(plainRows(FILE, SHAPE));
  });

  it("end with the error of a worker that fails", async () => {
    const broken = (): IndexWorker => new Worker("throw new Error('no such luck')", { eval: true });
    const options = optionsFor(folder, { spawn: broken });
    forget(options);
    const index = await openRowIndex(options);
    await index.scanRows(never);
    await expect(index.scanMetadata(never)).rejects.toThrow("no such luck");
    const silent = (): IndexWorker => new Worker("process.exit(0)", { eval: true });
    const ending = await openRowIndex({ ...options, spawn: silent });
    await expect(ending.scanMetadata(never)).rejects.toThrow("ended before");
    await Promise.all([index.close(), ending.close()]);
  });

  it("need the first before the second, and run one after the other", async () => {
    const options = optionsFor(folder);
    forget(options);
    const index = await openRowIndex(options);
    await expect(index.scanMetadata(never)).rejects.toThrow("not found yet");
    const both = [index.scanRows(never), index.scanMetadata(never)];
    await Promise.all(both);
    expect(index.metadataDone).toBe(true);
    await index.close();
    await expect(index.scanRows(never)).rejects.toThrow("closed");
  });

  it("can be cancelled anywhere and go on, here or in another process", async () => {
    let cancellations = 0;
    for (let stop = 1; stop < 20; stop += 3) {
      const options = optionsFor(folder, { blockBytes: 4_096, checkpointMs: 0 });
      forget(options);
      let index = await openRowIndex(options);
      let steps = 0;
      const cancelled = async (pass: "scanRows" | "scanMetadata"): Promise<boolean> => {
        const controller = new AbortController();
        const reason = new Error("stopped");
        // Checkpoints come after each block here, and the last step counts them.
        const timer = setInterval(() => ++steps % stop === 0 && controller.abort(reason), 1);
        try {
          await index[pass](controller.signal);
          return false;
        } catch (error) {
          expect(error).toBe(reason);
          return true;
        } finally {
          clearInterval(timer);
        }
      };
      for (const pass of ["scanRows", "scanMetadata"] as const) {
        for (let round = 0; round < 3 && (await cancelled(pass)); round++) {
          cancellations++;
          if (round === 1) {
            await index.close();
            index = await openRowIndex(options);
            if (pass === "scanMetadata") await index.scanRows(never);
          }
        }
        await index[pass](never);
      }
      expect(await rowsOf(index)).toEqual(plainRows(FILE, SHAPE));
      await index.close();
    }
    expect(cancellations).toBeGreaterThan(2);
  });

  it("leave at each checkpoint what another process can go on from", async () => {
    const options = optionsFor(folder, { blockBytes: 16_384, checkpointMs: 0 });
    forget(options);
    const index = await openRowIndex(options);
    const copies: string[] = [];
    let copied = 0;
    // The cache as a kill would leave it, between any two steps of the event loop.
    const copy = (): void => {
      const to = join(folder, `copy-${copied++}`);
      mkdirSync(options.cacheFolder, { recursive: true });
      cpSync(options.cacheFolder, to, { recursive: true });
      copies.push(to);
    };
    const timer = setInterval(copy, 1);
    await index.scanRows(never);
    await index.scanMetadata(never);
    clearInterval(timer);
    await index.close();
    expect(copies.length).toBeGreaterThan(3);
    const origins = new Set<string>();
    for (const cacheFolder of copies.slice(0, 40)) {
      const again = await openRowIndex({ ...options, cacheFolder });
      origins.add(again.origin);
      await again.scanRows(never);
      await again.scanMetadata(never);
      expect(await rowsOf(again)).toEqual(plainRows(FILE, SHAPE));
      await again.close();
    }
    expect(origins).toContain("partial");
  });

  it("tell of their progress, at the end that they are through", async () => {
    const options = optionsFor(folder, { blockBytes: 1_024 });
    forget(options);
    const index = await openRowIndex(options);
    for (const pass of ["scanRows", "scanMetadata"] as const) {
      const told: PassProgress[] = [];
      const start = performance.now();
      await index[pass](never, (progress) => told.push(progress));
      expect(told.length).toBeLessThanOrEqual(2 + (performance.now() - start) / 100);
      expect(told.at(-1)).toEqual({ done: FILE.length, of: FILE.length });
      expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b));
    }
    await index.close();
  });

  it("let another thread see the rows as they come", async () => {
    const options = optionsFor(folder, { blockBytes: 1_024 });
    forget(options);
    const index: RowIndex = await openRowIndex(options);
    const table = attachRowTable(index.share());
    index.onBuffer((buffer, place) => table.addBuffer(buffer, place));
    expect(table.rows).toBe(0);
    await index.scanRows(never);
    expect(table.rows).toBe(ROWS);
    expect(table.indexedRows).toBe(0);
    await index.scanMetadata(never);
    expect(table.indexedRows).toBe(ROWS);
    for (let row = 0; row < ROWS; row += 3) {
      expect(table.start(row)).toBe(index.table.start(row));
      expect(table.end(row)).toBe(index.table.end(row));
      expect(table.idHash(row)).toBe(index.table.idHash(row));
    }
    await index.close();
  });

  it("give rows even where no index can be kept", async () => {
    const said: string[] = [];
    const options = optionsFor(folder, { log: (message) => said.push(message) });
    const index = await built({ ...options, cacheFolder: join(options.file, "no folder") });
    expect(index.table.rows).toBe(ROWS);
    expect(said.length).toBeGreaterThan(0);
    await index.close();
  });
});
