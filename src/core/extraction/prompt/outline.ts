/** The taxonomy as far as a prompt shows it: categories, their groups, and if wanted a list of values by name. */
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";

/** Most names in a shortlist. Thousands would cost more than they help, and drown the rest. */
export const MAX_SHORTLIST = 600;
/** Most groups shown of one category, against a taxonomy that is all width. */
const MAX_GROUPS = 60;
/** Names and definitions of a user's taxonomy are cut to this, in UTF-16 code units. */
const MAX_NAME = 80;
const MAX_LINE = 300;

function oneLine(text: string, max: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= max ? flat : `${flat.slice(0, max - 1).trimEnd()}…`;
}

/** Categories (level 3) with their definitions, under each its groups (level 2) by name. */
export function taxonomyOutline(taxonomy: Taxonomy): string {
  return taxonomy
    .childrenOf(null)
    .map((root) => {
      const groups = taxonomy.childrenOf(root.id).filter(({ level }) => level === 2);
      const names = groups.slice(0, MAX_GROUPS).map(({ name }) => oneLine(name, MAX_NAME));
      const about = root.definition === undefined ? "" : `: ${oneLine(root.definition, MAX_LINE)}`;
      return `- ${oneLine(root.name, MAX_NAME)}${about}${names.length === 0 ? "" : `\n  Groups: ${names.join("; ")}`}`;
    })
    .join("\n");
}

/**
 * Ids of the values (level 0) to name in the prompt: those with the largest share where the taxonomy tells it, then in
 * file order; at most `max`. The same for every conversation of a run, or the prompt cache would be of no use.
 */
export function shortlistOf(taxonomy: Taxonomy, max: number = MAX_SHORTLIST): string[] {
  const values = taxonomy.nodes.filter(({ level }) => level === 0);
  const ranked = [...values].sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  return ranked.slice(0, Math.min(max, MAX_SHORTLIST)).map(({ id }) => id);
}

/** The shortlist as one line by category; ids that the taxonomy doesn't know are left out. Empty for an empty list. */
export function shortlistText(taxonomy: Taxonomy, ids: readonly string[]): string {
  const byRoot = new Map<string, string[]>();
  for (const id of ids.slice(0, MAX_SHORTLIST)) {
    const node = taxonomy.get(id);
    if (node === undefined) continue;
    const root = taxonomy.categoryOf(id)?.name ?? "";
    const names = byRoot.get(root) ?? [];
    names.push(oneLine(node.name, MAX_NAME));
    byRoot.set(root, names);
  }
  if (byRoot.size === 0) return "";
  const lines = [...byRoot].map(([root, names]) => `- ${oneLine(root, MAX_NAME)}: ${names.join(", ")}`);
  return `Values by name:\n${lines.join("\n")}`;
}
