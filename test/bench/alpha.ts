import { setAlpha } from "../../src/core/agreement/alpha-sets.ts";
import type { Ratings } from "../../src/core/agreement/ratings.ts";
import { seededRandom } from "../../src/core/agreement/random.ts";
import type { BenchRow, Peer } from "./bench.ts";
import { AlphaPeer, type PythonAlpha } from "./frame/alpha-peer.ts";
import { interleave, peerByTime, series, timed } from "./frame/rounds.ts";

const VALUES = 399;
const PLAIN = "the formula in plain Python (ours, after the textbook)";

/** α (MASI) of three raters who see each of a conversation's one to five values mostly alike. */
export async function run(): Promise<BenchRow[]> {
  const note = `MASI, 3 raters, 1 to 5 of ${VALUES} values`;
  return [...(await small(note)), await large(note)];
}

async function small(note: string): Promise<BenchRow[]> {
  const ratings = simulate(1_000);
  const python = new AlphaPeer(ratings);
  const alpha = (interval: "none" | "jackknife"): number =>
    setAlpha(ratings, "masi-nltk", { interval }).value ?? Number.NaN;
  const ours = alpha("none");
  alpha("jackknife");
  const differences: number[] = [];
  const msOf = (found: PythonAlpha | undefined): number | undefined => {
    if (found !== undefined) differences.push(Math.abs(found.value - ours));
    return found?.ms;
  };
  const times = await interleave({
    exact: () => timed(() => alpha("none")),
    jackknife: () => timed(() => alpha("jackknife")),
    nltk: () => msOf(python.nltk()),
    plain: () => msOf(python.plain()),
  });
  const identity = (ms: number): number => ms;
  const hasNltk = times.nltk.length > 0;
  const peers: Peer[] = [
    peerByTime("nltk", times.nltk, times.exact, identity, "no nltk in this Python"),
    peerByTime(PLAIN, times.plain, times.exact, identity, "no Python 3 on this machine"),
  ];
  return [
    {
      name: "α exact, 1,000 units",
      ...series(times.exact),
      unit: "ms",
      note: `${note}; α = ${ours.toFixed(6)}${hasNltk ? "" : "; no nltk here, so beside its formula in plain Python"}`,
      bar: { atLeast: 15, beside: hasNltk ? "nltk" : PLAIN },
      peers,
    },
    {
      name: "α exact, difference from Python's",
      value: differences.length === 0 ? Number.NaN : Math.max(...differences),
      unit: "",
      note: `largest of ${differences.length} runs${hasNltk ? "" : ", none of them nltk's"}`,
      bar: { atMost: 1e-9 },
    },
    { name: "α exact with jackknife interval, 1,000 units", ...series(times.jackknife), unit: "ms", note },
  ];
}

async function large(note: string): Promise<BenchRow> {
  const ratings = simulate(100_000);
  let figure = "";
  const { ours } = await interleave({
    ours: () =>
      timed(() => {
        const { value, interval } = setAlpha(ratings, "masi");
        figure = `α = ${value?.toFixed(4)} (${interval?.lower.toFixed(4)} to ${interval?.upper.toFixed(4)})`;
      }),
  });
  return {
    name: "α with interval, 100,000 units × 3 raters",
    ...series(ours),
    unit: "ms",
    note: `${note}; ${figure}`,
    bar: { atMost: 3_000 },
  };
}

function simulate(units: number): Ratings<readonly string[]> {
  const random = seededRandom(7);
  return Array.from({ length: units }, () => {
    const truth = new Set(Array.from({ length: 1 + random.below(5) }, () => random.below(VALUES)));
    return Array.from({ length: 3 }, () => {
      const seen = [...truth].filter(() => random.uniform() < 0.75);
      // None is empty: nltk's distance can't tell two empty sets apart from an error.
      if (seen.length === 0 || random.uniform() < 0.4) seen.push(random.below(VALUES));
      return seen.map((value) => `value-${value}`);
    });
  });
}
