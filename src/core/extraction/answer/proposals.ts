/** The labels of an answer, field by field. Each reader throws `SchemaError` where the answer breaks its schema. */
import type { Role } from "../../conversation/model.ts";
import type { Normaliser } from "../../taxonomy/normalise.ts";
import type { GivenName, Label } from "../annotation.ts";
import { RESPONSE_TYPES, SUBJECTIVITIES } from "../annotation.ts";
import type { Proposal } from "../extractor.ts";
import { countStrangers, flagAt, listAt, memberAt, numberAt, objectAt, stringAt } from "./answer-json.ts";
import type { Fields } from "./answer-json.ts";
import { cleanLine, cleanName } from "./clean-text.ts";
import { anchorEvidence, readQuotes, type QuotableText } from "./evidence.ts";
import { ANSWER_LIMITS } from "./limits.ts";

export interface Reading {
  readonly text: QuotableText;
  readonly normaliser: Normaliser;
  /** Collects what was left out or looks odd. Names fields and numbers, never content. */
  readonly warnings: string[];
}

function noteStrangers(fields: Fields, known: readonly string[], path: string, reading: Reading): void {
  const count = countStrangers(fields, known);
  if (count > 0) reading.warnings.push(`${path}: ${count} fields that were not asked for, not read`);
}

/** 0–1, or nothing where the model wrote another number. */
function readScore(fields: Fields, path: string, reading: Reading): { score?: number } {
  const score = numberAt(fields, "confidence", `${path}.`);
  if (score >= 0 && score <= 1) return { score };
  reading.warnings.push(`${path}.confidence is not between 0 and 1, left out`);
  return {};
}

function readRationale(fields: Fields, path: string): { rationale?: string } {
  const rationale = cleanLine(stringAt(fields, "rationale", `${path}.`), ANSWER_LIMITS.text);
  return rationale === "" ? {} : { rationale };
}

function withUnanchored(unanchored: readonly string[]): { unanchored?: readonly string[] } {
  return unanchored.length === 0 ? {} : { unanchored };
}

/** The node that a name stands for, or the name itself as free text. */
function labelOf(
  kind: "aiValue" | "humanValue",
  name: string,
  normaliser: Normaliser,
): { label: Label; given?: GivenName } {
  const found = normaliser.normalise(name);
  if (found.node === null) {
    return {
      label: { kind, value: name, node: null },
      given: { text: name, method: "none", score: found.score },
    };
  }
  const label: Label = { kind, value: found.node.name, node: found.node.id };
  if (found.node.name === name) return { label };
  return { label, given: { text: name, method: found.method, score: found.score } };
}

/** The values of one list; `reading` of the list is left aside. */
export function readValues(
  answer: Fields,
  key: "ai_values" | "human_values",
  reading: Reading,
): readonly Proposal[] {
  const isAi = key === "ai_values";
  const kind = isAi ? "aiValue" : "humanValue";
  const role: Role = isAi ? "assistant" : "user";
  const block = objectAt(answer, key, "");
  noteStrangers(block, ["reasoning", "values"], key, reading);
  stringAt(block, "reasoning", `${key}.`);
  const items = listAt(block, "values", `${key}.`);
  if (items.length > ANSWER_LIMITS.values) {
    const beyond = items.length - ANSWER_LIMITS.values;
    reading.warnings.push(`${key}: ${beyond} values beyond ${ANSWER_LIMITS.values} left out`);
  }
  return items.slice(0, ANSWER_LIMITS.values).flatMap((item, at) => {
    const path = `${key}.values[${at}]`;
    const known = ["quotes", "rationale", "name", "confidence", ...(isAi ? ["explicit"] : [])];
    noteStrangers(item, known, path, reading);
    const quotes = readQuotes(item, `${path}.`);
    const rationale = readRationale(item, path);
    const name = cleanName(stringAt(item, "name", `${path}.`));
    const score = readScore(item, path, reading);
    const explicit = isAi ? { explicit: flagAt(item, "explicit", `${path}.`) } : {};
    if (name === undefined) {
      reading.warnings.push(
        `${path}.name is no name of a value in 1 to ${ANSWER_LIMITS.words} words, left out`,
      );
      return [];
    }
    const evidence = anchorEvidence(quotes, reading.text, role, path);
    reading.warnings.push(...evidence.warnings);
    if (evidence.spans.length === 0)
      reading.warnings.push(`${path}: no quote of it stands in the ${role}'s words`);
    return [
      {
        ...labelOf(kind, name, reading.normaliser),
        spans: evidence.spans,
        ...withUnanchored(evidence.unanchored),
        ...rationale,
        ...score,
        ...explicit,
      },
    ];
  });
}

export function readResponseType(answer: Fields, reading: Reading): Proposal {
  const fields = objectAt(answer, "response_type", "");
  noteStrangers(fields, ["quotes", "rationale", "type", "confidence"], "response_type", reading);
  const quotes = readQuotes(fields, "response_type.");
  const value = memberAt(fields, "type", "response_type.", RESPONSE_TYPES);
  const evidence = anchorEvidence(quotes, reading.text, "assistant", "response_type");
  reading.warnings.push(...evidence.warnings);
  return {
    label: { kind: "responseType", value },
    spans: evidence.spans,
    ...withUnanchored(evidence.unanchored),
    ...readRationale(fields, "response_type"),
    ...readScore(fields, "response_type", reading),
  };
}

/** Nothing for a task without letters. */
export function readTask(answer: Fields, reading: Reading): readonly Proposal[] {
  const fields = objectAt(answer, "task", "");
  noteStrangers(fields, ["rationale", "task"], "task", reading);
  const rationale = readRationale(fields, "task");
  const value = cleanLine(stringAt(fields, "task", "task."), ANSWER_LIMITS.task);
  if (/\p{L}/u.test(value)) return [{ label: { kind: "task", value }, spans: [], ...rationale }];
  reading.warnings.push("task.task is empty, left out");
  return [];
}

export function readSubjectivity(answer: Fields, reading: Reading): Proposal {
  const fields = objectAt(answer, "subjectivity", "");
  noteStrangers(fields, ["rationale", "value", "confidence"], "subjectivity", reading);
  const value = memberAt(fields, "value", "subjectivity.", SUBJECTIVITIES);
  return {
    label: { kind: "subjectivity", value },
    spans: [],
    ...readRationale(fields, "subjectivity"),
    ...readScore(fields, "subjectivity", reading),
  };
}
