import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { CorpusClient } from "../../src/host/corpus/corpus-client.ts";
import { type BenchRow, quantile } from "./bench.ts";
import { partOfCorpus, scratchFolder } from "./frame/corpus-file.ts";
import { isIndexed, isSettled, openInHost, until } from "./frame/host-corpus.ts";
import { ROUNDS, series } from "./frame/rounds.ts";

export const usesCorpus = true;
export const usesExtension = true;

const TICK_MS = 1;
const IDLE_MS = 1_500;

/** How late a timer of 1 ms comes in this thread while `work` goes on. ms, one a tick. */
async function lateness(work: () => Promise<unknown>): Promise<number[]> {
  const late: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(Math.max(0, now - last - TICK_MS));
    last = now;
  }, TICK_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return late;
}

/** What a user may have going on at once: an index, a search, a filter by metadata, facets, rows scrolled by and opened. */
async function background(path: string, cacheFolder: string): Promise<Record<string, number[]>> {
  let client: CorpusClient | undefined;
  const indexing = await lateness(async () => {
    client = await openInHost(path, cacheFolder);
    await until(client, isIndexed);
  });
  const table = client;
  if (table === undefined) throw new Error("not opened");
  const ask = (query: string) =>
    lateness(async () => {
      const { generation } = await table.setQuery({ query, sort: [] });
      const scrolling = scroll(table, generation);
      await until(table, ({ view }) => view.generation !== generation || !view.partial);
      await until(table, isSettled);
      await scrolling;
    });
  const searching = await ask("honesty");
  const filtering = await ask("meta.score:>0.5");
  const facets = await lateness(async () => {
    await table.setFacets(["turns", "meta:model"]);
    await table.setQuery({
      query: "meta.usage.output:>10",
      sort: [{ column: "meta:score", descending: true }],
    });
    await until(table, isSettled);
    await until(table, (state) => state.facets.length === 2);
  });
  await table.close();
  return { indexing, searching, filtering, facets };
}

/** The page asks for windows, and a transcript is opened now and then. */
async function scroll(table: CorpusClient, generation: number): Promise<void> {
  for (let from = 0; from < 400; from += 40) {
    await table.window({ generation, from, count: 40, columns: ["id", "words", "turns", "meta:model"] });
    const row = await table.rowAt(generation, from);
    if (row !== undefined) await table.read(row);
    await delay(10);
  }
}

/** Event loop of the host's thread while its corpus worker is at work, and while nothing is. */
export async function run(): Promise<BenchRow[]> {
  const { path, note } = partOfCorpus();
  const folder = (round: number): string => join(scratchFolder(), `stall-${round}`);
  // Warm-up: the whole once, so that what is measured is the steady state and not the first compilation.
  await background(path, folder(-1));
  const rounds: Record<string, number[]>[] = [];
  const idle: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(await lateness(() => delay(IDLE_MS)));
    rounds.push(await background(path, folder(round)));
  }
  const all = rounds.map((round) => Object.values(round).flat());
  const at = (of: readonly number[][], q: number) => series(of.map((late) => quantile(late, q)));
  const what = `${note}; index, search, filter, sort, facets, windows and rows; after one unmeasured pass`;
  const worst = (name: string): string =>
    `${name} ${Math.max(...rounds.map((round) => Math.max(...(round[name] ?? [])))).toFixed(1)}`;
  const parts = ["indexing", "searching", "filtering", "facets"].map(worst).join(", ");
  const idleMost = at(idle, 1);
  return [
    {
      name: "extension-host stall, longest",
      ...at(all, 1),
      unit: "ms",
      note: `${what}; longest of all rounds: ${parts}`,
      bar: { atMost: 16 },
      peers: [
        { name: "the same thread with nothing going on", value: idleMost.value, spread: idleMost.spread },
      ],
    },
    {
      name: "extension-host stall, p99",
      ...at(all, 0.99),
      unit: "ms",
      note: `lateness of a ${TICK_MS} ms timer, ${Math.min(...all.map((late) => late.length)).toLocaleString("en")} ticks or more a round`,
    },
  ];
}
