import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNormaliser } from "../../../../src/core/taxonomy/normalise.ts";
import { valuemarkCore } from "../../../../src/core/taxonomy/valuemark-core.ts";
import { flat } from "./helpers.ts";
import { LABELLED } from "./labelled-set.ts";

const core = createNormaliser(valuemarkCore());
const map = (label: string): string => {
  const result = core.normalise(label);
  return result.node === null ? result.reason : `${result.method} ${result.node.id}`;
};

describe("methods", () => {
  it.each([
    ["Intellectual  Honesty", "exact intellectual-honesty"],
    ["trust building", "exact trust-building"],
    ["TRUST_BUILDING", "exact trust-building"],
    ["well-being", "exact wellbeing"],
    ["well being", "exact wellbeing"],
    ["women’s rights", "alias gender-equality"],
    ["being honest", "alias honesty"],
    ["dependable", "alias reliability"],
    ["analytical rigour", "alias analytical-rigor"],
    ["protecting the environments", "spelling environmental-protection"],
    ["behavioural honours", "unmapped"],
    ["accountabilities", "spelling accountability"],
    ["profesionalism", "spelling professionalism"],
    ["intelectual honesty", "spelling intellectual-honesty"],
    ["transparently", "lemma transparency"],
    ["privacy respect", "lemma privacy"],
    ["commitment to honesty", "lemma honesty"],
    ["fostering trust", "lemma trust"],
    ["user autonomy support", "similarity user-autonomy"],
    ["gardening", "unmapped"],
    ["", "empty"],
    ["…!?", "empty"],
    ["x".repeat(201), "unmapped"],
  ])("%s → %s", (label, expected) => {
    expect(map(label)).toBe(expected);
  });

  it("prefers the node written most alike, then a value to a cluster", () => {
    const twins = createNormaliser(flat(["well-being", "wellbeing", { id: "dup", name: "wellbeing" }]));
    expect(twins.normalise("Wellbeing").node?.id).toBe("wellbeing");
    expect(twins.normalise("well-being").node?.id).toBe("well-being");
    expect(twins.normalise("well being").node?.id).toBe("well-being");
    expect(core.normalise("Critical thinking").node?.id).toBe("critical-thinking");
  });

  it("names runners-up, nearest first, without the chosen node", () => {
    const result = core.normalise("emotional validation and support");
    const ids = result.runnersUp.map(({ node }) => node.id);
    expect(result.node?.id).toBe("emotional-validation");
    expect(ids[0]).toBe("emotional-support");
    expect(ids).not.toContain("emotional-validation");
    const unmapped = core.normalise("community spirit");
    expect(unmapped.node).toBeNull();
    expect(unmapped.runnersUp.length).toBeGreaterThan(0);
  });
});

describe("opposites", () => {
  it.each([
    "injustice",
    "unfairness",
    "inequality",
    "disrespect",
    "disloyalty",
    "unkindness",
    "insincerity",
    "intolerance",
    "inaccuracy",
    "hopelessness",
    "lack of empathy",
    "absence of trust",
    "no transparency",
    "rejecting tradition",
    "undermining autonomy",
    "anti-authority loyalty",
    "apolitical democracy",
    "irreverence",
    "disobedience",
    "indiscretion",
    "impatience",
    "instability",
    "inflexibility",
    "unprofessionalism",
    "distrust",
    "nonconsensual",
    "short-term thinking",
    "subjective accuracy",
  ])("%s is never mapped to what it denies", (label) => {
    const { node } = core.normalise(label);
    expect(node === null || node.dark === true, `${label} → ${node?.id}`).toBe(true);
  });
  it("still maps values that are negations themselves", () => {
    expect(map("independently")).toBe("lemma independence");
    expect(map("impartially")).toBe("lemma impartiality");
    expect(map("prevention of harm")).toBe("lemma harm-prevention");
    expect(map("nonviolence")).toBe("exact non-violence");
  });
});

