/** How well the raters of a gold set agree, for its data card: α with its interval for each kind and level. Pure. */
import { nominalAlpha } from "../agreement/alpha.ts";
import { setAlpha } from "../agreement/alpha-sets.ts";
import { AGREEMENT_KINDS } from "../agreement/collect.ts";
import type { AgreementKind } from "../agreement/collect.ts";
import type { Estimate } from "../agreement/estimate.ts";
import { keyOfLabel } from "../agreement/label-key.ts";
import { isSingleKind } from "../extraction/annotation.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import { readPlace } from "./decide.ts";
import type { GoldInput } from "./gold.ts";
import { frameOfGold } from "./gold-frame.ts";
import type { RaterLabels } from "./rater-labels.ts";
import { SharedLists } from "./shared-lists.ts";

export interface GoldAgreement {
  readonly kind: AgreementKind;
  /** null: the kind has no levels. */
  readonly level: Level | null;
  /** Over all ratings of the conversations that two or more rated. */
  readonly alpha: Estimate;
  /** Over those made blind; absent where all or none were. */
  readonly blind?: Estimate;
}

/** By rater: the labels' keys. */
type Unit = readonly (readonly string[] | undefined)[];

/** The ratings of one kind at one level, of conversations that two or more rated in it. */
interface Table {
  readonly kind: AgreementKind;
  readonly level: Level | null;
  readonly all: Unit[];
  /** The blind ratings alone. */
  readonly blind: Unit[];
  sawNothing: number;
  sawSome: number;
}

/**
 * Values: α with MASI distance (weights 2/3, 1/3) at each level that the taxonomy has; response type and subjectivity:
 * nominal α. Tasks are free text, of which no such figure is told.
 */
export function goldAgreement(
  input: Pick<GoldInput, "raters" | "suggestions" | "taxonomy" | "sample" | "adjudicated">,
  { seed = 1 }: { readonly seed?: number } = {},
): GoldAgreement[] {
  const { taxonomy } = input;
  const names = [...new Set(input.raters.map(({ rater }) => rater))];
  const tables = AGREEMENT_KINDS.flatMap((kind) => {
    const levels = isSingleKind(kind) ? [null] : levelsOf(taxonomy);
    return levels.map((level): Table => ({ kind, level, all: [], blind: [], sawNothing: 0, sawSome: 0 }));
  });
  const sets = new SharedLists();
  // One conversation after the other, so that only keys stay in memory.
  for (const place of frameOfGold(input).places) {
    if (place.events.length < 2) continue;
    const raters = readPlace(place, input.suggestions);
    for (const table of tables) addUnit(table, raters, names, taxonomy, sets);
  }
  return tables
    .filter(({ all }) => all.length > 0)
    .map(({ kind, level, all, blind, sawNothing, sawSome }) => ({
      kind,
      level,
      alpha: alphaOf(kind, all, seed),
      ...(sawNothing > 0 && sawSome > 0 ? { blind: alphaOf(kind, blind, seed) } : {}),
    }));
}

function addUnit(
  table: Table,
  raters: readonly RaterLabels[],
  names: readonly string[],
  taxonomy: Taxonomy,
  sets: SharedLists,
): void {
  const { kind, level } = table;
  const all: (readonly string[] | undefined)[] = names.map(() => undefined);
  const blind = [...all];
  let [rated, sawNothing] = [0, 0];
  for (const one of raters) {
    const labels = one.of(kind);
    if (!labels) continue;
    const keys = labels.map(({ label }) =>
      level === null ? label.value : keyOfLabel(label, level, taxonomy),
    );
    const at = names.indexOf(one.rater);
    const set = sets.of([...new Set(keys)]);
    all[at] = set;
    rated++;
    if (one.frame !== "blind") continue;
    blind[at] = set;
    sawNothing++;
  }
  if (rated < 2) return;
  table.all.push(all);
  table.blind.push(sawNothing === rated ? all : blind);
  table.sawNothing += sawNothing;
  table.sawSome += rated - sawNothing;
}

/** From values to categories. */
export function levelsOf(taxonomy: Taxonomy): Level[] {
  const found = new Set<Level>(taxonomy.nodes.map(({ level }) => level));
  return ([0, 1, 2, 3] as const).filter((level) => level === 0 || found.has(level));
}

function alphaOf(kind: AgreementKind, units: readonly Unit[], seed: number): Estimate {
  const design = "conversations of the gold set rated by two or more raters, taken as a simple random sample";
  if (!isSingleKind(kind)) return withoutParts(setAlpha(units, "masi", { seed, design }));
  const answers = units.map((unit) => unit.map((labels) => labels?.[0]));
  return withoutParts(nominalAlpha(answers, { seed, design }));
}

function withoutParts({ estimator, value, reason, n, design, interval }: Estimate): Estimate {
  return {
    estimator,
    value,
    ...(reason === undefined ? {} : { reason }),
    n,
    design,
    ...(interval === undefined ? {} : { interval }),
  };
}
