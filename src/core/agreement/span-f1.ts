/**
 * How well two lists of evidence spans agree. F1 is symmetric, so neither needs to be the truth (G. Hripcsak,
 * A. Rothschild, "Agreement, the F-measure, and reliability in information retrieval", 2005: with negatives beyond
 * count, F1 is what κ tends to). Offsets are UTF-16 code units. Pure.
 */
import type { Estimate } from "./estimate.ts";
import { SIMPLE_DESIGN } from "./estimate.ts";
import { bootstrapInterval } from "./resample.ts";

/** A span under a label; `label` is "" where only the place counts. */
export interface LabelledSpan {
  readonly turn: number;
  readonly block: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export interface SpanAgreement extends Estimate {
  /** Share of the first's that is in the second's; null without any. */
  readonly precision: number | null;
  readonly recall: number | null;
  /** Spans, or code units, of both, of the first, of the second. */
  readonly both: number;
  readonly first: number;
  readonly second: number;
}

export interface SpanOptions {
  /** Resamples of units for the interval; 0 = none. Default 2,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly level?: number;
}

/** Spans of one unit (conversation) by two raters, or by an extractor and a rater. */
export interface SpanPair {
  readonly first: readonly LabelledSpan[];
  readonly second: readonly LabelledSpan[];
}

/** `value` is F1. The same label at exactly the same place. Repeated spans count once. Empty spans count. */
export function exactSpanF1(units: readonly SpanPair[], options: SpanOptions = {}): SpanAgreement {
  const counts = units.map(({ first, second }): Counts => {
    const [one, other] = [new Set(first.map(keyOf)), new Set(second.map(keyOf))];
    return [[...one].filter((key) => other.has(key)).length, one.size, other.size];
  });
  return agreement("span F1, same label at exactly the same place", counts, options);
}

/**
 * `value` is F1 by code units of text: each unit of text under a label counts once, however many spans of that label
 * lie over it. Spans with `end` ≤ `start` have no text and don't count.
 */
export function overlapSpanF1(units: readonly SpanPair[], options: SpanOptions = {}): SpanAgreement {
  const counts = units.map((unit): Counts => {
    const [one, other] = [groupRanges(unit.first), groupRanges(unit.second)];
    let both = 0;
    for (const [key, ranges] of one) both += overlapOf(ranges, other.get(key) ?? []);
    const sum = (groups: typeof one): number =>
      [...groups.values()].reduce((total, ranges) => total + lengthOf(ranges), 0);
    return [both, sum(one), sum(other)];
  });
  return agreement("span F1, UTF-16 code units under the same label", counts, options);
}

/** Of one unit: of both, of the first, of the second. */
type Counts = readonly [both: number, first: number, second: number];

function agreement(estimator: string, counts: readonly Counts[], options: SpanOptions): SpanAgreement {
  const { resamples = 2_000, seed = 1, level = 0.95 } = options;
  const sums = (weights?: Int32Array): [number, number, number] => {
    const total: [number, number, number] = [0, 0, 0];
    counts.forEach(([both, first, second], unit) => {
      const weight = weights?.[unit] ?? 1;
      total[0] += weight * both;
      total[1] += weight * first;
      total[2] += weight * second;
    });
    return total;
  };
  const f1 = ([both, first, second]: Counts): number => (2 * both) / (first + second);
  const [both, first, second] = sums();
  const isDefined = first + second > 0;
  const interval =
    isDefined && resamples > 0
      ? bootstrapInterval(counts.length, (weights) => f1(sums(weights)), { resamples, seed, level })
      : undefined;
  return {
    estimator,
    value: isDefined ? f1([both, first, second]) : null,
    ...(isDefined ? {} : { reason: "neither has any spans: they agree, but there's no share to give" }),
    n: { units: counts.length, raters: 2, values: first + second },
    design: SIMPLE_DESIGN,
    ...(interval ? { interval } : {}),
    precision: first === 0 ? null : both / first,
    recall: second === 0 ? null : both / second,
    both,
    first,
    second,
  };
}

type Range = readonly [start: number, end: number];

function keyOf({ turn, block, start, end, label }: LabelledSpan): string {
  return `${turn} ${block} ${start} ${end} ${label}`;
}

/** By block and label: ranges in order, none touching another. */
function groupRanges(spans: readonly LabelledSpan[]): Map<string, Range[]> {
  const groups = new Map<string, Range[]>();
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  for (const { turn, block, label, start, end } of sorted) {
    const key = `${turn} ${block} ${label}`;
    const ranges = groups.get(key) ?? [];
    groups.set(key, ranges);
    const last = ranges.at(-1);
    if (last && start <= last[1]) ranges[ranges.length - 1] = [last[0], Math.max(last[1], end)];
    else ranges.push([start, end]);
  }
  return groups;
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

function overlapOf(one: readonly Range[], other: readonly Range[]): number {
  let [i, j, shared] = [0, 0, 0];
  for (;;) {
    const [a, b] = [one[i], other[j]];
    if (!a || !b) return shared;
    shared += Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));
    if (a[1] < b[1]) i++;
    else j++;
  }
}
