/**
 * Krippendorff's α for unitizing: do raters mark the same passages? Pure.
 *
 * K. Krippendorff, "Measuring the reliability of qualitative text analysis data", Quality & Quantity 38, 2004 (also
 * "Content Analysis", 2nd ed. 2004, §11.6): of each label, observed disagreement from squared distances of the ends of
 * overlapping units and squared lengths of units that the other rater left unmarked; expected disagreement from those
 * units at all places of the text. The continuum is the text, in UTF-16 code units.
 *
 * What is ours: several texts are one continuum cut at their ends: no gap reaches over an end, and of the places that a unit
 * could have in an uncut continuum only those count that it can have in one of the texts (without that, chance would be
 * put too low for short texts; for one text nothing changes). More than two
 * raters are taken pair by pair over the texts that both rated, as the paper's formula misbehaves with more than two
 * (K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, "On the reliability of unitizing textual continua", Quality &
 * Quantity 50, 2016); pairs count by the length of text that they share.
 */
import type { AlphaEstimate } from "./alpha.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import { jackknife } from "./resample.ts";
import { studentInterval } from "./totals.ts";
import type { LabelParts, Marked } from "./unitizing-parts.ts";
import { labelParts, Room } from "./unitizing-parts.ts";

export interface MarkedText {
  /** UTF-16 code units. */
  readonly length: number;
  /** By rater; undefined: not rated. Empty: rated, and nothing marked. */
  readonly raters: readonly (readonly Marked[] | undefined)[];
}

export interface UnitizingAlpha {
  /** Of all labels together. */
  readonly joint: AlphaEstimate;
  /** The most often marked first. */
  readonly byLabel: readonly {
    readonly label: string;
    readonly units: number;
    readonly alpha: AlphaEstimate;
  }[];
}

export interface UnitizingOptions {
  /** Default 0.95. */
  readonly level?: number;
  readonly design?: string;
  /** Groups of texts left out in turn for the interval; 0 = none. Default 50, or as many as there are texts. */
  readonly groups?: number;
}

/** Of one pair of raters: the texts that both rated. */
interface PairTexts {
  readonly lengths: readonly number[];
  /** By text. */
  readonly parts: readonly ReadonlyMap<string, LabelParts>[];
  /** By text: which group it is left out with. */
  readonly groups: readonly number[];
}

interface Disagreements {
  observed: number;
  expected: number;
}

const NO_TEXT = "no text was rated by two raters";
const NO_UNITS = "nobody marked anything: there is no disagreement to expect";

export function unitizingAlpha(texts: readonly MarkedText[], options: UnitizingOptions = {}): UnitizingAlpha {
  const { level = 0.95, design = SIMPLE_DESIGN, groups = 50 } = options;
  const rated = texts.filter(({ raters }) => raters.filter((marks) => marks !== undefined).length >= 2);
  const count = Math.min(groups, rated.length);
  const pairs = pairsOf(rated, Math.max(1, count));
  const whole = disagreementsOf(pairs, undefined);
  const without = count < 2 ? [] : Array.from({ length: count }, (_, group) => disagreementsOf(pairs, group));
  const raters = new Set(
    rated.flatMap((text) => text.raters.flatMap((marks, rater) => (marks === undefined ? [] : [rater]))),
  );
  const unitCounts = new Map<string, number>();
  for (const { raters: marks } of rated)
    for (const { label } of marks.flatMap((own) => own ?? []))
      unitCounts.set(label, (unitCounts.get(label) ?? 0) + 1);
  const estimate = (
    title: string,
    units: number,
    pick: (all: typeof whole) => Disagreements,
  ): AlphaEstimate => {
    const { observed, expected } = pick(whole);
    const value = expected > 0 ? 1 - observed / expected : null;
    const left = without.map((all) => {
      const part = pick(all);
      return part.expected > 0 ? 1 - part.observed / part.expected : Number.NaN;
    });
    const error = value === null ? undefined : jackknife(value, left)?.standardError;
    return {
      estimator: `Krippendorff's α for unitizing, ${title}`,
      value,
      ...(value === null ? { reason: rated.length === 0 ? NO_TEXT : NO_UNITS } : {}),
      n: { units: rated.length, raters: raters.size, values: units },
      design: `${design}; pairs of raters pooled by the length of text that both rated`,
      observed,
      expected,
      ...(value === null || error === undefined
        ? {}
        : {
            interval: {
              ...studentInterval({ value, standardError: error, degrees: count - 1 }, level, [-Infinity, 1]),
              method: `jackknife over ${count} groups of texts, Student's t with ${count - 1} degrees of freedom`,
            },
          }),
    };
  };
  const total = [...unitCounts.values()].reduce((sum, units) => sum + units, 0);
  return {
    joint: estimate("all labels", total, sumOf),
    byLabel: [...unitCounts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([label, units]) => ({
        label,
        units,
        alpha: estimate("one label", units, (all) => all.get(label) ?? { observed: 0, expected: 0 }),
      })),
  };
}

