/** Runs a draw where it hinders nobody. */
import { Worker } from "node:worker_threads";
import { carryOutDraw } from "./draw-job.ts";
import type { DrawJob, DrawOutcome } from "./draw-job.ts";

/** Rows up to which a draw takes a few ms, and starting a worker would take longer. */
const INLINE_ROWS = 30_000;

/** `workerFile`: absolute path of the bundled `draw.worker.ts`. The job's arrays are not to be used afterwards. */
export function drawOff(
  job: DrawJob,
  workerFile: string,
  signal: AbortSignal,
  inlineRows = INLINE_ROWS,
): Promise<DrawOutcome> {
  if (job.data.rows.length <= inlineRows) return Promise.resolve(carryOutDraw(job));
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: job });
    const stop = (): void => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    worker.once("message", (outcome: DrawOutcome) => resolve(outcome));
    worker.once("error", reject);
    worker.once("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(new Error("the drawing worker ended without an answer"));
    });
  });
}
