/**
 * Krippendorff's α, for any distance, of units drawn with unequal probabilities. Pure.
 *
 * Do and De are means over the population's values, estimated with weights w = 1 / p (J. Hájek 1971): Do = Σ w·d / Σ w·m
 * with d a unit's part of the disagreement and m its ratings; De = Σ ω·ω'·δ / ((Σ ω)² − Σ ω²) over pairs of different
 * values, each with its unit's weight ω. With equal weights this is α as K. Krippendorff gives it ("Content Analysis",
 * 3rd ed. 2013, ch. 12). The interval is linearised (see `linearised.ts`), its variance that of the design: within strata,
 * units whole (C.-E. Särndal, B. Swensson, J. Wretman, "Model Assisted Survey Sampling", 1992, §5.5).
 */
import { noAlpha } from "./alpha.ts";
import type { AlphaEstimate } from "./alpha.ts";
import type { CodeDistance } from "./disagreement.ts";
import { withinUnits } from "./disagreement.ts";
import type { Interval } from "./estimate.ts";
import type { Random } from "./random.ts";
import { seededRandom } from "./random.ts";
import type { CodedRatings, Ratings } from "./ratings.ts";
import { codeRatings, codesOf } from "./ratings.ts";
import type { DrawnUnit } from "./sample-design.ts";
import { designOf, strataOf } from "./sample-design.ts";
import { scoreInterval } from "./totals.ts";

export interface WeightedAlphaOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** Default: told from the units. */
  readonly design?: string;
  /** Of sampling where there are too many pairs. Default 1. */
  readonly seed?: number;
  /** De is exact up to this many pairs of different values. Default 20 million. */
  readonly exactPairs?: number;
  /** Values that mean distances are taken to beyond that. Default 2,000. */
  readonly references?: number;
}

/**
 * `drawn`: by unit, like `ratings`. `keyOf`: as of `codeRatings`; `distance`: given the different values, of their codes.
 * Units with fewer than two ratings are left out. Throws a RangeError for weights that are negative or not finite.
 */
export function weightedAlpha<T>(
  ratings: Ratings<T>,
  drawn: readonly DrawnUnit[],
  keyOf: (value: T) => string | number,
  distance: (values: readonly T[]) => CodeDistance,
  title: string,
  options: WeightedAlphaOptions = {},
): AlphaEstimate {
  const pairable = ratings.flatMap((unit, at) =>
    unit.filter((value) => value !== undefined).length < 2 ? [] : [{ unit, drawn: drawn[at] ?? {} }],
  );
  const coded = codeRatings(
    pairable.map(({ unit }) => unit),
    keyOf,
  );
  const units = pairable.map((one) => one.drawn);
  const weights = Float64Array.from(units, ({ weight = 1 }) => weight);
  if (!weights.every((weight) => Number.isFinite(weight) && weight >= 0))
    throw new RangeError("weights must be finite and ≥ 0");
  const apart = distance(coded.values);
  const within = withinUnits(coded, apart);
  const means = meanDistances(coded, weights, apart, options);
  const { observed, expected } = disagreement(coded, weights, within, means.to);
  const value = expected > 0 ? 1 - observed / expected : null;
  const interval =
    value === null
      ? undefined
      : designInterval(
          coded,
          units,
          { weights, within, observed, expected, means, value },
          options.level ?? 0.95,
        );
  return {
    estimator: `Krippendorff's α, ${title}`,
    value,
    ...(value === null ? { reason: noAlpha(coded.n.units) } : {}),
    n: coded.n,
    design: (options.design ?? designOf(units)) + means.note,
    observed,
    expected,
    ...(interval ? { interval } : {}),
  };
}

interface MeanDistances {
  /** By code: the weighted mean distance to all values, itself included. */
  readonly to: Float64Array;
  readonly note: string;
  /** Relative standard error of De from sampling the references. */
  readonly error: number;
}

