/** Evidence spans of several raters as marks on one continuous text for each conversation. */
import type { MarkedText } from "../core/agreement/alpha-unitizing.ts";
import type { RaterEvents } from "../core/agreement/collect.ts";
import { versionKey } from "../core/agreement/collect.ts";
import { keyOfLabel } from "../core/agreement/label-key.ts";
import type { Marked } from "../core/agreement/unitizing-parts.ts";
import type { Suggestion } from "../core/extraction/annotation.ts";
import { isRated } from "../core/review/align-labels.ts";
import type { ReviewState } from "../core/review/fold.ts";
import { foldConversation } from "../core/review/fold.ts";
import type { BlockLengths } from "./agreement-data.ts";
import type { ReportOptions } from "./agreement-report.ts";

export interface SpanData {
  readonly raters: readonly RaterEvents[];
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  readonly options: ReportOptions;
}

/** A conversation's text is its blocks one after the other. Spans beyond their block are cut at its end. */
export function markedTexts(
  { raters, suggestions, options }: SpanData,
  lengths: ReadonlyMap<string, BlockLengths>,
): MarkedText[] {
  const byVersion = raters.map(({ events }) => {
    const groups = new Map<string, RaterEvents["events"][number][]>();
    for (const event of events) {
      const key = versionKey(event.conversation);
      groups.set(key, [...(groups.get(key) ?? []), event]);
    }
    return groups;
  });
  return [...lengths].map(([key, turns]) => {
    const { starts, length } = placesOf(turns);
    const marks = byVersion.map((groups) => {
      const events = groups.get(key);
      const hash = events?.[0]?.conversation.hash;
      if (!events || hash === undefined) return undefined;
      return marksOf(foldConversation(suggestions.get(key) ?? [], events, hash), options, turns, starts);
    });
    return { length, raters: marks };
  });
}

function marksOf(
  state: ReviewState,
  { kind, level, taxonomy }: ReportOptions,
  turns: BlockLengths,
  starts: readonly (readonly number[])[],
): Marked[] | undefined {
  if (!isRated(state, kind)) return undefined;
  return state.labels
    .filter(
      ({ label, state: stands }) => label.kind === kind && stands !== "suggested" && stands !== "rejected",
    )
    .flatMap(({ label, spans }) =>
      spans.flatMap(({ turn, block, start, end }) => {
        const base = starts[turn]?.[block];
        const most = turns[turn]?.[block] ?? 0;
        if (base === undefined || start >= most) return [];
        return [
          { start: base + start, end: base + Math.min(end, most), label: keyOfLabel(label, level, taxonomy) },
        ];
      }),
    );
}

function placesOf(turns: BlockLengths) {
  let length = 0;
  const starts = turns.map((blocks) =>
    blocks.map((size) => {
      const start = length;
      length += size;
      return start;
    }),
  );
  return { starts, length };
}
