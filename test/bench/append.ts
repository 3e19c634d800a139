import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import { openJudgementLog } from "../../src/store/judgement-log.ts";
import { quantile } from "./bench.ts";
import type { BenchRow } from "./bench.ts";

const CONTEXT = {
  conversation: { id: "c1", hash: "0123456789abcdef0123456789abcdef" },
  assist: "suggested",
} as const;

/** Bare write + fdatasync of a line, for comparison: what the disk itself takes. */
async function bareTimes(file: string, count: number): Promise<number[]> {
  const handle = await open(file, "a");
  const line = `${"x".repeat(280)}\n`;
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await handle.write(line);
    await handle.datasync();
    times.push(performance.now() - start);
  }
  await handle.close();
  return times;
}

/** From `append` to the acknowledgement: line written, fdatasync, read back. One at a time, then in bursts. */
export async function run(count = 500): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-append-"));
  try {
    const log = await openJudgementLog(join(folder, "ada.jsonl"), {
      rater: "ada",
      clock: Date.now,
      newId: monotonicFactory(),
    });
    const append = () => log.append({ kind: "confirm", target: "s1", from: "s1", run: "r1" }, CONTEXT);
    for (let n = 0; n < 20; n++) await append();
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      const start = performance.now();
      await append();
      times.push(performance.now() - start);
    }
    const start = performance.now();
    await Promise.all(Array.from({ length: count }, append));
    const burst = (performance.now() - start) / count;
    const bare = await bareTimes(join(folder, "bare"), count);
    const note = `${count} appends in ${folder.split("-")[0]}…`;
    return [
      { name: "append: p50", value: quantile(times, 0.5), unit: "ms", note },
      {
        name: "append: p95",
        value: quantile(times, 0.95),
        unit: "ms",
        note: "part of the bar: key press to durable, p95 50 ms",
      },
      { name: "append: in a burst, each", value: burst, unit: "ms", note: "group commit" },
      {
        name: "append: bare write + fdatasync, p50",
        value: quantile(bare, 0.5),
        unit: "ms",
        note: "the disk itself",
      },
      {
        name: "append: bare write + fdatasync, p95",
        value: quantile(bare, 0.95),
        unit: "ms",
        note: "the disk itself",
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
