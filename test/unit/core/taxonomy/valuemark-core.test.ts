import { describe, expect, it } from "vitest";
import { isDarkLabel } from "../../../../src/core/taxonomy/dark-labels.ts";
import { foldKey } from "../../../../src/core/taxonomy/fold.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";

const taxonomy = valuemarkCore();
const atLevel = (level: number) => taxonomy.nodes.filter((node) => node.level === level);

/** The values seen most often in the study, in its order. */
const FREQUENT =
  "helpfulness, professionalism, transparency, clarity, thoroughness, efficiency, technical excellence, authenticity, " +
  "analytical rigor, accuracy, technical competence, adaptability, intellectual honesty, accessibility, pragmatism, " +
  "precision, academic rigor, service orientation, responsibility, intellectual rigor, clear communication, " +
  "technical precision, objectivity, user experience, empathy, honesty, practical utility, user autonomy, practicality, " +
  "accountability";

describe("valuemark-core", () => {
  it("has 5 categories, 26 clusters and 300 to 400 values", () => {
    expect(atLevel(3).map((node) => node.name)).toEqual([
      "Practical",
      "Epistemic",
      "Social",
      "Protective",
      "Personal",
    ]);
    expect(atLevel(2)).toHaveLength(26);
    expect(atLevel(1)).toHaveLength(0);
    expect(atLevel(0).length).toBeGreaterThanOrEqual(300);
    expect(atLevel(0).length).toBeLessThanOrEqual(400);
  });
  it("puts every value under a cluster and every cluster under a category", () => {
    for (const node of atLevel(0))
      expect(
        taxonomy.pathOf(node.id).map((one) => one.level),
        node.id,
      ).toEqual([3, 2, 0]);
  });
  it("gives every cluster at least 5 values", () => {
    for (const node of atLevel(2))
      expect(taxonomy.childrenOf(node.id).length, node.name).toBeGreaterThanOrEqual(5);
  });
  it("has the study's 30 most frequent values", () => {
    const names = new Set(atLevel(0).map((node) => node.name));
    expect(FREQUENT.split(", ").filter((name) => !names.has(name))).toEqual([]);
  });
  it("defines every node in one line of 8 to 20 words, each its own, none by its own name", () => {
    const seen = new Set<string>();
    for (const { id, name, definition = "" } of taxonomy.nodes) {
      const words = definition.split(" ").length;
      expect(words, `${id}: ${definition}`).toBeGreaterThanOrEqual(8);
      expect(words, `${id}: ${definition}`).toBeLessThanOrEqual(20);
      expect(definition, id).not.toMatch(/\n/u);
      expect(seen.has(definition), definition).toBe(false);
      expect(foldKey(definition).split(" "), id).not.toContain(foldKey(name));
      seen.add(definition);
    }
  });
  it("names no two values alike, and gives no value another's name as alias", () => {
    const owner = new Map<string, string>();
    for (const node of atLevel(0)) {
      for (const text of [node.name, ...(node.aliases ?? [])]) {
        const key = foldKey(text).replaceAll(" ", "");
        expect(owner.get(key), `${text} of ${node.id}`).toBeUndefined();
        owner.set(key, node.id);
      }
    }
  });
  it("has stable ids: kebab-case, prefixed by kind", () => {
    for (const { id, level } of taxonomy.nodes) {
      expect(id).toMatch(
        level === 3 ? /^cat\.[a-z]+$/u : level === 2 ? /^l2\.[a-z-]+$/u : /^[a-z]+(-[a-z]+)*$/u,
      );
    }
  });
  it("marks the warning values as dark, each of them on the list of dark labels", () => {
    const dark = atLevel(0).filter((node) => node.dark === true);
    expect(dark.map((node) => node.name)).toEqual(
      expect.arrayContaining([
        "dominance",
        "amorality",
        "deception",
        "manipulation",
        "sycophancy",
        "cruelty",
        "exploitation",
        "power-seeking",
      ]),
    );
    expect(dark.filter((node) => !isDarkLabel(node.name))).toEqual([]);
    expect(atLevel(0).filter((node) => isDarkLabel(node.name) && node.dark !== true)).toEqual([]);
    expect([...atLevel(2), ...atLevel(3)].some((node) => node.dark === true)).toBe(false);
  });
  it("is built once", () => {
    expect(valuemarkCore()).toBe(taxonomy);
  });
});
