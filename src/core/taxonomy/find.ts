/** Fuzzy search over a taxonomy, for the value picker. */
import { buildFindIndex, type Entry, type FindIndex } from "./find-index.ts";
import {
  matchKind,
  rangesIn,
  rangesInPath,
  readQuery,
  subsequence,
  typoDistances,
  typoMatch,
  type MatchKind,
  type Query,
  type Ranges,
} from "./find-match.ts";
import type { Taxonomy, TaxonomyNode } from "./taxonomy.ts";

/** What this rater has used; ids that the taxonomy does not know are passed over. */
export interface Uses {
  /** Ids, most recent first; the first ten count. */
  readonly recent?: readonly string[];
  /** How often each id was used. */
  readonly counts?: ReadonlyMap<string, number>;
}

export interface FindOptions extends Uses {
  /** At most so many results; 50 if absent. */
  readonly limit?: number;
}

export interface FoundValue {
  readonly node: TaxonomyNode;
  readonly kind: MatchKind;
  readonly score: number;
  /** The text that matched: the node's name, or one of its aliases. */
  readonly text: string;
  readonly field: "name" | "alias";
  /** To highlight in `text`. */
  readonly ranges: Ranges;
  /** Names from the category down to the parent, " › " between them. */
  readonly path: string;
  /** To highlight in `path`; empty unless the path helped. */
  readonly pathRanges: Ranges;
}

/** A taxonomy prepared for searching; immutable. */
export interface Finder {
  /** Best first. An empty query gives recent, then frequent, then the first values. Pure and deterministic. */
  find(query: string, options?: FindOptions): readonly FoundValue[];
}

// A step of 10 between kinds; use may lift a match over the next kind, never over an exact one.
const POINTS: Readonly<Record<MatchKind, number>> = {
  exact: 200,
  prefix: 90,
  wordPrefix: 80,
  initials: 70,
  substring: 60,
  path: 50,
  typo: 40,
  subsequence: 30,
  pathOnly: 20,
};
/** A name met by a later word comes before an alias met by its first. */
const ALIAS_COST = 12;
const MAX_BOOST = 14;
/** With so many sound matches, guesses at typing errors would only push them down. */
const ENOUGH = 20;

interface Candidate {
  readonly entry: Entry;
  readonly kind: MatchKind;
  readonly score: number;
}

/** Prepares a search. Build once per taxonomy, keep it. */
export function createFinder(taxonomy: Taxonomy): Finder {
  const index = buildFindIndex(taxonomy);
  return { find: (query, options) => findValue(index, query, options) };
}

/** Searches a prepared index. Ranks by kind of match and use, then values before clusters, frequent in
 * the source before rare, short before long. */
export function findValue(index: FindIndex, typed: string, options: FindOptions = {}): readonly FoundValue[] {
  const limit = Math.max(0, options.limit ?? 50);
  const boosts = boostsOf(options);
  const query = readQuery(typed, index);
  const best = query.tokens.length === 0 ? everything(index, boosts) : candidates(index, query, boosts);
  return best
    .sort((a, b) => compare(a, b, index))
    .slice(0, limit)
    .map((candidate) => toFound(candidate, query, index));
}

function candidates(index: FindIndex, query: Query, boosts: ReadonlyMap<string, number>): Candidate[] {
  const best = new Map<number, Candidate>();
  const offer = (entry: Entry, kind: MatchKind, cost: number): void => {
    const boost = boosts.get(index.nodes[entry.node]?.id ?? "") ?? 0;
    const score = POINTS[kind] + boost - cost - (entry.field === "alias" ? ALIAS_COST : 0);
    const known = best.get(entry.node);
    if (known === undefined || score > known.score) best.set(entry.node, { entry, kind, score });
  };
  for (const entry of index.entries) {
    const path = index.paths[entry.path];
    const kind = path === undefined ? undefined : matchKind(entry, path, query);
    if (kind !== undefined) offer(entry, kind, 0);
  }
  if (best.size >= ENOUGH) return [...best.values()];
  const distances = typoDistances(query, index);
  for (const entry of index.entries) {
    const edits = typoMatch(entry, distances);
    if (edits !== undefined) offer(entry, "typo", edits * 2);
    else if (subsequence(entry, query) !== undefined) offer(entry, "subsequence", 0);
  }
  return [...best.values()];
}

/** Without a query: all names, so that use alone decides, then the file's order among values. */
function everything(index: FindIndex, boosts: ReadonlyMap<string, number>): Candidate[] {
  return index.entries
    .filter((entry) => entry.field === "name")
    .map((entry) => ({ entry, kind: "pathOnly", score: boosts.get(index.nodes[entry.node]?.id ?? "") ?? 0 }));
}

function compare(a: Candidate, b: Candidate, index: FindIndex): number {
  const left = index.nodes[a.entry.node];
  const right = index.nodes[b.entry.node];
  return (
    b.score - a.score ||
    (left?.level ?? 0) - (right?.level ?? 0) ||
    (right?.share ?? 0) - (left?.share ?? 0) ||
    (a.kind === "pathOnly" ? 0 : a.entry.text.length - b.entry.text.length) ||
    a.entry.node - b.entry.node
  );
}

/** Up to 14 points: recency falls from 8 to 0 over ten places, frequency grows with the logarithm up to 6. */
function boostsOf(uses: Uses): Map<string, number> {
  const boosts = new Map<string, number>();
  for (const [id, count] of uses.counts ?? []) {
    if (count > 0) boosts.set(id, Math.min(6, Math.log2(1 + count)));
  }
  (uses.recent ?? []).slice(0, 10).forEach((id, place) => {
    boosts.set(id, Math.min(MAX_BOOST, (boosts.get(id) ?? 0) + 8 * (1 - place / 10)));
  });
  return boosts;
}

function toFound({ entry, kind, score }: Candidate, query: Query, index: FindIndex): FoundValue {
  const node = index.nodes[entry.node];
  const path = index.paths[entry.path];
  if (node === undefined || path === undefined)
    throw new RangeError("The search index does not fit its taxonomy");
  return {
    node,
    kind,
    score,
    text: entry.text,
    field: entry.field,
    ranges: rangesIn(entry, kind, query, index),
    path: path.text,
    pathRanges: kind.startsWith("path") ? rangesInPath(path, query) : [],
  };
}
