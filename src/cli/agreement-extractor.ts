/** The sections of `valuemark agreement` that hold an extractor's run against each rater. */
import { anchoring } from "../core/agreement/anchoring.ts";
import type { ScoredUnit } from "../core/agreement/calibration.ts";
import { calibration } from "../core/agreement/calibration.ts";
import { collectFolded, versionKey } from "../core/agreement/collect.ts";
import { setConfusion, singleConfusion } from "../core/agreement/confusion.ts";
import type { ComparedUnit } from "../core/agreement/extractor-labels.ts";
import { compareByLabel, compareExtractor } from "../core/agreement/extractor-labels.ts";
import { keyOfLabel, nameOfKey } from "../core/agreement/label-key.ts";
import { corpusPrevalence } from "../core/agreement/ppi-corpus.ts";
import { drawnUnits } from "../core/agreement/sample-design.ts";
import type { Suggestion } from "../core/extraction/annotation.ts";
import { isSingleKind } from "../core/extraction/annotation.ts";
import { foldConversation } from "../core/review/fold.ts";
import type { RunLabels } from "./agreement-data.ts";
import type { Section, SectionData, SectionReport } from "./agreement-sections.ts";

const MOST_LABELS = 50;
const OWN: readonly Section[] = ["extractor", "confusion", "calibration", "prevalence", "anchoring"];
const NO_RUN = "no extractor's run is there";

/** A rater's units that the run looked at. */
interface RaterUnits {
  readonly rater: string;
  readonly units: readonly (ComparedUnit & { readonly key: string })[];
}

export function extractorSections(
  data: SectionData,
  sections: readonly Section[],
): Map<Section, SectionReport> {
  const wanted = sections.filter((section) => OWN.includes(section));
  const { run } = data;
  if (!run) {
    return new Map(
      wanted.map((section) => [section, { section, figures: [], unavailable: NO_RUN }] as const),
    );
  }
  const raters = wanted.length === 0 ? [] : raterUnits(data, run);
  const make: Partial<Record<Section, () => SectionReport>> = {
    extractor: () => accuracyOf(data, raters),
    confusion: () => confusionOf(data, raters),
    calibration: () => calibrationOf(data, run),
    prevalence: () => prevalenceOf(data, run, raters),
    anchoring: () => anchoringOf(raters, data),
  };
  return new Map(
    wanted.flatMap((section) => {
      const report = make[section]?.();
      return report ? [[section, report] as const] : [];
    }),
  );
}

function labelsOf(suggestions: readonly Suggestion[], { options }: SectionData): string[] {
  const own = suggestions.filter(({ label }) => label.kind === options.kind);
  return [
    ...new Set(
      own.map(({ label }) =>
        isSingleKind(options.kind) ? label.value : keyOfLabel(label, options.level, options.taxonomy),
      ),
    ),
  ];
}

function raterUnits(data: SectionData, run: RunLabels): RaterUnits[] {
  const { units } = collectFolded(data.folded, data.options);
  const drawn = data.sample ? drawnUnits(units, data.sample, true).units : units;
  return data.raters.map(({ rater }, at) => ({
    rater,
    units: drawn.flatMap(({ conversation, ratings, frames, ...design }) => {
      const key = versionKey(conversation);
      const [said, human, frame] = [run.byVersion.get(key), ratings[at], frames[at]];
      return said && human && frame
        ? [{ ...design, key, extractor: labelsOf(said, data), human, frame }]
        : [];
    }),
  }));
}

function accuracyOf(data: SectionData, raters: readonly RaterUnits[]): SectionReport {
  const { taxonomy } = data.options;
  return {
    section: "extractor",
    figures: raters.flatMap(({ rater, units }) => {
      const all = compareExtractor(units);
      const each = compareByLabel(units).slice(0, MOST_LABELS);
      return [
        ...[all.precision, all.recall, all.f1].map((estimate) => ({ of: `against ${rater}`, estimate })),
        ...each.flatMap((one) =>
          [one.precision, one.recall, one.f1].map((estimate) => ({
            of: `against ${rater}: ${nameOfKey(one.label, taxonomy)}`,
            estimate,
          })),
        ),
      ];
    }),
  };
}

