/** The order of rating. */
import { idHashOf } from "../conversation/id-hash.ts";
import { seededRandom } from "../agreement/random.ts";
import { PermanentRandom, seedFor } from "./permanent-random.ts";

/** Items in random order, whatever order they come in: by permanent random numbers of their ids, ties by id. */
export function ratingOrder<T extends { readonly id: string }>(items: readonly T[], seed: number): T[] {
  const random = new PermanentRandom(seed, "order");
  return items
    .map((item) => ({ item, u: random.of(idHashOf(item.id)) }))
    .sort((a, b) => a.u - b.u || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
}

/**
 * Puts traps among the items: the items are cut into as many stretches of equal length as there are traps, and each
 * stretch has one at a random place, so that a rater meets them evenly but can't foresee them. With more traps than
 * items some stand next to each other.
 */
export function spreadTraps<T>(items: readonly T[], traps: readonly T[], seed: number): T[] {
  if (traps.length === 0) return [...items];
  const random = seededRandom(seedFor(seed, "traps"));
  const before = new Map<number, T[]>();
  for (const [at, trap] of traps.entries()) {
    const from = Math.floor((at * items.length) / traps.length);
    const to = Math.floor(((at + 1) * items.length) / traps.length);
    const place = from + random.below(Math.max(1, to - from));
    before.set(place, [...(before.get(place) ?? []), trap]);
  }
  const mixed: T[] = [];
  for (const [at, item] of items.entries()) mixed.push(...(before.get(at) ?? []), item);
  mixed.push(...(before.get(items.length) ?? []));
  return mixed;
}
