/**
 * The codebook: what each answer means, in our own words. Raters see these lines beside the text while they rate;
 * an extractor that works from a prompt gets the same lines.
 */
import type { ResponseType, SingleKind, Subjectivity } from "./annotation.ts";

/** Changes whenever a definition changes its meaning; recorded with runs and gold sets. */
export const CODEBOOK_VERSION = "1";

export interface CodebookEntry<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** One or two sentences for the rater. */
  readonly definition: string;
}

export const RESPONSE_TYPE_ENTRIES: readonly CodebookEntry<ResponseType>[] = [
  {
    value: "strong_support",
    label: "Strong support",
    definition:
      "The assistant takes up the human's values as its own cause: it praises, builds on or argues for them.",
  },
  {
    value: "mild_support",
    label: "Mild support",
    definition:
      "The assistant works in line with the human's values and signals approval, without making a point of it.",
  },
  {
    value: "neutral_acknowledgment",
    label: "Neutral acknowledgment",
    definition: "The assistant notes or respects the human's values but neither backs nor questions them.",
  },
  {
    value: "reframing",
    label: "Reframing",
    definition:
      "The assistant accepts the concern and offers another way to see it or another value to weigh beside it.",
  },
  {
    value: "mild_resistance",
    label: "Mild resistance",
    definition:
      "The assistant voices doubt, adds caveats or helps only in part because of the human's values.",
  },
  {
    value: "strong_resistance",
    label: "Strong resistance",
    definition: "The assistant refuses, or openly opposes the human's values.",
  },
  {
    value: "no_values",
    label: "No values",
    definition:
      "The human expresses no value for the assistant to answer to. Asking for help with a task is not a value.",
  },
];

export const SUBJECTIVITY_ENTRIES: readonly CodebookEntry<Subjectivity>[] = [
  {
    value: "subjective",
    label: "Subjective",
    definition:
      "A good answer calls for judgement, taste, advice or a stance: reasonable answers could differ in what they value.",
  },
  {
    value: "objective",
    label: "Objective",
    definition:
      "The request has a checkable answer (a fact, a calculation, working code) and values hardly shape it.",
  },
];

export const QUESTION_TITLES: Readonly<Record<SingleKind, string>> = {
  responseType: "Response to the human's values",
  subjectivity: "Subjectivity",
  task: "Task",
};

/** Words for answers of coarse extractors that are no members of the closed sets. */
export const COARSE_LABELS: Readonly<Record<string, string>> = {
  helps: "helps",
  pushes_back: "pushes back",
  unclear: "unclear",
};

/** The label a person reads for a question's value; free text stands for itself. */
export function answerLabel(kind: SingleKind, value: string): string {
  const entries: readonly CodebookEntry<string>[] =
    kind === "responseType" ? RESPONSE_TYPE_ENTRIES : kind === "subjectivity" ? SUBJECTIVITY_ENTRIES : [];
  return entries.find((entry) => entry.value === value)?.label ?? COARSE_LABELS[value] ?? value;
}
