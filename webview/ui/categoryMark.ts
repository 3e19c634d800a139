/**
 * A category's mark: a shape of its own, two letters, and the category's colour; each alone tells the five apart.
 */
import type { CategoryColour } from "../../src/protocol/review.ts";
import { svg } from "./dom.ts";

/** Outlines on a 24 × 20 grid. */
const SHAPES: Readonly<Record<CategoryColour, string>> = {
  practical: "M3.5 2h17v16h-17z",
  epistemic: "M12 1.5a10 8.5 0 1 1 0 17a10 8.5 0 1 1 0-17z",
  social: "M6.5 2h11L23 10l-5.5 8h-11L1 10z",
  protective: "M3 2h18v8.5c0 4-4.5 6.5-9 8.5c-4.5-2-9-4.5-9-8.5z",
  personal: "M6.5 2h11a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5H1.5V7a5 5 0 0 1 5-5z",
  none: "M3.5 2h17v16h-17z",
};

const LETTERS: Readonly<Record<CategoryColour, string>> = {
  practical: "Pr",
  epistemic: "Ep",
  social: "So",
  protective: "Pt",
  personal: "Pe",
  none: "–",
};

export const CATEGORY_NAMES: Readonly<Record<CategoryColour, string>> = {
  practical: "Practical",
  epistemic: "Epistemic",
  social: "Social",
  protective: "Protective",
  personal: "Personal",
  none: "Unmapped",
};

export function categoryMark(category: CategoryColour): SVGElement {
  const letters = svg("text", { x: "12", y: "13.6", "text-anchor": "middle" });
  letters.textContent = LETTERS[category];
  return svg(
    "svg",
    { class: `mark mark-${category}`, viewBox: "0 0 24 20", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: SHAPES[category] }),
    letters,
  );
}
