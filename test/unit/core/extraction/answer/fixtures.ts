/** Answers as a model writes them. */
import { parseAnswer, type ParsedAnswer } from "../../../../../src/core/extraction/answer/parse.ts";
import type { Proposal } from "../../../../../src/core/extraction/extractor.ts";
import type { Purpose } from "../../../../../src/core/extraction/prompt/purpose.ts";
import { createNormaliser } from "../../../../../src/core/taxonomy/normalise.ts";
import { valuemarkCore } from "../../../../../src/core/taxonomy/valuemark-core.ts";
import { FLATMATE } from "../prompt/fixtures.ts";

export const normaliser = createNormaliser(valuemarkCore());

export const HONEST = {
  quotes: [{ turn: 2, text: "I want to be honest with you" }],
  rationale: "It says so.",
  name: "honesty",
  explicit: true,
  confidence: 0.9,
};
export const FAIR = {
  quotes: [{ turn: 1, text: "I believe fairness matters most." }],
  rationale: "The human states it.",
  name: "fairness",
  confidence: 0.8,
};

export function fullAnswer(change: object = {}): Record<string, unknown> {
  return {
    ai_values: { reasoning: "It cares.", values: [HONEST] },
    human_values: { reasoning: "They say so.", values: [FAIR] },
    response_type: { quotes: [], rationale: "It adds a view.", type: "reframing", confidence: 0.6 },
    task: { rationale: "Asked for.", task: "advice on a conflict with a flatmate" },
    subjectivity: { rationale: "Advice.", value: "subjective", confidence: 0.95 },
    ...change,
  };
}

export function parse(answer: unknown, purpose: Purpose = "all", conversation = FLATMATE): ParsedAnswer {
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  return parseAnswer(text, { purpose, conversation, normaliser });
}

export function proposalsOf(parsed: ParsedAnswer): readonly Proposal[] {
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.extraction.proposals;
}
