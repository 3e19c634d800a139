/** α of sets of values at each level of the taxonomy, by one distance, so that it shows where raters part. Pure. */
import type { Label } from "../extraction/annotation.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import type { AlphaEstimate } from "./alpha.ts";
import { weightedAlpha } from "./alpha-weighted.ts";
import { setAlpha } from "./alpha-sets.ts";
import { keyOfLabel } from "./label-key.ts";
import type { Ratings } from "./ratings.ts";
import type { DrawnUnit } from "./sample-design.ts";
import type { SetDistanceName } from "./set-distance.ts";
import { indexedSetDistance, SET_DISTANCE_TITLES } from "./set-distance.ts";
import { setsApart, nodeDistance } from "./taxonomy-distance.ts";

export const LEVELS: readonly Level[] = [0, 1, 2, 3];

export interface LevelAlpha {
  readonly level: Level;
  readonly alpha: AlphaEstimate;
}

/** `ratings`: each rater's labels of one kind. The same label at a level counts once. */
export function alphaByLevel(
  ratings: Ratings<readonly Label[]>,
  taxonomy: Taxonomy,
  distance: SetDistanceName,
  options: { readonly drawn?: readonly DrawnUnit[]; readonly seed?: number; readonly level?: number } = {},
): LevelAlpha[] {
  const { drawn, ...rest } = options;
  return LEVELS.map((level) => {
    const sets = ratings.map((unit) =>
      unit.map((labels) => labels && [...new Set(labels.map((one) => keyOfLabel(one, level, taxonomy)))]),
    );
    const alpha = drawn ? weightedSetAlpha(sets, drawn, distance, rest) : setAlpha(sets, distance, rest);
    return { level, alpha };
  });
}

/** α of sets of labels from a weighted or stratified sample. `drawn`: by unit, like `ratings`. */
export function weightedSetAlpha(
  ratings: Ratings<Iterable<string>>,
  drawn: readonly DrawnUnit[],
  distance: SetDistanceName | "taxonomy",
  options: { readonly seed?: number; readonly level?: number; readonly taxonomy?: Taxonomy } = {},
): AlphaEstimate {
  const { taxonomy, ...rest } = options;
  const sets = ratings.map((unit) => unit.map((labels) => labels && [...new Set(labels)].sort()));
  const keyOf = (labels: readonly string[]): string => JSON.stringify(labels);
  if (distance === "taxonomy") {
    if (!taxonomy) throw new RangeError("the taxonomy distance needs the taxonomy");
    const between = nodeDistance(taxonomy);
    const apart = (values: readonly string[][]) => (a: number, b: number) =>
      setsApart(values[a] ?? [], values[b] ?? [], between);
    const title = "sets of taxonomy nodes, mean minimal path distance (level weights 1, 1, 1, 1)";
    return weightedAlpha(sets, drawn, keyOf, apart, title, {
      exactPairs: 1_000_000,
      references: 500,
      ...rest,
    });
  }
  const numbers = new Map<string, number>();
  const numberOf = (label: string): number => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  };
  const apart = (values: readonly string[][]) =>
    indexedSetDistance(
      distance,
      values.map((set) => Int32Array.from(set, numberOf).sort()),
    );
  return weightedAlpha(sets, drawn, keyOf, apart, `sets of labels, ${SET_DISTANCE_TITLES[distance]}`, rest);
}
