import { existsSync } from "node:fs";
import path from "node:path";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import type { Taxonomy, TaxonomyNode, TaxonomySource } from "../../../../src/core/taxonomy/taxonomy.ts";

export const SOURCE: TaxonomySource = {
  id: "t",
  title: "Test",
  version: "1",
  licence: "MIT",
  attribution: "us",
};

/** The published release, not part of the repository; tests on it are skipped where it is absent. */
export const RELEASE = path.resolve(import.meta.dirname, "../../../../../shared/taxonomy/values_tree.csv");
export const hasRelease = existsSync(RELEASE);

export function node(
  id: string,
  level: TaxonomyNode["level"],
  parent: string | null,
  more: Partial<TaxonomyNode> = {},
) {
  return { id, name: id, level, parent, ...more } satisfies TaxonomyNode;
}

/** One category "c" with the given values under it. */
export function flat(values: readonly (string | Partial<TaxonomyNode>)[]): Taxonomy {
  const nodes = values.map((value) =>
    typeof value === "string" ? node(value, 0, "c") : node(value.id ?? value.name ?? "?", 0, "c", value),
  );
  return createTaxonomy(SOURCE, [node("c", 3, null, { name: "Personal" }), ...nodes]);
}
