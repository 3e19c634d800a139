/** Conversations on which ratings differ, the worst first; rows of the list are made when they are asked for. */
import type { Collected, CollectedUnit } from "../../../core/agreement/collect.ts";
import { versionKey } from "../../../core/agreement/collect.ts";
import { setDistance } from "../../../core/agreement/set-distance.ts";
import { nodeDistance, setsApart } from "../../../core/agreement/taxonomy-distance.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../../core/taxonomy/taxonomy.ts";
import type { DisagreementRow, ReportChoices } from "../../../protocol/agreement.ts";
import { nameOf } from "./labels.ts";
import { isOfFrame } from "./source.ts";

export class Disagreements {
  private readonly places: readonly { readonly unit: CollectedUnit; readonly distance: number }[];

  constructor(
    collected: Collected,
    private readonly choices: ReportChoices,
    private readonly taxonomy: Taxonomy,
    private readonly adjudicated: ReadonlySet<string>,
  ) {
    const apart = distanceOf(choices, taxonomy);
    this.places = collected.units
      .flatMap((unit) => {
        const given = this.ratingsOf(unit).flatMap((labels) => (labels ? [labels] : []));
        if (given.length < 2) return [];
        let [sum, pairs] = [0, 0];
        given.forEach((one, at) => {
          for (const other of given.slice(at + 1)) {
            sum += apart(one, other);
            pairs++;
          }
        });
        return sum > 0 ? [{ unit, distance: sum / pairs }] : [];
      })
      .sort((a, b) => b.distance - a.distance || compare(a.unit.conversation.id, b.unit.conversation.id));
  }

  get count(): number {
    return this.places.length;
  }

  rows(from: number, count: number): DisagreementRow[] {
    return this.places.slice(from, from + count).map(({ unit, distance }, place) => {
      const ratings = this.ratingsOf(unit);
      return {
        at: from + place,
        conversation: unit.conversation,
        distance,
        adjudicated: this.adjudicated.has(versionKey(unit.conversation)),
        ratings: ratings.map(
          (labels, rater) =>
            labels?.map((key) => ({
              name: nameOf(key, this.choices.kind, this.taxonomy),
              shared: ratings.every((others, at) => at === rater || !others || others.includes(key)),
            })) ?? null,
        ),
      };
    });
  }

  private ratingsOf({ ratings, frames }: CollectedUnit): CollectedUnit["ratings"] {
    return ratings.map((labels, rater) =>
      isOfFrame(frames[rater], this.choices.frame) ? labels : undefined,
    );
  }
}

/** Between two ratings: of single answers 0 or 1, of sets the chosen distance. */
export function distanceOf(
  { kind, distance }: ReportChoices,
  taxonomy: Taxonomy,
): (a: readonly string[], b: readonly string[]) => number {
  if (isSingleKind(kind)) return (a, b) => (a[0] === b[0] ? 0 : 1);
  if (distance !== "taxonomy") return (a, b) => setDistance(distance, a, b);
  const between = nodeDistance(taxonomy);
  return (a, b) => setsApart(a, b, between);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
