/** The thread that one corpus lives in. */
import { join } from "node:path";
import { Worker, parentPort } from "node:worker_threads";
import { openCorpus } from "../../corpus/sources/open-corpus.ts";
import type { CorpusToOpen } from "./corpus-messages.ts";
import { type ServerPort, serveCorpus } from "./corpus-server.ts";

/** Its bundle lies beside this one's. */
const METADATA_WORKER = "corpus-index-metadata.worker.cjs";

function open({ paths, glob, cacheFolder, format, mapping }: CorpusToOpen) {
  return openCorpus(
    {
      paths,
      pattern: glob,
      cacheFolder,
      options: {
        ...(format === undefined ? {} : { format }),
        ...(mapping === undefined ? {} : { mapping }),
      },
      spawn: () => new Worker(join(__dirname, METADATA_WORKER)),
    },
    new AbortController().signal,
  );
}

const port = parentPort;
if (port !== null) {
  const served: ServerPort = {
    on: (_event, listener) => port.on("message", listener),
    postMessage: (message, transfer = []) => port.postMessage(message, transfer),
  };
  serveCorpus(served, open);
}
