import { createNormaliser } from "../../src/core/taxonomy/normalise.ts";
import { LABELLED } from "../unit/core/taxonomy/labelled-set.ts";
import { quantile, timeEach, type BenchRow } from "./bench.ts";
import { bigTaxonomy } from "./big-taxonomy.ts";

/** Our labelled set, label by label, against the largest taxonomy. */
export async function run(): Promise<BenchRow[]> {
  const { taxonomy, note } = bigTaxonomy();
  const start = performance.now();
  const normaliser = createNormaliser(taxonomy);
  const built = performance.now() - start;
  const labels = LABELLED.map(({ label }) => label);
  const times = timeEach(labels, (label) => void normaliser.normalise(label));
  return [
    { name: "normalise label: prepare the index", value: built, unit: "ms", note },
    { name: "normalise label: median", value: quantile(times, 0.5), unit: "ms", note },
    {
      name: "normalise label: p99",
      value: quantile(times, 0.99),
      unit: "ms",
      note,
      rounds: 5,
      bar: { atMost: 2 },
    },
  ];
}
