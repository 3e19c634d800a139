/** How a labels file's columns become labels: guessed from the file, shown to a person, and theirs to change. */
import * as v from "valibot";
import { ANNOTATION_KINDS } from "../annotation.ts";

const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const OptionalPath = v.exactOptional(Path);

const MatchShape = v.variant("by", [
  v.strictObject({ by: v.literal("id"), field: Path }),
  v.strictObject({ by: v.literal("row"), field: OptionalPath, base: v.picklist([0, 1]) }),
  v.strictObject({ by: v.literal("content"), field: Path }),
]);

const FieldShape = v.strictObject({
  field: Path,
  kind: v.picklist(ANNOTATION_KINDS),
  prefixed: v.exactOptional(v.boolean()),
  kindFrom: OptionalPath,
  separator: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(20))),
  quote: OptionalPath,
  turn: OptionalPath,
  start: OptionalPath,
  end: OptionalPath,
  text: OptionalPath,
  score: OptionalPath,
  rationale: OptionalPath,
  explicit: OptionalPath,
});

const MappingShape = v.strictObject({
  match: v.pipe(v.array(MatchShape), v.minLength(1), v.maxLength(5), v.readonly()),
  fields: v.pipe(v.array(FieldShape), v.maxLength(200), v.readonly()),
  annotator: OptionalPath,
  turnBase: v.exactOptional(v.picklist([0, 1])),
  offsets: v.picklist(["auto", "utf16", "codePoints"]),
});

/**
 * How a row finds its conversation. id: a column holds the conversation's id. row: a column holds the number of the
 * conversation's record in its file (without a column: the rows stand in the same order), counted from `base`.
 * content: a column holds the first words of the human, the first reply, or the whole text.
 */
export type MatchRule = Readonly<v.InferOutput<typeof MatchShape>>;

/**
 * One column or question that holds labels. Paths are dot-separated keys, numbers index lists. prefixed: a
 * value may name another kind itself ("human value: honesty"). kindFrom: a column names the kind. separator: "auto", "none", or the text
 * between two values. quote, turn, start, end: columns with the evidence; text: the column in which the offsets count.
 */
export type FieldRule = Readonly<v.InferOutput<typeof FieldShape>>;

/** Match rules are tried in order; the first that finds anything decides. turnBase: what the first turn is called. */
export type ImportMapping = Readonly<v.InferOutput<typeof MappingShape>>;

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: ImportMapping }
  /** `reason` names the part that doesn't fit. */
  | { readonly ok: false; readonly reason: string };

/** Checks a mapping that came from outside: a dialog, a setting, the command line. Never throws. */
export function parseImportMapping(value: unknown): ParsedMapping {
  const parsed = v.safeParse(MappingShape, value);
  if (parsed.success) return { ok: true, mapping: parsed.output };
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  return {
    ok: false,
    reason: `${where === null ? "the mapping" : `"${where.slice(0, 100)}"`}: ${issue.message.slice(0, 200)}`,
  };
}

/** A mapping of which some parts are given and the rest is taken from a guess. Same errors as `parseImportMapping`. */
export function completeMapping(given: unknown, guess: ImportMapping): ParsedMapping {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { ok: false, reason: "the mapping is not an object" };
  return parseImportMapping({ ...guess, ...given });
}

/** Every path that a mapping reads, so that the other columns can be kept as metadata. */
export function mappedPaths(mapping: ImportMapping): string[] {
  const ofFields = mapping.fields.flatMap((rule) => [
    rule.field,
    rule.kindFrom,
    rule.quote,
    rule.turn,
    rule.start,
    rule.end,
    rule.text,
    rule.score,
    rule.rationale,
    rule.explicit,
  ]);
  const ofMatch = mapping.match.map((rule) => rule.field);
  return [...ofFields, ...ofMatch, mapping.annotator].filter((path) => path !== undefined);
}
