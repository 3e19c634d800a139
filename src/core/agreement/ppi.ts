/**
 * Prevalence in a whole corpus from few human labels and an extractor's labels everywhere: prediction-powered
 * inference. A. Angelopoulos, J. Duchi, T. Zrnic, "PPI++: Efficient Prediction-Powered Inference", 2023, for the mean
 * (section on power tuning for λ); λ = 1 is PPI (A. Angelopoulos et al., Science 382, 2023), λ = 0 the human labels
 * alone. Pure.
 */
import type { Estimate } from "./estimate.ts";
import { normalInterval } from "./estimate.ts";

export interface PpiInput {
  /** For each unit that a human labelled: the human's and the extractor's value, 0 or 1 (or any number). */
  readonly labelled: readonly { readonly human: number; readonly extractor: number }[];
  /** The extractor's value for each unit without a human label. */
  readonly unlabelled: readonly number[];
}

export interface PpiEstimate extends Estimate {
  readonly lambda: number;
  /** From the human labels alone. */
  readonly classical: { readonly value: number; readonly standardError: number };
}

export interface PpiOptions {
  /** "tuned" (default): the λ of least variance, kept within 0 and 1. */
  readonly lambda?: "tuned" | number;
  /** Default 0.95. */
  readonly level?: number;
  /** The statistic's range; default 0 to 1. */
  readonly range?: readonly [number, number];
}

/**
 * θ = mean(Y) + λ·(mean(f unlabelled) − mean(f labelled)); SE² = Var(Y − λf)/n + λ²·Var(f)/N, with variances over n
 * and N as in the authors' program. Valid if the labelled units are a random sample of the corpus, however poor the
 * extractor; a large-sample interval, so take it with care below some 50 labelled units or near 0 and 1. Throws a
 * RangeError with fewer than two labelled units, none unlabelled, or values that aren't finite.
 */
export function ppiMean(input: PpiInput, options: PpiOptions = {}): PpiEstimate {
  const { level = 0.95, range = [0, 1] } = options;
  const human = input.labelled.map((unit) => unit.human);
  const fitted = input.labelled.map((unit) => unit.extractor);
  const [n, wide] = [human.length, input.unlabelled.length];
  if (n < 2 || wide < 1) throw new RangeError("need two labelled units and one unlabelled at least");
  for (const values of [human, fitted, input.unlabelled]) {
    if (!values.every(Number.isFinite)) throw new RangeError("a value is not a finite number");
  }
  const lambda =
    options.lambda === undefined || options.lambda === "tuned"
      ? tunedLambda(human, fitted, input.unlabelled)
      : options.lambda;
  const value = mean(human) + lambda * (mean(input.unlabelled) - mean(fitted));
  const rest = human.map((y, at) => y - lambda * (fitted[at] ?? 0));
  const error = Math.sqrt(variance(rest) / n + (lambda ** 2 * variance(input.unlabelled)) / wide);
  const isTuned = typeof options.lambda !== "number";
  return {
    estimator: isTuned
      ? "prediction-powered mean, PPI++ with tuned λ"
      : `prediction-powered mean, λ = ${lambda}`,
    value: Math.min(range[1], Math.max(range[0], value)),
    n: { units: n + wide, raters: 1, values: n },
    design: `${n} labelled units as a simple random sample, ${wide} with the extractor's labels only`,
    interval: normalInterval(value, error, level, "PPI++ large-sample, normal", range),
    lambda,
    classical: { value: mean(human), standardError: Math.sqrt(variance(human) / n) },
  };
}

/** λ = Cov(Y, f) / ((1 + n/N)·Var(f)), the variance over all units; 0 where the extractor always says the same. */
function tunedLambda(
  human: readonly number[],
  fitted: readonly number[],
  unlabelled: readonly number[],
): number {
  const spread = variance([...fitted, ...unlabelled]);
  if (spread === 0) return 0;
  const [meanY, meanF] = [mean(human), mean(fitted)];
  const together = mean(human.map((y, at) => (y - meanY) * ((fitted[at] ?? 0) - meanF)));
  return Math.min(1, Math.max(0, together / ((1 + human.length / unlabelled.length) * spread)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length;
}
