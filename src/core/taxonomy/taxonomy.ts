/** A taxonomy of values: a forest whose roots are the categories (level 3) and whose leaves are values (level 0). */

export type Level = 0 | 1 | 2 | 3;

/** One node. Names are NOT unique (the published release repeats some): always key by `id`. */
export interface TaxonomyNode {
  readonly id: string;
  readonly name: string;
  /** 3 = category, 2, 1 = clusters, 0 = value. A node's parent is at any higher level. */
  readonly level: Level;
  /** Id of the parent; null for a root. */
  readonly parent: string | null;
  /** One line: what a rater should look for. */
  readonly definition?: string;
  /** Other spellings and near-synonyms that mean this node. */
  readonly aliases?: readonly string[];
  /**
   * A value whose label must match exactly, never by similarity: its neighbours mean the opposite
   * (*deception* against *honesty*).
   */
  readonly dark?: boolean;
  /** Share of value expressions or of conversations in the source's own release, 0–100, if it tells. */
  readonly share?: number;
}

export interface TaxonomySource {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  readonly attribution: string;
}

/** An immutable, indexed taxonomy. Built by `createTaxonomy`, which checks ids, parents and levels. */
export interface Taxonomy {
  readonly source: TaxonomySource;
  /** Content hash over all nodes; recorded with every run and gold set. */
  readonly hash: string;
  /** In file order. */
  readonly nodes: readonly TaxonomyNode[];
  get(id: string): TaxonomyNode | undefined;
  /** Children in file order; of `null`, the roots. */
  childrenOf(id: string | null): readonly TaxonomyNode[];
  /** From the root down to the node itself; empty for an unknown id. */
  pathOf(id: string): readonly TaxonomyNode[];
  /** The root above the node (level 3), or undefined for an unknown id. */
  categoryOf(id: string): TaxonomyNode | undefined;
}
