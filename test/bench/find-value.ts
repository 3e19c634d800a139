import { createFinder } from "../../src/core/taxonomy/find.ts";
import { bigTaxonomy } from "./big-taxonomy.ts";
import { quantile, timeEach, type BenchRow } from "./bench.ts";

const TYPED = [
  "intellectual honesty",
  "honsety",
  "analytical rigour",
  "med acc",
  "user autonomy",
  "epistemic accuracy",
  "harm prevention",
  "ih",
  "zzzzqqqq",
  "transparancy in communication",
];

/** Each keystroke of ten searches, as the picker sends them. */
export async function run(): Promise<BenchRow[]> {
  const { taxonomy, note } = bigTaxonomy();
  const start = performance.now();
  const finder = createFinder(taxonomy);
  const built = performance.now() - start;
  const keystrokes = TYPED.flatMap((text) =>
    Array.from({ length: text.length }, (_, index) => text.slice(0, index + 1)),
  );
  const uses = { recent: taxonomy.nodes.slice(0, 10).map(({ id }) => id), limit: 50 };
  const times = timeEach(keystrokes, (query) => void finder.find(query, uses));
  return [
    { name: "find value: prepare the index", value: built, unit: "ms", note },
    { name: "find value: keystroke, median", value: quantile(times, 0.5), unit: "ms", note },
    {
      name: "find value: keystroke, p99",
      value: quantile(times, 0.99),
      unit: "ms",
      note,
      rounds: 5,
      bar: { atMost: 16 },
    },
    { name: "find value: keystroke, slowest", value: Math.max(...times), unit: "ms", note },
  ];
}