function confusionOf({ options }: SectionData, raters: readonly RaterUnits[]): SectionReport {
  const more = raters.map(({ rater, units }) => {
    const weighed = units.map(({ human, extractor, weight = 1 }) => ({
      row: human,
      column: extractor,
      weight,
    }));
    const table = isSingleKind(options.kind)
      ? singleConfusion(
          weighed.map(({ row, column, weight }) => ({ row: row[0] ?? "", column: column[0] ?? "", weight })),
        )
      : setConfusion(weighed);
    return { rater, rows: "rater", columns: "extractor", ...table };
  });
  return { section: "confusion", figures: [], more };
}

function calibrationOf({ raters, suggestions, options }: SectionData, run: RunLabels): SectionReport {
  const found = raters.map(({ rater, events }) => {
    const own = new Map<string, (typeof events)[number][]>();
    for (const event of events) {
      const key = versionKey(event.conversation);
      own.set(key, [...(own.get(key) ?? []), event]);
    }
    const units = [...own].flatMap(([key, group]): ScoredUnit[] => {
      const ids = new Set((run.byVersion.get(key) ?? []).map(({ id }) => id));
      const state = foldConversation(suggestions.get(key) ?? [], group, group[0]?.conversation.hash ?? "");
      const scored = state.labels.flatMap(({ id, source, state: stands }) => {
        if (source.type !== "suggestion" || stands === "suggested" || !ids.has(id)) return [];
        const { score, label } = source.suggestion;
        const isOurs = label.kind === options.kind && score !== undefined && score >= 0 && score <= 1;
        return isOurs ? [{ score, kept: stands === "confirmed" }] : [];
      });
      return scored.length > 0 ? [{ suggestions: scored }] : [];
    });
    return { rater, ...calibration(units, { seed: options.seed }) };
  });
  return {
    section: "calibration",
    figures: found.flatMap(({ rater, error, debiasedError, brier, bins }) => [
      ...[error, debiasedError, brier].map((estimate) => ({ of: rater, estimate })),
      ...bins.map(({ from, to, kept }) => ({
        of: `${rater}: scores ${from.toFixed(1)} to ${to.toFixed(1)}`,
        estimate: kept,
      })),
    ]),
    more: found.map(({ rater, bins }) => ({
      rater,
      bins: bins.map(({ from, to, count, meanScore }) => ({ from, to, count, meanScore })),
    })),
  };
}

function prevalenceOf(data: SectionData, run: RunLabels, raters: readonly RaterUnits[]): SectionReport {
  if (!data.sample) {
    const unavailable =
      "weights are needed to speak of the whole corpus: name the sample that was rated with --sample";
    return { section: "prevalence", figures: [], unavailable };
  }
  const labelled = new Map<string, number>();
  for (const suggestions of run.byVersion.values())
    for (const label of labelsOf(suggestions, data)) labelled.set(label, (labelled.get(label) ?? 0) + 1);
  return {
    section: "prevalence",
    figures: raters.flatMap(({ rater, units }) => {
      const given = new Map<string, number>();
      for (const { human } of units) for (const label of human) given.set(label, (given.get(label) ?? 0) + 1);
      const most = [...given].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_LABELS);
      return most.map(([label]) => ({
        of: `${nameOfKey(label, data.options.taxonomy)}, by ${rater}`,
        estimate: corpusPrevalence(
          units.map(({ human, extractor, ...unit }) => ({
            ...unit,
            human: human.includes(label),
            extractor: extractor.includes(label),
          })),
          { size: run.byVersion.size, labelled: labelled.get(label) ?? 0 },
        ),
      }));
    }),
  };
}

function anchoringOf(raters: readonly RaterUnits[], { options }: SectionData): SectionReport {
  const ratings = raters.flatMap(({ rater, units }) =>
    units.flatMap(({ key, frame, human, extractor }) =>
      frame === "mixed" ? [] : [{ conversation: key, rater, frame, human, extractor }],
    ),
  );
  const { figures, inBoth, reading } = anchoring(ratings, { seed: options.seed });
  return {
    section: "anchoring",
    figures: figures.flatMap(({ blind, assisted, difference }) =>
      [blind, assisted, difference].map((estimate) => ({ of: "", estimate })),
    ),
    more: { inBoth, reading },
  };
}
