import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import esbuild from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { carryOutDraw } from "../../../../src/host/samples/draw-job.ts";
import type { DrawJob } from "../../../../src/host/samples/draw-job.ts";
import { drawOff } from "../../../../src/host/samples/drawer.ts";
import { idHashOf } from "../../../../src/core/conversation/id-hash.ts";

const root = resolve(import.meta.dirname, "../../../..");

function jobOf(count: number): DrawJob {
  const rows = Uint32Array.from({ length: count }, (_, at) => at);
  return {
    data: {
      generation: 1,
      query: "",
      rows,
      idHashes: Float64Array.from(rows, (row) => idHashOf(`c${row}`)),
      columns: [{ type: "numbers", column: "turns", numbers: Float64Array.from(rows, (row) => row % 12) }],
      complete: true,
    },
    needs: { stratify: { by: { type: "length", bounds: [5] }, column: "turns" } },
    task: {
      type: "draw",
      seed: 3,
      design: {
        type: "stratified",
        by: { type: "length", bounds: [5] },
        allocation: { type: "equal", size: 40 },
      },
    },
  };
}

describe("a draw in a worker", () => {
  let folder = "";
  let file = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "valuemark-worker-"));
    file = join(folder, "draw.cjs");
    await esbuild.build({
      entryPoints: [join(root, "src/host/samples/draw.worker.ts")],
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: file,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const signal = new AbortController().signal;

  it("gives what a draw here gives, also what is wrong", async () => {
    const job = jobOf(3_000);
    const here = carryOutDraw(job);
    expect(here.type).toBe("drawn");
    expect(await drawOff(job, file, signal, 0)).toEqual(here);
    expect(await drawOff(job, "not used", signal)).toEqual(here);
    const bad: DrawJob = { ...job, needs: {} };
    expect(await drawOff(bad, file, signal, 0)).toEqual({
      type: "problem",
      problem: "the frame has no strata",
    });
  });

  it("stops when it is told to, and says so when the worker can't be started", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const drawing = drawOff(jobOf(3_000), file, controller.signal, 0);
    controller.abort(reason);
    await expect(drawing).rejects.toBe(reason);
    await expect(drawOff(jobOf(10), join(folder, "none.cjs"), signal, 0)).rejects.toThrow();
  });
});
