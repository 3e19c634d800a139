import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, open, readAll, readWhole, unplaced } from "./corpora.ts";

const SAMPLES = path.resolve(import.meta.dirname, "../../../../../shared/samples");

describe.skipIf(!existsSync(SAMPLES))("every sample file", () => {
  it(
    "has the same conversations as a corpus as when it is read whole",
    () =>
      inFolder(async (folder) => {
        const names = (await readdir(SAMPLES, { recursive: true })).filter((name) =>
          /\.(?:jsonl?|eval)$/.test(name),
        );
        expect(names.length).toBeGreaterThan(20);
        for (const name of names) {
          const file = path.join(SAMPLES, name);
          const bytes = await readFile(file);
          let whole;
          try {
            whole = readWhole(bytes);
          } catch {
            await expect(open(folder, [file]), name).rejects.toThrow();
            continue;
          }
          const { conversations } = await readAll(await open(folder, [file]));
          expect(unplaced(conversations), name).toEqual(unplaced(whole));
        }
      }),
    20_000,
  );
});
