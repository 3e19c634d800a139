import { describe, expect, it } from "vitest";
import type { GoldDecision, GoldRule, GoldSet } from "../../../../src/core/export/gold.ts";
import { goldSteps, makeGold } from "../../../../src/core/export/gold.ts";
import type { AnnotationKind } from "../../../../src/core/extraction/annotation.ts";
import type { Sample } from "../../../../src/core/sampling/sample.ts";
import { World, answer, free, refOf, spanOf, value } from "./world.ts";

const TWO: GoldRule = { type: "votes", k: 2, of: 2 };

function decisionOf(set: GoldSet, id: string, kind: AnnotationKind = "aiValue"): GoldDecision {
  const item = set.items.find(({ conversation }) => conversation.id === id);
  const found = item?.decisions.find((one) => one.kind === kind);
  if (!found) throw new Error("no such decision");
  return found;
}

const names = ({ labels }: GoldDecision) => labels.map(({ label }) => label.value);

describe("gold by votes", () => {
  it("takes what k raters gave and lists what fewer gave", () => {
    const world = new World();
    world.rate("ada", "c1", [value("honesty"), value("care")]);
    world.rate("ben", "c1", [value("honesty")]);
    const found = decisionOf(makeGold(world.input(TWO)), "c1");
    expect(found).toMatchObject({ raters: ["ada", "ben"], none: [], frame: "blind" });
    expect(found.undecided).toBeUndefined();
    expect(found.labels).toEqual([{ label: value("honesty"), spans: [], votes: ["ada", "ben"] }]);
    expect(found.rejected).toEqual([{ label: value("care"), votes: ["ada"] }]);
  });

  it("decides “none” only by raters who finished, and nothing where votes are split", () => {
    const world = new World();
    for (const rater of ["ada", "ben"]) world.rate(rater, "none", []);
    world.rate("ada", "split", [value("honesty")]);
    world.rate("ben", "split", [value("care")]);
    world.suggest("rejects", "s1", value("care"));
    for (const rater of ["ada", "ben"]) world.judge(rater, "rejects", { kind: "reject", target: "s1" });
    const set = makeGold(world.input(TWO));
    expect(decisionOf(set, "none")).toMatchObject({ labels: [], none: ["ada", "ben"] });
    expect(decisionOf(set, "none").undecided).toBeUndefined();
    expect(decisionOf(set, "split")).toMatchObject({ undecided: "noAgreement", labels: [] });
    expect(decisionOf(set, "split").rejected).toHaveLength(2);
    // Both said no to the only suggestion, but neither said that nothing else is there.
    expect(decisionOf(set, "rejects")).toMatchObject({ undecided: "noAgreement", raters: ["ada", "ben"] });
  });

  it("keeps conversations that too few or none rated, with the reason", () => {
    const world = new World();
    world.rate("ada", "one", [value("honesty")]);
    world.judge("ada", "skipped", { kind: "skip" });
    const set = makeGold(world.input(TWO));
    expect(set.items.map(({ conversation }) => conversation.id)).toEqual(["one", "skipped"]);
    expect(decisionOf(set, "one").undecided).toBe("fewRaters");
    expect(decisionOf(set, "skipped").undecided).toBe("notRated");
    expect(decisionOf(set, "one", "task").undecided).toBe("notRated");
  });

  it("is undecided where k labels and k times “none”, or two answers, stand against each other", () => {
    const world = new World();
    for (const rater of ["ada", "ben"]) world.rate(rater, "c1", [value("care"), answer("reframing")]);
    for (const rater of ["cy", "dee"]) world.rate(rater, "c1", [answer("mild_support")]);
    const set = makeGold(world.input(TWO));
    expect(decisionOf(set, "c1").undecided).toBe("tie");
    expect(decisionOf(set, "c1", "responseType").undecided).toBe("tie");
  });

  it("takes the one answer with most votes", () => {
    const world = new World();
    for (const rater of ["ada", "ben", "cy"]) world.rate(rater, "c1", [answer("reframing")]);
    for (const rater of ["dee", "eva"]) world.rate(rater, "c1", [answer("mild_support")]);
    const found = decisionOf(makeGold(world.input(TWO)), "c1", "responseType");
    expect(names(found)).toEqual(["reframing"]);
    expect(found.rejected.map(({ votes }) => votes)).toEqual([["dee", "eva"]]);
  });

  it("aligns by node, by spelling-folded free text, and at the asked level", () => {
    const world = new World();
    world.rate("ada", "c1", [value("honesty"), free("Plain  Talk")]);
    world.rate("ben", "c1", [value("candour"), free("plain  talk ")]);
    expect(names(decisionOf(makeGold(world.input(TWO)), "c1"))).toEqual(["Plain  Talk"]);
    const at2 = decisionOf(makeGold(world.input({ ...TWO, level: 2 })), "c1");
    expect(at2.labels.map(({ label }) => label)).toContainEqual({
      kind: "aiValue",
      value: "Integrity",
      node: "integrity",
    });
    const at3 = decisionOf(makeGold(world.input({ ...TWO, level: 3 })), "c1");
    expect(names(at3)).toContain("Epistemic values");
  });

  it("says what was in view, also for raters who saw different things", () => {
    const world = new World();
    world.rate("ada", "c1", [value("care")], "blind");
    world.rate("ben", "c1", [value("care")], "suggested");
    const set = makeGold(world.input(TWO));
    expect(decisionOf(set, "c1").frame).toBe("mixed");
    expect(set.items[0]?.ratings).toEqual([
      { rater: "ada", frame: "blind", done: true },
      { rater: "ben", frame: "assisted", done: true },
    ]);
  });

  it("joins evidence by union, or by what k share", () => {
    const world = new World();
    const one = world.conversation("c1");
    const add = (rater: string, words: string): void => {
      world.judge(rater, "c1", { kind: "add", label: value("honesty"), spans: [spanOf(one, words)] });
      world.judge(rater, "c1", { kind: "done" });
    };
    add("ada", "want to be honest");
    add("ben", "be honest with you");
    const quotes = (rule: GoldRule) =>
      decisionOf(makeGold(world.input(rule)), "c1").labels[0]?.spans.map(({ quote }) => quote);
    expect(quotes(TWO)).toEqual(["want to be honest with you"]);
    expect(quotes({ ...TWO, evidence: "intersection" })).toEqual(["be honest"]);
    add("cy", "decide for yourself");
    expect(quotes(TWO)).toEqual(["want to be honest with you", "decide for yourself"]);
  });

  it("says when evidence was given but none is shared", () => {
    const world = new World();
    const one = world.conversation("c1");
    for (const [rater, words] of [
      ["ada", "honest"],
      ["ben", "decide"],
    ] as const) {
      world.judge(rater, "c1", { kind: "add", label: value("honesty"), spans: [spanOf(one, words)] });
    }
    const [label] = decisionOf(makeGold(world.input({ ...TWO, evidence: "intersection" })), "c1").labels;
    expect(label).toMatchObject({ spans: [], disputedEvidence: true, votes: ["ada", "ben"] });
  });

  it("refuses rules that make no sense", () => {
    const world = new World();
    for (const [k, of] of [
      [0, 1],
      [3, 2],
      [1.5, 2],
    ] as const) {
      expect(() => makeGold(world.input({ type: "votes", k, of }))).toThrow(RangeError);
    }
  });
});