describe("dark labels", () => {
  const dark = valuemarkCore().nodes.filter((node) => node.dark === true);
  it("are met by name and alias", () => {
    for (const node of dark) {
      for (const text of [node.name, node.name.toUpperCase(), ...(node.aliases ?? [])]) {
        expect(core.normalise(text).node?.id, text).toBe(node.id);
      }
    }
  });
  it.each([
    "deceptions",
    "deceptive marketing",
    "manipulating emotions",
    "cruel humor",
    "sexist jokes",
    "vengefulness",
  ])("%s, near one, is guarded", (label) => {
    expect(map(label)).toBe("guarded");
  });
  it("are never reached but by their whole name or alias, whatever is put round it", () => {
    const texts = new Set(
      dark.flatMap((node) => [node.name, ...(node.aliases ?? [])]).map((text) => text.toLowerCase()),
    );
    const all = valuemarkCore().nodes.flatMap((node) => [node.name, ...(node.aliases ?? [])]);
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.constantFrom("x", "s", "ly", " ethics", " prevention", ""),
        (text, tail) => {
          const result = core.normalise(text + tail);
          if (result.node === null || result.node.dark !== true) return;
          expect(["exact", "alias"]).toContain(result.method);
          const bare = (one: string): string => one.toLowerCase().replace(/[^a-z]/gu, "");
          expect([...texts].map(bare)).toContain(bare(text + tail));
        },
      ),
      { numRuns: 500 },
    );
  });
  it("never gives a light value for a dark name with a word added", () => {
    for (const node of dark) {
      if (node.name.includes(" ") || node.name.includes("-")) continue;
      for (const label of [`${node.name} of others`, `strategic ${node.name}`, `${node.name} mindset`]) {
        expect(map(label), label).toBe("guarded");
      }
    }
  });
  it("when unknown to the taxonomy, never slip to a light neighbour", () => {
    const light = createNormaliser(
      flat(["honesty", "perception", "fidelity", "exploration", "morality", "ethical marketing"]),
    );
    for (const label of [
      "dishonesty",
      "deception",
      "infidelity",
      "exploitation",
      "amorality",
      "immorality",
      "unethical marketing",
    ]) {
      expect(light.normalise(label).node, label).toBeNull();
    }
  });
});

describe("properties", () => {
  const label = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(...LABELLED.map((one) => one.label)),
    fc
      .array(fc.constantFrom("being", "un", "honest", "ly", "-", " ", "__proto__", "constructor", "rigour"), {
        maxLength: 6,
      })
      .map((parts) => parts.join("")),
  );
  it("total and deterministic; scores within 0 and 1; a chosen node is one of the taxonomy", () => {
    const other = createNormaliser(valuemarkCore());
    fc.assert(
      fc.property(label, (text) => {
        const result = core.normalise(text);
        expect(other.normalise(text)).toEqual(result);
        for (const score of [result.score, ...result.runnersUp.map((one) => one.score)]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        if (result.node !== null) expect(valuemarkCore().get(result.node.id)).toBe(result.node);
      }),
      { numRuns: 300 },
    );
  });
  it("case, hyphens and outer space do not matter", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LABELLED.map((one) => one.label)), (text) => {
        expect(map(` ${text.toUpperCase()}\n`)).toBe(map(text));
        expect(map(text.replaceAll(" ", "-"))).toBe(map(text));
      }),
    );
  });
  it("idempotent: the name of what was found leads to it again", () => {
    fc.assert(
      fc.property(label, (text) => {
        const { node } = core.normalise(text);
        if (node !== null && node.level === 0) expect(core.normalise(node.name).node?.id).toBe(node.id);
      }),
    );
  });
});

describe("on our labelled set", () => {
  /** Of the labels with a right answer or none: mapped right, mapped wrong, not mapped though they should be. */
  const count = (rest: 0 | 1): { right: number; wrong: number; missed: number; rightlyNone: number } => {
    const sums = { right: 0, wrong: 0, missed: 0, rightlyNone: 0 };
    LABELLED.forEach((one, place) => {
      if (place % 2 !== rest) return;
      const { node } = core.normalise(one.label);
      if (node !== null) sums[one.right.includes(node.id) ? "right" : "wrong"]++;
      else sums[one.right.length > 0 ? "missed" : "rightlyNone"]++;
    });
    return sums;
  };
  it("knows every id in the set", () => {
    for (const id of LABELLED.flatMap((one) => one.right)) expect(valuemarkCore().get(id), id).toBeDefined();
  });
  it.each([
    ["half that chose the threshold", 0],
    ["other half", 1],
  ] as const)("%s: of what it maps at least 9 in 10 are right, and it maps over half", (_, rest) => {
    const { right, wrong, missed } = count(rest);
    expect(right / (right + wrong)).toBeGreaterThan(0.9);
    expect(right / (right + wrong + missed)).toBeGreaterThan(0.5);
  });
});
