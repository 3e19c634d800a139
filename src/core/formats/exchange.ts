/**
 * Finds the messages of a row and what was answered: a bare list of messages, a request, a response, or a
 * request with its response under any of the names in use (logs, batch files, datasets).
 */
import type { JsonObject, JsonValue } from "../conversation/model.ts";
import { isMessage, isMessageList } from "./chat-messages.ts";
import { get, getFilled, getObject, isList, isObject, omit } from "./json-access.ts";
import { parseJson } from "./json-parse.ts";

export interface Exchange {
  /** Messages as found, without the system text. */
  readonly messages: readonly JsonValue[];
  /** `system` or `instructions`: a string or a list of text blocks. */
  readonly system?: JsonValue;
  /** The answers given: none for a bare request, several when several were sampled. */
  readonly answers: readonly (readonly JsonValue[])[];
  readonly model?: string;
  /** Everything else the row says. */
  readonly rest: JsonObject;
}

export const LISTS = [
  "messages",
  "traj",
  "trajectory",
  "chat",
  "chat_history",
  "message_list",
  "message_history",
  "full_conversation",
] as const;
export const REQUESTS = [
  "request",
  "params",
  "body",
  "input",
  "req",
  "kwargs",
  "request_body",
  "inputs",
  "prompt",
] as const;
const RESPONSES = [
  "response",
  "result",
  "output",
  "res",
  "completion",
  "response_body",
  "outputs",
  "reply",
] as const;

/** Undefined when the row holds no messages. Never throws. */
export function findExchange(row: JsonValue): Exchange | undefined {
  if (isMessageList(row)) return { messages: row, answers: [], rest: {} };
  if (!isObject(row)) return undefined;
  const direct = requestIn(row);
  const reply = direct === undefined && !isLoneMessage(row) ? answersIn(row) : undefined;
  if (reply !== undefined)
    return { messages: [], answers: reply.answers, ...modelOf(row), rest: omit(row, reply.used) };
  const [requestKey, request] = direct === undefined ? firstRequest(row) : ["", direct];
  if (request === undefined || requestKey === undefined) return fromCall(row) ?? onlyResponse(row);
  const rest =
    requestKey === "" ? omit(row, request.used) : merged(omit(row, [requestKey]), requestKey, request.rest);
  const answered = get(request.messages[request.messages.length - 1], "role") === "assistant";
  const found = firstAnswers(row, requestKey, answered);
  const { key, answers } = found ?? { key: "", answers: [] };
  const model = getFilled(found?.value, "model") ?? request.model ?? getFilled(row, "model");
  return {
    messages: request.messages,
    ...(request.system === undefined ? {} : { system: request.system }),
    answers,
    ...(model === undefined ? {} : { model }),
    rest: found === undefined ? rest : merged(omit(rest, [key]), key, found.rest),
  };
}

/** One message of a list, not a response: it has nothing beside its words. */
function isLoneMessage(row: JsonObject): boolean {
  const marks = ["model", "stop_reason", "usage", "choices", "output"];
  return (
    get(row, "role") !== undefined &&
    get(row, "type") !== "message" &&
    marks.every((key) => get(row, key) === undefined)
  );
}

interface Request {
  readonly messages: readonly JsonValue[];
  readonly system?: JsonValue;
  readonly model?: string;
  readonly used: readonly string[];
  readonly rest: JsonObject;
}

/** A request's own fields. `input` is the Responses API's name for messages; `null` lists are no messages. */
function requestIn(value: JsonObject): Request | undefined {
  for (const key of [...LISTS, "input"]) {
    const list = unpacked(get(value, key));
    const system = get(value, "system") ?? get(value, "instructions");
    const asked = key === "input" && typeof list === "string" && typeof get(value, "model") === "string";
    if (!isMessageList(list) && !asked) continue;
    const used = [
      key,
      ...(isText(system) ? [get(value, "system") === undefined ? "instructions" : "system"] : []),
    ];
    return {
      messages: isList(list) ? list : [{ role: "user", content: list ?? "" }],
      ...(isText(system) ? { system } : {}),
      ...modelOf(value),
      used,
      rest: omit(value, used),
    };
  }
  return undefined;
}

function firstRequest(row: JsonObject): [string, Request] | [undefined, undefined] {
  for (const key of REQUESTS) {
    const value = unpacked(get(row, key));
    if (isMessageList(value)) return [key, { messages: value, used: [], rest: {} }];
    if (!isObject(value)) continue;
    const request =
      requestIn(value) ??
      (isObject(get(value, "body")) ? requestIn(getObject(value, "body") ?? {}) : undefined);
    if (request !== undefined) return [key, request];
  }
  return [undefined, undefined];
}

interface Answers {
  readonly key: string;
  readonly value: JsonValue;
  readonly answers: readonly (readonly JsonValue[])[];
  readonly rest: JsonObject;
}

