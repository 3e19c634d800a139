/** From a label in free words to a node of the taxonomy, or honestly to none. */
import { isDarkWord } from "./dark-labels.ts";
import { editDistance } from "./edit-distance.ts";
import { foldKey } from "./fold.ts";
import { buildLabelIndex, spellingKey, type LabelIndex, type Term } from "./label-index.ts";
import { polarityOf, samePolarity, type Polarity } from "./polarity.ts";
import { KNOWN_WORDS } from "./spelling.ts";
import { contentStems, headStems, stem, withoutLead } from "./stem.ts";
import type { Taxonomy, TaxonomyNode } from "./taxonomy.ts";

/**
 * exact: the name, but for case, spaces, hyphens; alias: the same for an alias; spelling: British or American, plural,
 * or a typing error; lemma: another form of the same words; similarity: words and letters in common.
 */
export type NormaliseMethod = "exact" | "alias" | "spelling" | "lemma" | "similarity";

export interface RunnerUp {
  readonly node: TaxonomyNode;
  /** Cosine, 0–1. */
  readonly score: number;
}

export type Normalised =
  | {
      readonly node: TaxonomyNode;
      readonly method: NormaliseMethod;
      readonly score: number;
      readonly runnersUp: readonly RunnerUp[];
    }
  | {
      readonly node: null;
      /** empty: no letters; guarded: it names a dark value but is not its exact label; unmapped: nothing near enough. */
      readonly reason: "empty" | "guarded" | "unmapped";
      /** The best cosine, below the threshold. */
      readonly score: number;
      readonly runnersUp: readonly RunnerUp[];
    };

export interface NormaliseOptions {
  /** Least cosine that counts as the same value; the default is measured, see docs/taxonomy.md. */
  readonly threshold?: number;
}

/** A taxonomy prepared for mapping labels; immutable, deterministic. */
export interface Normaliser {
  /** Total: every string has an answer. Labels over 200 UTF-16 code units are no labels and stay unmapped. */
  normalise(label: string): Normalised;
}

export const DEFAULT_THRESHOLD = 0.72;
const MAX_LABEL = 200;
/** What a text loses whose words are all absent from the label. */
const EXTRA_COST = 0.3;
/** What it loses if it lacks the word that the label is about. */
const HEAD_COST = 0.25;
const MAX_RUNNERS_UP = 3;

/** Prepares a taxonomy for mapping. Build once, keep it. */
export function createNormaliser(taxonomy: Taxonomy, options: NormaliseOptions = {}): Normaliser {
  const index = buildLabelIndex(taxonomy);
  const threshold = options.threshold ?? DEFAULT_THRESHOLD;
  return { normalise: (label) => normalise(index, label, threshold) };
}

function normalise(index: LabelIndex, label: string, threshold: number): Normalised {
  const none = (reason: "empty" | "guarded" | "unmapped"): Normalised => ({
    node: null,
    reason,
    score: 0,
    runnersUp: [],
  });
  if (label.length > MAX_LABEL) return none("unmapped");
  const key = foldKey(label);
  if (key === "") return none("empty");
  const found = (node: TaxonomyNode, method: NormaliseMethod, score: number): Normalised => ({
    node,
    method,
    score,
    runnersUp: near.filter((one) => one.node !== node).slice(0, MAX_RUNNERS_UP),
  });
  let near: readonly RunnerUp[] = [];

  const exact = sameText(index.names, key, label);
  if (exact) return found(exact, "exact", 1);
  const alias = sameText(index.aliases, key, label);
  if (alias) return found(alias, "alias", 1);

  const words = key.split(" ");
  const polarity = polarityOf(words, index.knowsStem);
  // From here on words are bent: never for what names a dark value, unless it is against it (harm prevention).
  if (!polarity.flipped && words.some((word) => isDarkWord(stem(word)) || index.darkStems.has(stem(word)))) {
    return none("guarded");
  }
  const core = withoutLead(key);
  near = nearest(index, core, polarity);

  const spelt = index.spellings.get(spellingKey(key));
  if (spelt) return found(spelt.node, "spelling", 0.95);
  const lemma = index.lemmas.get(lemmaKey(core))?.find((term) => samePolarity(term.polarity, polarity));
  if (lemma) return found(lemma.node, "lemma", 0.9);
  const typo = mistyped(index, words);
  if (typo) return found(typo.node, "spelling", 0.9);

  const [best, ...others] = near;
  if (best !== undefined && best.score >= threshold) return found(best.node, "similarity", best.score);
  return {
    node: null,
    reason: "unmapped",
    score: best?.score ?? 0,
    runnersUp: best ? [best, ...others].slice(0, MAX_RUNNERS_UP) : [],
  };
}

/** Stems in alphabetical order, so that "respect of privacy" and "privacy respect" meet. */
export function lemmaKey(key: string): string {
  return contentStems(key).sort().join(" ");
}

/** The node whose text is the label but for case and gaps; of several, the one written most alike, then the first. */
function sameText(
  terms: ReadonlyMap<string, readonly Term[]>,
  key: string,
  label: string,
): TaxonomyNode | undefined {
  const same = terms.get(key.replaceAll(" ", ""));
  if (same === undefined) return undefined;
  const lower = label.trim().toLowerCase();
  const alike = (term: Term): number => (term.text.toLowerCase() === lower ? 2 : term.key === key ? 1 : 0);
  let best: Term | undefined;
  for (const term of same) if (best === undefined || alike(term) > alike(best)) best = term;
  return best?.node;
}

/**
 * The term that differs in one mistyped word. A word that exists is not mistyped; the first two letters must be right,
 * which also keeps prefixes like un- and dis- from being edited away.
 */
function mistyped(index: LabelIndex, words: readonly string[]): Term | undefined {
  const unknown = words.filter(
    (word) => !index.knowsWord(word) && !index.knowsStem(stem(word)) && !KNOWN_WORDS.has(word),
  );
  const [typed] = unknown;
  if (typed === undefined || unknown.length > 1 || typed.length < 6) return undefined;
  const place = words.indexOf(typed);
  for (const term of index.byLength.get(words.length) ?? []) {
    const word = term.words[place] ?? "";
    if (
      word.slice(0, 2) !== typed.slice(0, 2) ||
      !term.words.every((one, at) => at === place || one === words[at])
    )
      continue;
    const distance = editDistance(typed, word, 1);
    if (distance === 1) return term;
  }
  return undefined;
}

/** Values by cosine, best first, those of another polarity left out; each value by its best text. */
function nearest(index: LabelIndex, key: string, polarity: Polarity): RunnerUp[] {
  const best = new Map<TaxonomyNode, number>();
  const stems = contentStems(key);
  const given = new Set(stems);
  const heads = headStems(key);
  for (const [document, cosine] of index.similarity.scores(stems)) {
    const term = index.soft[document];
    if (term === undefined || cosine < 0.2) continue;
    // A text that says more than the label is further off than one that says less: it would add a meaning.
    const shared = term.stems.filter((one) => given.has(one)).length;
    const extra = EXTRA_COST * (1 - shared / Math.max(1, term.stems.length));
    const astray = term.stems.some((one) => heads.has(one)) ? 0 : HEAD_COST;
    const score = Math.min(1, cosine) * (1 - extra) * (1 - astray);
    if ((best.get(term.node) ?? 0) < score && samePolarity(term.polarity, polarity))
      best.set(term.node, score);
  }
  return [...best]
    .map(([node, score]) => ({ node, score }))
    .sort((a, b) => b.score - a.score || index.orderOf(a.node) - index.orderOf(b.node))
    .slice(0, MAX_RUNNERS_UP + 1);
}
