/** Limits that both ends of the panel's contract hold to. */

/** Longest note, draft or answer, in UTF-16 code units. */
export const MAX_TEXT = 20_000;
/** Longest id or key, in UTF-16 code units. */
export const MAX_ID = 1_000;
