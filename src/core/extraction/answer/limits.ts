/** Bounds on what an answer may hold. The schema can't say them; an answer beyond them is cut, and a warning says so. */

/** In UTF-16 code units, resp. items. */
export const ANSWER_LIMITS = {
  answer: 2_000_000,
  values: 40,
  quotes: 12,
  quote: 4_000,
  text: 2_000,
  task: 200,
  name: 80,
  /** Words of a value's name. */
  words: 4,
} as const;
