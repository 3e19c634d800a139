/**
 * Prevalence of each value in a whole corpus from a gold sample, drawn by any design, and the extractor's labels on every
 * conversation. Pure.
 *
 * θ = λ·mean of f over the corpus + Σ w·(Y − λf) / Σ w over the gold sample: prediction-powered inference with power tuning
 * (A. Angelopoulos, J. Duchi, T. Zrnic, "PPI++", 2023) in its form for a finite corpus, which is survey sampling's
 * difference estimator (C.-E. Särndal, B. Swensson, J. Wretman, "Model Assisted Survey Sampling", 1992, §6.3); strata as in
 * A. Fisch et al., "Stratified prediction-powered inference", 2024. As f is known everywhere, only the gold sample's
 * part has an error: the design's variance of the residuals Y − λf. λ is the weighted regression slope of Y on f, kept
 * within 0 and 1. Valid however poor the extractor is.
 */
import type { Estimate } from "./estimate.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { designOf } from "./sample-design.ts";
import { estimateShare, jackknifeTotals, shareInterval } from "./totals.ts";

/** A conversation of the gold sample: whether gold and extractor have the value. */
export interface GoldUnit extends DrawnUnit {
  readonly human: boolean;
  readonly extractor: boolean;
}

export interface CorpusCount {
  /** Conversations of the corpus that the sample was drawn from and the extractor looked at, and those with the value. */
  readonly size: number;
  readonly labelled: number;
}

export interface CorpusPrevalence extends Estimate {
  readonly lambda: number;
  /** From the gold sample alone. */
  readonly classical: Estimate;
  /** The extractor's share in the corpus, which has its errors in it. */
  readonly extractorShare: number;
}

/** Throws a RangeError for impossible counts or weights. */
export function corpusPrevalence(
  gold: readonly GoldUnit[],
  { size, labelled }: CorpusCount,
  options: { readonly level?: number; readonly design?: string; readonly lambda?: number } = {},
): CorpusPrevalence {
  const { level = 0.95 } = options;
  if (!(size >= 1 && labelled >= 0 && labelled <= size && gold.length <= size))
    throw new RangeError("need gold units ≤ size of the corpus, and 0 ≤ labelled ≤ size");
  const share = labelled / size;
  const design = `${options.design ?? designOf(gold)}; the extractor's labels on all ${size} conversations`;
  const n = { units: size, raters: 1, values: gold.length };
  const classical = estimateShare(
    gold.map((unit) => ({ ...unit, won: unit.human ? 1 : 0, of: 1 })),
    { estimator: "share of the gold sample", level },
  );
  const lambda = options.lambda ?? slope(gold);
  const base = {
    estimator:
      options.lambda === undefined
        ? "prediction-powered share, PPI++ with tuned λ, weighted"
        : `prediction-powered share, λ = ${lambda}, weighted`,
    n,
    design,
    lambda,
    classical,
    extractorShare: share,
  };
  if (gold.length < 2) return { ...base, value: null, reason: "two gold conversations are needed at least" };
  const residuals = gold.map((unit) => ({
    ...unit,
    parts: [1, (unit.human ? 1 : 0) - lambda * (unit.extractor ? 1 : 0)],
  }));
  const replicates = jackknifeTotals(residuals, ([weights = 0, sum = 0]) => sum / weights);
  if (!replicates)
    return { ...base, value: null, reason: "the gold sample has no stratum with two conversations" };
  const value = Math.min(1, Math.max(0, lambda * share + replicates.value));
  const error = replicates.standardError;
  const { interval, effectiveN } = shareInterval(value, error, gold, level);
  return {
    ...base,
    value,
    interval: {
      ...interval,
      method: `Wilson score at effective n = ${effectiveN.toFixed(1)} (jackknife of residuals)`,
      ...(error > 0 ? { standardError: error } : {}),
    },
  };
}

/** Cov(Y, f) / Var(f), weighted; 0 where the extractor always says the same. */
function slope(gold: readonly GoldUnit[]): number {
  let [total, human, extractor, both] = [0, 0, 0, 0];
  for (const { weight = 1, human: y, extractor: f } of gold) {
    total += weight;
    if (y) human += weight;
    if (f) extractor += weight;
    if (y && f) both += weight;
  }
  const spread = (extractor / total) * (1 - extractor / total);
  if (!(spread > 0)) return 0;
  return Math.min(1, Math.max(0, (both / total - (human / total) * (extractor / total)) / spread));
}
