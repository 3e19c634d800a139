import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkNodes, createTaxonomy } from "../../../../src/core/taxonomy/create.ts";
import { describeProblem, TaxonomyError } from "../../../../src/core/taxonomy/problem.ts";
import { node, SOURCE } from "./helpers.ts";

const tree = [node("c", 3, null), node("l2", 2, "c"), node("v", 0, "l2"), node("w", 0, "c")];

describe("createTaxonomy", () => {
  it("indexes nodes, children, paths and categories", () => {
    const taxonomy = createTaxonomy(SOURCE, tree);
    expect(taxonomy.get("v")?.name).toBe("v");
    expect(taxonomy.childrenOf(null).map(({ id }) => id)).toEqual(["c"]);
    expect(taxonomy.childrenOf("c").map(({ id }) => id)).toEqual(["l2", "w"]);
    expect(taxonomy.pathOf("v").map(({ id }) => id)).toEqual(["c", "l2", "v"]);
    expect(taxonomy.categoryOf("v")?.id).toBe("c");
    for (const id of ["nobody", "__proto__", "constructor"]) {
      expect(taxonomy.get(id)).toBeUndefined();
      expect(taxonomy.pathOf(id)).toEqual([]);
      expect(taxonomy.childrenOf(id)).toEqual([]);
      expect(taxonomy.categoryOf(id)).toBeUndefined();
    }
  });
  it("takes prototype keys as ids like any other", () => {
    const taxonomy = createTaxonomy(SOURCE, [
      node("__proto__", 3, null),
      node("constructor", 0, "__proto__"),
    ]);
    expect(taxonomy.pathOf("constructor").map(({ id }) => id)).toEqual(["__proto__", "constructor"]);
  });
  it("hashes every field, and nothing but the fields", () => {
    const hash = (more: object): string =>
      createTaxonomy(SOURCE, [node("c", 3, null), node("v", 0, "c", more)]).hash;
    const variants = [
      {},
      { definition: "d" },
      { aliases: ["a"] },
      { dark: true },
      { share: 1 },
      { name: "n" },
    ].map(hash);
    expect(new Set(variants).size).toBe(variants.length);
    expect(hash({ dark: false, aliases: [] })).toBe(hash({}));
    expect(createTaxonomy({ ...SOURCE, version: "2" }, tree).hash).toBe(createTaxonomy(SOURCE, tree).hash);
  });
  it.each([
    ["double id", [node("c", 3, null), node("c", 2, "c")], 'node "c": its id is used by an earlier node'],
    ["no parent", [node("v", 0, "x")], 'node "v": its parent "x" does not exist'],
    ["own parent", [node("v", 0, "v")], 'node "v": it is its own parent'],
    ["root below a category", [node("v", 1, null)], "only categories (level 3) stand alone, this is level 1"],
    [
      "same level",
      [node("c", 3, null), node("d", 3, "c")],
      'its parent "c" is at level 3, not above level 3',
    ],
    ["cycle", [node("a", 2, "b"), node("b", 1, "a")], "the two form a cycle"],
    ["below a dropped one", [node("a", 1, "x"), node("b", 0, "a")], 'node "b": its parent "a" was left out'],
  ])("refuses: %s", (_, nodes, message) => {
    const { problems } = checkNodes(nodes);
    expect(problems.map(describeProblem).join("\n")).toContain(message);
    expect(() => createTaxonomy(SOURCE, nodes)).toThrow(TaxonomyError);
  });
  it("keeps an id's text on one short line in messages", () => {
    const id = `evil\n${"x".repeat(500)}`;
    const line = describeProblem(checkNodes([node("v", 0, id)]).problems[0] ?? { reason: "" });
    expect(line).not.toContain("\n");
    expect(line.length).toBeLessThan(200);
  });
  it("whatever is kept of a heap of nodes makes a taxonomy, and every node is kept or reported", () => {
    const level = fc.constantFrom(0, 1, 2, 3 as const);
    const id = fc.constantFrom(..."abcdefgh");
    const heap = fc.array(fc.record({ id, name: id, level, parent: fc.option(id) }), { maxLength: 20 });
    fc.assert(
      fc.property(heap, (nodes) => {
        const checked = checkNodes(nodes);
        const taxonomy = createTaxonomy(SOURCE, checked.nodes);
        expect(checked.nodes.length + checked.problems.length).toBe(nodes.length);
        for (const one of taxonomy.nodes) {
          expect(taxonomy.categoryOf(one.id)?.level).toBe(3);
          expect(taxonomy.pathOf(one.id).at(-1)).toBe(one);
        }
      }),
    );
  });
});
