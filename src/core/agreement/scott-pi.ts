/** Scott's π of two raters. Pure. */
import type { Interval } from "./estimate.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import { NO_UNITS, ONE_LABEL, twoRaterTable } from "./kappa.ts";
import type { KappaOptions, LabelPair, TwoRaterEstimate } from "./kappa.ts";
import type { CountedUnit } from "./totals.ts";
import { jackknifeTotals, scoreInterval } from "./totals.ts";

/** W. Scott, "Reliability of Content Analysis", 1955: chance from the marginals of both raters together; a score interval. */
export function scottPi(pairs: readonly LabelPair[], options: KappaOptions = {}): TwoRaterEstimate {
  const { n, first, second, cells, labels } = twoRaterTable(pairs);
  let observed = 0;
  let expected = 0;
  for (const label of labels) {
    observed += (cells.get(label)?.get(label) ?? 0) / n;
    expected += (((first.get(label) ?? 0) + (second.get(label) ?? 0)) / (2 * n)) ** 2;
  }
  const value = n === 0 || expected === 1 ? null : (observed - expected) / (1 - expected);
  const interval = value === null ? undefined : intervalOf(pairs, value, [...labels], options.level ?? 0.95);
  return {
    estimator: "Scott's π",
    value,
    ...(value === null ? { reason: n === 0 ? NO_UNITS : ONE_LABEL } : {}),
    n: { units: n, raters: 2, values: 2 * n },
    design: options.design ?? SIMPLE_DESIGN,
    observed,
    expected,
    ...(interval ? { interval } : {}),
  };
}

function intervalOf(
  pairs: readonly LabelPair[],
  value: number,
  labels: readonly string[],
  level: number,
): Interval | undefined {
  const places = new Map(labels.map((label, at) => [label, at] as const));
  const units = pairs.map(([a, b]): CountedUnit => {
    const counts = labels.map(() => 0);
    for (const at of [places.get(a), places.get(b)]) if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
    return { parts: [1, a === b ? 1 : 0, ...counts] };
  });
  const pi = ([n = 0, agreed = 0, ...counts]: Float64Array): number => {
    const chance = counts.reduce((sum, count) => sum + (count / (2 * n)) ** 2, 0);
    return (agreed / n - chance) / (1 - chance);
  };
  const found = jackknifeTotals(units, pi);
  return found && scoreInterval(value, found.standardError, units, level, "jackknife over units");
}
