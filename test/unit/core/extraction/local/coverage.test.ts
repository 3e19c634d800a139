/** The extractor knows the values it says it knows: each fires in a real run, on one sentence in a plain reply. */
import { describe, expect, it } from "vitest";
import { localExtractor } from "../../../../../src/core/extraction/local/extractor.ts";
import { LEXICON } from "../../../../../src/core/extraction/local/lexicon.ts";
import { KNOWN_VALUES, RULES } from "../../../../../src/core/extraction/local/ruleSet.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { dialogue } from "./dialogue.ts";
import { SENTENCES } from "./coverageSentences.ts";

const taxonomy = valuemarkCore();

/** Warnings without a sentence here: nobody needs to write one for them. */
const UNTRIED = [
  "authoritarianism",
  "discrimination",
  "misogyny",
  "oversight-evasion",
  "power-seeking",
  "selfishness",
];

async function nodesOf(sentence: string): Promise<(string | null | undefined)[]> {
  const { proposals } = await localExtractor.extract(
    dialogue("What should I do about my friend?", sentence),
    taxonomy,
  );
  return proposals.filter(({ label }) => label.kind === "aiValue").map(({ label }) => label.node);
}

describe("coverage", () => {
  it.each(Object.entries(SENTENCES))("%s", async (value, sentence) => {
    expect(await nodesOf(sentence)).toContain(value);
  });

  it("spans at least 120 values and 24 of the 26 level-2 nodes", () => {
    const fired = Object.keys(SENTENCES);
    const nodes = new Set(fired.map((value) => taxonomy.get(value)?.parent));
    expect(fired.length).toBeGreaterThanOrEqual(120);
    expect(nodes.size).toBeGreaterThanOrEqual(24);
  });

  it("has a sentence for the value of every behaviour rule but a few warnings", () => {
    const without = new Set(RULES.map(({ value }) => value).filter((value) => !(value in SENTENCES)));
    expect([...without].sort()).toEqual(UNTRIED);
  });

  it("knows the rest by their names, in a phrase that urges them, or as warnings", async () => {
    const names = new Map(
      LEXICON.filter(({ kind }) => kind === "N").map(({ value, phrase }) => [value, phrase]),
    );
    const silent: string[] = [];
    for (const value of KNOWN_VALUES) {
      if (value in SENTENCES) continue;
      if (!(await nodesOf(`In all of this ${names.get(value) ?? value} matters.`)).includes(value))
        silent.push(value);
    }
    expect(silent.sort()).toEqual(UNTRIED);
  });

  it("knows only values that the built-in taxonomy has", () => {
    expect([...KNOWN_VALUES].filter((value) => taxonomy.get(value)?.level !== 0)).toEqual([]);
  });

  it("counts the values in its disclosure", () => {
    expect(localExtractor.disclosure).toContain(`knows ${KNOWN_VALUES.size} values`);
  });
});
