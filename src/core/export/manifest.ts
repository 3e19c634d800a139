/** The record of a version of a gold set: what it was made from, how, by whom, and what is in it. Pure. */
import { versionKey } from "../agreement/collect.ts";
import { hashText } from "../conversation/hash.ts";
import type { AnnotationKind } from "../extraction/annotation.ts";
import { CODEBOOK_VERSION, codebookText } from "../extraction/codebook.ts";
import type { RunRecord } from "../extraction/extractor.ts";
import type { Sample, SampleFrame } from "../sampling/sample.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { GoldInput, GoldItem, GoldRule, GoldSet } from "./gold.ts";
import type { GoldAgreement } from "./gold-agreement.ts";
import type { GoldCounts } from "./gold-counts.ts";
import { countGold } from "./gold-counts.ts";
import { hashGold } from "./gold-hash.ts";

/** A sample without its items. */
export interface SampleHead extends Omit<Sample, "items" | "frame"> {
  /** Without the list of ids. */
  readonly frame: Omit<SampleFrame, "ids"> & { readonly idsGiven: boolean };
  readonly items: number;
  readonly traps: number;
  /** Of the weights (1 / probability) of the items: all the same, or between these. */
  readonly weights: { readonly least: number; readonly most: number };
}

/** A rater's part in the set. */
export interface GoldRater {
  readonly name: string;
  /** Conversations of the set that the rater rated in some kind, and what was in view. */
  readonly rated: number;
  readonly blind: number;
  readonly assisted: number;
  readonly mixed: number;
  readonly unfinished: number;
}

export interface GoldAdjudication {
  readonly adjudicators: readonly {
    readonly name: string;
    readonly decisions: number;
    /** Has rated conversations of the set, too. */
    readonly isRater: boolean;
  }[];
  /** Decisions on one kind of label of one conversation. */
  readonly decisions: number;
  /** Of these, the ones that aren't what more than half of its raters gave. Without raters: none. */
  readonly changed: number;
}

export interface GoldManifest {
  readonly v: 1;
  readonly name: string;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly tool: { readonly name: "valuemark"; readonly version: string };
  readonly corpus: { readonly key: string; readonly files: readonly string[] };
  /** As its maker gave it, "unknown" otherwise. */
  readonly licence: string;
  readonly rule: GoldRule;
  readonly kinds: readonly AnnotationKind[];
  readonly taxonomy: {
    readonly id: string;
    readonly hash: string;
    readonly title: string;
    readonly version: string;
    readonly licence: string;
    readonly attribution: string;
  };
  readonly codebook: { readonly version: string; readonly hash: string };
  readonly sample?: SampleHead;
  readonly outside: number;
  readonly raters: readonly GoldRater[];
  readonly adjudication?: GoldAdjudication;
  /** Extractors whose suggestions are there for conversations of the set. */
  readonly runs: readonly RunRecord[];
  readonly counts: GoldCounts;
  readonly agreement: readonly GoldAgreement[];
  /** `hashGold`. */
  readonly hash: string;
}

export interface ManifestInput {
  readonly set: GoldSet;
  readonly name: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly toolVersion: string;
  readonly corpus: GoldManifest["corpus"];
  readonly licence?: string;
  readonly taxonomy: Taxonomy;
  readonly sample?: Sample;
  readonly suggestions: GoldInput["suggestions"];
  /** All known runs; those without suggestions in the set are left out. */
  readonly runs: readonly RunRecord[];
  readonly agreement: readonly GoldAgreement[];
}

export const UNKNOWN_LICENCE = "unknown";

/** Longest name of a version, in UTF-16 code units. */
export const MAX_VERSION_NAME = 100;

export function makeManifest(input: ManifestInput): GoldManifest {
  const { set, name, madeAt, madeBy, toolVersion, corpus, taxonomy, sample, runs, agreement } = input;
  const used = runsOf(set.items, input.suggestions);
  const adjudication = adjudicationOf(set.items);
  const licence = input.licence?.trim() ?? "";
  return {
    v: 1,
    name,
    madeAt,
    madeBy,
    tool: { name: "valuemark", version: toolVersion },
    corpus,
    licence: licence === "" ? UNKNOWN_LICENCE : licence,
    rule: set.rule,
    kinds: set.kinds,
    taxonomy: { ...taxonomy.source, hash: taxonomy.hash },
    codebook: { version: CODEBOOK_VERSION, hash: codebookHash() },
    ...(sample ? { sample: sampleHead(sample) } : {}),
    outside: set.outside,
    raters: ratersOf(set.items),
    ...(adjudication ? { adjudication } : {}),
    runs: runs.filter(({ id }) => used.has(id)),
    counts: countGold(set),
    agreement,
    hash: hashGold(set),
  };
}

/** Of the codebook's text as raters see it. */
export function codebookHash(): string {
  return hashText(codebookText());
}

export function sampleHead({ items, frame: { ids, ...frame }, ...rest }: Sample): SampleHead {
  const drawn = items.filter(({ trap }) => trap === undefined);
  let [least, most] = [Infinity, 0];
  for (const { probability } of drawn) {
    least = Math.min(least, 1 / probability);
    most = Math.max(most, 1 / probability);
  }
  return {
    ...rest,
    frame: { ...frame, idsGiven: ids !== undefined },
    items: drawn.length,
    traps: items.length - drawn.length,
    weights: drawn.length === 0 ? { least: 0, most: 0 } : { least, most },
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function ratersOf(items: readonly GoldItem[]): GoldRater[] {
  const raters = new Map<string, Writable<GoldRater>>();
  for (const { ratings } of items) {
    for (const { rater, frame, done } of ratings) {
      let known = raters.get(rater);
      if (!known) {
        known = { name: rater, rated: 0, blind: 0, assisted: 0, mixed: 0, unfinished: 0 };
        raters.set(rater, known);
      }
      known.rated++;
      known[frame]++;
      if (!done) known.unfinished++;
    }
  }
  return [...raters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function adjudicationOf(items: readonly GoldItem[]): GoldAdjudication | undefined {
  const made = new Map<string, number>();
  const raters = new Set<string>();
  let [decisions, changed] = [0, 0];
  for (const { decisions: all, ratings } of items) {
    for (const { rater } of ratings) raters.add(rater);
    for (const { adjudicators, labels, rejected, raters: rated } of all) {
      if (adjudicators === undefined) continue;
      for (const name of adjudicators) made.set(name, (made.get(name) ?? 0) + 1);
      decisions++;
      const isMajority = (votes: readonly string[]): boolean => votes.length * 2 > rated.length;
      if (
        rated.length > 0 &&
        (labels.some(({ votes }) => !isMajority(votes)) || rejected.some(({ votes }) => isMajority(votes)))
      )
        changed++;
    }
  }
  if (decisions === 0) return undefined;
  const adjudicators = [...made].map(([name, count]) => ({
    name,
    decisions: count,
    isRater: raters.has(name),
  }));
  return { adjudicators: adjudicators.sort((a, b) => (a.name < b.name ? -1 : 1)), decisions, changed };
}

function runsOf(items: readonly GoldItem[], suggestions: GoldInput["suggestions"]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { conversation } of items) {
    const key = versionKey(conversation);
    for (const { run } of suggestions.get(key) ?? []) found.add(run);
  }
  return found;
}
