/** Lines that help to read an axis of α. */

/** Krippendorff, "Content Analysis", 4th ed. 2018, §12.4: customary bounds for tentative and for firm conclusions. */
export const ALPHA_REFERENCES = [
  { at: 0.667, text: ".667" },
  { at: 0.8, text: ".800" },
];
