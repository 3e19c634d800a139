/**
 * How the units of a figure were drawn: weights, strata, sampling fractions. Pure.
 *
 * A unit (conversation) is what was drawn; everything in it, labels and ratings, stays together, so that intervals are
 * cluster-wise by construction.
 */
import type { Sample } from "../sampling/sample.ts";
import { versionKey } from "./collect.ts";
import type { ConversationRef } from "../extraction/annotation.ts";

/** One drawn unit. Absent fields: weight 1, one stratum, drawn from a population without end. */
export interface DrawnUnit {
  /** 1 / inclusion probability. */
  readonly weight?: number;
  readonly stratum?: string;
  /** Inclusion probability; with it the variance has the finite population's correction 1 − p. */
  readonly probability?: number;
}

export interface Strata {
  /** By unit. */
  readonly of: Int32Array;
  /** By stratum: units, and mean inclusion probability (0 where unknown). */
  readonly sizes: Int32Array;
  readonly fractions: Float64Array;
  /** Units less strata: what the variance rests on. */
  readonly degrees: number;
}

/**
 * Strata with one unit have no variance of their own and are put together ("collapsed": W. Cochran, "Sampling
 * Techniques", 3rd ed. 1977, §5A.12), which makes intervals rather too wide than too narrow; a single such stratum goes
 * to the largest one.
 */
export function strataOf(units: readonly DrawnUnit[]): Strata {
  const counts = new Map<string, number>();
  for (const { stratum = "" } of units) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  const big = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
  const lone = counts.size - big.length;
  const places = new Map(big.map(([name], at) => [name, at] as const));
  const rest = lone === 1 && big.length > 0 ? 0 : big.length;
  const of = Int32Array.from(units, ({ stratum = "" }) => places.get(stratum) ?? rest);
  const total = big.length + (lone > 0 && rest === big.length ? 1 : 0);
  const sizes = new Int32Array(total);
  const fractions = new Float64Array(total);
  of.forEach((stratum, unit) => {
    sizes[stratum] = (sizes[stratum] ?? 0) + 1;
    fractions[stratum] = (fractions[stratum] ?? 0) + (units[unit]?.probability ?? 0);
  });
  sizes.forEach((size, stratum) => (fractions[stratum] = (fractions[stratum] ?? 0) / size));
  return { of, sizes, fractions, degrees: units.length - total };
}

/** Kish's effective number of units: (Σ w)² / Σ w² ("Survey Sampling", 1965, §11.7). */
export function effectiveUnits(units: readonly DrawnUnit[]): number {
  let [sum, squares] = [0, 0];
  for (const { weight = 1 } of units) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** In words, for an estimate's `design`. */
export function designOf(units: readonly DrawnUnit[]): string {
  const isWeighted = units.some(({ weight = 1 }) => weight !== (units[0]?.weight ?? 1));
  const { sizes } = strataOf(units);
  const fraction =
    units.reduce((sum, { probability = 0 }) => sum + probability, 0) / Math.max(1, units.length);
  return [
    sizes.length > 1
      ? `stratified random sample of ${units.length} units in ${sizes.length} strata`
      : `${units.length} units taken as a random sample`,
    ...(isWeighted
      ? [`weighted by 1 / inclusion probability (effective n ${effectiveUnits(units).toFixed(1)})`]
      : []),
    ...(fraction > 0
      ? [`finite population correction for a mean inclusion probability of ${fraction.toPrecision(2)}`]
      : []),
  ].join(", ");
}

export interface SampledUnits<T> {
  readonly units: readonly (T & DrawnUnit)[];
  /** Left out: planted trap items, and units that the sample doesn't have in this version of their text. */
  readonly traps: number;
  readonly outside: number;
}

/**
 * Gives each unit the weight and stratum of its item in the sample. `population`: figures are of the finite population
 * that was drawn from, so that what was drawn whole has no sampling error; false for agreement between raters, which
 * speaks of conversations like these.
 */
export function drawnUnits<T extends { readonly conversation: ConversationRef }>(
  units: readonly T[],
  sample: Sample,
  population: boolean,
): SampledUnits<T> {
  const items = new Map(sample.items.map((item) => [versionKey(item), item] as const));
  const found: (T & DrawnUnit)[] = [];
  let [traps, outside] = [0, 0];
  for (const unit of units) {
    const item = items.get(versionKey(unit.conversation));
    if (!item) outside++;
    else if (item.trap) traps++;
    else {
      const { probability, stratum } = item;
      found.push({
        ...unit,
        weight: 1 / probability,
        ...(stratum === undefined ? {} : { stratum }),
        ...(population ? { probability } : {}),
      });
    }
  }
  return { units: found, traps, outside };
}
