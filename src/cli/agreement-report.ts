/** Agreement of one corpus: the figures, and their lines for people. */
import type { AlphaEstimate } from "../core/agreement/alpha.ts";
import { nominalAlpha } from "../core/agreement/alpha.ts";
import { setAlpha } from "../core/agreement/alpha-sets.ts";
import type { AgreementKind, Collected, CollectedUnit } from "../core/agreement/collect.ts";
import type { LabelAgreement } from "../core/agreement/label-agreement.ts";
import { labelAgreement } from "../core/agreement/label-agreement.ts";
import { isFreeLabel, nameOfKey } from "../core/agreement/label-key.ts";
import type { SetDistanceName } from "../core/agreement/set-distance.ts";
import { taxonomyAlpha } from "../core/agreement/taxonomy-distance.ts";
import { isSingleKind } from "../core/extraction/annotation.ts";
import type { Level, Taxonomy } from "../core/taxonomy/taxonomy.ts";

export interface ReportOptions {
  readonly kind: AgreementKind;
  readonly level: Level;
  readonly distance: SetDistanceName | "taxonomy";
  readonly taxonomy: Taxonomy;
  readonly seed: number;
}

export interface AgreementReport {
  readonly kind: AgreementKind;
  /** Of values; null for kinds without levels. */
  readonly level: Level | null;
  readonly taxonomy: { readonly id: string; readonly hash: string };
  readonly alpha: AlphaEstimate;
  /** The same over the ratings made blind only; absent where all or none were. */
  readonly alphaBlind?: AlphaEstimate;
  readonly raters: Collected["raters"];
  /** Ratings of the units that two or more raters rated, by what the rater saw. */
  readonly ratings: { readonly blind: number; readonly assisted: number; readonly mixed: number };
  readonly labels: readonly (LabelAgreement & { readonly name: string })[];
  /** What a reader must know before quoting a figure. */
  readonly notes: readonly string[];
}

/** The figures of one corpus. */
export function agreementReport(collected: Collected, options: ReportOptions): AgreementReport {
  const { kind, level, taxonomy } = options;
  const pairable = collected.units.filter(({ ratings }) => ratings.filter((one) => one).length >= 2);
  const ratings = pairable.map((unit) => unit.ratings);
  const seen = pairable.flatMap(({ frames }) => frames);
  const count = (frame: string): number => seen.filter((one) => one === frame).length;
  const frames = { blind: count("blind"), assisted: count("assisted"), mixed: count("mixed") };
  const labels = labelAgreement(ratings).map((label) => ({
    ...label,
    name: nameOfKey(label.label, taxonomy),
  }));
  const isPartlyBlind = frames.blind > 0 && frames.assisted + frames.mixed > 0;
  return {
    kind,
    level: isSingleKind(kind) ? null : level,
    taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
    alpha: alphaOf(ratings, options),
    ...(isPartlyBlind ? { alphaBlind: alphaOf(pairable.map(blindRatings), options) } : {}),
    raters: collected.raters,
    ratings: frames,
    labels,
    notes: notesOf(collected, frames, labels),
  };
}

function alphaOf(ratings: readonly CollectedUnit["ratings"][], options: ReportOptions): AlphaEstimate {
  const { kind, distance, taxonomy, seed } = options;
  const design = "conversations rated by two or more raters, taken as a simple random sample";
  if (isSingleKind(kind))
    return nominalAlpha(
      ratings.map((unit) => unit.map((labels) => labels?.[0])),
      { seed, design },
    );
  if (distance === "taxonomy") return taxonomyAlpha(ratings, taxonomy, { seed, design });
  return setAlpha(ratings, distance, { seed, design });
}

function blindRatings({ ratings, frames }: CollectedUnit): CollectedUnit["ratings"] {
  return ratings.map((labels, rater) => (frames[rater] === "blind" ? labels : undefined));
}

