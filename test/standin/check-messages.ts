/** Which bodies of `/v1/messages` are taken; the first thing wrong is answered as the service does. */
import { checkSchema } from "./check-schema.ts";
import type { StandinModel } from "./models.ts";
import { invalid, isFields, onlyFields, Refusal, type Fields } from "./shapes.ts";
import { countText, OVERHEAD } from "./tokens.ts";

/** A text with an end of a cacheable prefix, or none. */
export interface CheckedBlock {
  readonly text: string;
  readonly cache: false | "5m" | "1h";
}

/** A request that the stand-in answers. */
export interface CheckedRequest {
  readonly model: StandinModel;
  readonly maxTokens: number;
  readonly system: readonly CheckedBlock[];
  readonly messages: readonly {
    readonly role: "user" | "assistant";
    readonly blocks: readonly CheckedBlock[];
  }[];
  readonly schema: Fields | undefined;
  readonly stream: boolean;
  readonly inputTokens: number;
}

const FIELDS = (
  "model max_tokens messages system metadata stop_sequences stream thinking service_tier output_config " +
  "cache_control container inference_geo diagnostics speed tools tool_choice"
).split(" ");
/** Real, but nothing that the stand-in can do. */
const UNSERVED = [
  "tools",
  "tool_choice",
  "container",
  "stop_sequences",
  "cache_control",
  "diagnostics",
  "speed",
];
const SAMPLING = ["temperature", "top_p", "top_k"];

/**
 * @param version of the API: the older one still took sampling parameters
 * @param counting for the token count, which has no max_tokens and no limit of length
 * @throws {Refusal}
 */
export function checkMessages(
  body: unknown,
  models: readonly StandinModel[],
  version: string,
  counting = false,
): CheckedRequest {
  if (!isFields(body)) throw invalid("Input should be a valid dictionary");
  onlyFields(body, version === "2023-06-01" ? [...FIELDS, ...SAMPLING] : FIELDS, "");
  for (const name of UNSERVED) if (name in body) throw invalid(`${name}: the stand-in does not serve this`);
  for (const name of ["model", "messages", ...(counting ? [] : ["max_tokens"])])
    if (!(name in body)) throw invalid(`${name}: Field required`);
  const model = findModel(body["model"], models);
  const maxTokens = counting ? 1 : checkMaxTokens(body["max_tokens"], model);
  const stream = body["stream"] ?? false;
  if (typeof stream !== "boolean") throw invalid("stream: Input should be a valid boolean");
  const system = blocksOf(body["system"] ?? [], "system");
  const messages = checkTurns(body["messages"]);
  const schema = checkOutput(body["output_config"], model);
  const breakpoints = [...system, ...messages.flatMap((each) => each.blocks)].filter(
    (block) => block.cache !== false,
  );
  if (breakpoints.length > 4)
    throw invalid(`A maximum of 4 blocks with cache_control may be provided. Found ${breakpoints.length}.`);
  if (schema !== undefined && messages.at(-1)?.role === "assistant")
    throw invalid("messages: a prefilled answer and a structured output do not go together");
  const inputTokens = countInput(system, messages, schema);
  if (!counting && inputTokens + maxTokens > model.context)
    throw invalid(`prompt is too long: ${inputTokens} tokens + ${maxTokens} > ${model.context} maximum`);
  return { model, maxTokens, system, messages, schema, stream, inputTokens };
}

function findModel(id: unknown, models: readonly StandinModel[]): StandinModel {
  if (typeof id !== "string" || id === "") throw invalid("model: Input should be a valid string");
  const model = models.find((each) => each.id === id);
  if (model === undefined) throw new Refusal(404, "not_found_error", `model: ${id}`);
  return model;
}

function checkMaxTokens(value: unknown, model: StandinModel): number {
  if (typeof value !== "number" || !Number.isInteger(value))
    throw invalid("max_tokens: Input should be a valid integer");
  if (value < 1) throw invalid("max_tokens: Input should be greater than or equal to 1");
  if (value > model.maxOutput)
    throw invalid(`max_tokens: ${value} > ${model.maxOutput}, which is the maximum for ${model.id}`);
  return value;
}

