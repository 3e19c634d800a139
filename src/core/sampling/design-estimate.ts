/** Means and shares of the frame from a sample, with the variance that its design gives. Pure. */
import type { Estimate, Interval } from "../agreement/estimate.ts";
import { normalInterval } from "../agreement/estimate.ts";
import { wilsonInterval } from "../agreement/wilson.ts";
import type { Sample, SampleItem } from "./sample.ts";
import { hajek, stratifiedMean } from "./design-variance.ts";
import type { Moments, StratumValues } from "./design-variance.ts";

/** The part of a sample that estimates need. */
export type DesignOf = Pick<Sample, "design" | "frame" | "items">;

export interface DesignOptions {
  readonly estimator: string;
  /** share: values are 0 or 1, Wilson's interval at the effective n. mean: any numbers, normal interval. */
  readonly of: "share" | "mean";
  /** Default 0.95. */
  readonly level?: number;
  /** Whose ratings the values are; default 1. */
  readonly raters?: number;
}

export interface DesignEstimate extends Estimate {
  /** Size of a simple random sample from an endless population that would be as precise. */
  readonly effectiveN: number;
}

/** Rows of the frame that one drawn item stands for. */
export function inclusionWeight({ probability }: Pick<SampleItem, "probability">): number {
  return 1 / probability;
}

/**
 * Mean over the frame of what was found for the sample's items. `values`: by conversation id; items without one count
 * as not rated, and as the order of rating is random, those rated so far are a sample of the same design; skipped ones
 * are taken as missing at random. Trap items never count.
 *
 * simple, all: mean with finite population correction. stratified: Σ W_h·ȳ_h (W. Cochran, "Sampling Techniques", 3rd
 * ed. 1977, ch. 5; a stratum with one value has its variance taken about the overall mean). weighted: Hájek's ratio
 * with B. Rosén's variance for Pareto sampling (1997). Interval of a share: Wilson's at the effective n = p(1 − p)/v (E.
 * Korn, B. Graubard, Survey Methodology 24, 1998; C. Franco et al., Journal of Survey Statistics and Methodology 7,
 * 2019); where v is 0 by chance, at Kish's (Σw)²/Σw² with finite population correction.
 *
 * Throws a RangeError for values that aren't finite, or in a share not 0 or 1.
 */
export function designEstimate(
  sample: DesignOf,
  values: ReadonlyMap<string, number>,
  options: DesignOptions,
): DesignEstimate {
  const { estimator, level = 0.95, raters = 1 } = options;
  const drawn = sample.items.filter(({ trap }) => !trap);
  const rated = drawn.flatMap((item) => {
    const value = values.get(item.id);
    if (value === undefined) return [];
    if (!Number.isFinite(value) || (options.of === "share" && value !== 0 && value !== 1))
      throw new RangeError("a value is not a number of the kind that is estimated");
    return [{ item, value }];
  });
  const n = { units: rated.length, raters, values: rated.length };
  const progress = rated.length < drawn.length ? `, ${rated.length} of ${drawn.length} rated` : "";
  const unrated = { estimator, value: null, n, effectiveN: 0 };
  if (rated.length === 0)
    return { ...unrated, design: designText(sample) + progress, reason: "no item of the sample is rated" };

  const moments =
    sample.design.type === "weighted" ? hajek(rated, drawn.length) : stratifiedMean(strataOf(sample, rated));
  const design = designText(sample) + progress + moments.remark;
  const base = { estimator, n, design, value: moments.mean };
  if (moments.variance === null) {
    const reason = "the variance can't be told from one item";
    return options.of === "share"
      ? { ...base, ...shareInterval({ ...moments, variance: 0 }, level) }
      : { ...base, effectiveN: 1, design: `${design}; no interval: ${reason}` };
  }
  if (options.of === "share")
    return { ...base, ...shareInterval({ ...moments, variance: moments.variance }, level) };
  const method = "design-based variance, normal";
  const error = Math.sqrt(moments.variance);
  return {
    ...base,
    effectiveN: moments.kish,
    interval: normalInterval(moments.mean, error, level, method),
  };
}

function shareInterval(
  { mean, variance, kish, complete }: Moments & { readonly variance: number },
  level: number,
): { readonly effectiveN: number; readonly interval: Interval } {
  if (complete)
    return {
      effectiveN: kish,
      interval: { lower: mean, upper: mean, level, method: "every conversation of the frame is rated" },
    };
  const effectiveN = variance > 0 ? (mean * (1 - mean)) / variance : kish;
  const share = Math.min(1, Math.max(0, mean));
  return {
    effectiveN,
    interval: {
      ...wilsonInterval(share * effectiveN, effectiveN, level),
      method: `Wilson score at effective n = ${effectiveN.toFixed(1)} (design-based)`,
      standardError: Math.sqrt(variance),
    },
  };
}

type Rated = readonly { readonly item: SampleItem; readonly value: number }[];

function strataOf(sample: DesignOf, rated: Rated): StratumValues[] {
  if (sample.design.type !== "stratified")
    return [{ size: sample.frame.rows, values: rated.map(({ value }) => value) }];
  const drawn = new Map<string, { count: number; probability: number; values: number[] }>();
  for (const { stratum = "", probability, trap } of sample.items) {
    if (trap) continue;
    const known = drawn.get(stratum);
    if (known) known.count++;
    else drawn.set(stratum, { count: 1, probability, values: [] });
  }
  for (const { item, value } of rated) drawn.get(item.stratum ?? "")?.values.push(value);
  return [...drawn.values()].map(({ count, probability, values }) => ({
    // p = n_h / N_h, so the record need not hold N_h.
    size: Math.max(values.length, Math.round(count / probability)),
    values,
  }));
}

function designText({ design, frame }: DesignOf): string {
  switch (design.type) {
    case "simple":
      return `simple random sample from ${frame.rows} conversations`;
    case "stratified":
      return `stratified random sample from ${frame.rows} conversations`;
    case "weighted":
      return `Pareto sample from ${frame.rows} conversations, probability by ${design.by}`;
    case "all":
      return `all ${frame.rows} conversations that were asked for; nothing is inferred beyond them`;
  }
}
