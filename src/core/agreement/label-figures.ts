/**
 * Figures of each single label with intervals: prevalence, positive and negative agreement, α, κ, AC1. Pure. Definitions as
 * in `label-agreement.ts`, `alpha.ts`, `kappa.ts` and `chance-corrected.ts`; with weights of a sample's design where the
 * units have some, each figure then is that of the population.
 */
import type { Estimate } from "./estimate.ts";
import type { Ratings } from "./ratings.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { designOf } from "./sample-design.ts";
import type { CountedUnit, TotalsOptions } from "./totals.ts";
import { estimateOfTotals, estimateShare } from "./totals.ts";

export interface LabelFigures {
  readonly label: string;
  /** Ratings that carry it; units in which somebody gave it; units in which raters differ on it. */
  readonly given: number;
  readonly units: number;
  readonly disputed: number;
  readonly prevalence: Estimate;
  readonly positive: Estimate;
  readonly negative: Estimate;
  readonly alpha: Estimate;
  /** Cohen's, or the mean over pairs of raters (Light's). */
  readonly kappa: Estimate;
  readonly ac1: Estimate;
}

export interface LabelFiguresOptions {
  /** By unit, like the ratings. */
  readonly drawn?: readonly DrawnUnit[];
  /** Default 0.95. */
  readonly level?: number;
  /** Labels told at most, the most frequent first; default all. */
  readonly most?: number;
}

interface Unit {
  readonly sets: readonly (ReadonlySet<string> | undefined)[];
  readonly m: number;
  readonly drawn: DrawnUnit;
}

const ALL_ONE = "all ratings say the same: agreement can't be told from chance";

/** One entry for each label that a unit with two or more ratings carries, the most frequent first. */
export function labelFigures(
  ratings: Ratings<Iterable<string>>,
  { drawn = [], level = 0.95, most = Infinity }: LabelFiguresOptions = {},
): LabelFigures[] {
  const units = ratings.flatMap((row, at): Unit[] => {
    const sets = row.map((labels) => labels && new Set(labels));
    const m = sets.filter((set) => set !== undefined).length;
    return m < 2 ? [] : [{ sets, m, drawn: drawn[at] ?? {} }];
  });
  const given = new Map<string, number>();
  for (const { sets } of units)
    for (const set of sets) for (const label of set ?? []) given.set(label, (given.get(label) ?? 0) + 1);
  const raters = ratersOf(units);
  const design = designOf(units.map((unit) => unit.drawn));
  return [...given]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([label, count]) => ofLabel(label, count, units, raters, { level, design }));
}

function ratersOf(units: readonly Unit[]): number[] {
  const used = new Set(
    units.flatMap(({ sets }) => sets.flatMap((set, rater) => (set === undefined ? [] : [rater]))),
  );
  return [...used].sort((a, b) => a - b);
}

function ofLabel(
  label: string,
  given: number,
  units: readonly Unit[],
  raters: readonly number[],
  common: { readonly level: number; readonly design: string },
): LabelFigures {
  const counts = units.map(({ sets }) => sets.reduce((sum, set) => sum + (set?.has(label) ? 1 : 0), 0));
  const values = units.reduce((sum, { m }) => sum + m, 0);
  const options = (estimator: string): TotalsOptions => ({
    ...common,
    estimator,
    raters: raters.length,
    values,
    reason: ALL_ONE,
    shape: "coefficient",
  });
  const shared = (estimator: string, part: (r: number, m: number) => readonly [number, number]): Estimate =>
    estimateShare(
      units.map(({ m, drawn }, at) => {
        const [won, of] = part(counts[at] ?? 0, m);
        return { ...drawn, won, of };
      }),
      { ...options(estimator), reason: "it was never given, or never left out" },
    );
  return {
    label,
    given,
    units: counts.filter((r) => r > 0).length,
    disputed: counts.filter((r, at) => r > 0 && r < (units[at]?.m ?? 0)).length,
    prevalence: shared("share of ratings with the label", (r, m) => [r, m]),
    positive: shared("positive agreement", (r, m) => [r * (r - 1), r * (m - 1)]),
    negative: shared("negative agreement", (r, m) => [(m - r) * (m - r - 1), (m - r) * (m - 1)]),
    alpha: estimateOfTotals(
      units.map(({ m, drawn }, at): CountedUnit => {
        const r = counts[at] ?? 0;
        return { ...drawn, parts: [m, r, (2 * r * (m - r)) / (m - 1), (drawn.weight ?? 1) * m] };
      }),
      ([n = 0, r = 0, inside = 0, squares = 0]) => 1 - inside / n / ((2 * r * (n - r)) / (n * n - squares)),
      options("Krippendorff's α, nominal, label or not"),
    ),
    ac1: estimateOfTotals(
      units.map(({ m, drawn }, at): CountedUnit => {
        const r = counts[at] ?? 0;
        const agree = (r * (r - 1) + (m - r) * (m - r - 1)) / (m * (m - 1));
        return { ...drawn, parts: [1, agree, r / m] };
      }),
      ([n = 0, agree = 0, share = 0]) => {
        const chance = 2 * (share / n) * (1 - share / n);
        return (agree / n - chance) / (1 - chance);
      },
      options("Gwet's AC1, label or not"),
    ),
    kappa: kappaOf(label, units, raters, options),
  };
}

/** Each pair of raters has four totals: units both rated, both yes, yes of the one, yes of the other. */
function kappaOf(
  label: string,
  units: readonly Unit[],
  raters: readonly number[],
  options: (estimator: string) => TotalsOptions,
): Estimate {
  const pairs = raters.flatMap((a, at) => raters.slice(at + 1).map((b) => [a, b] as const));
  const counted = units.map(({ sets, drawn }): CountedUnit => {
    const parts = pairs.flatMap(([a, b]) => {
      const [one, other] = [sets[a], sets[b]];
      if (!one || !other) return [0, 0, 0, 0];
      const [x, y] = [one.has(label) ? 1 : 0, other.has(label) ? 1 : 0];
      return [1, x * y, x, y];
    });
    return { ...drawn, parts };
  });
  const mean = (totals: Float64Array): number => {
    let [sum, defined] = [0, 0];
    for (let at = 0; at < totals.length; at += 4) {
      const n = totals[at] ?? 0;
      const [both, x, y] = [1, 2, 3].map((place) => (totals[at + place] ?? 0) / n);
      if (!(n > 0) || both === undefined || x === undefined || y === undefined) continue;
      const chance = x * y + (1 - x) * (1 - y);
      if (1 - chance < 1e-12) continue;
      sum += (1 - x - y + 2 * both - chance) / (1 - chance);
      defined++;
    }
    return sum / defined;
  };
  return estimateOfTotals(
    counted,
    mean,
    options(
      pairs.length > 1
        ? "Light's κ (mean of Cohen's κ over pairs of raters), label or not"
        : "Cohen's κ, label or not",
    ),
  );
}
