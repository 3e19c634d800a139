/**
 * The gold set: what several raters' judgements come to under a rule. Pure.
 *
 * Every conversation of the frame is in it with a decision for each kind of label, also those on which the rule
 * decides nothing: these say why. An empty list of labels is a decision ("no value here").
 */
import type { Frame } from "../agreement/extractor-accuracy.ts";
import type { RaterEvents } from "../agreement/collect.ts";
import type { Span } from "../conversation/span.ts";
import type { AnnotationKind, ConversationRef, Label, Suggestion } from "../extraction/annotation.ts";
import { ANNOTATION_KINDS } from "../extraction/annotation.ts";
import type { Sample } from "../sampling/sample.ts";
import type { Level, Taxonomy } from "../taxonomy/taxonomy.ts";
import { decideConversation } from "./decide.ts";
import { frameOfGold } from "./gold-frame.ts";
import { SharedLists } from "./shared-lists.ts";

/**
 * How the evidence of those who gave a label is joined. union: all passages that any of them named (several passages
 * can show one value, and a rater names one of them). intersection: the code units that at least `k` of them named,
 * which can be none.
 */
export const EVIDENCE_MERGES = ["union", "intersection"] as const;
export type EvidenceMerge = (typeof EVIDENCE_MERGES)[number];

export type GoldRule =
  /** What an adjudicator decided. */
  | { readonly type: "adjudicated" }
  /**
   * Labels that at least `k` raters gave, of conversations that at least `of` raters rated in that kind. Values are the
   * same label if they are at `level` (0 if absent); see `keyOfLabel`.
   */
  | {
      readonly type: "votes";
      readonly k: number;
      readonly of: number;
      readonly level?: Level;
      /** Default "union". */
      readonly evidence?: EvidenceMerge;
    };

/** What adjudicators decided on one version of a conversation (`adjudicatedResult` of review gives it). */
export interface AdjudicatedConversation {
  readonly conversation: ConversationRef;
  readonly adjudicators: readonly { readonly name: string }[];
  /** Kinds that are wholly decided; a kind in it without labels was decided to have none. */
  readonly kinds: readonly AnnotationKind[];
  readonly labels: readonly AdjudicatedLabel[];
}

export interface AdjudicatedLabel {
  readonly label: Label;
  readonly spans: readonly Span[];
  readonly reason?: string;
}

export interface GoldLabel {
  readonly label: Label;
  readonly spans: readonly Span[];
  /** Raters who gave it at level 0 or the rule's level, in order of name. */
  readonly votes: readonly string[];
  /** Evidence was given, but none that at least `k` share (rule "intersection"). */
  readonly disputedEvidence?: true;
  /** The adjudicator's. */
  readonly reason?: string;
}

/** Why the rule decides nothing. */
export const UNDECIDED = [
  /** Nobody rated it in this kind. */
  "notRated",
  /** Fewer raters than the rule asks for. */
  "fewRaters",
  /** Neither a label nor "none" has enough votes. */
  "noAgreement",
  /** Two single answers have equally many votes. */
  "tie",
  "notAdjudicated",
] as const;
export type UndecidedReason = (typeof UNDECIDED)[number];

export const UNDECIDED_TITLES: Readonly<Record<UndecidedReason, string>> = {
  notRated: "rated by nobody",
  fewRaters: "rated by too few",
  noAgreement: "neither a label nor “none” has enough votes",
  tie: "two answers have equally many votes",
  notAdjudicated: "not decided by an adjudicator",
};

export interface GoldDecision {
  readonly kind: AnnotationKind;
  /** Absent = decided. */
  readonly undecided?: UndecidedReason;
  /** Of a decided kind; empty = "none". In order of votes, then of name. */
  readonly labels: readonly GoldLabel[];
  /** What some rater gave and the rule didn't take. */
  readonly rejected: readonly { readonly label: Label; readonly votes: readonly string[] }[];
  /** Who rated the conversation in this kind, in order of name. */
  readonly raters: readonly string[];
  /** Raters among them who gave no label of the kind. */
  readonly none: readonly string[];
  /** What they saw; absent if nobody rated it. */
  readonly frame?: Frame;
  /** Of a decision by adjudicators: who, in order of name. */
  readonly adjudicators?: readonly string[];
}

/** One rater's part in a conversation. */
export interface GoldRating {
  readonly rater: string;
  /** By all that the rater judged in it. */
  readonly frame: Frame;
  readonly done: boolean;
}

export interface GoldItem {
  readonly conversation: ConversationRef;
  /** Who rated it in at least one kind, in order of name. */
  readonly ratings: readonly GoldRating[];
  /** One for each kind of the set, in its order. */
  readonly decisions: readonly GoldDecision[];
  /** 1 / probability of the sample's item. */
  readonly weight?: number;
  readonly probability?: number;
  readonly stratum?: string;
  /** Judged in another version of its text than the sample's (or, without a sample, in other versions too). */
  readonly otherVersions?: true;
}

export interface GoldSet {
  readonly rule: GoldRule;
  readonly kinds: readonly AnnotationKind[];
  readonly taxonomy: { readonly id: string; readonly hash: string };
  /** In the sample's order, else in order of id. */
  readonly items: readonly GoldItem[];
  /** Planted items of the sample, which are in no gold set. */
  readonly traps: number;
  /** Conversations judged by somebody that are not in the sample. */
  readonly outside: number;
}

export interface GoldInput {
  readonly raters: readonly RaterEvents[];
  /** By `versionKey`. */
  readonly suggestions: ReadonlyMap<string, readonly Suggestion[]>;
  readonly taxonomy: Taxonomy;
  readonly rule: GoldRule;
  /** Default: all. */
  readonly kinds?: readonly AnnotationKind[];
  /** The frame: its items, without traps. Absent: every conversation that anybody judged. */
  readonly sample?: Sample;
  /** By `versionKey`. */
  readonly adjudicated?: ReadonlyMap<string, AdjudicatedConversation>;
}

/** Throws a RangeError for a rule that makes no sense. */
export function makeGold(input: GoldInput): GoldSet {
  const steps = goldSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of one conversation, for progress and for giving way: yields how many are decided, and of how many. */
export function* goldSteps(
  input: GoldInput,
): Generator<{ readonly done: number; readonly of: number }, GoldSet> {
  checkRule(input.rule);
  const { taxonomy, rule, kinds = ANNOTATION_KINDS } = input;
  const frame = frameOfGold(input);
  const items: GoldItem[] = [];
  const shared = new SharedLists();
  for (const place of frame.places) {
    items.push({ ...place.item, ...decideConversation(place, kinds, input, shared) });
    yield { done: items.length, of: frame.places.length };
  }
  return {
    rule,
    kinds,
    taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
    items,
    traps: frame.traps,
    outside: frame.outside,
  };
}

/** Throws a RangeError saying what is wrong. */
export function checkRule(rule: GoldRule): void {
  if (rule.type === "adjudicated") return;
  for (const [name, count] of [
    ["k", rule.k],
    ["of", rule.of],
  ] as const) {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${name} is a whole number from 1`);
  }
  if (rule.k > rule.of) throw new RangeError("k is not greater than the number of raters asked for");
}

/** The rule in words. */
export function ruleInWords(rule: GoldRule): string {
  if (rule.type === "adjudicated") return "decided by an adjudicator";
  const { k, of, level = 0, evidence = "union" } = rule;
  const same = level === 0 ? "same value" : `same cluster at level ${level}`;
  return `given by at least ${k} of at least ${of} raters (${same}); evidence: ${evidence} of those who gave it`;
}
