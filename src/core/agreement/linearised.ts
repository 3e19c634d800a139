/** Standard error of α by linearisation: the variance of each unit's influence on it. Pure. */
import type { CodeDistance, Disagreement } from "./disagreement.ts";
import { seededRandom } from "./random.ts";
import type { CodedRatings } from "./ratings.ts";
import { codesOf } from "./ratings.ts";

/** Units whose influence is worked out: the error of a standard error from 8,000 units is about 1 %. */
const MAX_UNITS = 8_000;
/** Values to which mean distances are taken when there are too many for all. */
const REFERENCE = 250;

export interface LinearisedParts {
  readonly coded: CodedRatings<unknown>;
  readonly distance: CodeDistance;
  /** For each code its summed distance to all pairable values; absent: estimated from a sample of them. */
  readonly sums: Float64Array | undefined;
  readonly parts: Disagreement;
}

/**
 * With weights w on units, Do = Σ w·d / Σ w·m and De = Σ w·w'·s / (Σ w·m)²; the derivative of α = 1 − Do/De by a
 * unit's weight is ψ = [−(d − Do·m) / De + 2·(Do/De²)·(Σ over its values of ē − De·m)] / n, where ē is a value's mean
 * distance to all values. SE² = U/(U−1)·Σ ψ², and the error of a sampled De besides. `referenced`: what was
 * sampled, for the method's name.
 */
export function linearisedError(
  { coded, distance, sums, parts }: LinearisedParts,
  seed: number,
): { readonly standardError: number; readonly referenced: string } {
  const n = coded.codes.length;
  const units = coded.n.units;
  const random = seededRandom(seed + 1);
  const { observed, expected } = parts;
  const reference = sums
    ? undefined
    : Int32Array.from({ length: REFERENCE }, () => coded.codes[random.below(n)] ?? 0);
  const meanDistance = (code: number): number => {
    if (!reference) return (sums?.[code] ?? 0) / n;
    let sum = 0;
    for (const other of reference) if (other !== code) sum += distance(code, other);
    return sum / REFERENCE;
  };
  const isPart = !sums && units > MAX_UNITS;
  const used = isPart ? MAX_UNITS : units;
  let total = 0;
  let squares = 0;
  for (let place = 0; place < used; place++) {
    const unit = isPart ? random.below(units) : place;
    const codes = codesOf(coded, unit);
    const m = codes.length;
    const own = codes.reduce((sum, code) => sum + meanDistance(code), 0);
    const psi =
      (-((parts.within[unit] ?? 0) - observed * m) / expected +
        2 * (observed / expected ** 2) * (own - expected * m)) /
      n;
    total += psi;
    squares += psi * psi;
  }
  // About their mean, which is 0 but for the sampling of the reference.
  const variance = (squares - (total * total) / used) / (used - 1);
  const fromPairs = (observed / expected ** 2) * parts.expectedError;
  const standardError = Math.sqrt(units * variance + fromPairs ** 2);
  const referenced = reference
    ? ` (influence of ${used} units against ${REFERENCE} sampled values, seed ${seed})`
    : "";
  return { standardError, referenced };
}
