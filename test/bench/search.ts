import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { TableQuery } from "../../src/core/table/table.ts";
import { openCorpus } from "../../src/corpus/sources/open-corpus.ts";
import { TableEngine } from "../../src/corpus/table/engine.ts";
import { corpusRows } from "../../src/corpus/table/table-rows.ts";
import { type BenchRow, type Peer, quantile } from "./bench.ts";
import { partOfCorpus, scratchFolder, speed } from "./frame/corpus-file.ts";
import { eachLine } from "./frame/plain-reader.ts";
import { interleave, peerByTime, series, timed } from "./frame/rounds.ts";
import { duckDb, type DuckDb } from "./peers.ts";

export const usesCorpus = true;

/** Name, query, the word as the others are asked for it. */
const SEARCHES = [
  ["a word in 1 of 499 rows", "honesty", "honesty"],
  ["a word in no row", "sincerity", "sincerity"],
  ["a phrase", '"intellectual honesty"', "intellectual honesty"],
  ["Straße", "STRAẞE", "straße"],
  ["诚实", "诚实", "诚实"],
] as const;
const PARSE = "decode + JSON.parse per line + includes in Node";

/** A table over the corpus, whose index is in the cache after the first time. */
async function openTable(path: string): Promise<TableEngine> {
  const toOpen = { paths: [path], cacheFolder: join(scratchFolder(), "search") };
  const engine = new TableEngine(corpusRows(await openCorpus(toOpen, new AbortController().signal)));
  engine.start();
  await settled(engine);
  return engine;
}

