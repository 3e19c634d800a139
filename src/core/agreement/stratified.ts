/** A share estimated from a stratified sample. Pure. */
import type { Estimate } from "./estimate.ts";
import { normalInterval } from "./estimate.ts";

export interface Stratum {
  /** Units in the stratum, in the sample from it, and successes among these. */
  readonly size: number;
  readonly sampled: number;
  readonly successes: number;
}

/**
 * Σ (N_h / N)·p_h with variance Σ (N_h / N)²·(1 − n_h / N_h)·p_h(1 − p_h) / (n_h − 1) (W. Cochran, "Sampling
 * Techniques", 3rd ed. 1977, ch. 5). The interval is normal; with a stratum all or none of which are successes it
 * comes out too short. Throws a RangeError for impossible counts or fewer than two sampled units in a stratum.
 */
export function stratifiedProportion(
  estimator: string,
  strata: readonly Stratum[],
  options: { readonly level?: number; readonly raters?: number } = {},
): Estimate {
  const { level = 0.95, raters = 1 } = options;
  const total = strata.reduce((sum, { size }) => sum + size, 0);
  const sampled = strata.reduce((sum, stratum) => sum + stratum.sampled, 0);
  let value = 0;
  let variance = 0;
  for (const { size, sampled: n, successes } of strata) {
    if (!(n >= 2 && n <= size && successes >= 0 && successes <= n)) {
      throw new RangeError("a stratum needs 2 ≤ sampled ≤ size and 0 ≤ successes ≤ sampled");
    }
    const share = successes / n;
    value += (size / total) * share;
    variance += (size / total) ** 2 * (1 - n / size) * ((share * (1 - share)) / (n - 1));
  }
  const base = {
    estimator: `${estimator}, stratified`,
    n: { units: sampled, raters, values: sampled },
    design: `stratified random sample of ${strata.length} strata, ${sampled} of ${total} units`,
  };
  if (strata.length === 0) return { ...base, value: null, reason: "there are no strata" };
  const method = "stratified variance with finite population correction, normal";
  return { ...base, value, interval: normalInterval(value, Math.sqrt(variance), level, method, [0, 1]) };
}
