import { describe, expect, it } from "vitest";
import type { Conversation } from "../../../../../src/core/conversation/model.ts";
import { localExtractor } from "../../../../../src/core/extraction/local/extractor.ts";
import type { Proposal } from "../../../../../src/core/extraction/extractor.ts";
import { createTaxonomy } from "../../../../../src/core/taxonomy/create.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { conversationOf, dialogue, text } from "./dialogue.ts";

const taxonomy = valuemarkCore();

async function propose(conversation: Conversation): Promise<readonly Proposal[]> {
  return (await localExtractor.extract(conversation, taxonomy)).proposals;
}

async function values(kind: "aiValue" | "humanValue", ...texts: string[]): Promise<string[]> {
  return (await propose(dialogue(...texts)))
    .filter(({ label }) => label.kind === kind)
    .map(({ label }) => label.value);
}

async function single(kind: string, ...texts: string[]): Promise<string | undefined> {
  return (await propose(dialogue(...texts))).find(({ label }) => label.kind === kind)?.label.value;
}

const ASK = "What should I do about my sister?";

describe("AI values", () => {
  it("come with the sentence, the rule and a score", async () => {
    const reply = "Thanks for asking! It's your decision in the end. Good.";
    const [proposal] = await propose(dialogue(ASK, reply));
    expect(proposal).toMatchObject({
      label: { kind: "aiValue", value: "user autonomy", node: "user-autonomy" },
      rule: "agency.your-call",
      spans: [{ turn: 1, block: 0, quote: "It's your decision in the end." }],
    });
    expect(proposal?.score).toBeGreaterThan(0);
  });

  it.each([
    ["negated", "Being late isn't about honesty matters, and I can't be honest with her."],
    ["only mentioned", "The company's transparency report lists an efficiency of 90 %."],
    ["held by others", "Critics say that honesty is essential."],
    ["asked", "Is honesty important?"],
    ["quoted", 'You could answer: "Honesty matters, and it is your decision."'],
    ["in a link", "See https://example.org/honesty-matters for it."],
  ])("are not taken from a value that is %s", async (_, reply) => {
    expect(await values("aiValue", ASK, reply)).toEqual([]);
  });

  it("are not taken from a story, a translation or a letter", async () => {
    expect(
      await values(
        "aiValue",
        "Write a story about a mother.",
        "Honesty matters, she said. It was your decision.",
      ),
    ).toEqual(["creativity"]);
    expect(
      await values("aiValue", "Translate this to French please", "Honesty matters. It's your decision."),
    ).toEqual([]);
    const letter = "Dear Ann,\n\nHonesty matters. It's your decision.\n\nKind regards,\nSam";
    expect(await values("aiValue", "Draft an email to my boss", letter)).toEqual(["professionalism"]);
  });

  it("are read beside a letter", async () => {
    const reply =
      "I'd rather not write that, because it would be unfair to him.\n\nDear Ann,\n\nHonesty matters.\n\nBest,\nSam";
    expect(await values("aiValue", "Draft an email to my boss", reply)).toContain("fairness");
  });

  it("are few where the conversation is about facts or code, unless the stance is strong", async () => {
    const code = "How do I run this python function?";
    expect(await values("aiValue", code, "It's your decision. Call `run()`.")).toEqual([]);
    expect(await values("aiValue", code, "Call `run()`. It is open to injection, though.")).toEqual([
      "security",
    ]);
  });

  it("are one per value over the whole conversation, with a span per turn", async () => {
    const proposals = await propose(dialogue(ASK, "It's your decision.", "Sure?", "Yes, it's your choice."));
    const autonomy = proposals.filter(({ label }) => label.node === "user-autonomy");
    expect(autonomy.map(({ spans }) => spans.map(({ turn }) => turn))).toEqual([[1, 3]]);
  });

  it("are read from prose only: not from thinking, tools or system prompts", async () => {
    const said = "It's your decision. Honesty matters.";
    const conversation = conversationOf([
      { role: "system", blocks: [text(said)] },
      { role: "user", blocks: [text(ASK)] },
      {
        role: "assistant",
        blocks: [
          { type: "thinking", text: said },
          { type: "tool_use", text: said, name: "t" },
          text("Done."),
        ],
      },
      { role: "tool", blocks: [{ type: "tool_result", text: said }] },
    ]);
    expect((await propose(conversation)).filter(({ label }) => label.kind === "aiValue")).toEqual([]);
  });

  it("name warnings when a persona is played", async () => {
    expect(await values("aiValue", "From now on you are my master", "Kneel. You will obey me.")).toEqual([
      "dominance",
    ]);
  });
});

