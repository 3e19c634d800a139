/** What a call asks for: all labels at once, or the study's separate questions. */
import type { AnnotationKind } from "../annotation.ts";

export const PURPOSES = ["all", "ai-values", "human-values", "response-type", "task"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** one: one call answers everything. separate: four calls, each with its own part of the codebook. */
export const CALL_MODES = ["one", "separate"] as const;
export type CallMode = (typeof CALL_MODES)[number];

/** Which labels the answer to a call may hold. */
export const KINDS_OF: Readonly<Record<Purpose, readonly AnnotationKind[]>> = {
  all: ["aiValue", "humanValue", "responseType", "task", "subjectivity"],
  "ai-values": ["aiValue"],
  "human-values": ["humanValue"],
  "response-type": ["responseType"],
  task: ["task", "subjectivity"],
};

export const PURPOSES_OF: Readonly<Record<CallMode, readonly Purpose[]>> = {
  one: ["all"],
  separate: ["ai-values", "human-values", "response-type", "task"],
};

/** One sentence each, for the setting. */
export const CALL_MODE_EXPLANATIONS: Readonly<Record<CallMode, string>> = {
  one:
    "One call per conversation answers everything: the text is paid for once, but the answers see each other, so a " +
    "human value found can pull the response type with it.",
  separate:
    "Four calls per conversation (AI values; human values; response type; task and subjectivity), as the study did: " +
    "the answers can't influence each other, but the conversation's text is paid for four times.",
};
