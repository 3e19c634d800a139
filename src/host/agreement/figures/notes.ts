/** What a reader must know before quoting a figure. */
import type { Collected } from "../../../core/agreement/collect.ts";
import type { FrameChoice, RaterView } from "../../../protocol/agreement.ts";
import { framesOf } from "./alphas.ts";

export function notesOf(collected: Collected, raters: readonly RaterView[], frame: FrameChoice): string[] {
  const { blind, seen } = framesOf(collected);
  const total = blind + seen;
  const sum = (field: "unfinished" | "skipped" | "unjudged" | "unresolved"): number =>
    collected.raters.reduce((all, rater) => all + rater[field], 0);
  const adjudicators = raters.filter(({ adjudicates, rated }) => adjudicates && rated > 0);
  return [
    ...frameNote(frame, blind, seen, total),
    ...(sum("unresolved") > 0
      ? [
          `${ratings(sum("unresolved"))} left out, which judge suggestions that aren't there (is a run's file missing?).`,
        ]
      : []),
    ...(sum("unfinished") > 0
      ? [
          `${ratings(sum("unfinished"))} count though their conversation wasn't marked done: labels may still be missing.`,
        ]
      : []),
    ...(sum("skipped") + sum("unjudged") > 0
      ? [
          `${sum("skipped")} skipped and ${sum("unjudged")} opened but not judged in this kind count as not rated.`,
        ]
      : []),
    ...(collected.severalVersions > 0
      ? [
          `${collected.severalVersions} conversations were judged in several versions of their text: each version is a unit of its own.`,
        ]
      : []),
    ...(adjudicators.length > 0
      ? [
          `Among the raters are adjudicators: ${adjudicators.map(({ rater }) => rater).join(", ")}. Their ratings here are those they made as raters; decisions are kept apart.`,
        ]
      : []),
    "Intervals speak of other conversations rated by the same raters, not of other raters.",
  ];
}

function frameNote(frame: FrameChoice, blind: number, seen: number, total: number): string[] {
  if (total === 0) return [];
  if (frame === "blind") return [`Only the ratings made blind count here: ${blind} of ${total}.`];
  if (seen === 0) return [`All ${total} ratings were made blind.`];
  return [
    `${seen} of ${total} ratings were made with suggestions or other raters' labels in view. Raters who see the same ` +
      "suggestions agree with these, and so with each other: agreement of assisted ratings is inflated and isn't the " +
      "reliability of independent coding.",
  ];
}

function ratings(count: number): string {
  return count === 1 ? "1 rating" : `${count} ratings`;
}
