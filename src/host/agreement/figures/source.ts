/** What the figures are made of: all raters' readings, folded once. No vscode: this runs in a worker. */
import type { Collected, FoldedRatings } from "../../../core/agreement/collect.ts";
import { collectFolded } from "../../../core/agreement/collect.ts";
import type { Frame } from "../../../core/agreement/extractor-accuracy.ts";
import type { Suggestion } from "../../../core/extraction/annotation.ts";
import type { RunRecord } from "../../../core/extraction/extractor.ts";
import type { JudgementEvent } from "../../../core/review/judgement.ts";
import type { Sample } from "../../../core/sampling/sample.ts";
import type { Taxonomy } from "../../../core/taxonomy/taxonomy.ts";
import type { FrameChoice, ReportChoices } from "../../../protocol/agreement.ts";

export interface FigureSource {
  readonly raters: readonly { readonly rater: string; readonly events: readonly JudgementEvent[] }[];
  /** Without planted items. */
  readonly folded: FoldedRatings;
  /** `versionKey`s of the samples' planted items. */
  readonly planted: ReadonlySet<string>;
  /** By `versionKey`. */
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  readonly runs: readonly RunRecord[];
  readonly samples: readonly Sample[];
  readonly adjudicators: ReadonlySet<string>;
  readonly taxonomy: Taxonomy;
}

/** Ratings of the choices' kind and level, all frames. */
export function collectedOf(
  source: FigureSource,
  { kind, level }: Pick<ReportChoices, "kind" | "level">,
): Collected {
  return collectFolded(source.folded, { kind, level, taxonomy: source.taxonomy });
}

export type RatingRow = readonly (readonly string[] | undefined)[];

/** Units with two or more ratings of the frame. */
export function pairableRatings({ units }: Collected, frame: FrameChoice): RatingRow[] {
  const rows: RatingRow[] = [];
  for (const { ratings, frames } of units) {
    const kept =
      frame === "all"
        ? ratings
        : ratings.map((labels, rater) => (isOfFrame(frames[rater], frame) ? labels : undefined));
    if (kept.filter((labels) => labels !== undefined).length >= 2) rows.push(kept);
  }
  return rows;
}

/** Ratings that were made partly with something in view are no blind ones. */
export function isOfFrame(frame: Frame | undefined, choice: FrameChoice): boolean {
  if (choice === "all" || frame === undefined) return true;
  return (frame === "blind") === (choice === "blind");
}

const FRAME_WORDS: Readonly<Record<FrameChoice, string>> = {
  all: "",
  blind: " blind",
  assisted: " with suggestions in view",
};

export function designOf(frame: FrameChoice): string {
  return `conversations rated${FRAME_WORDS[frame]} by two or more raters, taken as a simple random sample`;
}
