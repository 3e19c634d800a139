/** Runs of extractors against the raters: what was found, what was missed where that can be told, what is confused. */
import { anchoring } from "../../../core/agreement/anchoring.ts";
import type { ScoredUnit } from "../../../core/agreement/calibration.ts";
import { calibration } from "../../../core/agreement/calibration.ts";
import type { Collected } from "../../../core/agreement/collect.ts";
import { versionKey } from "../../../core/agreement/collect.ts";
import type { Frame } from "../../../core/agreement/extractor-accuracy.ts";
import { compareExtractor } from "../../../core/agreement/extractor-labels.ts";
import { keyOfLabel } from "../../../core/agreement/label-key.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { RunRecord } from "../../../core/extraction/extractor.ts";
import { foldConversation } from "../../../core/review/fold.ts";
import type { JudgementEvent } from "../../../core/review/judgement.ts";
import type {
  AnchoringView,
  CalibrationView,
  ConfusionView,
  ExtractorView,
  ReportChoices,
} from "../../../protocol/agreement.ts";
import { plain } from "./alphas.ts";
import { confusionWithExtractor } from "./confusion.ts";
import { nameOf } from "./labels.ts";
import type { FigureSource } from "./source.ts";
import { isOfFrame } from "./source.ts";

const FRAMES: readonly Frame[] = ["blind", "assisted", "mixed"];
/** Raters told one by one; beyond, only all together. */
const MOST_RATERS = 12;

/** One rating of a conversation that the run looked at. */
export interface Compared {
  readonly key: string;
  readonly rater: number;
  readonly frame: Frame;
  readonly extractor: readonly string[];
  readonly human: readonly string[];
}

/**
 * `looked`: by run, the `versionKey`s of the conversations it looked at. A conversation that a run never saw says
 * nothing about it; one where it found nothing does.
 */
export function comparedRatings(
  source: FigureSource,
  { units }: Collected,
  { kind, level, frame: choice }: ReportChoices,
  run: RunRecord,
  looked: ReadonlySet<string>,
): Compared[] {
  const { taxonomy } = source;
  return units.flatMap(({ conversation, ratings, frames }) => {
    const key = versionKey(conversation);
    if (!looked.has(key)) return [];
    const said = (source.suggestions.get(key) ?? []).filter(
      (one) => one.run === run.id && one.label.kind === kind,
    );
    const extractor = [
      ...new Set(
        said.map(({ label }) => (isSingleKind(kind) ? label.value : keyOfLabel(label, level, taxonomy))),
      ),
    ];
    return ratings.flatMap((human, rater): Compared[] => {
      const frame = frames[rater];
      return human && frame && isOfFrame(frame, choice) ? [{ key, rater, frame, extractor, human }] : [];
    });
  });
}

/** By rater and frame, and all raters together. */
export function extractorViews(
  source: FigureSource,
  run: RunRecord,
  compared: readonly Compared[],
): ExtractorView[] {
  const raters = [...new Set(compared.map(({ rater }) => rater))].sort((a, b) => a - b);
  const groups = [undefined, ...(raters.length > 1 && raters.length <= MOST_RATERS ? raters : [])];
  return groups.flatMap((rater) =>
    FRAMES.flatMap((frame): ExtractorView[] => {
      const own = compared.filter(
        (one) => one.frame === frame && (rater === undefined || one.rater === rater),
      );
      if (own.length === 0) return [];
      const only = raters.length === 1 ? raters[0] : rater;
      const { precision, recall, f1 } = compareExtractor(own);
      return [
        {
          run: run.id,
          extractor: titleOf(run),
          rater: only === undefined ? null : (source.raters[only]?.rater ?? null),
          frame,
          units: new Set(own.map(({ key }) => key)).size,
          precision: plain(precision),
          recall: plain(recall),
          f1: plain(f1),
        },
      ];
    }),
  );
}

export function extractorConfusion(
  source: FigureSource,
  run: RunRecord,
  compared: readonly Compared[],
  choices: ReportChoices,
): ConfusionView[] {
  return confusionWithExtractor(
    compared.map(({ human, extractor }) => [human, extractor] as const),
    titleOf(run),
    choices,
    (key) => nameOf(key, choices.kind, source.taxonomy),
  );
}

export function titleOf({ extractor, model }: Pick<RunRecord, "extractor" | "model">): string {
  return extractor === "local" ? "local word patterns" : (model ?? extractor);
}

/** Suggestions with a score that raters judged with them in view; undefined where there is none. */
export function calibrationOf(
  source: FigureSource,
  run: RunRecord,
  { kind, seed }: ReportChoices,
): CalibrationView | undefined {
  const byConversation = new Map<string, ScoredUnit["suggestions"][number][]>();
  for (const { events } of source.raters) {
    const groups = new Map<string, JudgementEvent[]>();
    for (const event of events) {
      const key = versionKey(event.conversation);
      if (source.planted.has(key)) continue;
      const group = groups.get(key);
      if (group) group.push(event);
      else groups.set(key, [event]);
    }
    for (const [key, group] of groups) {
      const own = (source.suggestions.get(key) ?? []).filter(
        (one) => one.run === run.id && one.score !== undefined,
      );
      const hash = group[0]?.conversation.hash;
      if (own.length === 0 || hash === undefined) continue;
      for (const { source: from, state } of foldConversation(own, group, hash).labels) {
        if (from.type !== "suggestion" || state === "suggested") continue;
        const { score, label } = from.suggestion;
        if (label.kind !== kind || score === undefined || !(score >= 0 && score <= 1)) continue;
        const known = byConversation.get(key) ?? [];
        known.push({ score, kept: state === "confirmed" });
        byConversation.set(key, known);
      }
    }
  }
  if (byConversation.size === 0) return undefined;
  const units = [...byConversation.values()].map((suggestions) => ({ suggestions }));
  const { bins, error, debiasedError, brier } = calibration(units, { seed });
  return {
    run: run.id,
    extractor: titleOf(run),
    bins: bins.map(({ from, to, meanScore, kept }) => ({ from, to, meanScore, kept: plain(kept) })),
    error: plain(error),
    debiasedError: plain(debiasedError),
    brier: plain(brier),
  };
}

/** undefined: not both kinds of ratings are there. */
export function anchoringOf(
  source: FigureSource,
  compared: readonly Compared[],
  { seed }: ReportChoices,
): AnchoringView | undefined {
  const ratings = compared.flatMap(({ key, rater, frame, human, extractor }) =>
    frame === "mixed"
      ? []
      : [{ conversation: key, rater: source.raters[rater]?.rater ?? "", frame, human, extractor }],
  );
  if (!["blind", "assisted"].every((frame) => ratings.some((one) => one.frame === frame))) return undefined;
  const { figures, inBoth, reading } = anchoring(ratings, { seed });
  return {
    figures: figures.map(({ what, blind, assisted, difference }) => ({
      what,
      blind: plain(blind),
      assisted: plain(assisted),
      difference: plain(difference),
    })),
    inBoth,
    reading,
  };
}