function meanDistances(
  coded: CodedRatings<unknown>,
  weights: Float64Array,
  distance: CodeDistance,
  { exactPairs = 20_000_000, references = 2_000, seed = 1 }: WeightedAlphaOptions,
): MeanDistances {
  const k = coded.values.length;
  const byCode = new Float64Array(k);
  for (let unit = 0; unit < weights.length; unit++)
    for (const code of codesOf(coded, unit)) byCode[code] = (byCode[code] ?? 0) + (weights[unit] ?? 0);
  const total = byCode.reduce((sum, weight) => sum + weight, 0);
  const to = new Float64Array(k);
  if ((k * (k - 1)) / 2 <= exactPairs) {
    for (let a = 1; a < k; a++) {
      for (let b = 0; b < a; b++) {
        const delta = distance(a, b) / total;
        to[a] = (to[a] ?? 0) + delta * (byCode[b] ?? 0);
        to[b] = (to[b] ?? 0) + delta * (byCode[a] ?? 0);
      }
    }
    return { to, note: "", error: 0 };
  }
  const drawn = drawCodes(byCode, total, references, seededRandom(seed));
  let [sum, squares] = [0, 0];
  for (const reference of drawn) {
    let own = 0;
    for (let code = 0; code < k; code++) {
      if (code === reference) continue;
      const delta = distance(code, reference);
      to[code] = (to[code] ?? 0) + delta / references;
      own += (delta * (byCode[code] ?? 0)) / total;
    }
    sum += own;
    squares += own * own;
  }
  const mean = sum / references;
  const variance = Math.max(0, squares / references - mean * mean) / references;
  const error = mean > 0 ? Math.sqrt(variance) / mean : 0;
  return {
    to,
    note: `; expected disagreement against ${references} sampled values, seed ${seed}, its relative standard error ${error.toPrecision(2)}`,
    error,
  };
}

/** Codes with probability in proportion to their weight. */
function drawCodes(byCode: Float64Array, total: number, count: number, random: Random): Int32Array {
  const sums = new Float64Array(byCode.length);
  let sum = 0;
  byCode.forEach((weight, code) => (sums[code] = sum += weight));
  return Int32Array.from({ length: count }, () => {
    const wanted = random.uniform() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

function disagreement(
  coded: CodedRatings<unknown>,
  weights: Float64Array,
  within: Float64Array,
  to: Float64Array,
): { readonly observed: number; readonly expected: number } {
  let [total, squares, inside, across] = [0, 0, 0, 0];
  weights.forEach((weight, unit) => {
    const codes = codesOf(coded, unit);
    total += weight * codes.length;
    squares += weight * weight * codes.length;
    inside += weight * (within[unit] ?? 0);
    for (const code of codes) across += weight * (to[code] ?? 0);
  });
  const pairs = total * total - squares;
  return total > 0 && pairs > 0
    ? { observed: inside / total, expected: (across * total) / pairs }
    : { observed: 0, expected: 0 };
}

interface Known {
  readonly weights: Float64Array;
  readonly within: Float64Array;
  readonly observed: number;
  readonly expected: number;
  readonly means: MeanDistances;
  readonly value: number;
}

function designInterval(
  coded: CodedRatings<unknown>,
  units: readonly DrawnUnit[],
  { weights, within, observed, expected, means, value }: Known,
  level: number,
): Interval | undefined {
  const strata = strataOf(units);
  if (strata.degrees < 1) return undefined;
  const total = weights.reduce((sum, weight, unit) => sum + weight * codesOf(coded, unit).length, 0);
  const psi = Float64Array.from(weights, (weight, unit) => {
    const codes = codesOf(coded, unit);
    const own = codes.reduce((sum, code) => sum + (means.to[code] ?? 0), 0);
    const ofObserved = ((within[unit] ?? 0) - observed * codes.length) / expected;
    const ofExpected = 2 * (observed / expected ** 2) * (own - expected * codes.length);
    return (weight * (ofExpected - ofObserved)) / total;
  });
  const sums = new Float64Array(strata.sizes.length);
  const squares = new Float64Array(strata.sizes.length);
  psi.forEach((x, unit) => {
    const stratum = strata.of[unit] ?? 0;
    sums[stratum] = (sums[stratum] ?? 0) + x;
    squares[stratum] = (squares[stratum] ?? 0) + x * x;
  });
  let variance = ((observed / expected) * means.error) ** 2;
  strata.sizes.forEach((size, stratum) => {
    const about = (squares[stratum] ?? 0) - (sums[stratum] ?? 0) ** 2 / size;
    variance += (1 - (strata.fractions[stratum] ?? 0)) * (size / (size - 1)) * Math.max(0, about);
  });
  return scoreInterval(value, Math.sqrt(variance), units, level, "linearised over units within strata");
}
