/** A prompt: named sections of text with placeholders, a version and a hash. */
import { hashText } from "../../conversation/hash.ts";
import { CODEBOOK_VERSION, codebookText } from "../codebook.ts";
import { DEFAULT_SECTIONS, PROMPT_VERSION } from "./default-prompt.ts";
import { PURPOSES, type Purpose } from "./purpose.ts";
import { answerSchema } from "./schema.ts";

/** In the order in which they are sent; of the sections named after a purpose, only that of the call. */
export const SECTION_IDS = ["frame", "codebook", "taxonomy", ...PURPOSES, "user"] as const;
export type SectionId = (typeof SECTION_IDS)[number];
export type PromptSections = Readonly<Record<SectionId, string>>;

export const PLACEHOLDERS = ["codebook", "outline", "shortlist", "code", "conversation"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Which placeholders a section may hold, and which of them it must. Sections not named here may hold none. */
export const PLACEHOLDERS_OF: Partial<
  Readonly<Record<SectionId, { readonly may: readonly Placeholder[]; readonly must: readonly Placeholder[] }>>
> = {
  codebook: { may: ["codebook"], must: ["codebook"] },
  taxonomy: { may: ["outline", "shortlist"], must: [] },
  user: { may: ["code", "conversation"], must: ["code", "conversation"] },
};

export interface PromptTemplate {
  /** `PROMPT_VERSION`, or "custom" for an override. */
  readonly version: string;
  readonly sections: PromptSections;
}

export const CUSTOM_VERSION = "custom";

export const DEFAULT_PROMPT: PromptTemplate = { version: PROMPT_VERSION, sections: DEFAULT_SECTIONS };

/**
 * Identifies all that a model is asked, but for the conversation and the taxonomy (which has a hash of its own): the
 * sections, the codebook and the schemas of the answers. 32 hex digits.
 */
export function promptHash(template: PromptTemplate): string {
  const sections = SECTION_IDS.map((id) => [id, template.sections[id]]);
  const schemas = PURPOSES.map((purpose: Purpose) => answerSchema(purpose));
  return hashText(JSON.stringify([sections, CODEBOOK_VERSION, codebookText(), schemas]));
}

/** Matches a placeholder, known or not. */
export const PLACEHOLDER = /\{\{([^{}\n]{0,40})\}\}/g;

/**
 * Replaces the placeholders of a section in one pass: what is filled in is never looked at again, so a conversation
 * that contains "{{code}}" stays as it is. A placeholder without a value becomes nothing.
 */
export function fill(section: string, values: Partial<Readonly<Record<Placeholder, string>>>): string {
  return section.replace(PLACEHOLDER, (_whole, name: string) => {
    const known = PLACEHOLDERS.find((one) => one === name);
    return known === undefined ? "" : (values[known] ?? "");
  });
}
