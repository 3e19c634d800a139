/**
 * How well two lists of evidence spans agree. F1 is symmetric, so neither needs to be the truth (G. Hripcsak,
 * A. Rothschild, "Agreement, the F-measure, and reliability in information retrieval", 2005: with negatives beyond
 * count, F1 is what κ tends to). Offsets are UTF-16 code units. Pure.
 */

/** A span under a label; `label` is "" where only the place counts. */
export interface LabelledSpan {
  readonly turn: number;
  readonly block: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export interface SpanAgreement {
  readonly estimator: string;
  /** null: neither has any spans (then they agree, but there's no share to give). */
  readonly f1: number | null;
  /** Share of the first's that is in the second's; null without any. */
  readonly precision: number | null;
  readonly recall: number | null;
  /** Spans, or code units, of both, of the first, of the second. */
  readonly both: number;
  readonly first: number;
  readonly second: number;
}

/** Spans of one unit (conversation) by two raters, or by an extractor and a rater. */
export interface SpanPair {
  readonly first: readonly LabelledSpan[];
  readonly second: readonly LabelledSpan[];
}

/** The same label at exactly the same place. Repeated spans count once. Empty spans count. */
export function exactSpanF1(units: readonly SpanPair[]): SpanAgreement {
  let [both, first, second] = [0, 0, 0];
  for (const unit of units) {
    const [one, other] = [new Set(unit.first.map(keyOf)), new Set(unit.second.map(keyOf))];
    first += one.size;
    second += other.size;
    for (const key of one) if (other.has(key)) both++;
  }
  return agreement("span F1, same label at exactly the same place", both, first, second);
}

/**
 * By code units of text: each unit of text under a label counts once, however many spans of that label lie over it.
 * Spans with `end` ≤ `start` have no text and don't count.
 */
export function overlapSpanF1(units: readonly SpanPair[]): SpanAgreement {
  let [both, first, second] = [0, 0, 0];
  for (const unit of units) {
    const [one, other] = [groupRanges(unit.first), groupRanges(unit.second)];
    for (const ranges of one.values()) first += lengthOf(ranges);
    for (const ranges of other.values()) second += lengthOf(ranges);
    for (const [key, ranges] of one) both += overlapOf(ranges, other.get(key) ?? []);
  }
  return agreement("span F1, UTF-16 code units under the same label", both, first, second);
}

function agreement(estimator: string, both: number, first: number, second: number): SpanAgreement {
  return {
    estimator,
    f1: first + second === 0 ? null : (2 * both) / (first + second),
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
