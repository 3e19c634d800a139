/**
 * An extractor against human labels, over all labels and label by label, with units whole and weighted for the sample's
 * design. Pure. Recall and F1 only of units that were rated blind (see `extractor-accuracy.ts`).
 */
import type { Estimate } from "./estimate.ts";
import type { ExtractorAccuracy, Frame } from "./extractor-accuracy.ts";
import { RECALL_NEEDS_BLIND } from "./extractor-accuracy.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { designOf } from "./sample-design.ts";
import type { SharedUnit } from "./totals.ts";
import { estimateShare } from "./totals.ts";

/** One conversation that the extractor looked at and a human rated. Empty lists are answers. */
export interface ComparedUnit extends DrawnUnit {
  readonly extractor: readonly string[];
  readonly human: readonly string[];
  readonly frame: Frame;
}

export interface ComparisonOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** Default: told from the units. */
  readonly design?: string;
}

/** A single human's labels or the gold set's count as the reference alike. */
export interface ExtractorComparison extends ExtractorAccuracy {
  readonly frame: Frame;
  /** What was counted, without weights. */
  readonly both: number;
  readonly extractorOnly: number;
  readonly humanOnly: number;
}

interface Counts {
  readonly both: number;
  readonly extractorOnly: number;
  readonly humanOnly: number;
}

/** Over all labels (micro average: every label counts the same). */
export function compareExtractor(
  units: readonly ComparedUnit[],
  options: ComparisonOptions = {},
): ExtractorComparison {
  return compare(units, (unit) => countsOf(unit.extractor, unit.human), options);
}

/** Each label by itself, the most frequent (of either) first. */
export function compareByLabel(
  units: readonly ComparedUnit[],
  options: ComparisonOptions = {},
): (ExtractorComparison & { readonly label: string })[] {
  const frequency = new Map<string, number>();
  const sets = units.map((unit) => ({
    ...unit,
    machine: new Set(unit.extractor),
    person: new Set(unit.human),
  }));
  for (const { machine, person } of sets)
    for (const label of [...machine, ...person]) frequency.set(label, (frequency.get(label) ?? 0) + 1);
  return [...frequency]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([label]) => ({
      label,
      ...compare(
        sets,
        ({ machine, person }) => {
          const [said, is] = [machine.has(label), person.has(label)];
          return { both: +(said && is), extractorOnly: +(said && !is), humanOnly: +(is && !said) };
        },
        options,
      ),
    }));
}

/** blind only if every unit was rated blind. */
export function frameOf(units: readonly { readonly frame: Frame }[]): Frame {
  const [first] = units;
  return first && units.every(({ frame }) => frame === first.frame) ? first.frame : "mixed";
}

const FRAMES: Readonly<Record<Frame, string>> = {
  blind: "reference made blind",
  assisted: "reference made with the suggestions in view",
  mixed: "reference made partly with the suggestions in view",
};

function compare<T extends ComparedUnit>(
  units: readonly T[],
  count: (unit: T) => Counts,
  options: ComparisonOptions,
): ExtractorComparison {
  const frame = frameOf(units);
  const design = `${options.design ?? designOf(units)}; ${FRAMES[frame]}; conversations whole`;
  const counted = units.map((unit) => ({ unit, ...count(unit) }));
  const sum = (part: keyof Counts): number => counted.reduce((total, one) => total + one[part], 0);
  const share = (estimator: string, of: (one: Counts) => number): Estimate =>
    estimateShare(
      counted.map((one): SharedUnit => ({ ...drawnOf(one.unit), won: one.both, of: of(one) })),
      { estimator, design, ...(options.level === undefined ? {} : { level: options.level }) },
    );
  const totals = {
    frame,
    both: sum("both"),
    extractorOnly: sum("extractorOnly"),
    humanOnly: sum("humanOnly"),
  };
  const precision = share("precision", (one) => one.both + one.extractorOnly);
  if (frame !== "blind") {
    const n = { units: units.length, raters: 1, values: totals.both + totals.humanOnly };
    const refused = { value: null, n, design, reason: RECALL_NEEDS_BLIND };
    return {
      ...totals,
      precision,
      recall: { estimator: "recall", ...refused },
      f1: { estimator: "F1", ...refused },
    };
  }
  return {
    ...totals,
    precision,
    recall: share("recall", (one) => one.both + one.humanOnly),
    f1: fromStar(share("F1", (one) => one.both + one.extractorOnly + one.humanOnly)),
  };
}

/** F1 = 2s / (1 + s) of the share s that both have of all labels of either (see `extractor-accuracy.ts`). */
function fromStar(star: Estimate): Estimate {
  if (star.value === null || !star.interval) return star;
  const f1 = (share: number): number => (2 * share) / (1 + share);
  const { lower, upper, level, method } = star.interval;
  return {
    ...star,
    value: f1(star.value),
    interval: {
      lower: f1(lower),
      upper: f1(upper),
      level,
      method: `${method} of F* = F1/(2 − F1), transformed`,
    },
  };
}

function drawnOf({ weight, stratum, probability }: DrawnUnit): DrawnUnit {
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(stratum === undefined ? {} : { stratum }),
    ...(probability === undefined ? {} : { probability }),
  };
}

function countsOf(extractor: readonly string[], human: readonly string[]): Counts {
  const [found, wanted] = [new Set(extractor), new Set(human)];
  let both = 0;
  for (const label of found) if (wanted.has(label)) both++;
  return { both, extractorOnly: found.size - both, humanOnly: wanted.size - both };
}
