/**
 * Agreement label by label where labels are many and each is rare: the figures of `labelAgreement` with intervals, from
 * the units that carry the label and a few sums over all others, so that 3,000 labels over 100,000 units take seconds.
 * Pure.
 */
import type { Estimate, SampleSize } from "./estimate.ts";
import { normalQuantile, SIMPLE_DESIGN } from "./estimate.ts";
import type { Ratings } from "./ratings.ts";
import { studentQuantile } from "./student.ts";
import { wilsonInterval } from "./wilson.ts";

export interface LabelRow {
  readonly label: string;
  /** Ratings that carry it; units in which somebody gave it; units in which raters differ on it. */
  readonly given: number;
  readonly units: number;
  readonly disputed: number;
  /** Share of the ratings that carry it; Wilson's interval with the units as effective n. */
  readonly prevalence: Estimate;
  /** Of pairs of ratings of a unit of which one carries it, weighted: how often the other does. 2a / (2a + b + c). */
  readonly positive: Estimate;
  /** Krippendorff's α of presence against absence. */
  readonly alpha: Estimate;
  /** Cohen's κ of two raters, or the mean over pairs of raters. null: not defined. */
  readonly kappa: number | null;
  readonly ac1: number | null;
}

export interface LabelRows {
  readonly rows: readonly LabelRow[];
  readonly n: SampleSize;
  readonly kappaEstimator: "Cohen's κ" | "Light's κ (mean of Cohen's κ over pairs of raters)";
}

export interface LabelTableOptions {
  /** Default 0.95. */
  readonly level?: number;
  readonly design?: string;
}

/** Units with two or more ratings count; the most frequent label comes first, of equals the first in code-unit order. */
export function labelTable(ratings: Ratings<readonly string[]>, options: LabelTableOptions = {}): LabelRows {
  const { level = 0.95, design = SIMPLE_DESIGN } = options;
  const frame = new Frame();
  const tallies = new Map<string, Tally>();
  for (const unit of ratings) {
    const raters = unit.flatMap((labels, rater) => (labels ? [rater] : []));
    if (raters.length < 2) continue;
    frame.add(raters);
    const givers = new Map<string, number[]>();
    unit.forEach((labels, rater) => {
      for (const label of new Set(labels)) {
        const known = givers.get(label);
        if (known) known.push(rater);
        else givers.set(label, [rater]);
      }
    });
    for (const [label, by] of givers) {
      let tally = tallies.get(label);
      if (!tally) tallies.set(label, (tally = new Tally()));
      tally.add(by, raters);
    }
  }
  const rows = [...tallies].map(([label, tally]) => rowOf(label, tally, frame, level, design));
  return {
    rows: rows.sort((a, b) => b.given - a.given || (a.label < b.label ? -1 : 1)),
    n: frame.size,
    kappaEstimator:
      frame.raters.size === 2 ? "Cohen's κ" : "Light's κ (mean of Cohen's κ over pairs of raters)",
  };
}

/** A pair of raters as one number. */
const pairKey = (a: number, b: number): number => a * 65_536 + b;

/** What all labels share: who rated how much. */
class Frame {
  readonly raters = new Set<number>();
  /** Units that both raters of a pair rated. */
  readonly pairs = new Map<number, number>();
  units = 0;
  values = 0;

  add(raters: readonly number[]): void {
    this.units++;
    this.values += raters.length;
    raters.forEach((rater, at) => {
      this.raters.add(rater);
      for (const other of raters.slice(at + 1)) {
        const key = pairKey(rater, other);
        this.pairs.set(key, (this.pairs.get(key) ?? 0) + 1);
      }
    });
  }

  get size(): SampleSize {
    return { units: this.units, raters: this.raters.size, values: this.values };
  }
}

/** One label: its units by how many of how many raters gave it, and its pairs of raters. */
class Tally {
  /** By `m * 65536 + yes`. */
  readonly patterns = new Map<number, number>();
  /** By pair: only the first gave it, only the second, both. */
  readonly pairs = new Map<number, [number, number, number]>();

  add(givers: readonly number[], raters: readonly number[]): void {
    const key = pairKey(raters.length, givers.length);
    this.patterns.set(key, (this.patterns.get(key) ?? 0) + 1);
    for (const giver of givers) {
      for (const other of raters) {
        if (other === giver) continue;
        const both = givers.includes(other);
        // A pair of givers is met twice; it counts when met from its first.
        if (both && other < giver) continue;
        const pair = pairKey(Math.min(giver, other), Math.max(giver, other));
        const counts = this.pairs.get(pair) ?? [0, 0, 0];
        if (both) counts[2]++;
        else if (giver < other) counts[0]++;
        else counts[1]++;
        this.pairs.set(pair, counts);
      }
    }
  }
}

interface Pattern {
  /** Ratings of the unit, and those that carry the label. */
  readonly m: number;
  readonly yes: number;
  readonly units: number;
}

function rowOf(label: string, tally: Tally, frame: Frame, level: number, design: string): LabelRow {
  const patterns = [...tally.patterns].map(([key, units]): Pattern => ({
    m: Math.floor(key / 65_536),
    yes: key % 65_536,
    units,
  }));
  const total = (of: (pattern: Pattern) => number): number =>
    patterns.reduce((sum, pattern) => sum + pattern.units * of(pattern), 0);
  const given = total(({ yes }) => yes);
  const prevalence = given / frame.values;
  const positive = positiveAgreement(patterns, frame, level, design);
  return {
    label,
    given,
    units: total(() => 1),
    disputed: total(({ m, yes }) => (yes < m ? 1 : 0)),
    prevalence: {
      estimator: "prevalence: share of ratings that carry the label",
      value: prevalence,
      n: frame.size,
      design,
      interval: {
        ...wilsonInterval(prevalence * frame.units, frame.units, level),
        method: "Wilson score, conversations as effective n",
      },
    },
    positive,
    alpha: presenceAlpha(patterns, positive, given, frame, design),
    kappa: meanKappa(tally, frame),
    ac1: ac1Of(patterns, frame),
  };
}

