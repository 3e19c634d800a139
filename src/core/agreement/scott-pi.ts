/** Scott's π of two raters. Pure. */
import { SIMPLE_DESIGN } from "./estimate.ts";
import { NO_UNITS, ONE_LABEL, twoRaterTable } from "./kappa.ts";
import type { KappaOptions, LabelPair, TwoRaterEstimate } from "./kappa.ts";

/** W. Scott, "Reliability of Content Analysis", 1955: chance from the marginals of both raters together. */
export function scottPi(pairs: readonly LabelPair[], options: KappaOptions = {}): TwoRaterEstimate {
  const { n, first, second, cells, labels } = twoRaterTable(pairs);
  let observed = 0;
  let expected = 0;
  for (const label of labels) {
    observed += (cells.get(label)?.get(label) ?? 0) / n;
    expected += (((first.get(label) ?? 0) + (second.get(label) ?? 0)) / (2 * n)) ** 2;
  }
  const value = n === 0 || expected === 1 ? null : (observed - expected) / (1 - expected);
  return {
    estimator: "Scott's π",
    value,
    ...(value === null ? { reason: n === 0 ? NO_UNITS : ONE_LABEL } : {}),
    n: { units: n, raters: 2, values: 2 * n },
    design: options.design ?? SIMPLE_DESIGN,
    observed,
    expected,
  };
}
