/** Draws from large frames off the extension host's thread: one job, one answer, then it ends. */
import { parentPort, workerData } from "node:worker_threads";
import { carryOutDraw } from "./draw-job.ts";

parentPort?.postMessage(carryOutDraw(workerData));
