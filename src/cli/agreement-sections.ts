/** The figures of `valuemark agreement` beyond α, section by section. Nothing is read or written here. */
import { alphaByLevel, weightedSetAlpha } from "../core/agreement/alpha-levels.ts";
import { unitizingAlpha } from "../core/agreement/alpha-unitizing.ts";
import type { FoldedRatings, RaterEvents } from "../core/agreement/collect.ts";
import { collectFolded, versionKey } from "../core/agreement/collect.ts";
import { drift } from "../core/agreement/drift.ts";
import type { Estimate } from "../core/agreement/estimate.ts";
import { labelFigures } from "../core/agreement/label-figures.ts";
import { nameOfKey } from "../core/agreement/label-key.ts";
import { raterPace } from "../core/agreement/rater-pace.ts";
import type { SampledUnits } from "../core/agreement/sample-design.ts";
import { drawnUnits } from "../core/agreement/sample-design.ts";
import { setDistance } from "../core/agreement/set-distance.ts";
import { trapAccuracy, trapResult } from "../core/agreement/trap-accuracy.ts";
import type { ConversationRef, Suggestion } from "../core/extraction/annotation.ts";
import { isSingleKind } from "../core/extraction/annotation.ts";
import { foldConversation } from "../core/review/fold.ts";
import type { Sample } from "../core/sampling/sample.ts";
import type { BlockLengths, RunLabels } from "./agreement-data.ts";
import { extractorSections } from "./agreement-extractor.ts";
import type { ReportOptions } from "./agreement-report.ts";
import { markedTexts } from "./agreement-spans.ts";

export const SECTIONS = [
  "levels",
  "labels",
  "spans",
  "extractor",
  "confusion",
  "calibration",
  "prevalence",
  "anchoring",
  "drift",
  "pace",
  "traps",
] as const;
export type Section = (typeof SECTIONS)[number];

export interface SectionData {
  readonly raters: readonly RaterEvents[];
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  readonly folded: FoldedRatings;
  readonly options: ReportOptions;
  readonly sample?: Sample;
  readonly run?: RunLabels;
  readonly lengths?: ReadonlyMap<string, BlockLengths>;
}

export interface Figure {
  /** What it is of: a rater, a label, a level; "" = all. */
  readonly of: string;
  readonly estimate: Estimate;
}

export interface SectionReport {
  readonly section: Section;
  readonly figures: readonly Figure[];
  /** What isn't an estimate: tables, notes, p values. */
  readonly more?: unknown;
  /** Why there are none. */
  readonly unavailable?: string;
}

const MOST_LABELS = 50;

export function sectionReports(data: SectionData, sections: readonly Section[]): SectionReport[] {
  const extractor = extractorSections(data, sections);
  return sections.map(
    (section) => extractor.get(section) ?? SECTION[section]?.(data) ?? none(section, "unknown"),
  );
}

function none(section: Section, unavailable: string): SectionReport {
  return { section, figures: [], unavailable };
}

const SECTION: Partial<Record<Section, (data: SectionData) => SectionReport>> = {
  levels: levelsOf,
  labels: labelsOf,
  spans: spansOf,
  drift: driftOf,
  pace: ({ raters }) => ({
    section: "pace",
    figures: raters.map(({ rater, events }) => ({ of: rater, estimate: raterPace(events).seconds })),
    more: raters.map(({ rater, events }) => {
      const { pauses, done } = raterPace(events);
      return { rater, pauses, done };
    }),
  }),
  traps: trapsOf,
};

/** Units with their weights in the sample, if there is one. */
function drawn<T extends { readonly conversation: ConversationRef }>(
  units: readonly T[],
  sample: Sample | undefined,
): SampledUnits<T> {
  if (sample) return drawnUnits(units, sample, false);
  return { units: units.map((unit) => ({ ...unit, weight: 1 })), traps: 0, outside: 0 };
}

