/** The closed sets in the spellings that other tools and people use. */
import { editDistance } from "../../taxonomy/edit-distance.ts";
import { foldKey } from "../../taxonomy/fold.ts";
import { ANNOTATION_KINDS, RESPONSE_TYPES } from "../annotation.ts";
import type { AnnotationKind, ResponseType, Subjectivity } from "../annotation.ts";

/** Words that say the same, so that "strongly supports" and "Strong Support" meet. Keyed by folded word. */
const SAME_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    strongly: "strong",
    mildly: "mild",
    weak: "mild",
    weakly: "mild",
    supports: "support",
    supported: "support",
    supportive: "support",
    supporting: "support",
    resists: "resistance",
    resist: "resistance",
    resisted: "resistance",
    resisting: "resistance",
    resistant: "resistance",
    acknowledgement: "acknowledgment",
    acknowledge: "acknowledgment",
    acknowledges: "acknowledgment",
    acknowledging: "acknowledgment",
    acknowledged: "acknowledgment",
    neutrally: "neutral",
    reframe: "reframing",
    reframes: "reframing",
    reframed: "reframing",
  }),
);

const RESPONSE_NAMES: ReadonlyMap<string, string> = new Map([
  ...RESPONSE_TYPES.map((type): [string, string] => [wordsKey(type), type]),
  ...Object.entries({
    neutral: "neutral_acknowledgment",
    acknowledgment: "neutral_acknowledgment",
    "no value": "no_values",
    "no values expressed": "no_values",
    "no value expressed": "no_values",
    "no human values": "no_values",
    "no values present": "no_values",
    none: "no_values",
    "values none": "no_values",
    helps: "helps",
    "pushes back": "pushes_back",
    unclear: "unclear",
  }).map(([text, type]): [string, string] => [wordsKey(text), type]),
]);

/** Folded words in alphabetical order, so that "support (strong)" is "strong support". */
function wordsKey(text: string): string {
  return foldKey(text)
    .split(" ")
    .map((word) => SAME_WORDS.get(word) ?? word)
    .sort()
    .join(" ");
}

/** A response type (or a coarse one: helps, pushes_back, unclear) in any usual spelling; undefined if it is none. */
export function readResponseType(
  text: string,
): ResponseType | "helps" | "pushes_back" | "unclear" | undefined {
  if (text.length > 100) return undefined;
  const found = RESPONSE_NAMES.get(wordsKey(text));
  if (found === "helps" || found === "pushes_back" || found === "unclear") return found;
  return RESPONSE_TYPES.find((type) => type === found);
}

/** The response types that a text is nearest to by its letters, best first, at most three; none if all are far. */
export function nearestResponseTypes(text: string): ResponseType[] {
  if (text.length > 100) return [];
  const key = wordsKey(text);
  const limit = Math.ceil(key.length / 2);
  const given = new Set(key.split(" "));
  return RESPONSE_TYPES.map((type) => {
    const name = wordsKey(type);
    const shared = name.split(" ").filter((word) => given.has(word)).length;
    return { type, shared, distance: editDistance(key, name, limit) };
  })
    .filter(({ shared, distance }) => shared > 0 || distance <= limit)
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance)
    .slice(0, 3)
    .map(({ type }) => type);
}

const SUBJECTIVE = new Set(["subjective", "true", "yes", "y", "1", "is subjective"]);
const OBJECTIVE = new Set(["objective", "false", "no", "n", "0", "not subjective", "is objective"]);

/** Subjectivity, also as the answer to "is it subjective?"; undefined if it is neither. */
export function readSubjectivity(text: string): Subjectivity | undefined {
  if (text.length > 100) return undefined;
  const key = foldKey(text);
  if (SUBJECTIVE.has(key)) return "subjective";
  return OBJECTIVE.has(key) ? "objective" : undefined;
}

const KIND_NAMES: ReadonlyMap<string, AnnotationKind> = new Map([
  ...ANNOTATION_KINDS.map((kind): [string, AnnotationKind] => [kind.toLowerCase(), kind]),
  ...entriesOf(
    "aiValue",
    "aivalues assistantvalue assistantvalues modelvalue modelvalues claudevalues botvalue llmvalue",
  ),
  ...entriesOf(
    "aiValue",
    "valuesai valueai aiexpressedvalues valuesexpressed expressedvalues airesponsevalues",
  ),
  ...entriesOf(
    "humanValue",
    "humanvalues uservalue uservalues personvalue valueshuman valuesuser humanexpressedvalues",
  ),
  ...entriesOf("responseType", "responsetypes stance support airesponsetype responsestyle response"),
  ...entriesOf("task", "tasks context taskcontext topic usertask taskdescription"),
  ...entriesOf("subjectivity", "subjective issubjective subjectivitylabel"),
]);

function entriesOf(kind: AnnotationKind, names: string): [string, AnnotationKind][] {
  return names.split(" ").map((name) => [name, kind]);
}

/** The kind that a name stands for ("AI values", "human_value", "responseType"); undefined if none. */
export function readKind(name: string): AnnotationKind | undefined {
  if (name.length > 100) return undefined;
  return KIND_NAMES.get(foldKey(name).replaceAll(" ", ""));
}

/** "human value: honesty" as its two parts; undefined when what stands before the sign is no kind. */
export function splitKind(
  value: string,
): { readonly kind: AnnotationKind; readonly value: string } | undefined {
  const sign = value.search(/[:=/]/u);
  if (sign <= 0) return undefined;
  const kind = readKind(value.slice(0, sign));
  const rest = value.slice(sign + 1).trim();
  return kind === undefined || rest === "" ? undefined : { kind, value: rest };
}
