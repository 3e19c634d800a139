/** Estimators and variances of the sampling designs. Pure. */

export interface Moments {
  readonly mean: number;
  /** null where it can't be told. */
  readonly variance: number | null;
  /** Kish's effective n, (Σw)² / Σw², with finite population correction. */
  readonly kish: number;
  /** Every row is in: there is no sampling error. */
  readonly complete: boolean;
  /** What to add to the design's text; "" or begins with a comma. */
  readonly remark: string;
}

export interface StratumValues {
  /** Rows in the stratum. */
  readonly size: number;
  /** Of the rows sampled from it. */
  readonly values: readonly number[];
}

/**
 * Σ W_h·ȳ_h with variance Σ W_h²·(1 − n_h/N_h)·s_h²/n_h, over the strata that have values. One stratum: a simple
 * random sample.
 */
export function stratifiedMean(strata: readonly StratumValues[]): Moments {
  const seen = strata.filter(({ values }) => values.length > 0);
  const total = seen.reduce((sum, { size }) => sum + size, 0);
  const mean = seen.reduce((sum, { size, values }) => sum + (size / total) * meanOf(values), 0);
  const count = seen.reduce((sum, { values }) => sum + values.length, 0);
  let variance = 0;
  let [squares, single] = [0, 0];
  for (const { size, values } of seen) {
    const n = values.length;
    squares += (size * size) / n;
    if (n === size) continue;
    const centre = n === 1 ? mean : meanOf(values);
    if (n === 1) single++;
    const spread = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, n - 1);
    variance += (size / total) ** 2 * (1 - n / size) * (spread / n);
  }
  const complete = count === total;
  const left = strata.length - seen.length;
  return {
    mean,
    variance: !complete && count === 1 ? null : variance,
    kish: complete ? count : (total * total) / squares / (1 - count / total),
    complete,
    remark:
      (left > 0 ? `, ${left} of ${strata.length} strata not rated yet and left out` : "") +
      (single > 0 && seen.length > 1
        ? `, ${single} strata with one value, varied about the overall mean`
        : ""),
  };
}

/**
 * Σ wy / Σ w (J. Hájek 1971) with linearised residuals eᵢ = (yᵢ − ȳ)/N̂ in v = n/(n − 1)·Σ (1 − λᵢ)(eᵢ/λᵢ − B)², B =
 * Σ (1 − λ)(e/λ) / Σ (1 − λ) (B. Rosén, Journal of Statistical Planning and Inference 62, 1997). `drawn`: items in
 * the whole sample; those rated are taken as a simple random part of it, so λ shrinks with them.
 */
export function hajek(
  rated: readonly { readonly item: { readonly probability: number }; readonly value: number }[],
  drawn: number,
): Moments {
  const n = rated.length;
  const part = n / drawn;
  const units = rated.map(({ item, value }) => ({ lambda: item.probability * part, value }));
  const total = units.reduce((sum, { lambda }) => sum + 1 / lambda, 0);
  const squares = units.reduce((sum, { lambda }) => sum + 1 / lambda ** 2, 0);
  const mean = units.reduce((sum, { lambda, value }) => sum + value / lambda, 0) / total;
  const complete = units.every(({ lambda }) => lambda === 1);
  const open = units.reduce((sum, { lambda }) => sum + (1 - lambda), 0);
  const expanded = units.map(({ lambda, value }) => ({
    rest: 1 - lambda,
    residual: (value - mean) / total / lambda,
  }));
  const centre =
    open === 0 ? 0 : expanded.reduce((sum, { rest, residual }) => sum + rest * residual, 0) / open;
  const sum = expanded.reduce((all, { rest, residual }) => all + rest * (residual - centre) ** 2, 0);
  return {
    mean,
    variance: complete ? 0 : n === 1 ? null : (n / (n - 1)) * sum,
    kish: complete ? n : (total * total) / squares / (open / n),
    complete,
    remark: ", approximate inclusion probabilities",
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
