/** From the rules' value ids to a node of whatever taxonomy is in use. */
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";

/**
 * The node with this id (`valuemark-core`), or with the id's words as its id (the published release, whose level-0
 * ids are names); else free text with `node: null`. Never a similar node: that would be a guess.
 */
export function resolveValue(
  value: string,
  taxonomy: Taxonomy,
): { readonly value: string; readonly node: string | null } {
  const words = value.replaceAll("-", " ");
  for (const id of [value, words]) {
    const node = taxonomy.get(id);
    if (node !== undefined && node.level === 0) return { value: node.name, node: node.id };
  }
  return { value: words, node: null };
}
