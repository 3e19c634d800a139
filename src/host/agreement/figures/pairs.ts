/** Each pair of raters: κ, α and AC1 over the conversations that both rated. */
import { nominalAlpha } from "../../../core/agreement/alpha.ts";
import { setAlpha } from "../../../core/agreement/alpha-sets.ts";
import type { Estimate } from "../../../core/agreement/estimate.ts";
import { cohenKappa } from "../../../core/agreement/kappa.ts";
import { pairAc1 } from "../../../core/agreement/pair-ac1.ts";
import { codeRatings } from "../../../core/agreement/ratings.ts";
import { indexedSetDistance, SET_DISTANCE_TITLES } from "../../../core/agreement/set-distance.ts";
import { nodeDistance, setsApart, taxonomyAlpha } from "../../../core/agreement/taxonomy-distance.ts";
import { weightedKappa } from "../../../core/agreement/weighted-kappa.ts";
import { isSingleKind } from "../../../core/extraction/annotation.ts";
import type { Taxonomy } from "../../../core/taxonomy/taxonomy.ts";
import type { PairCell, ReportChoices } from "../../../protocol/agreement.ts";
import { answers, plain } from "./alphas.ts";
import type { RatingRow } from "./source.ts";

/** `rows`: pairable ratings of the frame. Pairs without a common conversation are left out. */
export function pairCells(
  rows: readonly RatingRow[],
  raters: number,
  choices: ReportChoices,
  taxonomy: Taxonomy,
): PairCell[] {
  const cells: PairCell[] = [];
  for (let second = 1; second < raters; second++) {
    for (let first = 0; first < second; first++) {
      const both = rows.flatMap((row): RatingRow[] => {
        const [one, other] = [row[first], row[second]];
        return one && other ? [[one, other]] : [];
      });
      if (both.length > 0) cells.push({ first, second, estimates: coefficients(both, choices, taxonomy) });
    }
  }
  return cells;
}

function coefficients(
  both: readonly RatingRow[],
  choices: ReportChoices,
  taxonomy: Taxonomy,
): PairCell["estimates"] {
  const { kind, distance, seed } = choices;
  const design = "conversations that both rated, taken as a simple random sample";
  if (isSingleKind(kind)) {
    const given = answers(both);
    const pairs = given.flatMap(([a, b]) => (a === undefined || b === undefined ? [] : [[a, b] as const]));
    return {
      kappa: plain(cohenKappa(pairs, { design })),
      alpha: plain(nominalAlpha(given, { seed, design })),
      ac1: plain(pairAc1(...codesOfPairs(given), { design })),
    };
  }
  const asWholes = both.map((row) => row.map((labels) => labels && JSON.stringify(labels.toSorted())));
  const ac1 = pairAc1(...codesOfPairs(asWholes), { design });
  return {
    kappa: plain(setKappa(both, choices, taxonomy, design)),
    alpha: plain(
      distance === "taxonomy"
        ? taxonomyAlpha(both, taxonomy, { seed, design })
        : setAlpha(both, distance, { seed, design }),
    ),
    ac1: plain({ ...ac1, estimator: "Gwet's AC1 of sets as wholes" }),
  };
}

/** Codes of both raters' answers, by unit. */
function codesOfPairs(rows: readonly (readonly (string | undefined)[])[]): [Int32Array, Int32Array] {
  const { codes } = codeRatings(rows, (answer) => answer);
  return [codes.filter((_, place) => place % 2 === 0), codes.filter((_, place) => place % 2 === 1)];
}

function setKappa(
  both: readonly RatingRow[],
  { distance, seed }: ReportChoices,
  taxonomy: Taxonomy,
  design: string,
): Estimate {
  const numbers = new Map<string, number>();
  const numberOf = (label: string): number => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  };
  const sets = both.map((row) => row.map((labels) => labels && Int32Array.from(labels, numberOf).sort()));
  const coded = codeRatings(sets, (set) => set.join());
  const [first, second] = [0, 1].map((at) => coded.codes.filter((_, place) => place % 2 === at));
  const title =
    distance === "taxonomy"
      ? "sets of taxonomy nodes, mean minimal path distance"
      : `sets of labels, ${SET_DISTANCE_TITLES[distance]}`;
  const names = [...numbers.keys()];
  const between = nodeDistance(taxonomy);
  const texts = coded.values.map((set) => Array.from(set, (label) => names[label] ?? ""));
  const apart =
    distance === "taxonomy"
      ? (a: number, b: number) => setsApart(texts[a] ?? [], texts[b] ?? [], between)
      : indexedSetDistance(distance, coded.values);
  const exactPairs = distance === "taxonomy" ? 200_000 : 4_000_000;
  return weightedKappa(first ?? new Int32Array(), second ?? new Int32Array(), apart, {
    title,
    seed,
    design,
    exactPairs,
  });
}
