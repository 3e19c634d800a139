import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forget, indexed, optionsFor, put, temporaryFolder } from "./harness.ts";
import { linesFile } from "./hostile-files.ts";
import { plainRows, SHAPE } from "./plain-reader.ts";

describe("index of a JSONL file", () => {
  const folder = temporaryFolder();

  it("knows of every row what a plain reader knows, whatever the file", async () => {
    await fc.assert(
      fc.asyncProperty(linesFile, fc.constantFrom(64, 100, 4_096), async (bytes, blockBytes) => {
        const options = optionsFor(folder, { blockBytes });
        forget(options);
        put(options, bytes);
        expect(await indexed(options)).toEqual(plainRows(bytes, SHAPE));
      }),
      { numRuns: 150 },
    );
  });
});
