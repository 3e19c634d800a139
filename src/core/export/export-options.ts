/** What an export may carry besides the labels. Pure. */

/**
 * none: no words of the conversations, evidence as offsets only. quotes: the evidence in its words. full: the whole
 * conversations, too. Labels in free words (tasks, values that no node stands for) and adjudicators' reasons are labels
 * and always carried; `redact` goes over them as well.
 */
export const TEXT_CHOICES = ["none", "quotes", "full"] as const;
export type TextChoice = (typeof TEXT_CHOICES)[number];

export interface ExportOptions {
  readonly text: TextChoice;
  /** Take out what redaction finds (docs/privacy.md) from texts, quotes, free labels and reasons. */
  readonly redact: boolean;
  /** Names to take out besides. */
  readonly names?: readonly string[];
  /** Labels that fewer conversations than this have in the gold set are withheld, and counted. 1 = none. */
  readonly floor: number;
  /** Raters, adjudicators and makers as "rater 1", "rater 2" … */
  readonly pseudonyms: boolean;
}

export const DEFAULT_OPTIONS: ExportOptions = { text: "quotes", redact: false, floor: 1, pseudonyms: false };

/** Whether nothing of the gold set's own is left out or changed. */
export function isLossless({ text, redact, floor, pseudonyms }: ExportOptions): boolean {
  return text !== "none" && !redact && floor <= 1 && !pseudonyms;
}

/** Throws a RangeError saying what is wrong. */
export function checkOptions({ floor }: ExportOptions): void {
  if (!Number.isSafeInteger(floor) || floor < 1) throw new RangeError("the floor is a whole number from 1");
}
