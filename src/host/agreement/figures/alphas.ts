/** α of each kind and level. */
import { nominalAlpha } from "../../../core/agreement/alpha.ts";
import { setAlpha } from "../../../core/agreement/alpha-sets.ts";
import type { Collected } from "../../../core/agreement/collect.ts";
import { AGREEMENT_KINDS } from "../../../core/agreement/collect.ts";
import type { Estimate } from "../../../core/agreement/estimate.ts";
import { taxonomyAlpha } from "../../../core/agreement/taxonomy-distance.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { Level } from "../../../core/taxonomy/taxonomy.ts";
import type { AlphaRow, ReportChoices } from "../../../protocol/agreement.ts";
import type { FigureSource, RatingRow } from "./source.ts";
import { collectedOf, designOf, pairableRatings } from "./source.ts";

/** The chosen kind and level first, so that it is there soonest; then the others in their own order. */
export function alphaTargets(
  { kind, level }: ReportChoices,
  levels: readonly Level[],
): [ReportChoices["kind"], Level | null][] {
  const all = AGREEMENT_KINDS.flatMap((one): [ReportChoices["kind"], Level | null][] =>
    isSingleKind(one) ? [[one, null]] : levels.map((at) => [one, at]),
  );
  const isChosen = ([one, at]: readonly [string, Level | null]): boolean =>
    one === kind && (at === null || at === level);
  return [...all.filter(isChosen), ...all.filter((target) => !isChosen(target))];
}

/** Levels that the taxonomy has nodes at, and 0. */
export function levelsOf({ taxonomy }: FigureSource): Level[] {
  const found = new Set<Level>(taxonomy.nodes.map(({ level }) => level));
  return ([0, 1, 2, 3] as const).filter((level) => level === 0 || found.has(level));
}

/** undefined: nobody gave a label of this kind, so that there is nothing to agree on. */
export function alphaRow(
  source: FigureSource,
  kind: ReportChoices["kind"],
  level: Level | null,
  choices: ReportChoices,
): AlphaRow | undefined {
  const collected = collectedOf(source, { kind, level: level ?? 0 });
  if (!collected.units.some(({ ratings }) => ratings.some((labels) => labels && labels.length > 0)))
    return undefined;
  const alpha = alphaOf(collected, kind, choices, source);
  const { blind, seen } = framesOf(collected);
  const isPartlyBlind = choices.frame === "all" && blind > 0 && seen > 0;
  return {
    kind,
    level,
    alpha,
    ...(isPartlyBlind ? { blind: alphaOf(collected, kind, { ...choices, frame: "blind" }, source) } : {}),
  };
}

function alphaOf(
  collected: Collected,
  kind: ReportChoices["kind"],
  { distance, frame, seed }: ReportChoices,
  { taxonomy }: FigureSource,
): Estimate {
  const rows = pairableRatings(collected, frame);
  const options = { seed, design: designOf(frame) };
  if (isSingleKind(kind)) return plain(nominalAlpha(answers(rows), options));
  if (distance === "taxonomy") return plain(taxonomyAlpha(rows, taxonomy, options));
  return plain(setAlpha(rows, distance, options));
}

/** Of kinds with one answer. */
export function answers(rows: readonly RatingRow[]): (string | undefined)[][] {
  return rows.map((row) => row.map((labels) => labels?.[0]));
}

/** Of the ratings of pairable units: made blind, and with something in view. */
export function framesOf({ units }: Collected): {
  readonly blind: number;
  readonly seen: number;
  readonly mixed: number;
} {
  let [blind, seen, mixed] = [0, 0, 0];
  for (const { ratings, frames } of units) {
    if (ratings.filter((labels) => labels !== undefined).length < 2) continue;
    for (const frame of frames) {
      if (frame === "blind") blind++;
      else if (frame !== undefined) seen++;
      if (frame === "mixed") mixed++;
    }
  }
  return { blind, seen, mixed };
}

/** What travels to the page. */
export function plain({ estimator, value, reason, n, design, interval }: Estimate): Estimate {
  return {
    estimator,
    value,
    ...(reason === undefined ? {} : { reason }),
    n,
    design,
    ...(interval === undefined ? {} : { interval }),
  };
}
