/** Annotations: what an extractor or a rater says of one conversation. Closed sets of design §2. */
import type { JsonObject } from "../conversation/model.ts";
import type { Span } from "../conversation/span.ts";

export const ANNOTATION_KINDS = ["aiValue", "humanValue", "responseType", "task", "subjectivity"] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** Kinds of which a conversation has at most one at a time for one rater. */
export const SINGLE_KINDS = ["responseType", "task", "subjectivity"] as const;
export type SingleKind = (typeof SINGLE_KINDS)[number];

export function isSingleKind(kind: AnnotationKind): kind is SingleKind {
  return (SINGLE_KINDS as readonly string[]).includes(kind);
}

/** How the assistant answers the human's values, from full support to full resistance (study-facts 4). */
export const RESPONSE_TYPES = [
  "strong_support",
  "mild_support",
  "neutral_acknowledgment",
  "reframing",
  "mild_resistance",
  "strong_resistance",
  "no_values",
] as const;
export type ResponseType = (typeof RESPONSE_TYPES)[number];

export const SUBJECTIVITIES = ["subjective", "objective"] as const;
export type Subjectivity = (typeof SUBJECTIVITIES)[number];

/** What is said: for values a taxonomy node or free text, for the other kinds a member of a closed set or free text. */
export interface Label {
  readonly kind: AnnotationKind;
  /**
   * aiValue, humanValue: the value's name. responseType: a ResponseType, or for a coarse extractor one of
   * "helps" | "pushes_back" | "unclear". subjectivity: a Subjectivity. task: free text.
   */
  readonly value: string;
  /** Taxonomy node id for values; null = unmapped (free text that no node stands for). */
  readonly node?: string | null;
}

/** One annotation proposed by an extractor run or an import. Immutable; never overwritten by a human. */
export interface Suggestion {
  /** Unique within its corpus; made from the run id and a counter. */
  readonly id: string;
  readonly run: string;
  readonly conversation: ConversationRef;
  readonly label: Label;
  readonly spans: readonly Span[];
  /** Quotes the extractor gave that do not stand in the text. Shown as unanchored, never guessed. */
  readonly unanchored?: readonly string[];
  /** Why, in the extractor's words or its rule's. */
  readonly rationale?: string;
  /** Which rule fired, for rule-based extractors. */
  readonly rule?: string;
  /** 0–1; what it means is the extractor's affair and never compared across extractors. */
  readonly score?: number;
  /** AI values: said in so many words, or shown by what the assistant does. */
  readonly explicit?: boolean;
  /** Values named in free words: how the extractor's own name became the label. Absent where the label is its own. */
  readonly given?: GivenName;
  /** What an imported file says besides, as found. Never interpreted as markup or as a path. */
  readonly metadata?: JsonObject;
}

/** A value's name as the extractor wrote it, and how a taxonomy node was found for it. */
export interface GivenName {
  readonly text: string;
  /** `NormaliseMethod`; "none" when no node stands for it and the label is the text itself. */
  readonly method: "exact" | "alias" | "spelling" | "lemma" | "similarity" | "none";
  /** 0–1, the mapping's certainty; 1 = exact. */
  readonly score: number;
}

/** A conversation as judgements know it: by its id and by what was said in it. */
export interface ConversationRef {
  readonly id: string;
  /** `hashConversation`. */
  readonly hash: string;
}