describe("gold by an adjudicator", () => {
  it("takes the decision, and tells the raters' votes for and against it", () => {
    const world = new World();
    world.rate("ada", "c1", [value("honesty"), value("care")]);
    world.rate("ben", "c1", [value("candour")]);
    const ref = refOf(world.conversation("c1"));
    world.adjudicated.set(`${ref.hash} ${ref.id}`, {
      conversation: ref,
      adjudicators: [{ name: "eva" }],
      kinds: ["aiValue"],
      labels: [{ label: value("honesty"), spans: [], reason: "said in so many words" }],
    });
    const set = makeGold(world.input({ type: "adjudicated" }));
    const found = decisionOf(set, "c1");
    expect(found.adjudicators).toEqual(["eva"]);
    expect(found.labels).toEqual([
      { label: value("honesty"), spans: [], votes: ["ada"], reason: "said in so many words" },
    ]);
    expect(found.rejected.map(({ label }) => label.value)).toEqual(["candour", "care"]);
    expect(decisionOf(set, "c1", "responseType").undecided).toBe("notAdjudicated");
  });

  it("can decide “none”, and conversations that nobody rated", () => {
    const world = new World();
    const ref = refOf(world.conversation("c9"));
    const decided = { conversation: ref, adjudicators: [{ name: "eva" }] };
    world.adjudicated.set(`${ref.hash} ${ref.id}`, { ...decided, kinds: ["aiValue"], labels: [] });
    const found = decisionOf(makeGold(world.input({ type: "adjudicated" })), "c9");
    expect(found).toMatchObject({ labels: [], raters: [], adjudicators: ["eva"] });
    expect(found.undecided).toBeUndefined();
  });
});

describe("the frame of a gold set", () => {
  const sampleOf = (world: World, ids: readonly string[], traps: readonly string[] = []): Sample => ({
    v: 1,
    name: "s",
    drawnAt: "2026-01-01T00:00:00.000Z",
    drawnBy: "ada",
    seed: 7,
    design: { type: "simple", size: ids.length },
    frame: { rows: 10, query: "", fingerprint: "000000000000" },
    blind: true,
    raters: [],
    items: [...ids, ...traps].map((id) => ({
      ...refOf(world.conversation(id)),
      probability: traps.includes(id) ? 1 : 0.25,
      ...(traps.includes(id) ? { trap: { values: ["care"], not: [] } } : {}),
    })),
  });

  it("is the sample in its order, without traps, with weights; others are counted", () => {
    const world = new World();
    for (const id of ["b", "a", "trap", "elsewhere"]) world.rate("ada", id, [value("care")]);
    const set = makeGold({ ...world.input(TWO), sample: sampleOf(world, ["b", "never", "a"], ["trap"]) });
    expect(set.items.map(({ conversation, weight }) => [conversation.id, weight])).toEqual([
      ["b", 4],
      ["never", 4],
      ["a", 4],
    ]);
    expect([set.traps, set.outside]).toEqual([1, 1]);
    expect(decisionOf(set, "never").undecided).toBe("notRated");
  });

  it("marks conversations that were judged in another version of their text", () => {
    const world = new World();
    world.rate("ada", "a", [value("care")]);
    const sample = sampleOf(world, ["a"]);
    const items = sample.items.map((item) => ({ ...item, hash: "f".repeat(32) }));
    const set = makeGold({ ...world.input(TWO), sample: { ...sample, items } });
    expect(set.items[0]).toMatchObject({ otherVersions: true });
    expect(decisionOf(set, "a").undecided).toBe("notRated");
  });

  it("goes in steps that tell how far it is", () => {
    const world = new World();
    for (const id of ["a", "b", "c"]) world.rate("ada", id, []);
    expect([...goldSteps(world.input(TWO))]).toEqual([1, 2, 3].map((done) => ({ done, of: 3 })));
  });
});
