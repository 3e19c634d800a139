/** What the columns of a labels file usually mean by their names. */
import { foldKey } from "../../taxonomy/fold.ts";
import type { AnnotationKind } from "../annotation.ts";
import { readKind } from "./closed-sets.ts";

const ROLES = {
  id: "conversationid convid convoid conversationuuid conversation convo chatid dialogueid dialogid threadid sessionid externalid recordid sampleid exampleid itemid docid documentid uuid uid id key",
  row: "row rowindex rowid rownumber rowno rownum index idx position lineno linenumber",
  content:
    "firstmessage firstusermessage usermessage prompt question instruction query input text conversationtext messages transcript response answer output",
  annotator:
    "annotator annotatorid annotatorname rater raterid ratername coder coderid labeler labeller labelerid reviewer user userid username worker workerid completedby annotatedby labeledby labelledby judge",
  score: "score confidence probability certainty",
  rationale: "rationale reason reasoning explanation justification comment comments note notes why",
  quote:
    "quote quotes evidence excerpt excerpts quotation span spans spantext quotedtext passage highlight highlights",
  turn: "turn turnindex turnid messageindex messageid turnnumber",
  start: "start startoffset offsetstart begin spanstart startchar charstart",
  end: "end endoffset offsetend spanend endchar charend",
  explicit: "explicit isexplicit explicitness",
  kind: "kind labelkind labeltype type annotationtype category valuetype",
  value: "value label labels name annotation valuename tag tags code codes values",
} as const;

export type ColumnRole = keyof typeof ROLES;

const BY_NAME = new Map<ColumnRole, readonly string[]>(
  Object.entries(ROLES).flatMap(([role, names]): [ColumnRole, readonly string[]][] =>
    isRole(role) ? [[role, names.split(" ")]] : [],
  ),
);

function isRole(name: string): name is ColumnRole {
  return Object.hasOwn(ROLES, name);
}

/** The last part of a path ("data.conversation_id" → "conversation_id"). */
export function lastKey(path: string): string {
  return path.split(".").at(-1) ?? path;
}

function compact(name: string): string {
  return foldKey(name.slice(0, 200)).replaceAll(" ", "");
}

/** How well a column's name fits a role: 0 = the usual name, higher = less usual, undefined = not at all. */
export function nameRank(path: string, role: ColumnRole): number | undefined {
  const names = BY_NAME.get(role) ?? [];
  const rank = names.indexOf(compact(lastKey(path)));
  return rank < 0 ? undefined : rank;
}

/** Is it a column about another one ("ai_values_evidence", "response_type.score")? Then of which kind of label. */
export function qualifiedRole(path: string):
  | {
      readonly role: "quote" | "score" | "rationale" | "start" | "end" | "turn" | "explicit";
      readonly kind: AnnotationKind;
    }
  | undefined {
  const words = foldKey(path.slice(0, 200)).split(" ");
  for (const role of ["quote", "score", "rationale", "start", "end", "turn", "explicit"] as const) {
    for (const count of [2, 1]) {
      const names = BY_NAME.get(role) ?? [];
      if (words.length <= count || !names.includes(words.slice(-count).join(""))) continue;
      const rest = words.slice(0, -count).join(" ");
      const kind =
        kindOfName(rest) ?? (rest === "ai" ? "aiValue" : rest === "human" ? "humanValue" : undefined);
      if (kind !== undefined) return { role, kind };
    }
  }
  return undefined;
}

/** The kind of label that a column or question holds, by its name: "ai_values", "Which human values?", "q_response_type". */
export function kindOfName(path: string): AnnotationKind | undefined {
  const whole = readKind(path) ?? readKind(lastKey(path));
  if (whole !== undefined) return whole;
  const words = foldKey(path.slice(0, 200)).split(" ");
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.includes(word));
  if (has("value", "values")) {
    if (has("human", "user", "person")) return "humanValue";
    if (has("ai", "assistant", "model", "claude", "llm", "bot", "response")) return "aiValue";
  }
  if (has("response") && has("type")) return "responseType";
  if (has("subjectivity", "subjective")) return "subjectivity";
  return has("task") ? "task" : undefined;
}
