import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import { createFinder } from "../../../../src/core/taxonomy/find.ts";
import { foldKey } from "../../../../src/core/taxonomy/fold.ts";
import { createNormaliser } from "../../../../src/core/taxonomy/normalise.ts";
import { parseTaxonomyCsv } from "../../../../src/core/taxonomy/parse-csv.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";
import { hasRelease, RELEASE, SOURCE } from "./helpers.ts";

describe.skipIf(!hasRelease)("the published release", () => {
  const read = hasRelease ? parseTaxonomyCsv(readFileSync(RELEASE, "utf8")) : { nodes: [], problems: [] };
  const taxonomy = createTaxonomy(SOURCE, read.nodes);
  const leaves = taxonomy.nodes.filter((node) => node.level === 0);
  const clusters = taxonomy.nodes.filter((node) => node.level > 0);

  it("loads whole: 3,307 values, 266, 26 and 5 clusters, every chain 0-1-2-3", () => {
    expect(read.problems).toEqual([]);
    expect([0, 1, 2, 3].map((level) => taxonomy.nodes.filter((node) => node.level === level).length)).toEqual(
      [3307, 266, 26, 5],
    );
    for (const leaf of leaves)
      expect(taxonomy.pathOf(leaf.id).map((node) => node.level)).toEqual([3, 2, 1, 0]);
  });
  it("keeps nodes of one name apart: two clusters, and the clusters called like a value", () => {
    expect(clusters.filter((node) => node.name === "Environmental stewardship")).toHaveLength(2);
    const names = new Set(leaves.map((node) => node.name.toLowerCase()));
    expect(clusters.filter((node) => names.has(node.name.toLowerCase()))).toHaveLength(88);
  });
  it("marks some forty to sixty values as dark and no cluster", () => {
    const dark = taxonomy.nodes.filter((node) => node.dark === true);
    expect(dark.length).toBeGreaterThanOrEqual(40);
    expect(dark.length).toBeLessThanOrEqual(60);
    expect(dark.every((node) => node.level === 0)).toBe(true);
    for (const id of ["amorality", "dominance", "deception", "cruelty"])
      expect(taxonomy.get(id)?.dark, id).toBe(true);
    for (const id of ["harm prevention", "anti-exploitation", "non-violence"])
      expect(taxonomy.get(id)?.dark, id).toBeUndefined();
  });
  it("maps each of its own names to itself, whatever the case, spelling twins too", () => {
    const normaliser = createNormaliser(taxonomy);
    for (const leaf of leaves) expect(normaliser.normalise(leaf.name.toUpperCase()).node?.id).toBe(leaf.id);
    const count = new Map<string, number>();
    for (const leaf of leaves) count.set(squeezed(leaf.name), (count.get(squeezed(leaf.name)) ?? 0) + 1);
    const twins = leaves.filter((leaf) => (count.get(squeezed(leaf.name)) ?? 0) > 1);
    expect(twins.length).toBeGreaterThan(10);
    for (const twin of twins) {
      const met = normaliser.normalise(foldKey(twin.name)).node;
      expect(squeezed(met?.name ?? "")).toBe(squeezed(twin.name));
    }
  });
  it("finds each of its values by name, first or level with its twin", () => {
    const finder = createFinder(taxonomy);
    for (const leaf of leaves.filter((_, place) => place % 25 === 0)) {
      const [first] = finder.find(leaf.name, { limit: 1 });
      expect(first?.kind, leaf.name).toBe("exact");
      expect(squeezed(first?.node.name ?? "")).toBe(squeezed(leaf.name));
    }
  });
  it("has a built-in counterpart: names that both have lie under the same cluster", () => {
    const core = valuemarkCore();
    const clusterOf = (from: typeof core, id: string) =>
      from.pathOf(id).find((node) => node.level === 2)?.name;
    const shared = core.nodes.filter((node) => node.level === 0 && taxonomy.get(node.name)?.level === 0);
    expect(shared.length).toBeGreaterThan(300);
    for (const node of shared)
      expect(clusterOf(core, node.id), node.name).toBe(clusterOf(taxonomy, node.name));
  });
  it("loses no dark value to the built-in taxonomy's light ones", () => {
    const core = createNormaliser(valuemarkCore());
    const strayed = leaves
      .filter((leaf) => leaf.dark === true)
      .map((leaf) => [leaf.name, core.normalise(leaf.name).node] as const);
    expect(strayed.filter(([, node]) => node !== null && node.dark !== true)).toEqual([]);
  });
});

function squeezed(name: string): string {
  return foldKey(name).replaceAll(" ", "");
}