function checkTurns(value: unknown): CheckedRequest["messages"] {
  if (!Array.isArray(value)) throw invalid("messages: Input should be a valid list");
  if (value.length === 0) throw invalid("messages: at least one message is required");
  if (value.length > 100_000) throw invalid("messages: too many messages");
  const turns = value.map((turn: unknown, at) => {
    if (!isFields(turn)) throw invalid(`messages.${at}: Input should be a valid dictionary`);
    onlyFields(turn, ["role", "content"], `messages.${at}`);
    const role = turn["role"];
    if (role !== "user" && role !== "assistant")
      throw invalid(`messages.${at}.role: Input should be 'user' or 'assistant'`);
    const blocks = blocksOf(turn["content"], `messages.${at}.content`);
    if (blocks.length === 0) throw invalid(`messages.${at}: all messages must have non-empty content`);
    return { role, blocks } as const;
  });
  if (turns[0]?.role !== "user") throw invalid("messages: first message must use the user role");
  return turns;
}

function blocksOf(value: unknown, path: string): CheckedBlock[] {
  if (typeof value === "string") return value === "" ? [] : [{ text: value, cache: false }];
  if (!Array.isArray(value)) throw invalid(`${path}: Input should be a valid string or list`);
  return value.map((block: unknown, at) => {
    const here = `${path}.${at}`;
    if (!isFields(block)) throw invalid(`${here}: Input should be a valid dictionary`);
    if (block["type"] !== "text") throw invalid(`${here}.type: the stand-in takes text blocks only`);
    onlyFields(block, ["type", "text", "cache_control"], here);
    const text = block["text"];
    if (typeof text !== "string") throw invalid(`${here}.text: Input should be a valid string`);
    if (text === "") throw invalid(`${path}: text content blocks must be non-empty`);
    return { text, cache: checkCache(block["cache_control"], `${here}.cache_control`) };
  });
}

function checkCache(value: unknown, path: string): CheckedBlock["cache"] {
  if (value === undefined || value === null) return false;
  if (!isFields(value)) throw invalid(`${path}: Input should be a valid dictionary`);
  onlyFields(value, ["type", "ttl"], path);
  if (value["type"] !== "ephemeral") throw invalid(`${path}.type: Input should be 'ephemeral'`);
  const ttl = value["ttl"] ?? "5m";
  if (ttl !== "5m" && ttl !== "1h") throw invalid(`${path}.ttl: Input should be '5m' or '1h'`);
  return ttl;
}

function checkOutput(value: unknown, model: StandinModel): Fields | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) throw invalid("output_config: Input should be a valid dictionary");
  onlyFields(value, ["format", "effort"], "output_config");
  const format = value["format"];
  if (format === undefined || format === null) return undefined;
  if (!isFields(format)) throw invalid("output_config.format: Input should be a valid dictionary");
  onlyFields(format, ["type", "schema"], "output_config.format");
  if (format["type"] !== "json_schema")
    throw invalid("output_config.format.type: Input should be 'json_schema'");
  if (!model.structured)
    throw invalid(`output_config.format: ${model.id} does not support structured outputs`);
  checkSchema(format["schema"]);
  return isFields(format["schema"]) ? format["schema"] : undefined;
}

function countInput(
  system: readonly CheckedBlock[],
  messages: CheckedRequest["messages"],
  schema: Fields | undefined,
): number {
  const sum = (blocks: readonly CheckedBlock[]): number =>
    blocks.reduce((n, block) => n + countText(block.text), 0);
  return (
    (system.length === 0 ? 0 : sum(system) + OVERHEAD.system) +
    messages.reduce((n, message) => n + sum(message.blocks) + OVERHEAD.message, 0) +
    (schema === undefined ? 0 : countText(JSON.stringify(schema)) + OVERHEAD.schema)
  );
}
