/** Trap items: conversations with a known answer, planted among a sample's items to see whether raters read. */
import * as v from "valibot";
import { RESPONSE_TYPES } from "../extraction/annotation.ts";
import type { TrapAnswer } from "./sample.ts";

/** A trap as given by the user: which conversation, and what a careful rater would say. */
export interface Trap {
  readonly id: string;
  readonly answer: TrapAnswer;
}

export type ParsedTraps =
  | { readonly ok: true; readonly traps: readonly Trap[] }
  /** `reason` names the place, never its content. */
  | { readonly ok: false; readonly reason: string };

/** UTF-16 code units of a list of traps, and traps in it. */
const MAX_TEXT = 4 << 20;
export const MAX_TRAPS = 2_000;

const Value = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2_000));
const Values = v.pipe(v.array(Value), v.maxLength(100));

export const TrapAnswerShape = v.object({
  values: v.optional(Values, []),
  not: v.optional(Values, []),
  responseType: v.exactOptional(v.picklist(RESPONSE_TYPES)),
});

const TrapShape = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  ...TrapAnswerShape.entries,
});
const ListShape = v.pipe(v.array(TrapShape), v.minLength(1), v.maxLength(MAX_TRAPS));

/** `text`: a JSON list of `{id, values?, not?, responseType?}`, or an object with that list as `traps`. Never throws. */
export function parseTraps(text: string): ParsedTraps {
  if (text.length > MAX_TEXT) return { ok: false, reason: "the list is longer than 4 million characters" };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { ok: false, reason: "the list is not JSON" };
  }
  const list = v.is(v.object({ traps: v.unknown() }), found) ? found.traps : found;
  const parsed = v.safeParse(ListShape, list);
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0]);
    return {
      ok: false,
      reason: path === null ? "it is no list of traps" : `bad field: ${path.slice(0, 100)}`,
    };
  }
  const ids = new Set<string>();
  const traps: Trap[] = [];
  for (const [at, { id, ...answer }] of parsed.output.entries()) {
    if (ids.has(id)) return { ok: false, reason: `trap ${at + 1} has the id of an earlier one` };
    ids.add(id);
    const problem = answerProblem(answer);
    if (problem !== undefined) return { ok: false, reason: `trap ${at + 1}: ${problem}` };
    traps.push({ id, answer });
  }
  return { ok: true, traps };
}

/** Why an answer is none, in words; undefined when it is one. */
export function answerProblem({ values, not, responseType }: TrapAnswer): string | undefined {
  if (values.length === 0 && not.length === 0 && responseType === undefined) return "it has no answer";
  const groups = values.map(alternatives);
  if (groups.some((group) => group.length === 0)) return 'a group of values holds nothing but "|"';
  const unwanted = new Set(not.flatMap(alternatives));
  if (groups.some((group) => group.every((value) => unwanted.has(value))))
    return "a value is wanted and unwanted at once";
  return undefined;
}

/** The values of a group "a|b", in lower case. */
export function alternatives(group: string): string[] {
  return group
    .split("|")
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== "");
}