/**
 * R = 2a / (2a + b + c) is 2s / (1 + s) of s = a / (a + b + c), a proportion with two raters; so Wilson's limits of s
 * give those of R (as for F1 in `extractor-accuracy.ts`). With more raters a unit's pairs depend on each other: Wilson's
 * n is then s(1 − s) / Var(s), with the linearised variance of the ratio over units (W. Cochran, "Sampling Techniques",
 * 3rd ed. 1977, §6.4).
 */
function positiveAgreement(
  patterns: readonly Pattern[],
  frame: Frame,
  level: number,
  design: string,
): Estimate {
  const total = (of: (pattern: Pattern) => number): number =>
    patterns.reduce((sum, pattern) => sum + pattern.units * of(pattern), 0);
  const [both, any, units] = [
    total(({ yes }) => yes * (yes - 1)),
    total(({ m, yes }) => yes * (m - 1)),
    total(() => 1),
  ];
  const value = both / any;
  const n = { units, raters: frame.raters.size, values: total(({ m }) => m) };
  const share = value / (2 - value);
  const squares = total(({ m, yes }) => (yes * (yes - 1) - value * yes * (m - 1)) ** 2);
  const variance = units < 2 ? 0 : (((squares * units) / (units - 1)) * 4) / (any * any) / (2 - value) ** 4;
  const isProportion = frame.raters.size === 2 || variance === 0;
  // A variance told from few units is less sure: Student's t in the normal quantile's place makes n as much smaller.
  const slack = units < 2 ? 1 : normalQuantile(0.5 + level / 2) / studentQuantile(0.5 + level / 2, units - 1);
  const effective = isProportion ? units : Math.max(1, ((share * (1 - share)) / variance) * slack ** 2);
  const limits = wilsonInterval(Math.min(effective, share * effective), effective, level);
  const back = (s: number): number => (2 * s) / (1 + s);
  return {
    estimator: "positive agreement",
    value,
    n,
    design: `${design}; conversations in which somebody gave the label`,
    interval: {
      lower: back(limits.lower),
      upper: back(limits.upper),
      level,
      method: isProportion
        ? "Wilson score of a/(a + b + c), transformed"
        : "Wilson score of a/(a + b + c) at its linearised effective n, transformed",
    },
  };
}

/**
 * The jackknife's interval fails here: of a rare label that no two raters ever agreed on it is a few hundredths wide
 * (simulated coverage of nominal 95 % down to 50 %). α of presence is 1 − (1 − R)/(1 − p) of positive agreement R and
 * prevalence p, exactly so where all units have as many ratings, but for small-sample terms; so the limits of R give
 * those of α, with p as it is. Simulated coverage of nominal 95 %: 90–99 %, the more common the label the higher.
 */
function presenceAlpha(
  patterns: readonly Pattern[],
  positive: Estimate,
  given: number,
  frame: Frame,
  design: string,
): Estimate {
  const differing = ({ m, yes }: Pattern): number => (2 * yes * (m - yes)) / (m - 1);
  const observed = patterns.reduce((sum, pattern) => sum + pattern.units * differing(pattern), 0);
  const value = alphaFrom(observed, given, frame.values);
  const base = { estimator: "Krippendorff's α of presence, nominal", n: frame.size, design };
  if (Number.isNaN(value)) {
    const reason = "every rating carries the label: without variation agreement can't be told from chance";
    return { ...base, value: null, reason };
  }
  const { interval } = positive;
  if (!interval || positive.value === null) return { ...base, value };
  const absence = 1 - given / frame.values;
  const shift = (limit: number): number => (limit - (positive.value ?? limit)) / absence;
  return {
    ...base,
    value,
    interval: {
      lower: Math.max(-1, value + shift(interval.lower)),
      upper: Math.min(1, value + shift(interval.upper)),
      level: interval.level,
      method: "from the limits of positive agreement (Wilson score) at the label's prevalence",
    },
  };
}

/** α = 1 − Do / De of two categories. NaN without variation. */
function alphaFrom(differing: number, given: number, values: number): number {
  const expected = (2 * given * (values - given)) / (values - 1);
  return expected > 0 ? 1 - differing / expected : Number.NaN;
}

/** Over the pairs of raters for which κ is defined. */
function meanKappa({ pairs }: Tally, frame: Frame): number | null {
  const found: number[] = [];
  for (const [pair, n] of frame.pairs) {
    const [first, second, both] = pairs.get(pair) ?? [0, 0, 0];
    const [a, b] = [first + both, second + both];
    // Both gave it nowhere, or both everywhere.
    if ((a === 0 && b === 0) || (a === n && b === n)) continue;
    const observed = (n - first - second) / n;
    const expected = (a * b + (n - a) * (n - b)) / (n * n);
    found.push((observed - expected) / (1 - expected));
  }
  return found.length === 0 ? null : found.reduce((sum, kappa) => sum + kappa, 0) / found.length;
}

/** Gwet's AC1 of presence: units without the label agree wholly. */
function ac1Of(patterns: readonly Pattern[], { units }: Frame): number {
  let [observed, share] = [units, 0];
  for (const { m, yes, units: some } of patterns) {
    const no = m - yes;
    observed += some * ((yes * (yes - 1) + no * (no - 1)) / (m * (m - 1)) - 1);
    share += (some * yes) / m;
  }
  const p = share / units;
  const expected = 2 * p * (1 - p);
  return (observed / units - expected) / (1 - expected);
}
