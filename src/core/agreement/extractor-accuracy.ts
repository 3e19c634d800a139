/** An extractor's labels against a human's: precision, recall and F1, each only where the design allows it. Pure. */
import type { Estimate } from "./estimate.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import { proportion } from "./wilson.ts";

/**
 * What the rater saw when the reference was made. blind: neither suggestions nor other raters. assisted: the
 * suggestions themselves. mixed: some units so, some so.
 */
export type Frame = "blind" | "assisted" | "mixed";

/** Labels of both, of the extractor only, of the human only. */
export interface Matches {
  readonly both: number;
  readonly extractorOnly: number;
  readonly humanOnly: number;
  /** Units (conversations) that these were counted on. */
  readonly units: number;
}

export interface ExtractorAccuracy {
  readonly precision: Estimate;
  /** `value` null with the reason in any frame but the blind one. */
  readonly recall: Estimate;
  readonly f1: Estimate;
}

export const RECALL_NEEDS_BLIND =
  "recall is refused: the rater saw the suggestions, so a label that the extractor missed was likely missed by the " +
  "rater too, and the share found would come out too high; rate a sample blind";

/**
 * Intervals: Wilson's, with labels as independent trials; where a conversation has many labels the true interval is
 * wider (bootstrap over conversations then). F1 = 2s / (1 + s), where s = both / (all labels of either) is a proportion
 * (called F-star: D. Hand, P. Christen, N. Kirielle, "F*: an interpretable transformation of the F-measure", 2021), so
 * that Wilson's limits for s give those of F1. Throws a RangeError for counts that aren't whole numbers ≥ 0.
 */
export function extractorAccuracy(matches: Matches, frame: Frame, level = 0.95): ExtractorAccuracy {
  const { both, extractorOnly, humanOnly, units } = matches;
  for (const count of [both, extractorOnly, humanOnly, units]) {
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError("counts must be whole numbers");
  }
  const design = `${SIMPLE_DESIGN}, reference made ${FRAMES[frame]}; labels as independent trials`;
  const ofUnits = (estimate: Estimate): Estimate => ({ ...estimate, n: { ...estimate.n, units } });
  const precision = ofUnits(proportion("precision", both, both + extractorOnly, { level, design }));
  if (frame !== "blind") {
    const refused = { n: { units, raters: 1, values: both + humanOnly }, design, reason: RECALL_NEEDS_BLIND };
    return {
      precision,
      recall: { estimator: "recall", value: null, ...refused },
      f1: { estimator: "F1", value: null, ...refused },
    };
  }
  const recall = ofUnits(proportion("recall", both, both + humanOnly, { level, design }));
  const star = ofUnits(proportion("F1", both, both + extractorOnly + humanOnly, { level, design }));
  return { precision, recall, f1: fromStar(star) };
}

const FRAMES: Readonly<Record<Frame, string>> = {
  blind: "blind",
  assisted: "with the suggestions in view",
  mixed: "partly with the suggestions in view",
};

function fromStar(star: Estimate): Estimate {
  if (star.value === null || !star.interval) return star;
  const f1 = (share: number): number => (2 * share) / (1 + share);
  return {
    ...star,
    value: f1(star.value),
    interval: {
      ...star.interval,
      lower: f1(star.interval.lower),
      upper: f1(star.interval.upper),
      method: "Wilson score of F* = F1/(2 − F1), transformed",
    },
  };
}

/** Counts over units; sets may be empty. Repeated labels count once. */
export function matchSets(
  units: readonly { readonly extractor: Iterable<string>; readonly human: Iterable<string> }[],
): Matches {
  let [both, extractorOnly, humanOnly] = [0, 0, 0];
  for (const { extractor, human } of units) {
    const [found, wanted] = [new Set(extractor), new Set(human)];
    for (const label of found) {
      if (wanted.has(label)) both++;
      else extractorOnly++;
    }
    for (const label of wanted) if (!found.has(label)) humanOnly++;
  }
  return { both, extractorOnly, humanOnly, units: units.length };
}