function levelsOf(data: SectionData): SectionReport {
  const { kind, taxonomy, seed } = data.options;
  if (isSingleKind(kind)) return none("levels", `${kind} has no levels`);
  const distance = data.options.distance === "taxonomy" ? "masi" : data.options.distance;
  const conversations = drawn(data.folded.units, data.sample).units;
  const ratings = conversations.map(({ readings }) =>
    readings.map((reading) => (reading?.type === "read" ? reading.labels[kind] : undefined)),
  );
  const options = { seed, ...(data.sample ? { drawn: conversations } : {}) };
  const figures = alphaByLevel(ratings, taxonomy, distance, options).map(({ level, alpha }) => ({
    of: `level ${level}`,
    estimate: alpha,
  }));
  if (!data.sample) return { section: "levels", figures };
  const { units, traps, outside } = drawn(collectFolded(data.folded, data.options).units, data.sample);
  const weighted = weightedSetAlpha(
    units.map((unit) => unit.ratings),
    units,
    data.options.distance,
    { seed, taxonomy },
  );
  return {
    section: "levels",
    figures: [{ of: "weighted", estimate: weighted }, ...figures],
    more: { traps, outside },
  };
}

function labelsOf(data: SectionData): SectionReport {
  const { units, traps, outside } = drawn(collectFolded(data.folded, data.options).units, data.sample);
  const found = labelFigures(
    units.map(({ ratings }) => ratings),
    { drawn: units, most: MOST_LABELS },
  );
  const figures = found.flatMap((label) =>
    [label.prevalence, label.positive, label.alpha, label.kappa, label.ac1].map((estimate) => ({
      of: nameOfKey(label.label, data.options.taxonomy),
      estimate,
    })),
  );
  const more = found.map(({ label, given, units: carrying, disputed }) => ({
    label,
    given,
    units: carrying,
    disputed,
  }));
  return { section: "labels", figures, more: { labels: more, traps, outside } };
}

function spansOf(data: SectionData): SectionReport {
  const { lengths, options } = data;
  if (!lengths)
    return none("spans", "lengths of texts are needed: name the conversation file, not the folder");
  const { joint, byLabel } = unitizingAlpha(markedTexts(data, lengths));
  const figures = byLabel.slice(0, MOST_LABELS).map(({ label, alpha }) => ({
    of: nameOfKey(label, options.taxonomy),
    estimate: alpha,
  }));
  return { section: "spans", figures: [{ of: "", estimate: joint }, ...figures] };
}

/** A rater's score of a conversation: 1 − mean MASI distance to the others. */
function driftOf({ raters, folded, options }: SectionData): SectionReport {
  const { units } = collectFolded(folded, options);
  const found = raters.map(({ rater, events }, at) => {
    const latest = new Map<string, string>();
    for (const event of events) {
      const key = versionKey(event.conversation);
      if (event.at > (latest.get(key) ?? "")) latest.set(key, event.at);
    }
    const scores = units.flatMap(({ conversation, ratings }) => {
      const own = ratings[at];
      const others = ratings.flatMap((labels, other) => (labels && other !== at ? [labels] : []));
      const time = latest.get(versionKey(conversation));
      if (!own || others.length === 0 || time === undefined) return [];
      const apart = others.reduce((sum, labels) => sum + setDistance("masi", own, labels), 0) / others.length;
      return [{ at: time, score: 1 - apart }];
    });
    return {
      rater,
      ...drift(scores, { measure: "agreement with the others (1 − MASI distance)", seed: options.seed }),
    };
  });
  return {
    section: "drift",
    figures: found.flatMap(({ rater, windows, trend }) => [
      { of: rater, estimate: trend },
      ...windows.map(({ from, to, mean }) => ({ of: `${rater}, ${from} to ${to}`, estimate: mean })),
    ]),
    more: found.map(({ rater, p }) => ({ rater, p })),
  };
}

function trapsOf({ raters, suggestions, sample, options }: SectionData): SectionReport {
  const traps = sample?.items.filter(({ trap }) => trap !== undefined) ?? [];
  if (!sample) return none("traps", "trap items stand in a sample: name it with --sample");
  const found = raters.map(({ rater, events }) => {
    const results = traps.flatMap(({ id, hash, trap }) => {
      const own = events.filter(({ conversation }) => conversation.id === id && conversation.hash === hash);
      const state = foldConversation(suggestions.get(versionKey({ id, hash })) ?? [], own, hash);
      return trap && state.status === "done" ? [trapResult(trap, state, options.taxonomy)] : [];
    });
    return { rater, ...trapAccuracy(results) };
  });
  return {
    section: "traps",
    figures: found.map(({ rater, accuracy }) => ({ of: rater, estimate: accuracy })),
    more: found.map(({ rater, missed, wrong }) => ({ rater, missed, wrong })),
  };
}
