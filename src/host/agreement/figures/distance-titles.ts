import { SET_DISTANCE_TITLES } from "../../../core/agreement/set-distance.ts";
import type { DistanceChoice } from "../../../protocol/agreement.ts";

/** Distances in the words of their estimators. */
export const DISTANCE_TITLES: Readonly<Record<DistanceChoice, string>> = {
  ...SET_DISTANCE_TITLES,
  taxonomy: "mean minimal path distance",
};
