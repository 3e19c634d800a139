import type { Taxonomy, TaxonomyNode } from "../../core/taxonomy/taxonomy.ts";
import type { CategoryColour } from "../../protocol/review.ts";

const COLOURS = ["practical", "epistemic", "social", "protective", "personal"] as const;

/**
 * The colour of a value's category. The five categories are known by name, so that they keep their colours in any
 * release of the taxonomy; every other root, and an unmapped value, has the neutral colour.
 */
export function colourOf(taxonomy: Taxonomy, node: string | null | undefined): CategoryColour {
  const root = node ? taxonomy.categoryOf(node) : undefined;
  const word = root?.name.toLowerCase().split(/\s+/u)[0];
  return COLOURS.find((colour) => colour === word) ?? "none";
}

/** The nodes from the category down to, and without, the value itself. */
export function ancestorsOf(taxonomy: Taxonomy, node: string | null | undefined): readonly TaxonomyNode[] {
  return node ? taxonomy.pathOf(node).slice(0, -1) : [];
}
