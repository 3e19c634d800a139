import { setAlpha } from "../../src/core/agreement/alpha-sets.ts";
import type { Ratings } from "../../src/core/agreement/ratings.ts";
import { seededRandom } from "../../src/core/agreement/random.ts";
import { quantile, timeEach, type BenchRow } from "./bench.ts";

const VALUES = 399;

/** α (MASI) of three raters who see each of a conversation's one to five values mostly alike. */
export async function run(): Promise<BenchRow[]> {
  const small = simulate(1_000);
  const large = simulate(100_000);
  const exact = (interval: "none" | "jackknife"): number =>
    quantile(
      timeEach([small], (ratings) => void setAlpha(ratings, "masi-nltk", { interval })),
      0.5,
    );
  const start = performance.now();
  const found = setAlpha(large, "masi");
  const ms = performance.now() - start;
  const { value, interval } = found;
  const figure = `α = ${value?.toFixed(4)} (${interval?.lower.toFixed(4)} to ${interval?.upper.toFixed(4)})`;
  const note = `MASI, 3 raters, 1 to 5 of ${VALUES} values`;
  return [
    { name: "alpha: 1,000 units exact", value: exact("none"), unit: "ms", note },
    { name: "alpha: 1,000 units exact, jackknife", value: exact("jackknife"), unit: "ms", note },
    {
      name: "alpha: 100,000 units with interval",
      value: ms,
      unit: "ms",
      note: `${note}; ${figure}; bar 3,000 ms`,
    },
  ];
}

function simulate(units: number): Ratings<readonly string[]> {
  const random = seededRandom(7);
  return Array.from({ length: units }, () => {
    const truth = new Set(Array.from({ length: 1 + random.below(5) }, () => random.below(VALUES)));
    return Array.from({ length: 3 }, () => {
      const seen = [...truth].filter(() => random.uniform() < 0.75);
      if (random.uniform() < 0.4) seen.push(random.below(VALUES));
      return seen.map((value) => `value-${value}`);
    });
  });
}