/** Keys under which a bare string is an answer; "result" may just as well be a grade. */
const TEXT_RESPONSES: ReadonlySet<string> = new Set(["response", "output", "completion", "reply"]);

function firstAnswers(row: JsonObject, requestKey: string, answered: boolean): Answers | undefined {
  for (const key of RESPONSES) {
    if (key === requestKey) continue;
    const value = unpacked(get(row, key));
    if (typeof value === "string" && value !== "" && !answered && TEXT_RESPONSES.has(key)) {
      return { key, value, answers: [[{ role: "assistant", content: value }]], rest: {} };
    }
    const found = value === undefined ? undefined : answersWithin(value);
    if (found !== undefined && value !== undefined) return { key, value, ...found };
  }
  const direct = answersIn(row);
  return direct === undefined
    ? undefined
    : { key: direct.used[0] ?? "", value: row, answers: direct.answers, rest: {} };
}

/** A response as it is, or wrapped in `body`, `message` or `response` (batch results, logs). */
function answersWithin(
  value: JsonValue,
): { answers: readonly (readonly JsonValue[])[]; rest: JsonObject } | undefined {
  if (isMessageList(value)) return { answers: [value], rest: {} };
  if (!isObject(value)) return undefined;
  const direct = answersIn(value);
  if (direct !== undefined) return { answers: direct.answers, rest: omit(value, direct.used) };
  for (const key of ["body", "message", "response"]) {
    const inner = get(value, key);
    const found = isObject(inner) ? answersIn(inner) : undefined;
    if (found === undefined || !isObject(inner)) continue;
    return { answers: found.answers, rest: merged(omit(value, [key]), key, omit(inner, found.used)) };
  }
  return undefined;
}

/** What a response says; the rest of it (usage, stop reason) is about it. */
const MESSAGE_KEYS: ReadonlySet<string> = new Set([
  "role",
  "type",
  "content",
  "tool_calls",
  "function_call",
  "reasoning_content",
  "refusal",
  "id",
  "model",
]);

/** A response's own fields: `choices`, an assistant message, or the Responses API's `output`. */
function answersIn(
  value: JsonObject,
): { answers: readonly (readonly JsonValue[])[]; used: readonly string[] } | undefined {
  const choices = get(value, "choices");
  if (isList(choices)) {
    const answers = choices.flatMap((choice) => {
      const message = getObject(choice, "message");
      const text = get(choice, "text");
      if (message !== undefined) return [[{ role: "assistant", ...message }]];
      return typeof text === "string" ? [[{ role: "assistant", content: text }]] : [];
    });
    if (answers.length > 0) return { answers, used: ["choices"] };
  }
  if (get(value, "role") === "assistant" && isMessage(value)) {
    const said = Object.fromEntries(Object.entries(value).filter(([key]) => MESSAGE_KEYS.has(key)));
    return { answers: [[said]], used: Object.keys(said).filter((key) => key !== "id" && key !== "model") };
  }
  const output = get(value, "output");
  if (isMessageList(output) && get(value, "object") === "response")
    return { answers: [output], used: ["output"] };
  return undefined;
}

/** `{call: {request, response}}`, as evaluation logs keep a model's call. */
function fromCall(row: JsonObject): Exchange | undefined {
  const call = getObject(row, "call");
  if (call === undefined || get(call, "call") !== undefined) return undefined;
  const inner = findExchange(call);
  return inner === undefined
    ? undefined
    : { ...inner, rest: merged(omit(row, ["call"]), "call", inner.rest) };
}

/** A row that wraps a response alone, as the results of a batch do. */
function onlyResponse(row: JsonObject): Exchange | undefined {
  for (const key of RESPONSES) {
    const value = unpacked(get(row, key));
    const found = isObject(value) ? answersWithin(value) : undefined;
    if (found === undefined) continue;
    const model =
      getFilled(value, "model") ?? getFilled(get(value, "body") ?? get(value, "message"), "model");
    return {
      messages: [],
      answers: found.answers,
      ...(model === undefined ? {} : { model }),
      rest: merged(omit(row, [key]), key, found.rest),
    };
  }
  return undefined;
}

function modelOf(value: JsonObject): { model: string } | Record<string, never> {
  const model = getFilled(value, "model");
  return model === undefined ? {} : { model };
}

/** Adds what is left of a wrapper under its own name, if anything is. */
function merged(row: JsonObject, key: string, rest: JsonObject): JsonObject {
  return key === "" || Object.keys(rest).length === 0
    ? row
    : Object.fromEntries([...Object.entries(row), [key, rest]]);
}

/** Logs and tables often hold JSON within a string. */
export function unpacked(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value) || !/[\]}]\s*$/.test(value.slice(-20)))
    return value;
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

function isText(value: JsonValue | undefined): value is JsonValue {
  return (
    (typeof value === "string" && value !== "") ||
    (isList(value) && value.some((block) => get(block, "text") !== undefined))
  );
}