function sumOf(all: ReadonlyMap<string, Disagreements>): Disagreements {
  let [observed, expected] = [0, 0];
  for (const part of all.values()) {
    observed += part.observed;
    expected += part.expected;
  }
  return { observed, expected };
}

function pairsOf(texts: readonly MarkedText[], groups: number): PairTexts[] {
  const most = texts.reduce((sum, { raters }) => Math.max(sum, raters.length), 0);
  const pairs: PairTexts[] = [];
  for (let a = 0; a < most; a++) {
    for (let b = a + 1; b < most; b++) {
      const lengths: number[] = [];
      const parts: Map<string, LabelParts>[] = [];
      const own: number[] = [];
      texts.forEach(({ length, raters }, at) => {
        const [one, other] = [raters[a], raters[b]];
        if (!one || !other) return;
        lengths.push(length);
        parts.push(labelParts(length, one, other));
        own.push(at % groups);
      });
      if (lengths.length > 0) pairs.push({ lengths, parts, groups: own });
    }
  }
  return pairs;
}

/** By label: Do and De, as sums over pairs of raters weighted by the text they share. `left`: the group left out. */
function disagreementsOf(pairs: readonly PairTexts[], left: number | undefined): Map<string, Disagreements> {
  const all = new Map<string, Disagreements>();
  let total = 0;
  for (const pair of pairs) {
    const used = pair.lengths.flatMap((_, at) => (pair.groups[at] === left ? [] : [at]));
    const length = used.reduce((sum, at) => sum + (pair.lengths[at] ?? 0), 0);
    if (length === 0) continue;
    total += length;
    const empty = new Room(used.map((at) => pair.lengths[at] ?? 0));
    const byLabel = new Map<string, { apart: number; units: number[]; gaps: number[]; texts: number[] }>();
    for (const at of used) {
      for (const [label, { apart, units, gaps }] of pair.parts[at] ?? []) {
        const known = byLabel.get(label) ?? { apart: 0, units: [], gaps: [], texts: [] };
        byLabel.set(label, known);
        known.apart += apart;
        for (const unit of units) known.units.push(unit);
        for (const gap of gaps) known.gaps.push(gap);
        known.texts.push(pair.lengths[at] ?? 0);
      }
    }
    for (const [label, { apart, units, gaps, texts }] of byLabel) {
      // In a text without the label its whole length is a gap of both raters.
      const [own, taken] = [new Room(gaps), new Room(texts)];
      const room = (unit: number): number => own.for(unit) + 2 * (empty.for(unit) - taken.for(unit));
      const known = all.get(label) ?? { observed: 0, expected: 0 };
      all.set(label, known);
      known.observed += length * (apart / (2 * length ** 2));
      const places = (unit: number): number => (length - unit + 1) / empty.for(unit);
      known.expected += length * expectedOf(units, length, room, places);
    }
  }
  for (const part of all.values()) {
    part.observed /= total;
    part.expected /= total;
  }
  return all;
}

/** De of two raters' units over a continuum of `length`. `places`: those of an uncut continuum for each one there is. */
function expectedOf(
  units: readonly number[],
  length: number,
  room: (unit: number) => number,
  places: (unit: number) => number,
): number {
  let [sum, own] = [0, 0];
  for (const unit of units) {
    const overlaps = ((units.length - 1) / 3) * (2 * unit ** 3 - 3 * unit ** 2 + unit);
    sum += places(unit) * (overlaps + unit ** 2 * room(unit));
    own += unit * (unit - 1);
  }
  const both = 2 * length;
  return ((2 / length) * sum) / (both * (both - 1) - own);
}
