/**
 * How far apart two sets of taxonomy nodes are, 0 to 1. Pure.
 *
 * Between two nodes: a path to the root has one step for each level 0 → 1 → 2 → 3 → root with the weights of
 * `LevelWeights`; a node's height in the tree is the weight of the steps below it. δ(a, b) is the weight of the steps
 * from a and from b up to their lowest common ancestor, as a share of the steps from both to the root above the
 * categories. Same node: 0. Other categories: 1. A node against its own parent is nearer than against a cousin.
 * This is the weighted form of the normalised path distance of Z. Wu & M. Palmer (ACL 1994, eq. for ConSim), whose
 * similarity 2·depth(lca) / (depth(a) + depth(b)) is 1 − δ.
 *
 * Between two sets: each label's distance to the nearest label of the other set, averaged over all labels of both
 * (the symmetric mean of minimal distances; see T. Eiter & H. Mannila, Acta Informatica 34, 1997, on such measures
 * of point sets). Two empty sets: 0. An empty against a non-empty: 1. It isn't a metric (the triangle inequality
 * can fail), which α doesn't need.
 */
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import type { AlphaEstimate } from "./alpha.ts";
import { distanceAlpha } from "./alpha-distance.ts";
import type { DistanceAlphaOptions } from "./alpha-distance.ts";
import type { Ratings } from "./ratings.ts";
import { codeRatings } from "./ratings.ts";

/** Weight of the step from each level to the next above; the last, from a category to the common root. All > 0. */
export type LevelWeights = readonly [number, number, number, number];

/** Every level counts the same. */
export const EQUAL_WEIGHTS: LevelWeights = [1, 1, 1, 1];

/**
 * The distance of two labels: node ids, or any other text, which is then at distance 1 from all but itself.
 * Throws a RangeError for weights that aren't positive.
 */
export function nodeDistance(
  taxonomy: Taxonomy,
  weights: LevelWeights = EQUAL_WEIGHTS,
): (a: string, b: string) => number {
  if (!weights.every((weight) => Number.isFinite(weight) && weight > 0)) {
    throw new RangeError("weights must be positive");
  }
  // By level: weight from the common root down to a node of that level, also where levels between are left out.
  const depthOf = (level: Level): number =>
    weights.reduce((sum, weight, at) => (at >= level ? sum + weight : sum), 0);
  return (a, b) => {
    if (a === b) return 0;
    const [pathA, pathB] = [taxonomy.pathOf(a), taxonomy.pathOf(b)];
    const [lastA, lastB] = [pathA.at(-1), pathB.at(-1)];
    if (!lastA || !lastB) return 1;
    let common = 0;
    for (let at = 0; at < pathA.length && at < pathB.length; at++) {
      const node = pathA[at];
      if (!node || node.id !== pathB[at]?.id) break;
      common = depthOf(node.level);
    }
    const both = depthOf(lastA.level) + depthOf(lastB.level);
    return (both - 2 * common) / both;
  };
}

/** The symmetric mean of minimal distances between two lists of different labels. */
export function setsApart(
  a: readonly string[],
  b: readonly string[],
  distance: (a: string, b: string) => number,
): number {
  if (a.length === 0 && b.length === 0) return 0;
  if (a.length === 0 || b.length === 0) return 1;
  const nearest = (from: readonly string[], to: readonly string[]): number =>
    from.reduce(
      (sum, label) => sum + to.reduce((least, other) => Math.min(least, distance(label, other)), 1),
      0,
    );
  return (nearest(a, b) + nearest(b, a)) / (a.length + b.length);
}

/** α of sets of node ids with this distance. Repeated labels count once. */
export function taxonomyAlpha(
  ratings: Ratings<Iterable<string>>,
  taxonomy: Taxonomy,
  options: DistanceAlphaOptions & { readonly weights?: LevelWeights } = {},
): AlphaEstimate {
  const { weights = EQUAL_WEIGHTS } = options;
  const sets = ratings.map((unit) => unit.map((labels) => labels && [...new Set(labels)].sort()));
  const coded = codeRatings(sets, (labels) => JSON.stringify(labels));
  const between = nodeDistance(taxonomy, weights);
  const apart = (a: number, b: number): number =>
    setsApart(coded.values[a] ?? [], coded.values[b] ?? [], between);
  const title = `sets of taxonomy nodes, mean minimal path distance (level weights ${weights.join(", ")})`;
  // Each distance is a walk through the tree: fewer pairs than of the plain distances.
  return distanceAlpha(coded, apart, title, { exactPairs: 1_000_000, sampledPairs: 200_000, ...options });
}
