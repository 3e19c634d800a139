import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTaxonomy } from "../../src/core/taxonomy/create.ts";
import { parseTaxonomyCsv } from "../../src/core/taxonomy/parse-csv.ts";
import type { Taxonomy, TaxonomyNode } from "../../src/core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";

const RELEASE = path.resolve(import.meta.dirname, "../../../shared/taxonomy/values_tree.csv");

/** The published release if it lies beside the repository, else one of the same size made from our own names. */
export function bigTaxonomy(): { readonly taxonomy: Taxonomy; readonly note: string } {
  if (existsSync(RELEASE)) {
    const { nodes } = parseTaxonomyCsv(readFileSync(RELEASE, "utf8"));
    return {
      taxonomy: createTaxonomy(source("release"), nodes),
      note: `the published release, ${nodes.length} nodes`,
    };
  }
  const core = valuemarkCore().nodes;
  const values = core.filter((node) => node.level === 0);
  const nodes: TaxonomyNode[] = [...core];
  for (let index = 0; nodes.length < 3604; index++) {
    const one = values[index % values.length];
    const other = values[(index * 7 + Math.floor(index / values.length) + 1) % values.length];
    if (one && other)
      nodes.push({ id: `made-${index}`, name: `${one.name} ${other.name}`, level: 0, parent: one.parent });
  }
  return {
    taxonomy: createTaxonomy(source("made"), nodes),
    note: `made up from our own names, ${nodes.length} nodes`,
  };
}

function source(id: string) {
  return { id, title: id, version: "1", licence: "-", attribution: "-" };
}