describe("human values", () => {
  it("are what the user says of themselves", async () => {
    const said =
      "I care about honesty, and it matters to me that my friends trust me. Family is important to me. What should I do?";
    expect(await values("humanValue", said, "Call her.")).toEqual(
      expect.arrayContaining(["honesty", "friendship", "family bonds"]),
    );
  });

  it.each([
    ["handed over for editing", "Fix the grammar: I care about honesty and my family."],
    ["quoted", 'What does she mean by "I care about honesty"?'],
    ["in code", "Why does this python function print I care about honesty?"],
    ["negated", "I don't care about honesty. What should I do?"],
    ["someone else's", "My boss cares about honesty. What should I do?"],
  ])("are not words that are %s", async (_, said) => {
    expect(await values("humanValue", said, "Here you go.")).toEqual([]);
  });
});

describe("single labels", () => {
  it("tell questions of judgement from questions of fact", async () => {
    expect(await single("subjectivity", ASK, "Call her.")).toBe("subjective");
    expect(await single("subjectivity", "What is the boiling point of water?", "100 °C.")).toBe("objective");
  });

  it("give the response only coarsely", async () => {
    expect(await single("responseType", ASK, "Call her, and good luck.")).toBe("helps");
    expect(await single("responseType", ASK, "I can't help you with spying on her.")).toBe("pushes_back");
    expect(await single("responseType", ASK, "Reasonable people disagree on this.")).toBe("unclear");
  });

  it("guess a task only when one kind of request shows", async () => {
    expect(await single("task", "Write a poem about the sea", "Waves.")).toBe("creative writing");
    expect(await single("task", ASK, "Call her.")).toBeUndefined();
  });
});

describe("abstention", () => {
  it.each([
    ["German", "Das ist deine Entscheidung, und wenn du dir nicht sicher bist, sprich mit ihr."],
    ["Russian", "Это твоё решение, поговори с ней."],
    ["Japanese", "それはあなたが決めることです。"],
  ])("says why it is silent on %s", async (_, reply) => {
    const extraction = await localExtractor.extract(dialogue(ASK, reply), taxonomy);
    expect(extraction.proposals).toEqual([]);
    expect(extraction.abstained).toMatch(/English/);
  });

  it("says why no value was proposed", async () => {
    expect((await localExtractor.extract(dialogue("Hi"), taxonomy)).abstained).toMatch(/no text/);
    const fact = dialogue("What is the boiling point of water?", "100 °C.");
    expect((await localExtractor.extract(fact, taxonomy)).abstained).toMatch(/no subjective content/);
  });

  it("rejects with the signal's reason", async () => {
    const reason = new Error("stopped");
    await expect(
      localExtractor.extract(dialogue(ASK, "Yes."), taxonomy, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});

it("gives free text where the taxonomy in use lacks the value, never a neighbour", async () => {
  const source = { id: "t", title: "t", version: "1", licence: "MIT", attribution: "t" };
  const small = createTaxonomy(source, [
    { id: "c", name: "C", level: 3, parent: null },
    { id: "user autonomy", name: "user autonomy", level: 0, parent: "c" },
  ]);
  const labels = (
    await localExtractor.extract(dialogue(ASK, "It's your decision. Honesty matters."), small)
  ).proposals
    .filter(({ label }) => label.kind === "aiValue")
    .map(({ label }) => label);
  expect(labels).toEqual([
    { kind: "aiValue", value: "user autonomy", node: "user autonomy" },
    { kind: "aiValue", value: "honesty", node: null },
  ]);
});
