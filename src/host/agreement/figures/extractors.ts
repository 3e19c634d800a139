/** Runs of extractors against the raters: what was found, and what was missed where that can be told. */
import type { Collected } from "../../../core/agreement/collect.ts";
import { versionKey } from "../../../core/agreement/collect.ts";
import { extractorAccuracy, matchSets, type Frame } from "../../../core/agreement/extractor-accuracy.ts";
import { keyOfLabel } from "../../../core/agreement/label-key.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { RunRecord } from "../../../core/extraction/extractor.ts";
import type { ExtractorView, FrameChoice, ReportChoices } from "../../../protocol/agreement.ts";
import { plain } from "./alphas.ts";
import type { FigureSource } from "./source.ts";
import { isOfFrame } from "./source.ts";

const FRAMES: readonly Frame[] = ["blind", "assisted", "mixed"];
/** Raters told one by one; beyond, only all together. */
const MOST_RATERS = 12;

interface Pair {
  readonly rater: number;
  readonly frame: Frame;
  readonly extractor: ReadonlySet<string>;
  readonly human: readonly string[];
}

/**
 * `looked`: by run, the `versionKey`s of the conversations it looked at. A conversation that a run never saw says
 * nothing about it; one where it found nothing does.
 */
export function extractorViews(
  source: FigureSource,
  collected: Collected,
  choices: ReportChoices,
  looked: ReadonlyMap<string, ReadonlySet<string>>,
): ExtractorView[] {
  return source.runs.flatMap((run) => {
    const pairs = pairsOf(source, collected, choices, run, looked.get(run.id) ?? new Set());
    const raters = [...new Set(pairs.map(({ rater }) => rater))].sort((a, b) => a - b);
    const groups = [undefined, ...(raters.length > 1 && raters.length <= MOST_RATERS ? raters : [])];
    return groups.flatMap((rater) =>
      FRAMES.flatMap((frame) => {
        const own = pairs.filter(
          (pair) => pair.frame === frame && (rater === undefined || pair.rater === rater),
        );
        const only = raters.length === 1 ? raters[0] : rater;
        const name = only === undefined ? null : (source.raters[only]?.rater ?? null);
        return own.length === 0 ? [] : [viewOf(run, name, frame, own)];
      }),
    );
  });
}

function viewOf(run: RunRecord, rater: string | null, frame: Frame, pairs: readonly Pair[]): ExtractorView {
  const { precision, recall, f1 } = extractorAccuracy(matchSets(pairs), frame);
  return {
    run: run.id,
    extractor: titleOf(run),
    rater,
    frame,
    units: pairs.length,
    precision: plain(precision),
    recall: plain(recall),
    f1: plain(f1),
  };
}

export function titleOf({ extractor, model }: Pick<RunRecord, "extractor" | "model">): string {
  return model === undefined ? extractor : `${extractor} (${model})`;
}

function pairsOf(
  source: FigureSource,
  { units }: Collected,
  { kind, level, frame: choice }: ReportChoices,
  run: RunRecord,
  looked: ReadonlySet<string>,
): Pair[] {
  const { taxonomy } = source;
  return units.flatMap(({ conversation, ratings, frames }) => {
    const key = versionKey(conversation);
    if (!looked.has(key)) return [];
    const said = (source.suggestions.get(key) ?? []).filter(
      (one) => one.run === run.id && one.label.kind === kind,
    );
    const extractor = new Set(
      said.map(({ label }) => (isSingleKind(kind) ? label.value : keyOfLabel(label, level, taxonomy))),
    );
    return ratings.flatMap((human, rater): Pair[] => {
      const frame = frames[rater];
      if (!human || !frame || !isWanted(frame, choice)) return [];
      return [{ rater, frame, extractor, human }];
    });
  });
}

function isWanted(frame: Frame, choice: FrameChoice): boolean {
  return isOfFrame(frame, choice);
}
