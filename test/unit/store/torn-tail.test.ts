import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatEvent } from "../../../src/core/review/validate.ts";
import { CONTEXT, DRAFTS, openLog, temporaryFolder, unsynced } from "./support.ts";

describe("a file cut at any byte", () => {
  it(
    "keeps every event whose line was whole, keeps the torn bytes, and takes the next event",
    { timeout: 120_000 },
    async () => {
      const folder = await temporaryFolder();
      const whole = join(folder, "whole.jsonl");
      const log = await openLog(whole, { fs: unsynced });
      const saved = await Promise.all(DRAFTS.map((draft) => log.append(draft, CONTEXT)));
      const bytes = await readFile(whole);
      /** Where each line's content ends, in bytes. */
      const ends: number[] = [];
      for (const event of saved) ends.push((ends.at(-1) ?? -1) + 1 + Buffer.byteLength(formatEvent(event)));
      expect(ends.length).toBeGreaterThanOrEqual(8);
      expect(bytes.length).toBe((ends.at(-1) ?? 0) + 1);

      const file = join(folder, "cut.jsonl");
      const isLineStart = (cut: number): boolean => cut === 0 || ends.includes(cut - 1);
      for (let cut = 0; cut <= bytes.length; cut++) {
        await writeFile(file, bytes.subarray(0, cut));
        const cutLog = await openLog(file, { fs: unsynced });
        const kept = saved.filter((_, i) => (ends[i] ?? Infinity) <= cut);
        expect(cutLog.events, `cut at ${cut}`).toEqual(kept);
        const torn = !isLineStart(cut) && !ends.includes(cut);
        expect(cutLog.problems.map((problem) => problem.kind)).toEqual(torn ? ["torn"] : []);

        const next = await cutLog.append({ kind: "flag", on: false }, CONTEXT);
        expect(cutLog.events).toEqual([...kept, next]);
        const reopened = await openLog(file, { fs: unsynced });
        expect(reopened.events, `reopened after ${cut}`).toEqual([...kept, next]);
        // A cut within a character leaves bytes that aren't UTF-8.
        expect(reopened.problems).toHaveLength(torn ? 1 : 0);
        if (torn) expect(["bad", "encoding"]).toContain(reopened.problems[0]?.kind);
        const after = await readFile(file);
        expect(after.subarray(0, cut).equals(bytes.subarray(0, cut))).toBe(true);
        expect(after.subarray(cut).toString()).toBe(`${isLineStart(cut) ? "" : "\n"}${formatEvent(next)}\n`);
      }
    },
  );
});
