/** What two raters' unitizings of many texts add up to, for `alpha-unitizing.ts`. Lengths are UTF-16 code units. Pure. */

/** A passage that a rater marked: `[start, end)` of one continuous text. */
export interface Marked {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

type Unit = readonly [start: number, end: number];

/** One label in one text, by both raters. */
export interface LabelParts {
  /** Σ δ² over the ordered pairs of sections of the two raters. */
  readonly apart: number;
  /** Lengths of both raters' units, and of the gaps between them. */
  readonly units: readonly number[];
  readonly gaps: readonly number[];
}

/** Of every label that either rater used. Units that overlap count as one, units that touch as two. */
export function labelParts(
  length: number,
  first: readonly Marked[],
  second: readonly Marked[],
): Map<string, LabelParts> {
  const found = new Map<string, LabelParts>();
  for (const label of new Set([...first, ...second].map((one) => one.label))) {
    const [a, b] = [unitsOf(first, label, length), unitsOf(second, label, length)];
    if (a.length + b.length === 0) continue;
    const [gapsA, gapsB] = [gapsOf(a, length), gapsOf(b, length)];
    found.set(label, {
      // Each pair goes in both directions; a unit within a gap of the other is one pair, too.
      apart: 2 * (overlapping(a, b) + swallowed(a, gapsB) + swallowed(b, gapsA)),
      units: [...a, ...b].map(lengthOf),
      gaps: [...gapsA, ...gapsB].map(lengthOf),
    });
  }
  return found;
}

function unitsOf(marked: readonly Marked[], label: string, length: number): Unit[] {
  const own = marked
    .filter((one) => one.label === label)
    .map(({ start, end }): Unit => [Math.max(0, start), Math.min(length, end)])
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  const merged: Unit[] = [];
  for (const unit of own) {
    const last = merged.at(-1);
    if (last && unit[0] < last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], unit[1])];
    else merged.push(unit);
  }
  return merged;
}

function gapsOf(units: readonly Unit[], length: number): Unit[] {
  const gaps: Unit[] = [];
  let at = 0;
  for (const [start, end] of [...units, [length, length] as const]) {
    if (start > at) gaps.push([at, start]);
    at = end;
  }
  return gaps;
}

/** Squared distances of the starts and of the ends of units that share text. */
function overlapping(a: readonly Unit[], b: readonly Unit[]): number {
  let sum = 0;
  let from = 0;
  for (const [start, end] of a) {
    while ((b[from]?.[1] ?? Infinity) <= start) from++;
    for (let at = from; at < b.length; at++) {
      const other = b[at];
      if (!other || other[0] >= end) break;
      sum += (start - other[0]) ** 2 + (end - other[1]) ** 2;
    }
  }
  return sum;
}

/** Squared lengths of the units that lie in a gap of the other rater. */
function swallowed(units: readonly Unit[], gaps: readonly Unit[]): number {
  let sum = 0;
  let at = 0;
  for (const [start, end] of units) {
    while ((gaps[at]?.[1] ?? Infinity) <= start) at++;
    const gap = gaps[at];
    if (gap && gap[0] <= start && end <= gap[1]) sum += (end - start) ** 2;
  }
  return sum;
}

function lengthOf([start, end]: Unit): number {
  return end - start;
}

/** How many places gaps have for a unit: Σ over gaps g ≥ l of g − l + 1. */
export class Room {
  readonly #sorted: Float64Array;
  readonly #sums: Float64Array;

  constructor(gaps: Iterable<number>) {
    this.#sorted = Float64Array.from(gaps).sort();
    this.#sums = new Float64Array(this.#sorted.length + 1);
    for (let at = this.#sorted.length - 1; at >= 0; at--)
      this.#sums[at] = (this.#sums[at + 1] ?? 0) + (this.#sorted[at] ?? 0);
  }

  for(length: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) >= length) high = middle;
      else low = middle + 1;
    }
    return (this.#sums[low] ?? 0) - (this.#sorted.length - low) * (length - 1);
  }
}
