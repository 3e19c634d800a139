/**
 * Agreement on each single label: does the unit carry it or not? Pure.
 *
 * An absent label is one answer among two for a rater who rated the unit; it is never counted as agreement where the
 * unit was not rated. Agreement on absence is shown apart from agreement on presence: with hundreds of labels nearly
 * every label is absent nearly everywhere, and a share of agreement over both would be near 1 for any rating.
 */
import { gwetAc1 } from "./chance-corrected.ts";
import type { SampleSize } from "./estimate.ts";
import { cohenKappa, lightKappa, ratedByBoth } from "./kappa.ts";
import { countLabels } from "./label-counts.ts";
import type { Ratings } from "./ratings.ts";
import { wilsonInterval } from "./wilson.ts";
import type { Interval } from "./estimate.ts";

export interface LabelAgreement {
  readonly label: string;
  /** Over the units with two or more ratings. */
  readonly n: SampleSize;
  /** Ratings that carry the label. */
  readonly given: number;
  /** Share of those units' ratings that carry the label. */
  readonly prevalence: number;
  /** With the units as effective n: ratings of one unit aren't independent. */
  readonly prevalenceInterval: Interval | null;
  /** Of pairs of ratings of one unit of which one carries the label, weighted: 2a / (2a + b + c). null: never given. */
  readonly positiveAgreement: number | null;
  /** The same of its absence: 2d / (2d + b + c). */
  readonly negativeAgreement: number | null;
  /** Cohen's κ of two raters, or the mean over pairs of raters. null: not defined, as where only one answer occurs. */
  readonly kappa: number | null;
  readonly kappaEstimator: "Cohen's κ" | "Light's κ (mean of Cohen's κ over pairs of raters)";
  readonly ac1: number | null;
}

/**
 * One entry for each label that any pairable rating carries, the most frequent first. Positive and negative
 * agreement for any number of raters as in D. Cicchetti & A. Feinstein, "High agreement but low kappa: II", 1990,
 * summed over pairs of raters: Σ r(r − 1) / Σ r(m − 1) with r of a unit's m ratings carrying the label.
 */
export function labelAgreement(ratings: Ratings<Iterable<string>>, level = 0.95): LabelAgreement[] {
  const sets = ratings
    .map((unit) => unit.map((labels) => (labels === undefined ? undefined : new Set(labels))))
    .filter((unit) => unit.filter((set) => set !== undefined).length >= 2);
  const labels = new Set(sets.flatMap((unit) => unit.flatMap((set) => (set ? [...set] : []))));
  return [...labels]
    .map((label) => ofLabel(label, sets, level))
    .sort((a, b) => b.given - a.given || (a.label < b.label ? -1 : 1));
}

const [YES, NO] = ["yes", "no"] as const;

function ofLabel(label: string, sets: Ratings<ReadonlySet<string>>, level: number): LabelAgreement {
  const answers = sets.map((unit) => unit.map((set) => set && (set.has(label) ? YES : NO)));
  const counts = countLabels(answers, [YES, NO]);
  let [given, bothYes, anyYes, bothNo, anyNo] = [0, 0, 0, 0, 0];
  for (const row of counts.rows) {
    const [yes = 0, no = 0] = row;
    given += yes;
    bothYes += yes * (yes - 1);
    anyYes += yes * (yes + no - 1);
    bothNo += no * (no - 1);
    anyNo += no * (yes + no - 1);
  }
  const { n } = counts;
  const prevalence = n.values === 0 ? 0 : given / n.values;
  const isTwo = n.raters === 2;
  return {
    label,
    n,
    given,
    prevalence,
    prevalenceInterval: n.units === 0 ? null : wilsonInterval(prevalence * n.units, n.units, level),
    positiveAgreement: anyYes === 0 ? null : bothYes / anyYes,
    negativeAgreement: anyNo === 0 ? null : bothNo / anyNo,
    kappa: isTwo ? twoRaterKappa(answers) : lightKappa(answers),
    kappaEstimator: isTwo ? "Cohen's κ" : "Light's κ (mean of Cohen's κ over pairs of raters)",
    ac1: gwetAc1(counts, { resamples: 0 }).value,
  };
}

/** The two raters may stand in any columns. */
function twoRaterKappa(answers: Ratings<string>): number | null {
  const used = new Set(
    answers.flatMap((unit) => unit.flatMap((x, rater) => (x === undefined ? [] : [rater]))),
  );
  const [a = 0, b = 1] = [...used].sort((x, y) => x - y);
  return cohenKappa(ratedByBoth(answers, a, b)).value;
}
