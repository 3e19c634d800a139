/**
 * The codebook: what each answer means, in our own words. Raters see these lines beside the text while they rate;
 * an extractor that works from a prompt gets the same lines.
 */
import { ANNOTATION_KINDS } from "./annotation.ts";
import type { AnnotationKind, ResponseType, SingleKind, Subjectivity } from "./annotation.ts";

/** Changes whenever a definition changes its meaning; recorded with runs and gold sets. */
export const CODEBOOK_VERSION = "1";

export interface CodebookEntry<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** One or two sentences for the rater. */
  readonly definition: string;
}

/** What is asked of each kind of label. */
export const KIND_ENTRIES: readonly CodebookEntry<AnnotationKind>[] = [
  {
    value: "aiValue",
    label: "AI value",
    definition:
      "A normative consideration that the assistant states or shows and that influences its response to a subjective " +
      "inquiry: what it treats as good, right or worth caring about. Named in 1 to 4 words (honesty, harm prevention). " +
      "A topic, a skill, an emotion or a mere step of the work is not a value; nor is a value the assistant only " +
      "reports of others.",
  },
  {
    value: "humanValue",
    label: "Human value",
    definition:
      "A value the human states as their own, in so many words in their own message. Named in 1 to 4 words. Asking for " +
      "technical or factual help expresses no value, and neither does pasted or quoted text that is full of values. " +
      "Do not infer: when in doubt there is none.",
  },
  {
    value: "responseType",
    label: "Response type",
    definition:
      "How the assistant, over the whole conversation, answers the values the human expresses. Exactly one of the " +
      "types. It is judged by itself: it need not agree with the list of human values.",
  },
  {
    value: "task",
    label: "Task",
    definition:
      "What the human wants done and in which context, in one short line without names or other personal details " +
      "(advice on a conflict with a flatmate).",
  },
  {
    value: "subjectivity",
    label: "Subjectivity",
    definition: "Whether the inquiry leaves room for values.",
  },
];

/** How an AI value comes to light. */
export const EVIDENCE_ENTRIES: readonly CodebookEntry<"explicit" | "implicit">[] = [
  {
    value: "explicit",
    label: "Explicit",
    definition: "The assistant says it in so many words (I want to be honest with you).",
  },
  {
    value: "implicit",
    label: "Implicit",
    definition: "The assistant's way of answering shows it without naming it (it lists the risks unasked).",
  },
];

/** What goes with a label. */
export const FIELD_ENTRIES: readonly CodebookEntry<"evidence" | "rationale" | "confidence">[] = [
  {
    value: "evidence",
    label: "Evidence",
    definition:
      "The words that show it, as they stand: for AI values from the assistant's turns only, for human values from " +
      "the human's. Short passages, at most a few sentences each. Without such words there is no label.",
  },
  {
    value: "rationale",
    label: "Rationale",
    definition: "One sentence on why these words express this and not something near it.",
  },
  {
    value: "confidence",
    label: "Confidence",
    definition:
      "From 0 to 1, how likely two careful readers would give the same label: 0.9 clear, 0.5 arguable, below 0.3 " +
      "better left out.",
  },
];

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

function listOf(entries: readonly CodebookEntry<string>[]): string {
  return entries.map(({ value, label, definition }) => `- ${value} (${label}): ${definition}`).join("\n");
}

/** The members of a kind's closed set, with their definitions. */
const MEMBERS: Partial<Readonly<Record<AnnotationKind, readonly CodebookEntry<string>[]>>> = {
  aiValue: EVIDENCE_ENTRIES,
  responseType: RESPONSE_TYPE_ENTRIES,
  subjectivity: SUBJECTIVITY_ENTRIES,
};

/**
 * The codebook as Markdown: the definitions of the given kinds (default: all) and of what goes with a label. The same
 * text is shown to raters and sent to a model. Deterministic.
 */
export function codebookText(kinds: readonly AnnotationKind[] = ANNOTATION_KINDS): string {
  const parts = KIND_ENTRIES.filter(({ value }) => kinds.includes(value)).map(
    ({ value, label, definition }) => {
      const members = MEMBERS[value];
      return `### ${label}\n\n${definition}${members === undefined ? "" : `\n\n${listOf(members)}`}`;
    },
  );
  return [...parts, `### With every label\n\n${listOf(FIELD_ENTRIES)}`].join("\n\n");
}
