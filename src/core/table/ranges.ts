/** Numbers of a facet: single values while they are few, else ranges between round numbers. */

export interface NumberRange {
  /** As the query language writes it: "7", "10..19", "0.2..<0.4". */
  readonly value: string;
  readonly from: number;
  /** Belongs to the range unless `open`. */
  readonly to: number;
  readonly open: boolean;
}

const MOST_SINGLE = 12;
const MOST_RANGES = 8;

/**
 * Ranges that together hold every number from `min` to `max`, in rising order.
 *
 * @param distinct the distinct numbers, when they are known and few; else undefined
 * @param whole all numbers are integers
 */
export function rangesOf(
  min: number,
  max: number,
  distinct: readonly number[] | undefined,
  whole: boolean,
): NumberRange[] {
  if (distinct !== undefined && distinct.length <= MOST_SINGLE)
    return [...distinct].sort((a, b) => a - b).map((n) => ({ value: `${n}`, from: n, to: n, open: false }));
  // Numbers of many sizes (bytes, tokens) in one step each would all lie in the first.
  return min >= 0 && max > 1_000 * Math.max(1, min) ? byMagnitude(min, max, whole) : evenly(min, max, whole);
}

function evenly(min: number, max: number, whole: boolean): NumberRange[] {
  const step = Math.max(roundStep((max - min) / MOST_RANGES), whole ? 1 : Number.MIN_VALUE);
  const bounds: number[] = [];
  const first = Math.floor(min / step);
  for (let n = 0; n <= MOST_RANGES + 2; n++) {
    const bound = tidy((first + n) * step);
    bounds.push(bound);
    if (bound > max) break;
  }
  return between(bounds, whole);
}

function byMagnitude(min: number, max: number, whole: boolean): NumberRange[] {
  const bounds = [Math.min(0, min)];
  for (let exponent = min < 1 ? 0 : Math.floor(Math.log10(min)); ; exponent++) {
    const bound = tidy(10 ** exponent);
    if (bound > (bounds.at(-1) ?? 0)) bounds.push(bound);
    if (bound > max) break;
  }
  return between(bounds, whole);
}

function between(bounds: readonly number[], whole: boolean): NumberRange[] {
  return bounds.slice(0, -1).map((from, place) => {
    const next = bounds[place + 1] ?? from;
    const wide = Math.abs(next) < 2 ** 53;
    const closed = whole && wide;
    const to = closed ? next - 1 : next;
    const value = closed && from === to ? `${from}` : `${from}..${closed ? "" : "<"}${to}`;
    return { value, from, to, open: !closed };
  });
}

/** 1, 2 or 5 times a power of ten, not below `step`. */
function roundStep(step: number): number {
  if (!(step > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = step / power;
  return tidy(power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10));
}

/** Without the last digits of binary fractions: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Place of the range that holds a number; -1 when none does. */
export function rangeAt(ranges: readonly NumberRange[], value: number): number {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return -1;
    if (value < range.from) high = middle - 1;
    else if (range.open ? value >= range.to : value > range.to) low = middle + 1;
    else return middle;
  }
  return -1;
}
