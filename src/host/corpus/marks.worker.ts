/** Reads the marks of one corpus and ends: judgements and suggestions of 700,000 conversations would stall the host. */
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { corpusPaths } from "../../store/paths.ts";
import { readMarks } from "../../store/read-marks.ts";
import { messageOf } from "../errors.ts";
import { watchListOf } from "../review/watch-list.ts";
import type { FromMarksWorker } from "./marks-messages.ts";

const ToRead = v.object({
  projectFolder: v.string(),
  key: v.string(),
  rater: v.optional(v.string()),
  watchList: v.array(v.string()),
});

async function main(): Promise<void> {
  const post = (message: FromMarksWorker): void => parentPort?.postMessage(message);
  try {
    const { projectFolder, key, rater, watchList } = v.parse(ToRead, workerData);
    const options = { rater, isWatched: watchListOf(watchList) };
    for await (const marks of readMarks(corpusPaths(projectFolder, key), options))
      post({ type: "marks", marks });
    post({ type: "done" });
  } catch (error) {
    post({ type: "failed", message: messageOf(error) });
  }
}

void main();
