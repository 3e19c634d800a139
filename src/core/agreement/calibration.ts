/**
 * Do suggestions with a score of .8 hold in 80 % of cases? Pure. Reliability bins, expected calibration error (M. Naeini,
 * G. Cooper, M. Hauskrecht, AAAI 2015) less its bias (what chance adds to |share − mean score| in small bins, estimated
 * as in A. Kumar, P. Liang, T. Ma, "Verified uncertainty calibration", NeurIPS 2019, §4.1, for squares), and the Brier
 * score (G. Brier 1950). Suggestions of one conversation stay together.
 */
import { designBootstrap } from "./design-bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { designOf, effectiveUnits } from "./sample-design.ts";
import { estimateOfTotals, estimateShare } from "./totals.ts";

export interface ScoredUnit extends DrawnUnit {
  /** Each judged suggestion of the conversation: its score, 0 to 1, and whether the rater kept it. */
  readonly suggestions: readonly { readonly score: number; readonly kept: boolean }[];
}

export interface CalibrationBin {
  /** Scores in `[from, to)`; the last bin has 1 in it. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanScore: number;
  readonly kept: Estimate;
}

export interface Calibration {
  /** Bins without a suggestion are left out. */
  readonly bins: readonly CalibrationBin[];
  /** Mean of |share kept − mean score| over bins, weighted by their sizes. Of perfectly calibrated scores it is above 0. */
  readonly error: Estimate;
  /** Square root of the mean squared calibration error, its bias taken off; about 0 for calibrated scores. */
  readonly debiasedError: Estimate;
  /** Mean of (score − kept)². */
  readonly brier: Estimate;
}

export interface CalibrationOptions {
  /** Default 10, of equal width. */
  readonly bins?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** Default 1,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** Throws a RangeError for a score outside 0 to 1. */
export function calibration(units: readonly ScoredUnit[], options: CalibrationOptions = {}): Calibration {
  const { bins = 10, level = 0.95, resamples = 1_000, seed = 1 } = options;
  for (const { suggestions } of units)
    for (const { score } of suggestions)
      if (!(score >= 0 && score <= 1)) throw new RangeError("a score is not between 0 and 1");
  const used = units.filter(({ suggestions }) => suggestions.length > 0);
  const values = used.reduce((sum, { suggestions }) => sum + suggestions.length, 0);
  const design = `${designOf(used)}; suggestions that a rater judged, of ${bins} bins of equal width`;
  const common = { level, design, values };
  // By unit and bin: suggestions, sum of scores, kept.
  const width = 3 * bins;
  const parts = used.map(({ suggestions }) => {
    const own = new Float64Array(width);
    for (const { score, kept } of suggestions) {
      const at = 3 * binOf(score, bins);
      own[at] = (own[at] ?? 0) + 1;
      own[at + 1] = (own[at + 1] ?? 0) + score;
      own[at + 2] = (own[at + 2] ?? 0) + (kept ? 1 : 0);
    }
    return own;
  });
  // Weights are scaled to the effective number of units, on which the bias of small bins depends.
  const scale = effectiveUnits(used) / used.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const plain = Float64Array.from(used, ({ weight = 1 }) => weight * scale);
  const figure = (estimator: string, f: (totals: Float64Array) => number): Estimate => {
    const value = used.length === 0 ? Number.NaN : f(totalsOf(parts, plain, width));
    const n = { units: used.length, raters: 1, values };
    if (!Number.isFinite(value)) return { estimator, value: null, reason: NO_SCORES, n, design };
    const interval = designBootstrap(
      used,
      (weights) =>
        f(
          totalsOf(
            parts,
            weights.map((weight) => weight * scale),
            width,
          ),
        ),
      {
        resamples,
        seed,
        level,
      },
    );
    return { estimator, value, n, design, ...(interval ? { interval } : {}) };
  };
  return {
    bins: Array.from({ length: bins }, (_, bin) => binFigures(used, parts, bin, bins, common)).filter(
      ({ count }) => count > 0,
    ),
    error: figure(`expected calibration error, ${bins} bins`, calibrationError),
    debiasedError: figure(`root mean squared calibration error, debiased, ${bins} bins`, debiased),
    brier: estimateOfTotals(
      used.map((unit) => ({
        ...unit,
        parts: [
          unit.suggestions.length,
          unit.suggestions.reduce((sum, { score, kept }) => sum + (score - (kept ? 1 : 0)) ** 2, 0),
        ],
      })),
      ([n = 0, squares = 0]) => squares / n,
      { ...common, estimator: "Brier score", range: [0, 1], reason: NO_SCORES },
    ),
  };
}

const NO_SCORES = "no suggestion with a score was judged";

function binOf(score: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(score * bins));
}

function binFigures(
  used: readonly ScoredUnit[],
  parts: readonly Float64Array[],
  bin: number,
  bins: number,
  common: { readonly level: number; readonly design: string },
): CalibrationBin {
  let [weights, scores, count] = [0, 0, 0];
  const units = used.map((unit, at) => {
    const [n = 0, sum = 0, kept = 0] = parts[at]?.subarray(3 * bin, 3 * bin + 3) ?? [];
    weights += (unit.weight ?? 1) * n;
    scores += (unit.weight ?? 1) * sum;
    count += n;
    return { ...unit, won: kept, of: n };
  });
  const { level, design } = common;
  const kept = estimateShare(units, { estimator: "share kept", level, design, values: count });
  return {
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    meanScore: weights === 0 ? 0 : scores / weights,
    kept,
  };
}

function totalsOf(parts: readonly Float64Array[], weights: Float64Array, width: number): Float64Array {
  const totals = new Float64Array(width);
  parts.forEach((own, unit) => {
    const weight = weights[unit] ?? 0;
    if (weight !== 0)
      for (let at = 0; at < width; at++) totals[at] = (totals[at] ?? 0) + weight * (own[at] ?? 0);
  });
  return totals;
}

function calibrationError(totals: Float64Array): number {
  let [sum, all] = [0, 0];
  for (let at = 0; at < totals.length; at += 3) {
    sum += Math.abs((totals[at + 2] ?? 0) - (totals[at + 1] ?? 0));
    all += totals[at] ?? 0;
  }
  return sum / all;
}

function debiased(totals: Float64Array): number {
  let [sum, all] = [0, 0];
  for (let at = 0; at < totals.length; at += 3) {
    const n = totals[at] ?? 0;
    all += n;
    if (n <= 1) continue;
    const share = (totals[at + 2] ?? 0) / n;
    const gap = share - (totals[at + 1] ?? 0) / n;
    sum += n * (gap * gap - (share * (1 - share)) / (n - 1));
  }
  return Math.sqrt(Math.max(0, sum / all));
}
