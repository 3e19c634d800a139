import { foldKey } from "./fold.ts";
import { polarityOf, type Polarity } from "./polarity.ts";
import { createSimilarityIndex, type SimilarityIndex } from "./similarity.ts";
import { americanise, singularise } from "./spelling.ts";
import { contentStems, stem } from "./stem.ts";
import type { Taxonomy, TaxonomyNode } from "./taxonomy.ts";

/** A name or alias of a node. */
export interface Term {
  readonly node: TaxonomyNode;
  readonly text: string;
  readonly key: string;
  readonly words: readonly string[];
  /** Stems of its content words, in order. */
  readonly stems: readonly string[];
  readonly polarity: Polarity;
}

export interface LabelIndex {
  /** Key without spaces → terms, values before clusters, in file order. */
  readonly names: ReadonlyMap<string, readonly Term[]>;
  readonly aliases: ReadonlyMap<string, readonly Term[]>;
  /** Names, then aliases, of the values that may be met other than exactly: those that are not dark. */
  readonly soft: readonly Term[];
  readonly spellings: ReadonlyMap<string, Term>;
  readonly lemmas: ReadonlyMap<string, readonly Term[]>;
  /** Soft terms by their number of words. */
  readonly byLength: ReadonlyMap<number, readonly Term[]>;
  /** Over `soft`. */
  readonly similarity: SimilarityIndex;
  /** Stems of the dark values' names of one word. */
  readonly darkStems: ReadonlySet<string>;
  /** Whether a word occurs in a name, alias or definition. */
  knowsWord(word: string): boolean;
  knowsStem(stem: string): boolean;
  orderOf(node: TaxonomyNode): number;
}

/** The key with each word in one spelling and number, without spaces. */
export function spellingKey(key: string): string {
  return key
    .split(" ")
    .map((word) => singularise(americanise(word)))
    .join("");
}

export function buildLabelIndex(taxonomy: Taxonomy): LabelIndex {
  const nodes = [...taxonomy.nodes].sort((a, b) => a.level - b.level);
  const order = new Map(nodes.map((node, index) => [node, index]));
  const words = new Set<string>();
  const stems = new Set<string>();
  for (const node of nodes) {
    for (const text of [node.name, ...(node.aliases ?? []), node.definition ?? ""]) {
      for (const word of foldKey(text).split(" ")) if (word !== "") words.add(word);
    }
  }
  for (const word of words) stems.add(stem(word));

  const knowsStem = (one: string): boolean => stems.has(one);
  const toTerm = (node: TaxonomyNode, text: string): Term => {
    const key = foldKey(text);
    const list = key.split(" ");
    return { node, text, key, words: list, stems: contentStems(key), polarity: polarityOf(list, knowsStem) };
  };
  const names = nodes.map((node) => toTerm(node, node.name));
  const aliases = nodes.flatMap((node) => (node.aliases ?? []).map((text) => toTerm(node, text)));
  const soft = [...names, ...aliases].filter(
    ({ node, key }) => node.level === 0 && node.dark !== true && key !== "",
  );
  const spellings = new Map<string, Term>();
  for (const term of soft)
    if (!spellings.has(spellingKey(term.key))) spellings.set(spellingKey(term.key), term);
  const dark = names.filter(({ node, words: list }) => node.dark === true && list.length === 1);
  return {
    names: grouped(names, ({ key }) => key.replaceAll(" ", "")),
    aliases: grouped(aliases, ({ key }) => key.replaceAll(" ", "")),
    soft,
    spellings,
    lemmas: grouped(soft, ({ stems: own }) => [...own].sort().join(" ")),
    byLength: grouped(soft, (term) => term.words.length),
    similarity: createSimilarityIndex(soft.map(({ stems: own }) => own)),
    darkStems: new Set(dark.flatMap((term) => term.words.map(stem)).filter((one) => !BROAD.has(one))),
    knowsWord: (word) => words.has(word),
    knowsStem,
    orderOf: (node) => order.get(node) ?? nodes.length,
  };
}

/** Dark when alone, harmless in most compounds (*quality control*, *form submission*). */
const BROAD: ReadonlySet<string> = new Set(["control", "submission", "power"].map(stem));

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