async function settled(engine: TableEngine): Promise<void> {
  for (let calm = 0; calm < 2;) {
    const { view, tasks, growing } = engine.state;
    calm = !growing && !view.partial && tasks.length === 0 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** A table that knows nothing yet answers one query. */
async function search(path: string, query: TableQuery): Promise<{ ms: number; rows: number }> {
  const engine = await openTable(path);
  const ms = await timed(async () => {
    await engine.setQuery(query);
    await settled(engine);
  });
  const { rows } = engine.state.view;
  await engine.close();
  return { ms, rows };
}

async function parseEachLine(path: string, word: string): Promise<number> {
  let hits = 0;
  await eachLine(path, (line) => {
    const record: { messages: { content: string }[] } = JSON.parse(line);
    if (record.messages.some(({ content }) => content.toLowerCase().includes(word))) hits++;
  });
  return hits;
}

/** ms, and how many lines it counts. */
function grep(path: string, word: string): { ms: number; lines: number } | undefined {
  const start = performance.now();
  const ended = spawnSync("grep", ["-c", "-i", word, path], {
    // With nowhere to write to, grep would stop at the first match.
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, LC_ALL: "C.UTF-8" },
    encoding: "utf8",
  });
  if (ended.error !== undefined) return undefined;
  return { ms: performance.now() - start, lines: Number(ended.stdout) };
}

function duckSql(path: string, word: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const columns = "{messages: 'STRUCT(role VARCHAR, content VARCHAR)[]'}";
  const from = `read_json(${quoted(path)}, format = 'newline_delimited', columns = ${columns})`;
  const said = `contains(lower(array_to_string([m.content FOR m IN messages], chr(0))), ${quoted(word)})`;
  return `SELECT count(*) FROM ${from} WHERE ${said}`;
}

/** Search, filter, sort and facets, beside parsing each line, `grep -c -i` and DuckDB. */
export async function run(): Promise<BenchRow[]> {
  const { path, bytes, note } = partOfCorpus();
  const duck = await duckDb();
  const rows: BenchRow[] = [];
  for (const [name, query, word] of SEARCHES)
    rows.push(await searchRow({ path, bytes, note }, [name, query, word], duck));
  const shown = speed(bytes);
  const { field } = await interleave({
    field: async () => (await search(path, { query: "meta.score:>0.5", sort: [] })).ms,
  });
  rows.push({
    name: "filter by a metadata field, first time",
    ...series(field.map(shown)),
    unit: "MB/s",
    note: `${note}; parses every row`,
  });
  rows.push(...(await secondTime(path)));
  const windows = await windowTimes(path);
  rows.push({
    name: "window of 40 rows while every row is parsed, p99",
    value: quantile(windows, 0.99),
    unit: "ms",
    note: `${windows.length} windows; median ${quantile(windows, 0.5).toFixed(1)} ms; in the corpus's own thread`,
  });
  return rows;
}

async function searchRow(
  { path, bytes, note }: { path: string; bytes: number; note: string },
  [name, query, word]: readonly [string, string, string],
  duck: DuckDb | undefined,
): Promise<BenchRow> {
  const found = { ours: 0, parse: 0, grep: 0 };
  // The slow ones need not be timed for each word alike.
  const isFirst = word === SEARCHES[0][2];
  await search(path, { query, sort: [] });
  const times = await interleave({
    ours: async () => {
      const once = await search(path, { query, sort: [] });
      found.ours = once.rows;
      return once.ms;
    },
    grep: () => {
      const once = grep(path, word);
      found.grep = once?.lines ?? 0;
      return once?.ms;
    },
    duck: () => (isFirst && duck ? timed(() => duck.run(duckSql(path, word))) : undefined),
    parse: () => (isFirst ? timed(async () => (found.parse = await parseEachLine(path, word))) : undefined),
  });
  if (isFirst && found.parse !== found.ours) throw new Error(`${found.ours} rows found of ${found.parse}`);
  const shown = speed(bytes);
  const slow: Peer[] = isFirst
    ? [
        peerByTime(PARSE, times.parse, times.ours, shown),
        peerByTime(
          `DuckDB ${duck?.version ?? ""}: contains(lower(…)), 2 threads`,
          times.duck,
          times.ours,
          shown,
          "could not be installed",
        ),
      ]
    : [];
  return {
    name: `search: ${name}`,
    ...series(times.ours.map(shown)),
    unit: "MB/s",
    note: `${note}; ${found.ours} rows found, ${found.grep} lines by grep, which sees no \\u escapes`,
    peers: [peerByTime("grep -c -i", times.grep, times.ours, shown), ...slow],
  };
}

/** Waits for windows of 40 rows, asked for now and then while a search is under way. */
async function windowTimes(path: string): Promise<number[]> {
  const engine = await openTable(path);
  // Parses every row, which is the slowest pass there is.
  const { generation } = await engine.setQuery({ query: "the OR meta.score:>2", sort: [] });
  const times: number[] = [];
  while (engine.state.view.partial || times.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { rows } = engine.state.view;
    const from = Math.max(0, rows - 40);
    times.push(
      await timed(() =>
        engine.window({ generation, from, count: 40, columns: ["id", "words", "turns", "meta:model"] }),
      ),
    );
  }
  await engine.close();
  return times;
}

/** What a pass has filled is there for the next sort, filter and facet. */
async function secondTime(path: string): Promise<BenchRow[]> {
  const engine = await openTable(path);
  await engine.setQuery({ query: "meta.score:>0.5 meta.model:*", sort: [] });
  await settled(engine);
  let turn = 0;
  // Another text each time, so that it is another view.
  const again = (query: TableQuery): Promise<number> =>
    timed(async () => {
      await engine.setQuery({ ...query, query: query.query.replace("#", `${++turn}`) });
      await settled(engine);
    });
  const { filter, sort } = await interleave({
    filter: () => again({ query: "meta.score:>0.#", sort: [] }),
    sort: () => again({ query: "row:>#", sort: [{ column: "meta:score", descending: true }] }),
  });
  await engine.setFacets(["meta:model"]);
  const { facet } = await interleave({ facet: () => again({ query: "meta.score:>0.#", sort: [] }) });
  const note = `${engine.state.rows.toLocaleString("en")} rows`;
  await engine.close();
  return [
    { name: "filter by it again", ...series(filter), unit: "ms", note },
    { name: "sort by it", ...series(sort), unit: "ms", note },
    { name: "filter and count a facet", ...series(facet), unit: "ms", note },
  ];
}
