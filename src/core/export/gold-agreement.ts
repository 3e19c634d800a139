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
import type { GoldFrame } from "./gold-frame.ts";
import { frameOfGold } from "./gold-frame.ts";
import type { RaterLabels } from "./rater-labels.ts";

export interface GoldAgreement {
  readonly kind: AgreementKind;
  /** null: the kind has no levels. */
  readonly level: Level | null;
  /** Over all ratings of the conversations that two or more rated. */
  readonly alpha: Estimate;
  /** Over those made blind; absent where all or none were. */
  readonly blind?: Estimate;
}

/** A rater's answer: the labels' keys. */
type Unit = readonly (readonly string[] | undefined)[];

/**
 * Values: α with MASI distance (weights 2/3, 1/3) at each level that the taxonomy has; response type and subjectivity:
 * nominal α. Tasks are free text, of which no such figure is told.
 */
export function goldAgreement(
  input: Pick<GoldInput, "raters" | "suggestions" | "taxonomy" | "sample" | "adjudicated">,
  { seed = 1 }: { readonly seed?: number } = {},
): GoldAgreement[] {
  const { taxonomy } = input;
  const frame = frameOfGold(input);
  const names = [...new Set(input.raters.map(({ rater }) => rater))];
  const readings = readAll(frame, input.suggestions);
  const figure = (kind: AgreementKind, level: Level | null): GoldAgreement | undefined => {
    const tables = tablesOf(readings, names, kind, level ?? 0, taxonomy);
    if (tables.all.length === 0) return undefined;
    const alpha = alphaOf(kind, tables.all, seed);
    return {
      kind,
      level,
      alpha,
      ...(tables.isPartlyBlind ? { blind: alphaOf(kind, tables.blind, seed) } : {}),
    };
  };
  return AGREEMENT_KINDS.flatMap((kind) => {
    const levels = isSingleKind(kind) ? [null] : levelsOf(taxonomy);
    return levels.flatMap((level) => figure(kind, level) ?? []);
  });
}

/** From values to categories. */
export function levelsOf(taxonomy: Taxonomy): Level[] {
  const found = new Set<Level>(taxonomy.nodes.map(({ level }) => level));
  return ([0, 1, 2, 3] as const).filter((level) => level === 0 || found.has(level));
}

function readAll(frame: GoldFrame, suggestions: GoldInput["suggestions"]): RaterLabels[][] {
  return frame.places
    .filter(({ events }) => events.length > 1)
    .map((place) => readPlace(place, suggestions))
    .filter((raters) => raters.length > 1);
}

function tablesOf(
  readings: readonly (readonly RaterLabels[])[],
  names: readonly string[],
  kind: AgreementKind,
  level: Level,
  taxonomy: Taxonomy,
) {
  const all: Unit[] = [];
  const blind: Unit[] = [];
  let [sawNothing, sawSome] = [0, 0];
  for (const raters of readings) {
    const rated = new Map(
      raters.flatMap((one) => {
        const labels = one.of(kind);
        if (!labels) return [];
        const keys = labels.map(({ label }) =>
          isSingleKind(kind) ? label.value : keyOfLabel(label, level, taxonomy),
        );
        return [[one.rater, { keys: [...new Set(keys)], frame: one.frame }] as const];
      }),
    );
    if (rated.size < 2) continue;
    for (const { frame } of rated.values()) {
      if (frame === "blind") sawNothing++;
      else sawSome++;
    }
    all.push(names.map((name) => rated.get(name)?.keys));
    blind.push(names.map((name) => (rated.get(name)?.frame === "blind" ? rated.get(name)?.keys : undefined)));
  }
  return { all, blind, isPartlyBlind: sawNothing > 0 && sawSome > 0 };
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
