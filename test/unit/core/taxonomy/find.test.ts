import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFinder } from "../../../../src/core/taxonomy/find.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";
import { flat, node, SOURCE } from "./helpers.ts";
import { createTaxonomy } from "../../../../src/core/taxonomy/create.ts";

const core = createFinder(valuemarkCore());
const names = (query: string, options = {}): string[] =>
  core.find(query, options).map((found) => found.node.name);

describe("ranking", () => {
  const finder = createFinder(
    flat([
      "careful honest",
      "dishonest",
      "honest",
      "hxoxnxexsxtx",
      "honesty",
      "honset",
      { id: "aliased", name: "zzz", aliases: ["honest"] },
    ]),
  );
  it("goes exact, exact alias, prefix, word prefix, substring, typo", () => {
    expect(finder.find("honest").map((found) => [found.node.id, found.kind])).toEqual([
      ["honest", "exact"],
      ["aliased", "exact"],
      ["honesty", "prefix"],
      ["careful honest", "wordPrefix"],
      ["dishonest", "substring"],
      ["honset", "typo"],
      ["hxoxnxexsxtx", "subsequence"],
    ]);
  });
  it("takes initials before substrings", () => {
    const ids = createFinder(flat(["xhonx", "hot oak nest"]))
      .find("hon")
      .map((found) => found.node.id);
    expect(ids).toEqual(["hot oak nest", "xhonx"]);
  });
  it("puts values before clusters of the same match, and frequent before rare", () => {
    const taxonomy = createTaxonomy(SOURCE, [
      node("c", 3, null, { name: "trust category" }),
      node("l2", 2, "c", { name: "trust" }),
      node("v", 0, "l2", { name: "trust" }),
      node("rare", 0, "l2", { name: "trust me", share: 0.1 }),
      node("often", 0, "l2", { name: "trust yourself", share: 2 }),
    ]);
    expect(
      createFinder(taxonomy)
        .find("trust")
        .map((found) => found.node.id),
    ).toEqual(["v", "l2", "often", "rare", "c"]);
  });
  it("finds a cluster's values by its name, together with their own", () => {
    expect(names("epistemic accuracy").slice(0, 2)).toEqual(["accuracy", "factual accuracy"]);
    expect(names("pleasure and enjoyment")).toContain("humor");
  });
});

describe("what raters type", () => {
  it.each([
    ["honsety", "honesty"],
    ["hoensty", "honesty"],
    ["trnsparency", "transparency"],
    ["profesionalism", "professionalism"],
    ["ih", "intellectual honesty"],
    ["med acc", "medical accuracy"],
    ["acc med", "medical accuracy"],
    ["well-being", "wellbeing"],
    ["well being", "wellbeing"],
    ["wellbeing", "wellbeing"],
    ["HARM PREV", "harm prevention"],
    ["analytical rigour", "analytical rigor"],
    ["dishon", "deception"],
    ["sycoph", "sycophancy"],
    ["tranparency", "transparency"],
  ])("%s → %s first", (query, name) => {
    expect(names(query)[0]).toBe(name);
  });
  it("says nothing for what it does not know", () => {
    expect(names("zzzzqqqq")).toEqual([]);
  });
});

describe("use", () => {
  it("without a query gives recent, then frequent, then values in file order", () => {
    const counts = new Map([["humor", 30]]);
    expect(names("", { recent: ["wisdom", "empathy"], counts, limit: 4 })).toEqual([
      "wisdom",
      "empathy",
      "humor",
      valuemarkCore().nodes.find(({ level }) => level === 0)?.name,
    ]);
  });
  it("lifts a used value over its like and over the next kind, never over an exact match", () => {
    expect(names("hon")[0]).not.toBe("honesty");
    expect(names("hon", { recent: ["honesty"] })[0]).toBe("honesty");
    expect(names("honor", { recent: ["honesty"], counts: new Map([["honesty", 1e6]]) })[0]).toBe("honor");
  });
  it("passes over ids that the taxonomy does not know", () => {
    expect(names("honor", { recent: ["gone", "__proto__"], counts: new Map([["gone", 3]]) })[0]).toBe(
      "honor",
    );
  });
});

describe("highlights", () => {
  const shown = (query: string, value: string): string[] => {
    const found = createFinder(flat([value])).find(query)[0];
    return found?.ranges.map(([start, end]) => found.text.slice(start, end)) ?? [];
  };
  it.each([
    ["cafe", "le café noir", ["café"]],
    ["womens", "women's empowerment", ["women's"]],
    ["wellbeing", "staff well-being", ["well-being"]],
    ["emp", "👩‍🔬 empathy", ["emp"]],
    ["ih", "intellectual honesty", ["i", "h"]],
    ["honsety", "radical honesty", ["honesty"]],
    ["lhon", "radical honesty", ["l hon"]],
    ["strasse", "große Straße", ["Straße"]],
    ["rn", "rule of nature", ["r", "n"]],
  ])("%s in %s", (query, value, expected) => {
    expect(shown(query, value)).toEqual(expected);
  });
  it("shows the part of the path that helped", () => {
    const found = core.find("epistemic accuracy")[0];
    expect(found?.pathRanges.map(([start, end]) => found.path.slice(start, end))).toEqual(["Epistemic"]);
  });
});

describe("properties", () => {
  const query = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("hon", "a b", "(((", "\\d+", "é"),
  );
  it("never throws; ranges are ascending, inside the text and not empty; order is by score", () => {
    fc.assert(
      fc.property(query, (text) => {
        const found = core.find(text, { limit: 20 });
        found.forEach((one, index) => {
          expect(one.score).toBeLessThanOrEqual(found[index - 1]?.score ?? Number.POSITIVE_INFINITY);
          let last = -1;
          for (const [start, end] of one.ranges) {
            expect(start).toBeGreaterThan(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(one.text.length);
            last = end;
          }
        });
        expect(core.find(text, { limit: 20 })).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });
  it("finds every node first by its full name, whatever the case", () => {
    for (const one of valuemarkCore().nodes) {
      const found = core.find(one.name.toUpperCase(), { limit: 2 });
      expect(
        found.some(({ node: { id }, kind }) => id === one.id && kind === "exact"),
        one.id,
      ).toBe(true);
    }
  });
  it("copes with a huge query", () => {
    const start = performance.now();
    core.find("honesty ".repeat(100_000));
    core.find("a".repeat(1_000_000));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
