/** Thread of the metadata pass: see `RowIndexOptions.spawn`. */
import { parentPort } from "node:worker_threads";
import type { ToMetadataWorker } from "./metadata-messages.ts";
import { MetadataWorker } from "./metadata-worker.ts";

const worker = new MetadataWorker((message) => parentPort?.postMessage(message));
// Only the index posts here, with what the type says.
parentPort?.on("message", (message: ToMetadataWorker) => void worker.receive(message));
