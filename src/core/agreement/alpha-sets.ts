/** Krippendorff's α for sets of labels. Pure. */
import type { AlphaEstimate } from "./alpha.ts";
import { distanceAlpha } from "./alpha-distance.ts";
import type { DistanceAlphaOptions } from "./alpha-distance.ts";
import type { Ratings } from "./ratings.ts";
import { codeRatings } from "./ratings.ts";
import type { SetDistanceName } from "./set-distance.ts";
import { indexedSetDistance, SET_DISTANCE_TITLES } from "./set-distance.ts";

/** `ratings`: an empty list says "no label here", `undefined` says "not rated". Repeated labels count once. */
export function setAlpha(
  ratings: Ratings<Iterable<string>>,
  distance: SetDistanceName,
  options: DistanceAlphaOptions = {},
): AlphaEstimate {
  const numbers = new Map<string, number>();
  const numbered = ratings.map((unit) =>
    unit.map((labels) => (labels === undefined ? undefined : numberedSet(labels, numbers))),
  );
  const coded = codeRatings(numbered, (set) => set.join());
  const apart = indexedSetDistance(distance, coded.values);
  return distanceAlpha(coded, apart, `sets of labels, ${SET_DISTANCE_TITLES[distance]}`, options);
}

function numberedSet(labels: Iterable<string>, numbers: Map<string, number>): Int32Array {
  const found = new Set<number>();
  for (const label of labels) {
    let number = numbers.get(label);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(label, number);
    }
    found.add(number);
  }
  return Int32Array.from(found).sort();
}
