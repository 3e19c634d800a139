/** All rules, indexed once; and which values they can give. */
import { NORMATIVE_FRAMES } from "./frames.ts";
import { LEXICON } from "./lexicon.ts";
import { PatternIndex } from "./patternIndex.ts";
import { AGENCY_RULES } from "./rules/agency.ts";
import { CANDOUR_RULES } from "./rules/candour.ts";
import { CARE_RULES } from "./rules/care.ts";
import { GUARDING_RULES } from "./rules/guarding.ts";
import { KNOWING_RULES } from "./rules/knowing.ts";
import { LIVING_RULES } from "./rules/living.ts";
import { PROTECTING_RULES } from "./rules/protecting.ts";
import type { Rule } from "./rules/rule.ts";
import { WARNING_RULES } from "./rules/warning.ts";
import { WORKING_RULES } from "./rules/working.ts";

/** Every behaviour rule. */
export const RULES: readonly Rule[] = [
  CARE_RULES,
  KNOWING_RULES,
  GUARDING_RULES,
  PROTECTING_RULES,
  AGENCY_RULES,
  LIVING_RULES,
  WORKING_RULES,
  CANDOUR_RULES,
  WARNING_RULES,
].flat();

/** A behaviour rule, or a frame around a lexicon word (`value` comes from the match). */
export type AiOwner = { readonly rule: Rule } | { readonly frame: string; readonly score: number };

export const AI_INDEX: PatternIndex<AiOwner> = new PatternIndex();
for (const rule of RULES) {
  const owner = { rule };
  for (const pattern of rule.patterns) AI_INDEX.add(pattern, owner);
}
for (const { id, score, patterns } of NORMATIVE_FRAMES) {
  // One owner per pattern: two frames may name two values at the same word.
  for (const pattern of patterns) AI_INDEX.add(pattern, { frame: `explicit.${id}`, score });
}

/** Ids of all values that some rule or lexicon entry can give. */
export const KNOWN_VALUES: ReadonlySet<string> = new Set([
  ...RULES.map(({ value }) => value),
  ...LEXICON.map(({ value }) => value),
  "creativity",
  "professionalism",
]);
