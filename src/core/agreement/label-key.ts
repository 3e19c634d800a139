/** When two raters' values count as the same label, at a level of the taxonomy. Pure. */
import type { Label } from "../extraction/annotation.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";

/** Before the text of a value that no node stands for. No node id of a taxonomy begins so. */
const FREE = "free text: ";

/**
 * A node's ancestor at `level`, or the nearest above where the tree leaves that level out; a node that is above
 * `level` is its own label. A value that no node stands for is a label by its text (case and outer space don't
 * count), at every level: it is never the same as a category.
 */
export function keyOfLabel(label: Label, level: Level, taxonomy: Taxonomy): string {
  const path = label.node ? taxonomy.pathOf(label.node) : [];
  const node = path.findLast((one) => one.level >= level);
  return node ? node.id : FREE + label.value.normalize("NFC").trim().toLowerCase();
}

/** Whether no node stands for the label. */
export function isFreeLabel(key: string): boolean {
  return key.startsWith(FREE);
}

/** The node's name, or the key itself. */
export function nameOfKey(key: string, taxonomy: Taxonomy): string {
  return taxonomy.get(key)?.name ?? key;
}
