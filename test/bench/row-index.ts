import { open } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openaiChat } from "../../src/core/formats/openai-chat.ts";
import { GrowingRowTable } from "../../src/corpus/index/growing-table.ts";
import { openRowIndex } from "../../src/corpus/index/open-row-index.ts";
import { rowsPass } from "../../src/corpus/index/rows-pass.ts";
import type { BenchRow } from "./bench.ts";
import { partOfCorpus, scratchFolder, speed, wholeCorpus, workerFile } from "./frame/corpus-file.ts";
import { eachLine, firstUserText, sampleRecords } from "./frame/plain-reader.ts";
import { interleave, median, peerByTime, series, timed } from "./frame/rounds.ts";
import { duckDb, runPython, timeProgram } from "./peers.ts";

export const usesCorpus = true;
export const usesExtension = true;

const never = new AbortController().signal;

/** Finding the rows beside `wc -l`, and the whole index beside parsing each line. */
export async function run(): Promise<BenchRow[]> {
  return [await newlines(), ...(await wholeIndex())];
}

async function newlines(): Promise<BenchRow> {
  const { path, bytes, note } = wholeCorpus();
  let rows = 0;
  const pass = async (): Promise<void> => {
    const handle = await open(path);
    const table = new GrowingRowTable();
    const nothing = (): void => undefined;
    await rowsPass({
      handle,
      size: bytes,
      kind: { type: "lines" },
      table,
      blockBytes: BLOCK_BYTES,
      signal: never,
      onDone: nothing,
      checkpoint: () => Promise.resolve(),
    });
    await handle.close();
    rows = table.rows;
  };
  // Brings the file into the cache, and the code to speed.
  await pass();
  const { ours, wc, python } = await interleave({
    ours: () => timed(pass),
    wc: () => timeProgram("wc", ["-l", path]),
    python: () => pythonTime(COUNT_LINES, path),
  });
  const shown = speed(bytes);
  return {
    name: "newline index",
    ...series(ours.map(shown)),
    unit: "MB/s",
    note: `${note}, ${rows.toLocaleString("en")} rows`,
    bar: { atLeast: 1, beside: "wc -l" },
    peers: [
      peerByTime("wc -l", wc, ours, shown),
      peerByTime("Python: for line in file", python, ours, shown, NO_PYTHON),
    ],
  };
}

/** As `TextRowIndex` takes. */
const BLOCK_BYTES = 2_097_152;
const NO_PYTHON = "no Python 3 on this machine";

async function wholeIndex(): Promise<BenchRow[]> {
  const { path, bytes, note } = partOfCorpus();
  const shape = openaiChat.shape?.(await sampleRecords(path));
  if (shape === undefined) throw new Error("the corpus has no shape");
  const counted = { ours: 0, peer: 0 };
  let round = 0;
  const build = async (workers: 1 | 2): Promise<void> => {
    const index = await openRowIndex({
      file: path,
      kind: { type: "lines" },
      shape,
      cacheFolder: join(scratchFolder(), `index-${round++}`),
      workers,
      spawn: () => new Worker(workerFile("corpus-index-metadata")),
    });
    await index.scanRows(never);
    await index.scanMetadata(never);
    counted.ours = 0;
    for (let row = 0; row < index.table.rows; row++) counted.ours += index.table.turns(row);
    await index.close();
  };
  const parse = async (): Promise<void> => {
    counted.peer = 0;
    let kept = 0;
    await eachLine(path, (line) => {
      const record: { id: string; messages: { role: string; content: string }[] } = JSON.parse(line);
      counted.peer += record.messages.length;
      kept += record.id.length + (firstUserText(record.messages)?.length ?? 0);
    });
    if (kept === 0) throw new Error("nothing was read");
  };
  const duck = await duckDb();
  const cpu = { one: [] as number[], parse: [] as number[], two: [] as number[] };
  const measured = (into: number[], work: () => Promise<void>): Promise<number> => {
    const before = process.cpuUsage();
    return timed(work).finally(() => {
      const { user, system } = process.cpuUsage(before);
      into.push((user + system) / 1000);
    });
  };
  const times = await interleave({
    one: () => measured(cpu.one, () => build(1)),
    parse: () => measured(cpu.parse, parse),
    two: () => measured(cpu.two, () => build(2)),
    python: () => pythonTime(PARSE_LINES, path),
    duck: () => duck && timed(() => duck.run(duckSql(path))),
  });
  if (counted.ours !== counted.peer) throw new Error("the index counts other turns than JSON.parse");
  const shown = speed(bytes);
  const what = `${note}: id, turns, first text, hash; opened, indexed, saved`;
  const rowOf = (name: string, ours: readonly number[], spent: readonly number[], on: string): BenchRow => ({
    name,
    ...series(ours.map(shown)),
    unit: "MB/s",
    note: `${on}; by processor time, all threads: ${(median(cpu.parse) / median(spent)).toFixed(1)} × JSON.parse`,
    bar: { atLeast: 5, beside: PARSE },
    peers: [
      peerByTime(PARSE, times.parse, ours, shown),
      peerByTime("Python: json.loads per line", times.python, ours, shown, NO_PYTHON),
      peerByTime(
        `DuckDB ${duck?.version ?? ""}: read_json into a table, 2 threads`,
        times.duck,
        ours,
        shown,
        "could not be installed",
      ),
    ],
  });
  return [
    rowOf("full index, 1 worker", times.one, cpu.one, what),
    rowOf("full index, 2 workers", times.two, cpu.two, `${what}; JSON.parse has one thread`),
  ];
}

const PARSE = "decode + JSON.parse per line in Node";

/** id, turns and first text, which are read from the columns only where they are asked for. */
function duckSql(path: string): string {
  const columns = "{id: 'VARCHAR', messages: 'STRUCT(role VARCHAR, content VARCHAR)[]'}";
  const from = `read_json('${path.replaceAll("'", "''")}', format = 'newline_delimited', columns = ${columns})`;
  return `CREATE OR REPLACE TEMP TABLE rows AS SELECT id, len(messages) AS turns, messages[1].content[:200] AS words FROM ${from}`;
}

/** Timed by itself, without the interpreter's start. ms. */
function pythonTime(body: string, path: string): number | undefined {
  const code = `import sys, time, json\nstart = time.perf_counter()\n${body}\nprint((time.perf_counter() - start) * 1000)`;
  const printed = runPython(code, [path]);
  return printed === undefined ? undefined : Number(printed);
}

const COUNT_LINES = `
with open(sys.argv[1], "rb", buffering=1 << 20) as file:
    offsets = []
    at = 0
    for line in file:
        offsets.append(at)
        at += len(line)`;
const PARSE_LINES = `
rows = []
with open(sys.argv[1], "rb", buffering=1 << 20) as file:
    for line in file:
        record = json.loads(line)
        rows.append((record["id"], len(record["messages"]), record["messages"][0]["content"][:200]))`;
