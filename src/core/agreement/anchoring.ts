/**
 * Do raters who see suggestions say more of what these say? Pure. Blind against assisted ratings: agreement with the
 * extractor, and the share of its suggestions that rater's labels have in them (assisted: accepted; blind: found anyway).
 */
import type { Estimate, Interval } from "./estimate.ts";
import { seededRandom } from "./random.ts";
import { sortedQuantile } from "./resample.ts";
import { setDistance } from "./set-distance.ts";
import { estimateOfTotals, estimateShare } from "./totals.ts";

/** One rating of a conversation that the extractor looked at. */
export interface AnchoredRating {
  /** Names the conversation: ratings of one conversation stay together. */
  readonly conversation: string;
  readonly rater: string;
  readonly frame: "blind" | "assisted";
  readonly human: readonly string[];
  readonly extractor: readonly string[];
}

export interface AnchoringFigure {
  readonly what: string;
  readonly blind: Estimate;
  readonly assisted: Estimate;
  /** assisted − blind; above 0 speaks for anchoring. */
  readonly difference: Estimate;
}

export interface Anchoring {
  readonly figures: readonly AnchoringFigure[];
  /** Conversations rated in both frames. With few of them the two frames are about different conversations. */
  readonly inBoth: number;
  /** How far the difference may be read as an effect of seeing suggestions, in words. */
  readonly reading: string;
}

export interface AnchoringOptions {
  /** Whether chance decided who rated which conversation blind. Default false. */
  readonly randomised?: boolean;
  /** Default 0.95. */
  readonly level?: number;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

const OBSERVED =
  "Observed, not caused: blind and assisted ratings may be of other conversations, by other raters, at other times. For the effect of seeing suggestions let chance decide, for each conversation and rater, whether it is rated blind or assisted (half of the raters each way, roles swapped between two halves of one sample), fix that before anybody starts, and have nobody see a conversation twice.";
const RANDOMISED =
  "Chance decided what was rated blind: the difference estimates the effect of seeing suggestions for these raters, this extractor and conversations like these.";

interface Scores {
  readonly agreement: number;
  readonly won: number;
  readonly of: number;
}

/** Agreement: 1 − MASI distance (2/3, 1/3) of the two sets, mean over ratings; two empty sets agree. */
export function anchoring(ratings: readonly AnchoredRating[], options: AnchoringOptions = {}): Anchoring {
  const clusters = new Map<string, Record<AnchoredRating["frame"], Scores[]>>();
  for (const { conversation, frame, human, extractor } of ratings) {
    const known = clusters.get(conversation) ?? { blind: [], assisted: [] };
    clusters.set(conversation, known);
    const own = new Set(human);
    const said = new Set(extractor);
    const won = [...said].filter((label) => own.has(label)).length;
    known[frame].push({ agreement: 1 - setDistance("masi", own, said), won, of: said.size });
  }
  const all = [...clusters.values()];
  const raters = new Set(ratings.map(({ rater }) => rater)).size;
  const told = { ...options, raters };
  const figure = (
    what: string,
    won: (one: Scores) => number,
    of: (one: Scores) => number,
  ): AnchoringFigure => {
    const sums = all.map(({ blind, assisted }) =>
      [blind, assisted].flatMap((list) =>
        [won, of].map((part) => list.reduce((sum, one) => sum + part(one), 0)),
      ),
    );
    return {
      what,
      blind: oneFrame(`${what}, blind`, sums, 0, told),
      assisted: oneFrame(`${what}, assisted`, sums, 2, told),
      difference: differenceOf(what, sums, told),
    };
  };
  return {
    figures: [
      figure(
        "agreement with the extractor (1 − MASI distance)",
        (one) => one.agreement,
        () => 1,
      ),
      figure(
        "share of suggestions that the rater gives too",
        (one) => one.won,
        (one) => one.of,
      ),
    ],
    inBoth: all.filter(({ blind, assisted }) => blind.length > 0 && assisted.length > 0).length,
    reading: options.randomised ? RANDOMISED : OBSERVED,
  };
}

type Told = AnchoringOptions & { readonly raters: number };

function oneFrame(
  estimator: string,
  sums: readonly number[][],
  at: number,
  { level = 0.95, raters }: Told,
): Estimate {
  const units = sums.map((own) => ({ won: own[at] ?? 0, of: own[at + 1] ?? 0 })).filter(({ of }) => of > 0);
  const whole = { estimator, level, raters, values: units.reduce((sum, { of }) => sum + of, 0) };
  // A mean of scores between 0 and 1 has no more variance than a share, so Wilson's interval is on the safe side.
  if (units.every(({ won }) => Number.isInteger(won))) return estimateShare(units, whole);
  return estimateOfTotals(
    units.map(({ won, of }) => ({ parts: [won, of] })),
    ([won = 0, of = 0]) => won / of,
    { ...whole, range: [0, 1] },
  );
}

function differenceOf(what: string, sums: readonly number[][], options: Told): Estimate {
  const { level = 0.95, resamples = 2_000, seed = 1 } = options;
  const difference = (weights: Int32Array | undefined): number => {
    const totals = [0, 0, 0, 0];
    sums.forEach((own, unit) => {
      const weight = weights ? (weights[unit] ?? 0) : 1;
      for (let at = 0; at < 4; at++) totals[at] = (totals[at] ?? 0) + weight * (own[at] ?? 0);
    });
    const [won = 0, of = 0, wonToo = 0, ofToo = 0] = totals;
    return wonToo / ofToo - won / of;
  };
  const value = difference(undefined);
  const base = {
    estimator: `difference of ${what}, assisted − blind`,
    n: { units: sums.length, raters: options.raters, values: sums.length },
    design: "conversations whole",
  };
  if (!Number.isFinite(value)) return { ...base, value: null, reason: "ratings of both frames are needed" };
  const interval = pairedBootstrap(sums, difference, { level, resamples, seed });
  return { ...base, value, ...(interval ? { interval } : {}) };
}

/** Conversations are drawn within three strata (blind only, assisted only, both), so that no resample lacks a frame. */
function pairedBootstrap(
  sums: readonly number[][],
  statistic: (weights: Int32Array) => number,
  { level, resamples, seed }: { readonly level: number; readonly resamples: number; readonly seed: number },
): Interval | undefined {
  const groups = new Map<string, number[]>();
  sums.forEach((own, unit) => {
    const key = `${(own[1] ?? 0) > 0} ${(own[3] ?? 0) > 0}`;
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  });
  if ([...groups.values()].some((units) => units.length < 2)) return undefined;
  const random = seededRandom(seed);
  const weights = new Int32Array(sums.length);
  const found: number[] = [];
  for (let round = 0; round < resamples; round++) {
    weights.fill(0);
    for (const units of groups.values()) {
      for (let draw = 0; draw < units.length; draw++) {
        const unit = units[random.below(units.length)] ?? 0;
        weights[unit] = (weights[unit] ?? 0) + 1;
      }
    }
    const value = statistic(weights);
    if (Number.isFinite(value)) found.push(value);
  }
  if (found.length < 2) return undefined;
  found.sort((a, b) => a - b);
  return {
    lower: sortedQuantile(found, (1 - level) / 2),
    upper: sortedQuantile(found, (1 + level) / 2),
    level,
    method: `bootstrap over conversations within frames, percentile, ${resamples} resamples, seed ${seed}`,
  };
}
