/** From all records of a corpus to a version of its gold set. Pure. */
import type { RaterEvents } from "../agreement/collect.ts";
import type { AnnotationKind } from "../extraction/annotation.ts";
import type { RunRecord } from "../extraction/extractor.ts";
import type { AdjudicatorEvents } from "../review/adjudicate.ts";
import type { Sample } from "../sampling/sample.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { adjudicatedOf } from "./adjudicated-input.ts";
import type { GoldInput, GoldRule, GoldSet } from "./gold.ts";
import { goldSteps } from "./gold.ts";
import { goldAgreement } from "./gold-agreement.ts";
import type { GoldManifest } from "./manifest.ts";
import { makeManifest } from "./manifest.ts";

export interface BuildGoldInput {
  readonly raters: readonly RaterEvents[];
  readonly adjudicators: readonly AdjudicatorEvents[];
  readonly suggestions: GoldInput["suggestions"];
  readonly runs: readonly RunRecord[];
  readonly taxonomy: Taxonomy;
  readonly rule: GoldRule;
  readonly kinds?: readonly AnnotationKind[];
  readonly sample?: Sample;
  readonly name: string;
  /** ISO 8601 UTC, ms. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly toolVersion: string;
  readonly corpus: GoldManifest["corpus"];
  readonly licence?: string;
  /** Of the intervals' resampling. Default 1. */
  readonly seed?: number;
}

export interface BuiltGold {
  readonly set: GoldSet;
  readonly manifest: GoldManifest;
}

/** What the set would be; `input`'s rule may be any. Cheap enough for a preview. */
export function goldInputOf(
  input: Pick<
    BuildGoldInput,
    "raters" | "adjudicators" | "suggestions" | "taxonomy" | "rule" | "kinds" | "sample"
  >,
): GoldInput {
  const { raters, adjudicators, suggestions, taxonomy, rule, kinds, sample } = input;
  return {
    raters,
    suggestions,
    taxonomy,
    rule,
    ...(kinds ? { kinds } : {}),
    ...(sample ? { sample } : {}),
    // Votes and agreement are of raters; decisions are only looked at where they are the rule.
    ...(rule.type === "adjudicated"
      ? { adjudicated: adjudicatedOf(raters, adjudicators, { suggestions, taxonomy }) }
      : {}),
  };
}

/**
 * In steps of one conversation, for progress and for giving way; the figures of agreement come after the last step.
 * Throws a RangeError for a rule that makes no sense.
 */
export function* buildGold(
  input: BuildGoldInput,
): Generator<{ readonly done: number; readonly of: number }, BuiltGold> {
  const goldInput = goldInputOf(input);
  const set = yield* goldSteps(goldInput);
  const { seed = 1, name, madeAt, madeBy, toolVersion, corpus, licence, taxonomy, sample, runs } = input;
  const manifest = makeManifest({
    set,
    name,
    madeAt,
    madeBy,
    toolVersion,
    corpus,
    ...(licence === undefined ? {} : { licence }),
    taxonomy,
    ...(sample ? { sample } : {}),
    suggestions: input.suggestions,
    runs,
    agreement: goldAgreement(goldInput, { seed }),
  });
  return { set, manifest };
}

/** "v1", "v2" …: the first that is free. */
export function nextVersionName(taken: readonly string[]): string {
  const known = new Set(taken);
  for (let number = taken.length + 1; ; number++) if (!known.has(`v${number}`)) return `v${number}`;
}
