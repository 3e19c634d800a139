import fc from "fast-check";
import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CONTEXT, openLog, unsynced } from "./support.ts";

/** What can happen to a file that two windows have open. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      window: fc.nat(1),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("both" as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("refresh" as const), window: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reopen" as const), window: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("torn" as const), bytes: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("merge" as const), inPlace: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crlf" as const) }) },
);

describe("two windows, crashes, git and editors on one file", () => {
  it(
    "in any order: every acknowledged event is in both windows and in the file, once",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
          const folder = await mkdtemp(join(tmpdir(), "valuemark-steps-"));
          const file = join(folder, "ada.jsonl");
          const windows = [await openLog(file, { fs: unsynced }), await openLog(file, { fs: unsynced })];
          const acknowledged: string[] = [];
          const append = async (window: number, count: number): Promise<void> => {
            const log = windows[window];
            if (!log) throw new Error("no such window");
            const saves = Array.from({ length: count }, (_, n) =>
              log.append({ kind: "comment", text: `漢字 ${n}` }, CONTEXT),
            );
            for (const event of await Promise.all(saves)) acknowledged.push(event.id);
          };
          try {
            for (const taken of steps) {
              if (taken.do === "append") await append(taken.window, taken.count);
              if (taken.do === "both") await Promise.all([append(0, taken.count), append(1, taken.count)]);
              if (taken.do === "refresh") await windows[taken.window]?.refresh();
              if (taken.do === "reopen") windows[taken.window] = await openLog(file, { fs: unsynced });
              if (taken.do === "torn")
                await appendFile(
                  file,
                  '{"v":1,"id":"01JA0000000000000000000001","text":"漢字漢字漢字"}'.slice(0, taken.bytes),
                );
              if (taken.do === "merge" || taken.do === "crlf") {
                const text = await readFile(file, "utf8").catch(() => "");
                const lines = text.split("\n");
                // Interleaved the other way round, some lines twice; or every line end changed.
                const changed =
                  taken.do === "crlf"
                    ? text.replace(/\r?\n/g, "\r\n")
                    : [...lines.toReversed(), ...lines.slice(0, 2)].join("\n");
                const inPlace = taken.do === "crlf" || taken.inPlace;
                await writeFile(inPlace ? file : `${file}.new`, changed);
                if (!inPlace) await rename(`${file}.new`, file);
              }
            }
            windows.push(await openLog(file, { fs: unsynced }));
            for (const log of windows) {
              await log.refresh();
              expect(log.events.map((event) => event.id).sort()).toEqual([...acknowledged].sort());
            }
          } finally {
            await rm(folder, { recursive: true, force: true });
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});
