/** Gwet's AC1 of two raters over any number of categories, as many as sets of labels make. Pure. */
import { normalInterval, SIMPLE_DESIGN } from "./estimate.ts";
import type { TwoRaterEstimate } from "./kappa.ts";
import { NO_UNITS, ONE_LABEL } from "./kappa.ts";

/** Below this no large-sample interval is told: it would be far too narrow. */
const FEW_UNITS = 10;

/**
 * The same as `gwetAc1` of two raters, in one pass over the units where that one takes a pass over all categories for
 * each. `first`, `second`: by unit, the codes of the two answers. The interval is the large-sample one of K. Gwet,
 * "Computing inter-rater reliability and its variance in the presence of high agreement", 2008, eq. 24.
 */
export function pairAc1(
  first: Int32Array,
  second: Int32Array,
  options: { readonly level?: number; readonly design?: string } = {},
): TwoRaterEstimate {
  const { level = 0.95, design = SIMPLE_DESIGN } = options;
  const n = first.length;
  const shares = new Map<number, number>();
  let same = 0;
  first.forEach((code, unit) => {
    const other = second[unit] ?? code;
    if (code === other) same++;
    for (const one of [code, other]) shares.set(one, (shares.get(one) ?? 0) + 1 / (2 * n));
  });
  const q = shares.size;
  const base = { estimator: "Gwet's AC1", n: { units: n, raters: 2, values: 2 * n }, design };
  if (q < 2) {
    const reason = n === 0 ? NO_UNITS : ONE_LABEL;
    return { ...base, value: null, reason, observed: n === 0 ? 0 : 1, expected: n === 0 ? 0 : 1 };
  }
  const observed = same / n;
  let expected = 0;
  for (const share of shares.values()) expected += (share * (1 - share)) / (q - 1);
  const value = (observed - expected) / (1 - expected);
  const told = { ...base, value, observed, expected };
  if (n < FEW_UNITS) return told;
  let squares = 0;
  first.forEach((code, unit) => {
    const other = second[unit] ?? code;
    const own = ((code === other ? 1 : 0) - expected) / (1 - expected);
    const chance = (1 - (shares.get(code) ?? 0) + (1 - (shares.get(other) ?? 0))) / (2 * (q - 1));
    squares += (own - (2 * (1 - value) * (chance - expected)) / (1 - expected) - value) ** 2;
  });
  const error = Math.sqrt(squares / (n * (n - 1)));
  const method = "large-sample variance (Gwet 2008), normal";
  return { ...told, interval: normalInterval(value, error, level, method, [-1, 1]) };
}
