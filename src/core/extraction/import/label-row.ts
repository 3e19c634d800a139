/** What a file of labels is read into, whichever tool wrote it. Nothing is mapped or matched yet. */
import type { JsonObject } from "../../conversation/model.ts";
import type { AnnotationKind, GivenName } from "../annotation.ts";

/** Where a label's evidence stands, as its source says it. Offsets are in the source's own units. */
export interface Evidence {
  readonly quote?: string;
  readonly start?: number;
  readonly end?: number;
  /** The text in which `start` and `end` count. */
  readonly source?: string;
  /** 0-based. */
  readonly turn?: number;
  readonly block?: number;
  /** The offsets are our own: UTF-16 code units of `turns[turn].blocks[block].text`. */
  readonly own?: boolean;
}

/** annotation: a person's. prediction: a model's, kept in the same export. */
export type LabelOrigin = "annotation" | "prediction";

/** Who labelled: one run is made for each. */
export interface LabelAuthor {
  readonly name: string;
  readonly origin: LabelOrigin;
}

/** One label as its source gives it. */
export interface Mark {
  /** Question, control or column; a mapping says which kind of label it is. */
  readonly field: string;
  readonly value: string;
  readonly author: LabelAuthor;
  readonly evidence: readonly Evidence[];
  /** The kind, where the source says it itself: our own files. */
  readonly kind?: AnnotationKind;
  /** Our own files only: the taxonomy node. */
  readonly node?: string | null;
  readonly given?: GivenName;
  readonly score?: number;
  readonly rationale?: string;
  readonly rule?: string;
  readonly explicit?: boolean;
  readonly metadata?: JsonObject;
  /** The annotator threw the answer away, so that it isn't imported, but counted. */
  readonly discarded?: boolean;
  /** A shape that is no label of a text (a box on a picture): counted, not imported. */
  readonly unsupported?: boolean;
}

/** One row, record or task of a labels file. */
export interface LabelRow {
  /** 0-based. */
  readonly row: number;
  /** 1-based line where it starts, where that is known. */
  readonly line?: number;
  /** Everything but the marks: ids, texts, metadata; of a table all columns. */
  readonly columns: JsonObject;
  /** Labels that the source itself tells apart; empty for tables, whose columns become labels by a mapping. */
  readonly marks: readonly Mark[];
  /** Who looked at this row, also when they found nothing to label; absent in tables, where a mapping tells. */
  readonly authors?: readonly LabelAuthor[];
}

export const LABEL_SOURCES = ["valuemark", "label-studio", "argilla", "doccano", "table"] as const;
export type LabelSourceId = (typeof LABEL_SOURCES)[number];

/** A row that can't be read. The reason holds nothing of its content. */
export interface BadRow {
  readonly row: number;
  readonly line?: number;
  readonly reason: string;
}

/** An opened file of labels. */
export interface LabelFile {
  readonly name: string;
  readonly source: LabelSourceId;
  /** Why this source was taken, in a sentence. */
  readonly reason: string;
  readonly rows: readonly LabelRow[];
  readonly bad: readonly BadRow[];
  /** First 128 bits of SHA-256 over the (unpacked) file, in hex. */
  readonly hash: string;
}
