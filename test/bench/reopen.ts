import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { RecordShape } from "../../src/core/formats/record-shape.ts";
import { openaiChat } from "../../src/core/formats/openai-chat.ts";
import { openRowIndex } from "../../src/corpus/index/open-row-index.ts";
import type { BenchRow } from "./bench.ts";
import { scratchFolder, wholeCorpus, workerFile } from "./frame/corpus-file.ts";
import { isIndexed, openInHost, until } from "./frame/host-corpus.ts";
import { inChild } from "./frame/in-child.ts";
import { peakOver } from "./frame/peak-memory.ts";
import { sampleRecords } from "./frame/plain-reader.ts";
import { interleave, median, series, timed } from "./frame/rounds.ts";

export const usesCorpus = true;
export const usesExtension = true;

const never = new AbortController().signal;

interface Opening {
  readonly path: string;
  readonly cacheFolder: string;
}

interface Opened {
  readonly rows: number;
  /** Until rows are there, and until all is indexed. ms. */
  readonly firstRows: number;
  readonly indexed: number;
  /** Over what the process had before it. Bytes. */
  readonly peak: number;
}

/** In a process of its own: a corpus is opened as the host does it. */
export async function openOnce({ path, cacheFolder }: Opening): Promise<Opened> {
  const found = { rows: 0, firstRows: 0, indexed: 0 };
  const peak = await peakOver(async () => {
    const start = performance.now();
    const client = await openInHost(path, cacheFolder);
    await until(client, ({ rows }) => rows > 0);
    found.firstRows = performance.now() - start;
    ({ rows: found.rows } = await until(client, isIndexed));
    found.indexed = performance.now() - start;
    await client.close();
  });
  return { ...found, peak };
}

/** The index of one file, built or found in the cache. */
async function indexOnce({ path, cacheFolder }: Opening, shape: RecordShape): Promise<void> {
  const index = await openRowIndex({
    file: path,
    kind: { type: "lines" },
    shape,
    cacheFolder,
    spawn: () => new Worker(workerFile("corpus-index-metadata")),
  });
  await index.scanRows(never);
  await index.scanMetadata(never);
  if (!index.metadataDone || index.table.indexedRows !== index.table.rows)
    throw new Error("not all is indexed");
  await index.close();
}

/** Building and reopening, as the index alone and as the host sees it, and the memory that building takes. */
export async function run(): Promise<BenchRow[]> {
  const { path, note } = wholeCorpus();
  const shape = openaiChat.shape?.(await sampleRecords(path));
  if (shape === undefined) throw new Error("the corpus has no shape");
  const opening = { path, cacheFolder: join(scratchFolder(), "reopen") };
  const inHost = { path, cacheFolder: join(scratchFolder(), "reopen-host") };
  const built: Opened[] = [];
  const reopened: Opened[] = [];
  const child = () => inChild<Opened>(import.meta.url, "openOnce", inHost);
  const times = await interleave({
    build: async () => {
      await rm(opening.cacheFolder, { recursive: true, force: true });
      return timed(() => indexOnce(opening, shape));
    },
    reopen: () => timed(() => indexOnce(opening, shape)),
    hostBuild: async () => {
      await rm(inHost.cacheFolder, { recursive: true, force: true });
      built.push(await child());
      return built.at(-1)?.indexed;
    },
    hostReopen: async () => {
      reopened.push(await child());
      return reopened.at(-1)?.indexed;
    },
  });
  const rows = built[0]?.rows ?? 0;
  const what = `${note}, ${rows.toLocaleString("en")} rows`;
  const shares = times.reopen.map((ms, round) => (100 * ms) / (times.build[round] ?? Number.NaN));
  const memory = built.map(({ peak }) => peak / 1e6);
  return [
    {
      name: "reopen, of the time to build",
      ...series(shares),
      unit: "%",
      note: `${what}: the index; reopened in ${median(times.reopen).toFixed(0)} ms`,
      bar: { atMost: 3 },
    },
    {
      name: "peak memory while indexing",
      ...series(memory),
      unit: "MB",
      note: `${what}: a process with the host's client and the shipped workers, over its baseline; the bar is 120 MB and 18 B a row`,
      bar: { atMost: 120 + (18 * rows) / 1e6 },
    },
    { name: "build of the index", ...series(times.build), unit: "ms", note: what },
    { name: "reopening the index", ...series(times.reopen), unit: "ms", note: what },
    {
      name: "opened in the host, new: until rows are there",
      ...series(built.map(({ firstRows }) => firstRows)),
      unit: "ms",
      note: what,
    },
    {
      name: "opened in the host, new: until all is indexed",
      ...series(times.hostBuild),
      unit: "ms",
      note: what,
    },
    {
      name: "opened in the host, known: until all is there",
      ...series(times.hostReopen),
      unit: "ms",
      note: `${what}; worker's start included`,
    },
  ];
}