function notesOf(
  { raters, severalVersions }: Collected,
  frames: AgreementReport["ratings"],
  labels: readonly LabelAgreement[],
): string[] {
  const assisted = frames.assisted + frames.mixed;
  const total = assisted + frames.blind;
  const free = labels.filter(({ label }) => isFreeLabel(label)).length;
  const sum = (field: "unfinished" | "skipped" | "unjudged" | "unresolved"): number =>
    raters.reduce((all, rater) => all + rater[field], 0);
  return [
    ...(total === 0
      ? []
      : assisted === 0
        ? [`All ${total} ratings were made blind.`]
        : [
            `${assisted} of ${total} ratings were made with suggestions or other raters' labels in view. Raters who see ` +
              "the same suggestions agree with these, and so with each other: agreement of assisted ratings is inflated " +
              "and isn't the reliability of independent coding.",
          ]),
    ...(sum("unresolved") > 0
      ? [
          `${sum("unresolved")} ratings are left out: they judge suggestions that aren't there (is a run's file missing?).`,
        ]
      : []),
    ...(sum("unfinished") > 0
      ? [
          `${sum("unfinished")} ratings count though their conversation wasn't marked done: labels may still be missing.`,
        ]
      : []),
    ...(sum("skipped") + sum("unjudged") > 0
      ? [
          `${sum("skipped")} skipped and ${sum("unjudged")} opened but not judged in this kind count as not rated.`,
        ]
      : []),
    ...(severalVersions > 0
      ? [
          `${severalVersions} conversations were judged in several versions of their text: each version is a unit of its own.`,
        ]
      : []),
    ...(free > 0
      ? [`${free} labels are free text that no node of the taxonomy stands for: each is a label of its own.`]
      : []),
  ];
}

const MAX_NAME = 40;

/** Lines for people. Names from data have no control characters, so that they can't steer a terminal. */
export function reportLines(report: AgreementReport): string[] {
  const { alpha, alphaBlind, raters, labels } = report;
  const what = report.level === null ? report.kind : `${report.kind} at level ${report.level}`;
  return [
    `Agreement on ${what}`,
    ...alphaLines(alpha),
    ...(alphaBlind ? ["Only the ratings made blind:", ...alphaLines(alphaBlind)] : []),
    "",
    ...raters.map(
      ({ rater, rated, blind, assisted, mixed }) =>
        `${plain(rater)}: ${rated} rated (${blind} blind, ${assisted} assisted${mixed > 0 ? `, ${mixed} partly blind` : ""})`,
    ),
    ...report.notes.flatMap((note) => ["", note]),
    "",
    ...(labels.length === 0 ? [] : tableLines(labels)),
  ];
}

function alphaLines(alpha: AlphaEstimate): string[] {
  const { n, interval, value } = alpha;
  const figure = value === null ? `not defined: ${alpha.reason ?? ""}` : value.toFixed(4);
  return [
    `${alpha.estimator}: ${figure}`,
    ...(interval
      ? [
          `  ${interval.level * 100} % interval ${interval.lower.toFixed(4)} to ${interval.upper.toFixed(4)} (${interval.method})`,
        ]
      : []),
    `  n: ${n.units} units, ${n.raters} raters, ${n.values} pairable ratings; ${alpha.design}`,
    `  observed disagreement ${alpha.observed.toFixed(4)}, expected ${alpha.expected.toFixed(4)}`,
  ];
}

function tableLines(labels: AgreementReport["labels"]): string[] {
  const width = Math.min(MAX_NAME, Math.max(5, ...labels.map(({ name }) => plain(name).length)));
  const isLight = labels.some(({ kappaEstimator }) => kappaEstimator.startsWith("Light"));
  const row = (name: string, cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join(" ");
  return [
    `By label (${isLight ? "κ is the mean of Cohen's κ over pairs of raters" : "κ is Cohen's"}; – is not defined)`,
    row("label", ["given", "prevalence", "pos. agr.", "κ", "AC1"]),
    ...labels.map((label) =>
      row(plain(label.name), [
        `${label.given}`,
        ...[label.prevalence, label.positiveAgreement, label.kappa, label.ac1].map((x) =>
          x === null ? "–" : x.toFixed(3),
        ),
      ]),
    ),
  ];
}

/** Without control characters, and not too long. */
export function plain(text: string): string {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  return clean.length > MAX_NAME ? `${clean.slice(0, MAX_NAME - 1)}…` : clean;
}
