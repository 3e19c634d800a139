import { spawnSync } from "node:child_process";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { seededRandom } from "../../src/core/agreement/random.ts";
import type { TableQuery } from "../../src/core/table/table.ts";
import { TableEngine } from "../../src/corpus/table/engine.ts";
import { corpusRows } from "../../src/corpus/table/table-rows.ts";
import { type BenchRow, quantile } from "./bench.ts";
import { openJsonl } from "./jsonl-corpus.ts";

/** `VALUEMARK_BENCH_MB=2000 npm run bench -- --only search` for more. */
const MEGABYTES = Number(process.env["VALUEMARK_BENCH_MB"] ?? 200);
const ROUNDS = 5;

const WORDS = (
  "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one " +
  "you were all her she there would their we him been has when who will no more if out so up said what its about than " +
  "into them can only other time new some could these two may first then do any like my now over such our man me even " +
  "most made after also did many off before must well back through years much where your way down should because long " +
  "each just state those people too little good world make very year still see own work men day get here old between"
).split(" ");

async function writeCorpus(file: string): Promise<void> {
  const random = seededRandom(7);
  const handle = await open(file, "wx");
  let bytes = 0;
  let lines: string[] = [];
  for (let row = 0; bytes < MEGABYTES * 1e6; row++) {
    const messages = Array.from({ length: 2 + (row % 9) }, (_none, turn) => {
      const words = Array.from({ length: 60 + random.below(200) }, () => WORDS[random.below(WORDS.length)]);
      if (turn === 1 && row % 500 === 0) words.push("Intellectual HONESTY", "Straße", "诚实");
      return { role: turn % 2 === 0 ? "user" : "assistant", content: `${words.join(" ")}.\nIt’s “${row}”.` };
    });
    const line = JSON.stringify({
      id: `c-${row}`,
      model: `model-${row % 12}`,
      score: random.uniform(),
      messages,
    });
    bytes += Buffer.byteLength(line) + 1;
    lines.push(line);
    if (lines.length < 500) continue;
    await handle.write(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) await handle.write(`${lines.join("\n")}\n`);
  await handle.close();
}

async function settled(engine: TableEngine): Promise<void> {
  for (let calm = 0; calm < 2;) {
    const { view, tasks } = engine.state;
    calm = !view.partial && tasks.length === 0 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Median over rounds of what `once` measures. */
async function median(once: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await once());
  return quantile(all, 0.5);
}

/** A table that knows nothing yet answers one query. */
async function search(file: string, query: TableQuery): Promise<{ ms: number; rows: number }> {
  const corpus = await openJsonl(file);
  const engine = new TableEngine(corpusRows(corpus));
  engine.start();
  await settled(engine);
  const ms = await timed(async () => {
    await engine.setQuery(query);
    await settled(engine);
  });
  const { rows } = engine.state.view;
  await engine.close();
  return { ms, rows };
}

async function parseEachLine(file: string, word: string): Promise<number> {
  let hits = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const record: { messages: { content: string }[] } = JSON.parse(line);
    if (record.messages.some(({ content }) => content.toLowerCase().includes(word))) hits++;
  }
  return hits;
}

/** Waits for windows of 40 rows, asked for now and then while a search is under way. */
async function windowTimes(file: string): Promise<number[]> {
  const engine = new TableEngine(corpusRows(await openJsonl(file)));
  engine.start();
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

/** Search, filter, sort and facets over a JSONL file, beside parsing each line and beside `grep -c -i`. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "valuemark-search-"));
  const file = join(folder, "bench.jsonl");
  try {
    await writeCorpus(file);
    const { size } = await stat(file);
    const speed = (ms: number): number => size / 1e3 / ms;
    const note = `${Math.round(size / 1e6)} MB of chats in a warm cache`;
    const rows: BenchRow[] = [];
    const parsing = await median(() => timed(() => parseEachLine(file, "honesty")));
    rows.push({ name: "JSON.parse per line + includes", value: speed(parsing), unit: "MB/s", note });
    const grep = (word: string): number | undefined => {
      const start = performance.now();
      const ended = spawnSync("grep", ["-c", "-i", word, file], {
        // With nowhere to write to, grep would stop at the first match.
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      });
      return ended.error === undefined ? performance.now() - start : undefined;
    };
    for (const [name, query, word] of [
      ["a word in 1 of 500 rows", "honesty", "honesty"],
      ["a word in no row", "sincerity", "sincerity"],
      ["a phrase", '"intellectual honesty"', "intellectual honesty"],
      ["Straße", "STRAẞE", "straße"],
      ["诚实", "诚实", "诚实"],
    ] as const) {
      let found = 0;
      const ms = await median(async () => {
        const once = await search(file, { query, sort: [] });
        found = once.rows;
        return once.ms;
      });
      const times = Array.from({ length: ROUNDS }, () => grep(word)).filter((time) => time !== undefined);
      const beside =
        times.length === 0 ? "no grep here" : `grep -c -i: ${Math.round(speed(quantile(times, 0.5)))} MB/s`;
      const ratio = (parsing / ms).toFixed(1);
      rows.push({
        name: `search: ${name}`,
        value: speed(ms),
        unit: "MB/s",
        note: `${found} rows found; ${ratio}× parsing each line; ${beside}`,
      });
    }
    const field = await median(async () => (await search(file, { query: "meta.score:>0.5", sort: [] })).ms);
    rows.push({
      name: "filter by a metadata field, first time",
      value: speed(field),
      unit: "MB/s",
      note: "parses every row",
    });
    rows.push(...(await secondTime(file)));
    const windows = await windowTimes(file);
    rows.push({
      name: "window of 40 rows while every row is parsed, p99",
      value: quantile(windows, 0.99),
      unit: "ms",
      note: `${windows.length} windows; median ${quantile(windows, 0.5).toFixed(1)} ms; bar 16 ms`,
    });
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a pass has filled is there for the next sort, filter and facet. */
async function secondTime(file: string): Promise<BenchRow[]> {
  const engine = new TableEngine(corpusRows(await openJsonl(file)));
  engine.start();
  await engine.setQuery({ query: "meta.score:>0.5 meta.model:*", sort: [] });
  await settled(engine);
  const again = async (query: TableQuery): Promise<number> => {
    let turn = 0;
    return median(() =>
      timed(async () => {
        // Another text each time, so that it is another view.
        await engine.setQuery({ ...query, query: query.query.replace("#", `${++turn}`) });
        await settled(engine);
      }),
    );
  };
  const filter = await again({ query: "meta.score:>0.#", sort: [] });
  const sort = await again({ query: "row:>#", sort: [{ column: "meta:score", descending: true }] });
  await engine.setFacets(["meta:model"]);
  const facet = await again({ query: "meta.score:>0.#", sort: [] });
  const count = engine.state.rows.toLocaleString("en");
  await engine.close();
  return [
    { name: "filter by it again", value: filter, unit: "ms", note: `${count} rows` },
    { name: "sort by it", value: sort, unit: "ms", note: `${count} rows` },
    { name: "filter and count a facet", value: facet, unit: "ms", note: `${count} rows` },
  ];
}
