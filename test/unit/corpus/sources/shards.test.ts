import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { files, inFolder, open, readAll, readWhole, unplaced } from "./corpora.ts";
import { asRecord, chatParquet, chatRows } from "./parquet.ts";
import { zstd } from "./zstd.ts";

describe("random corpora in random shards and containers", () => {
  it("read as the one plain file of the same rows", async () => {
    const containers = ["lines", "crlf", "list", "within", "gzip", "zstd", "parquet", "utf-16"] as const;
    const shard = fc.record({
      rows: fc.integer({ min: 1, max: 6 }),
      container: fc.constantFrom(...containers),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(shard, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: "grapheme" }),
        async (shards, word) =>
          inFolder(async (folder) => {
            const total = shards.reduce((sum, { rows }) => sum + rows, 0);
            const rows = chatRows(total, (i) => `${word} ${i}`);
            const contents: { [name: string]: string | Uint8Array } = {};
            let next = 0;
            for (const [i, { rows: count, container }] of shards.entries()) {
              const part = rows.slice(next, (next += count));
              const text = part.map((row) => `${JSON.stringify(asRecord(row))}\n`).join("");
              const name = `part-${i}.jsonl`;
              if (container === "parquet") contents[name] = chatParquet(part, 2);
              else if (container === "gzip") contents[name] = gzipSync(text);
              else if (container === "zstd") contents[name] = zstd(text);
              else if (container === "crlf") contents[name] = `\ufeff${text.replaceAll("\n", "\r\n\r\n")}`;
              else if (container === "utf-16") contents[name] = Buffer.from(`\ufeff${text}`, "utf16le");
              else if (container === "list") contents[name] = JSON.stringify(part.map(asRecord), null, 2);
              else if (container === "within") contents[name] = JSON.stringify({ data: part.map(asRecord) });
              else contents[name] = text;
            }
            const data = await files(folder, contents);
            const { conversations, errors } = await readAll(await open(folder, [data]));
            const plain = Buffer.from(rows.map((row) => `${JSON.stringify(asRecord(row))}\n`).join(""));
            expect(errors).toEqual([]);
            expect(unplaced(conversations)).toEqual(unplaced(readWhole(plain)));
          }),
      ),
      { numRuns: 10 },
    );
  }, 30_000);
});
