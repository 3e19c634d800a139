/** Guesses a mapping from a file of labels, and says why, so that a person can check and change it. */
import type { Conversation } from "../../conversation/model.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { bestByName, columnPaths } from "./column-paths.ts";
import { tableFields, toolFields } from "./guess-fields.ts";
import { guessMatch } from "./guess-match.ts";
import type { LabelFile } from "./label-row.ts";
import { normaliserOf } from "./prepared-normaliser.ts";
import type { FieldRule, ImportMapping, MatchRule } from "./mapping.ts";

/** Why a part of the mapping was chosen, or what else could have been. */
export interface MappingReason {
  /** "match", "annotator", or the field's name. */
  readonly part: string;
  readonly reason: string;
}

export interface MappingGuess {
  readonly mapping: ImportMapping;
  /** False when rows can only be matched by their order, or no column holds labels: a person must look. */
  readonly sure: boolean;
  readonly reasons: readonly MappingReason[];
  /** Other ways to match, and columns that may hold labels. */
  readonly alternatives: readonly (MappingReason & {
    readonly match?: MatchRule;
    readonly field?: FieldRule;
  })[];
}

export interface GuessContext {
  /** The opened file's conversations: with them, the id column is found by its content. */
  readonly conversations?: readonly Conversation[];
  /** With it, value columns without a telling name are found by their content. */
  readonly taxonomy?: Taxonomy;
}

const SAMPLE_ROWS = 200;

/** Looks at the first 200 rows. Never throws. */
export function guessMapping(
  labels: Pick<LabelFile, "rows" | "source">,
  context: GuessContext = {},
): MappingGuess {
  const rows = labels.rows.slice(0, SAMPLE_ROWS);
  const paths = columnPaths(rows);
  const matches = guessMatch(rows, paths, labels.source, context.conversations ?? []);
  const [match] = matches;
  const { taxonomy } = context;
  const normaliser = taxonomy === undefined ? undefined : () => normaliserOf(taxonomy);
  const isOrder = match === undefined || (match.rule.by === "row" && match.rule.field === undefined);
  const inUse = new Set([match?.rule.field].filter((path) => path !== undefined));
  const annotator = labels.source === "table" ? bestByName(paths, "annotator", inUse) : undefined;
  const fields =
    labels.source === "table" ? tableFields(rows, paths, inUse, normaliser) : toolFields(rows, normaliser);
  const mapping: ImportMapping = {
    match: [match?.rule ?? { by: "row", base: 0 }],
    fields: fields.taken.map(({ rule }) => rule),
    ...(annotator === undefined ? {} : { annotator }),
    offsets: "auto",
  };
  return {
    mapping,
    sure: !isOrder && (fields.taken.length > 0 || labels.source === "valuemark"),
    reasons: [
      {
        part: "match",
        reason: match?.reason ?? "no column tells the conversation: rows are taken in their order",
      },
      ...(annotator === undefined
        ? []
        : [{ part: "annotator", reason: `the column's name, "${annotator}"` }]),
      ...fields.taken.map(({ rule, reason }) => ({ part: rule.field, reason })),
    ],
    alternatives: [
      ...matches.slice(1).map(({ rule, reason }) => ({ part: "match", reason, match: rule })),
      ...fields.others.map(({ rule, reason }) => ({ part: rule.field, reason, field: rule })),
    ],
  };
}
