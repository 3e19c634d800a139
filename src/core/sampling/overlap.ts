/** Which rater gets which item. */
import { seededRandom } from "../agreement/random.ts";
import { PermanentRandom, seedFor } from "./permanent-random.ts";
import type { OverlapPlan } from "./sample.ts";

/** Why a plan can't be carried out, in words; undefined when it can. */
export function overlapProblem(plan: OverlapPlan, raters: number): string | undefined {
  if (!(plan.shared >= 0 && plan.shared <= 1)) return "The shared part is a share from 0 to 1.";
  if (!Number.isSafeInteger(plan.each) || plan.each < 1) return "Each shared item needs at least one rater.";
  if (raters === 0) return "Name the raters first.";
  if (plan.each > raters) return `Each shared item can't have ${plan.each} of ${raters} raters.`;
  return undefined;
}

/**
 * For each item, in rating order: the names of its raters, sorted; undefined = all of them. `plan.shared` of the items
 * (those with the smallest numbers of their own, so spread over the order at random) get `plan.each` raters, the rest
 * one each. No rater has more than one item more than another, of the shared ones and of all; among the raters with
 * fewest items those are put together that were together least often, so that every pair of raters meets.
 * Independent of the order in which raters are named. Throws a RangeError for a plan that can't be carried out.
 */
export function assignRaters(
  idHashes: readonly number[],
  raters: readonly string[],
  plan: OverlapPlan,
  seed: number,
): readonly (readonly string[] | undefined)[] {
  const names = [...new Set(raters)].sort();
  const problem = overlapProblem(plan, names.length);
  if (problem !== undefined) throw new RangeError(problem);
  const random = seededRandom(seedFor(seed, "overlap"));
  const rotation = new Rotation(names.length, (n) => random.below(n));
  const shared = smallest(idHashes, Math.round(plan.shared * idHashes.length), seed);
  const result = idHashes.map((): readonly string[] | undefined => undefined);
  const name = (rater: number): string => names[rater] ?? "";
  for (const wanted of [true, false]) {
    for (let at = 0; at < idHashes.length; at++) {
      if (shared.has(at) !== wanted) continue;
      const chosen = rotation.next(wanted ? plan.each : 1);
      result[at] = chosen.length === names.length ? undefined : chosen.map(name).sort();
    }
  }
  return result;
}

function smallest(idHashes: readonly number[], count: number, seed: number): ReadonlySet<number> {
  const random = new PermanentRandom(seed, "overlap");
  const ranked = idHashes.map((hash, at) => ({ at, u: random.of(hash) }));
  ranked.sort((a, b) => a.u - b.u || a.at - b.at);
  return new Set(ranked.slice(0, count).map(({ at }) => at));
}

/** Hands out raters so that loads stay within one of each other at any time. */
class Rotation {
  readonly #loads: number[];
  readonly #together: number[][];

  constructor(
    raters: number,
    private readonly below: (n: number) => number,
  ) {
    this.#loads = Array.from({ length: raters }, () => 0);
    this.#together = this.#loads.map(() => Array.from({ length: raters }, () => 0));
  }

  next(count: number): readonly number[] {
    const chosen: number[] = [];
    while (chosen.length < count) {
      const rater = this.#pick(chosen);
      for (const other of chosen) {
        this.#meet(rater, other);
        this.#meet(other, rater);
      }
      chosen.push(rater);
    }
    for (const rater of chosen) this.#loads[rater] = (this.#loads[rater] ?? 0) + 1;
    return chosen;
  }

  #pick(chosen: readonly number[]): number {
    let best: number[] = [];
    let [bestLoad, bestMet] = [Infinity, Infinity];
    for (const [rater, load] of this.#loads.entries()) {
      if (chosen.includes(rater)) continue;
      const met = chosen.reduce((sum, other) => sum + (this.#together[rater]?.[other] ?? 0), 0);
      if (load > bestLoad || (load === bestLoad && met > bestMet)) continue;
      if (load < bestLoad || met < bestMet) best = [];
      [bestLoad, bestMet] = [load, met];
      best.push(rater);
    }
    // Chance decides among equals, so that no rater is always the first.
    return best[this.below(best.length)] ?? 0;
  }

  #meet(rater: number, other: number): void {
    const row = this.#together[rater];
    if (row) row[other] = (row[other] ?? 0) + 1;
  }
}
