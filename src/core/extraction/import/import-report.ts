/** What an import finds before it is done: ids, columns and counts, never conversation text. */
import type { AnnotationKind } from "../annotation.ts";
import type { NormaliseMethod } from "../../taxonomy/normalise.ts";
import type { MatchStrategy } from "./conversation-index.ts";
import type { PlaceMethod } from "./evidence-place.ts";
import type { BadRow, LabelAuthor, LabelSourceId } from "./label-row.ts";
import type { ImportMapping } from "./mapping.ts";
import type { UnitVote } from "./offset-units.ts";

/** Why a label was not imported. */
export const SKIP_REASONS = [
  "unmatched-conversation",
  "ambiguous-conversation",
  "field-not-mapped",
  "no-kind",
  "discarded",
  "unsupported",
  "says-nothing",
  "duplicate",
  "too-many",
  "unusable-id",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** How often, and the first few. */
export interface Finding<Example> {
  readonly count: number;
  /** At most `MAX_EXAMPLES`. */
  readonly examples: readonly Example[];
}

export const MAX_EXAMPLES = 10;

/** A place in the labels file. */
export interface PlaceInFile {
  /** 0-based. */
  readonly row: number;
  /** 1-based. */
  readonly line?: number;
  readonly field?: string;
}

export interface KeyExample extends PlaceInFile {
  /** The id that was looked for, or what kind of key it was. */
  readonly key: string;
  /** Conversations that fit. */
  readonly candidates?: number;
}

export interface QuoteExample extends PlaceInFile {
  readonly conversation: string;
  readonly reason?: string;
  readonly errors?: number;
}

export interface UnmappedValue {
  /** The value as given; what may be text rather than a value is named by its length. */
  readonly value: string;
  readonly count: number;
  readonly reason: "empty" | "guarded" | "unmapped";
  readonly candidates: readonly { readonly id: string; readonly name: string; readonly score: number }[];
}

export interface ImportReport {
  readonly file: {
    readonly name: string;
    readonly hash: string;
    readonly source: LabelSourceId;
    readonly reason: string;
  };
  readonly mapping: ImportMapping;
  readonly rows: {
    /** Read and unreadable ones. */
    readonly total: number;
    readonly bad: Finding<BadRow>;
    readonly matched: number;
    readonly unmatched: Finding<KeyExample>;
    readonly ambiguous: Finding<KeyExample>;
    /** Matched rows by how their conversation was found. */
    readonly strategies: Readonly<Partial<Record<MatchStrategy, number>>>;
    /** Rows of our own suggestions whose conversation has changed since. */
    readonly changed: number;
  };
  readonly conversations: { readonly total: number; readonly labelled: number };
  /** `total` = `imported` + the sum of `skipped`. */
  readonly labels: {
    readonly total: number;
    readonly imported: number;
    readonly byKind: Readonly<Partial<Record<AnnotationKind, number>>>;
    readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
    /** Places of skipped labels other than those of unmatched or ambiguous rows. */
    readonly examples: readonly (PlaceInFile & { readonly reason: SkipReason })[];
    /** Questions and controls that no rule of the mapping names. */
    readonly unmappedFields: readonly { readonly field: string; readonly count: number }[];
    /** Two different answers of one annotator where there can be one. Both are kept. */
    readonly conflicts: Finding<QuoteExample>;
  };
  readonly values: {
    /** node: our own labels that name a node of this taxonomy. */
    readonly byMethod: Readonly<Partial<Record<NormaliseMethod | "node", number>>>;
    /** Imported as free text. */
    readonly unmapped: {
      readonly count: number;
      readonly distinct: number;
      readonly most: readonly UnmappedValue[];
    };
    readonly responseTypes: {
      /** Other spellings, and what they were read as. */
      readonly respelt: readonly { readonly from: string; readonly to: string; readonly count: number }[];
      /** Outside the closed set: imported as they are. */
      readonly unknown: readonly {
        readonly value: string;
        readonly count: number;
        readonly nearest: readonly string[];
      }[];
    };
    /** Neither subjective nor objective: imported as they are. */
    readonly unknownSubjectivity: number;
    /** Labels longer than a label may be: cut, and whole in the suggestion's metadata. */
    readonly cut: number;
  };
  readonly evidence: {
    readonly total: number;
    readonly byMethod: Readonly<Partial<Record<PlaceMethod, number>>>;
    /** Kept as unanchored, or, where there are offsets only, in the suggestion's metadata. */
    readonly notFound: Finding<QuoteExample>;
    readonly approximate: Finding<QuoteExample>;
    /** Quotes that stand in several places; the first was taken. */
    readonly ambiguous: Finding<QuoteExample>;
    /** Offsets that point at other words than the quote; the quote was followed. */
    readonly disagreements: Finding<QuoteExample>;
    readonly units: UnitVote;
  };
  readonly annotators: readonly (LabelAuthor & { readonly conversations: number; readonly labels: number })[];
  readonly metadata: {
    /** Columns kept with each suggestion of their row. */
    readonly kept: readonly string[];
    /** Columns left out in some rows because they are long or repeat the conversation. */
    readonly leftOut: readonly { readonly column: string; readonly rows: number }[];
  };
}
