/** Names of kinds, levels and choices, as the page says them. */
import type { AgreementKind } from "../../src/core/agreement/collect.ts";
import type { AnnotationKind } from "../../src/core/extraction/annotation.ts";
import type { Level } from "../../src/core/taxonomy/taxonomy.ts";
import type {
  DistanceChoice,
  FrameChoice,
  PairCoefficient,
  ReportChoices,
} from "../../src/protocol/agreement.ts";
import type { CategoryColour } from "../../src/protocol/review.ts";

export const KIND_NAMES: Readonly<Record<AgreementKind, string>> = {
  aiValue: "AI values",
  humanValue: "Human values",
  responseType: "Response type",
  subjectivity: "Subjectivity",
};

/** With the kind that no figures are told of. */
export const GOLD_KIND_NAMES: Readonly<Record<AnnotationKind, string>> = { ...KIND_NAMES, task: "Task" };

export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  0: "values (level 0)",
  1: "clusters (level 1)",
  2: "clusters (level 2)",
  3: "categories (level 3)",
};

export const DISTANCE_NAMES: Readonly<Record<DistanceChoice, string>> = {
  masi: "MASI (2/3, 1/3)",
  "masi-nltk": "MASI (0.67, 0.33)",
  jaccard: "Jaccard",
  binary: "same set or not",
  taxonomy: "taxonomy distance",
};

export const FRAME_NAMES: Readonly<Record<FrameChoice, string>> = {
  all: "all",
  blind: "blind only",
  assisted: "assisted only",
};

export const COEFFICIENT_NAMES: Readonly<Record<PairCoefficient, string>> = {
  kappa: "κ",
  alpha: "α",
  ac1: "AC1",
};

/** Two letters for a category, as the review panel has them. */
export const CATEGORY_CODES: Readonly<Record<CategoryColour, string>> = {
  practical: "Pr",
  epistemic: "Ep",
  social: "So",
  protective: "Pt",
  personal: "Pe",
  none: "–",
};

export function hasLevels(kind: AgreementKind): boolean {
  return kind === "aiValue" || kind === "humanValue";
}

/** "AI values, values (level 0)". */
export function subjectOf({
  kind,
  level,
}: Pick<ReportChoices, "kind"> & { readonly level: Level | null }): string {
  return level === null || !hasLevels(kind) ? KIND_NAMES[kind] : `${KIND_NAMES[kind]}, ${LEVEL_NAMES[level]}`;
}

/** "3 conversations". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** "23 Nov 2026" of ISO 8601; the text itself if it is none. */
export function day(iso: string): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return new Date(time).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}
