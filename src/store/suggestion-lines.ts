/**
 * One line of a run's suggestions file: all that the run says of one conversation, so that a crash leaves a
 * conversation either whole or not at all, and one without suggestions is known to have been looked at.
 */
import type { JsonObject } from "../core/conversation/model.ts";
import type { ConversationRef, GivenName, Suggestion } from "../core/extraction/annotation.ts";
import {
  LIMITS,
  Malformed,
  checkConversation,
  checkLabel,
  checkSpans,
  checkText,
  isFields,
} from "../core/review/event-checks.ts";
import { MAX_DEPTH } from "../core/formats/json-parse.ts";
import { nestsDeeperThan } from "../core/formats/json-shape.ts";

const MAX_SUGGESTIONS = 10_000;

export interface ConversationResult {
  readonly conversation: ConversationRef;
  readonly suggestions: readonly Suggestion[];
  /** Why there is none, when that is a finding. */
  readonly abstained?: string;
}

export type ParsedResult =
  | { readonly status: "result"; readonly result: ConversationResult }
  | { readonly status: "newer" }
  /** `reason` names the field, never its content. */
  | { readonly status: "bad"; readonly reason: string };

/** Without the line break. `run` and `conversation` of the suggestions are written once, not with each. */
export function formatResult(result: ConversationResult): string {
  const suggestions = result.suggestions.map(({ run: _run, conversation: _conversation, ...rest }) => rest);
  const { abstained, conversation } = result;
  return JSON.stringify({
    v: 1,
    conversation,
    ...(abstained === undefined ? {} : { abstained }),
    suggestions,
  });
}

/** Never throws. `run`: whose file it is. */
export function parseResult(line: string, run: string): ParsedResult {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return { status: "bad", reason: "not JSON" };
  }
  try {
    if (!isFields(fields)) throw new Malformed("not a JSON object");
    const v = fields["v"];
    if (typeof v === "number" && v > 1) return { status: "newer" };
    if (v !== 1) throw new Malformed("v is not a version");
    const conversation = checkConversation(fields["conversation"]);
    const given = fields["suggestions"];
    if (!Array.isArray(given) || given.length > MAX_SUGGESTIONS)
      throw new Malformed("suggestions is not a list");
    const suggestions = given.map((one) => readSuggestion(one, run, conversation));
    const abstained = optionalText(fields["abstained"], "abstained");
    return { status: "result", result: { conversation, suggestions, ...(abstained ? { abstained } : {}) } };
  } catch (error) {
    if (error instanceof Malformed) return { status: "bad", reason: error.message };
    throw error;
  }
}

function readSuggestion(one: unknown, run: string, conversation: ConversationRef): Suggestion {
  if (!isFields(one)) throw new Malformed("a suggestion is not an object");
  const { unanchored, score, explicit } = one;
  if (unanchored !== undefined && !Array.isArray(unanchored)) throw new Malformed("unanchored is not a list");
  if (score !== undefined && typeof score !== "number") throw new Malformed("score is not a number");
  if (explicit !== undefined && typeof explicit !== "boolean")
    throw new Malformed("explicit is not true or false");
  const rationale = optionalText(one["rationale"], "rationale");
  const rule = optionalText(one["rule"], "rule");
  const given = readGiven(one["given"]);
  return {
    id: checkText(one["id"], "suggestion.id", LIMITS.id),
    run,
    conversation,
    label: checkLabel(one["label"]),
    spans: checkSpans(one["spans"]),
    ...(unanchored
      ? { unanchored: unanchored.map((quote) => checkText(quote, "unanchored", LIMITS.quote, 0)) }
      : {}),
    ...(rationale === undefined ? {} : { rationale }),
    ...(rule === undefined ? {} : { rule }),
    ...(score === undefined ? {} : { score }),
    ...(explicit === undefined ? {} : { explicit }),
    ...(given === undefined ? {} : { given }),
    ...(one["metadata"] === undefined ? {} : { metadata: readMetadata(one["metadata"]) }),
  };
}

function readMetadata(value: unknown): JsonObject {
  if (!isParsedObject(value)) throw new Malformed("metadata is not an object");
  if (nestsDeeperThan(value, MAX_DEPTH)) throw new Malformed("metadata is nested too deep");
  return value;
}

/** All of it came out of JSON.parse, so what is an object is a JSON object. */
function isParsedObject(value: unknown): value is JsonObject {
  return isFields(value);
}

const METHODS = ["exact", "alias", "spelling", "lemma", "similarity", "none"] as const;

function readGiven(value: unknown): GivenName | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) throw new Malformed("given is not an object");
  const method = METHODS.find((known) => known === value["method"]);
  if (method === undefined) throw new Malformed("given.method is unknown");
  const { score } = value;
  if (typeof score !== "number") throw new Malformed("given.score is not a number");
  return { text: checkText(value["text"], "given.text", LIMITS.value), method, score };
}

function optionalText(value: unknown, field: string): string | undefined {
  return value === undefined ? undefined : checkText(value, field, LIMITS.text, 0);
}
