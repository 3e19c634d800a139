import { join } from "node:path";
import { seededRandom } from "../../src/core/agreement/random.ts";
import { type BenchRow, quantile } from "./bench.ts";
import { scratchFolder, wholeCorpus } from "./frame/corpus-file.ts";
import { isSettled, openInHost, until } from "./frame/host-corpus.ts";
import { ROUNDS, series } from "./frame/rounds.ts";

export const usesCorpus = true;
export const usesExtension = true;

const WARM_UP = 2_000;
const ROWS = 4_000;

/** Any row of the corpus, opened by the host's client in the host's own thread: read, parsed, named. */
export async function run(): Promise<BenchRow[]> {
  const { path, note } = wholeCorpus();
  const client = await openInHost(path, join(scratchFolder(), "open-row"));
  const { rows } = await until(client, isSettled);
  const random = seededRandom(11);
  const times = async (count: number): Promise<number[]> => {
    const each: number[] = [];
    for (let n = 0; n < count; n++) {
      const row = random.below(rows);
      const start = performance.now();
      const reading = await client.read(row);
      each.push(performance.now() - start);
      if (reading.type !== "conversation" || reading.conversation.id !== `c-${row}`)
        throw new Error("another row was read");
    }
    return each;
  };
  await times(WARM_UP);
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await times(ROWS));
  await client.close();
  const at = (q: number) => series(rounds.map((round) => quantile(round, q)));
  const what = `${note}, ${rows.toLocaleString("en")} rows; ${ROWS.toLocaleString("en")} random rows a round after ${WARM_UP.toLocaleString("en")} to warm up`;
  return [
    { name: "open row N in the host, p99", ...at(0.99), unit: "ms", note: what, bar: { atMost: 1 } },
    { name: "open row N in the host, p50", ...at(0.5), unit: "ms", note: what },
  ];
}
