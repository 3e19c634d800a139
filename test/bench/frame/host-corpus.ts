/** A corpus opened as the extension host does it: the shipped worker behind the host's client. */
import { Worker } from "node:worker_threads";
import { type CorpusClient, openCorpusClient } from "../../../src/host/corpus/corpus-client.ts";
import type { TableState } from "../../../src/corpus/table/corpus-table.ts";
import { workerFile } from "./corpus-file.ts";

export function openInHost(path: string, cacheFolder: string): Promise<CorpusClient> {
  return openCorpusClient(() => new Worker(workerFile("host-corpus-corpus")), { paths: [path], cacheFolder });
}

/** Resolves with the first state that fits. Rejects when the worker dies or nothing fits for two minutes. */
export function until(client: CorpusClient, fits: (state: TableState) => boolean): Promise<TableState> {
  if (fits(client.state)) return Promise.resolve(client.state);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the corpus did not get there in two minutes")), 120_000);
    const offs = [
      client.onCrash((message) => reject(new Error(message))),
      client.onState((state) => {
        if (!fits(state)) return;
        clearTimeout(timer);
        for (const off of offs) off();
        resolve(state);
      }),
    ];
  });
}

export const isIndexed = ({ progress }: TableState): boolean => progress.phase === "ready";

/** The view is complete, and so is what else was asked for. */
export const isSettled = (state: TableState): boolean =>
  isIndexed(state) && !state.view.partial && state.tasks.length === 0;
