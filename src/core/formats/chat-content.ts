/** The content of chat messages: OpenAI's parts (Chat Completions, Responses), Anthropic's blocks, and bare text. */
import type { Block, JsonObject, JsonValue } from "../conversation/model.ts";
import { argumentsText, readAnthropicContent } from "./anthropic-blocks.ts";
import {
  bytesLabel,
  get,
  getFilled,
  getObject,
  getString,
  isList,
  isObject,
  prettyJson,
} from "./json-access.ts";

/** Reads a string, a part, or a list of both. Empty texts give no block; parts of unknown type become `other`. */
export function readChatContent(content: JsonValue | undefined): Block[] {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return textBlock(content);
  if (isList(content)) return content.flatMap((part) => readChatContent(part));
  return isObject(content) ? readPart(content) : textBlock(String(content));
}

export function textBlock(text: string, type: "text" | "thinking" = "text"): Block[] {
  return text === "" ? [] : [{ type, text }];
}

function readPart(part: JsonObject): Block[] {
  const type = getString(part, "type") ?? "";
  switch (type) {
    case "":
      return readUntyped(part);
    case "text":
    case "input_text":
    case "output_text":
    case "summary_text":
      return textOf(part, ["text", "value", "content"]) ?? [other(part, type)];
    case "refusal":
      return textOf(part, ["refusal", "text"]) ?? [other(part, type)];
    case "reasoning":
    case "reasoning_text":
      return reasoning(part);
    case "image_url":
    case "input_image":
    case "image_file":
      return [{ type: "image", text: imageText(part) }];
    case "input_audio":
    case "audio":
    case "audio_url":
    case "video":
    case "video_url":
      return [{ type: "other", name: type, text: mediaText(part, type) }];
    case "image":
      return isObject(get(part, "source"))
        ? readAnthropicContent(part)
        : [{ type: "image", text: imageText(part) }];
    default:
      return readAnthropicContent(part);
  }
}

/** Amazon Bedrock's Converse API: `{toolUse: …}` and `{toolResult: …}`. */
function readConverse(part: JsonObject): Block[] | undefined {
  const call = getObject(part, "toolUse");
  const result = getObject(part, "toolResult");
  const callId = getFilled(call ?? result, "toolUseId");
  const joined = callId === undefined ? {} : { callId };
  if (call !== undefined) return [{ ...readToolCall(call), ...joined }];
  if (result === undefined) return undefined;
  const text = readChatContent(get(result, "content"))
    .map((block) => block.text)
    .join("\n");
  const failed = get(result, "status") === "error" ? { isError: true } : {};
  return [{ type: "tool_result", text, ...joined, ...failed }];
}

/** Parts without a type: `{text}`, or one key that is the type, as in `{"image_url": …}`. */
function readUntyped(part: JsonObject): Block[] {
  const known = readConverse(part) ?? textOf(part, ["text", "content", "value"]);
  if (known !== undefined) return known;
  if (get(part, "image_url") !== undefined || get(part, "image") !== undefined) {
    return [{ type: "image", text: imageText(part) }];
  }
  return [other(part, "")];
}

function textOf(part: JsonObject, keys: readonly string[]): Block[] | undefined {
  for (const key of keys) {
    const value = get(part, key);
    // The Assistants API wraps the text once more: {text: {value, annotations}}.
    const text = isObject(value) ? getString(value, "value") : value;
    if (typeof text === "string") return textBlock(text);
  }
  return undefined;
}

function reasoning(part: JsonObject): Block[] {
  const pieces = [
    get(part, "text"),
    get(part, "content"),
    get(part, "summary"),
    get(part, "reasoning"),
  ].flatMap((value) => readChatContent(value));
  return pieces.map(({ text }) => ({ type: "thinking", text }));
}

/** "image/png, 12 kB" for bytes, the address for a link, else just "image". */
function imageText(part: JsonObject): string {
  const inner =
    get(part, "image_url") ??
    get(part, "image") ??
    get(part, "image_file") ??
    get(part, "value") ??
    get(part, "url");
  const url =
    typeof inner === "string"
      ? inner
      : (getFilled(inner, "url") ?? getFilled(inner, "file_id") ?? getFilled(inner, "path"));
  if (url === undefined) return "image";
  return url.startsWith("data:") || url.length > 2000 ? bytesLabel(url) : `image, ${url}`;
}

function mediaText(part: JsonObject, type: string): string {
  const inner = getObject(part, type) ?? part;
  const data = getFilled(inner, "data");
  const transcript = getFilled(inner, "transcript");
  const label =
    data === undefined
      ? (getFilled(inner, "url") ?? getFilled(inner, "id") ?? type)
      : bytesLabel(data, getFilled(inner, "format"));
  return transcript === undefined ? label : `${label}: ${transcript}`;
}

function other(part: JsonObject, name: string): Block {
  return { type: "other", text: prettyJson(part), ...(name === "" ? {} : { name }) };
}

/** Tool calls of an assistant message: `tool_calls` (of functions or custom tools) and the older `function_call`. */
export function readToolCalls(message: JsonObject): Block[] {
  const calls = get(message, "tool_calls");
  const legacy = get(message, "function_call");
  return [...(isList(calls) ? calls : []), ...(isObject(legacy) ? [legacy] : [])].map(readToolCall);
}

/** One call: `{id, function: {name, arguments}}`, `{id, custom: {name, input}}`, or the two flattened. */
export function readToolCall(call: JsonValue): Block {
  const inner = getObject(call, "function") ?? getObject(call, "custom") ?? call;
  const given =
    get(inner, "arguments") ?? get(inner, "input") ?? get(inner, "args") ?? get(inner, "parameters");
  const name = getFilled(inner, "name") ?? getFilled(call, "name");
  const callId = getFilled(call, "call_id") ?? getFilled(call, "id");
  return {
    type: "tool_use",
    text: name === undefined && given === undefined ? argumentsText(call) : argumentsText(given),
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
  };
}
