/** Wilson's score interval of a proportion. Pure. */
import type { Estimate, Interval } from "./estimate.ts";
import { normalQuantile, SIMPLE_DESIGN } from "./estimate.ts";

/**
 * E. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. `successes` of `n`; both
 * may be fractions (effective n). Throws a RangeError unless 0 ≤ successes ≤ n and n > 0.
 */
export function wilsonInterval(successes: number, n: number, level = 0.95): Interval {
  if (!(n > 0 && successes >= 0 && successes <= n)) throw new RangeError("need 0 ≤ successes ≤ n, n > 0");
  const z = normalQuantile(0.5 + level / 2);
  const p = successes / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return {
    // At the ends rounding leaves a trace beyond 0 and 1.
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === n ? 1 : Math.min(1, centre + half),
    level,
    method: "Wilson score",
  };
}

/** A share of units; not defined for n = 0. */
export function proportion(
  estimator: string,
  successes: number,
  n: number,
  options: { readonly level?: number; readonly raters?: number; readonly design?: string } = {},
): Estimate {
  const { level = 0.95, raters = 1, design = SIMPLE_DESIGN } = options;
  const base = { estimator, n: { units: n, raters, values: n }, design };
  if (n === 0) return { ...base, value: null, reason: "there is nothing to take a share of" };
  return { ...base, value: successes / n, interval: wilsonInterval(successes, n, level) };
}

/**
 * Weighted share of units drawn with unequal probabilities: Σ w·y / Σ w (J. Hájek 1971), with Wilson's interval at
 * the effective n = (Σ w)² / Σ w² (L. Kish, "Survey Sampling", 1965, §11.7). Weights are 1 / inclusion probability.
 * Throws a RangeError for weights that are negative or not finite.
 */
export function weightedProportion(
  estimator: string,
  values: readonly { readonly success: boolean; readonly weight: number }[],
  options: { readonly level?: number; readonly raters?: number } = {},
): Estimate & { readonly effectiveN: number } {
  const { level = 0.95, raters = 1 } = options;
  let [total, squares, won] = [0, 0, 0];
  for (const { success, weight } of values) {
    if (!(Number.isFinite(weight) && weight >= 0)) throw new RangeError("weights must be finite and ≥ 0");
    total += weight;
    squares += weight * weight;
    if (success) won += weight;
  }
  const n = { units: values.length, raters, values: values.length };
  const base = {
    estimator: `${estimator}, weighted`,
    n,
    design: "units weighted by inverse inclusion probability",
  };
  if (total === 0)
    return { ...base, value: null, reason: "there is no weight to take a share of", effectiveN: 0 };
  const effectiveN = (total * total) / squares;
  const value = Math.min(1, won / total);
  const interval = wilsonInterval(value * effectiveN, effectiveN, level);
  return {
    ...base,
    value,
    effectiveN,
    interval: { ...interval, method: `Wilson score at effective n = ${effectiveN.toFixed(1)} (Kish)` },
  };
}
