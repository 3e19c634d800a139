/** Content of Anthropic messages (Messages API, Claude.ai exports, Claude Code sessions) as blocks. */
import type { Block, JsonObject, JsonValue } from "../conversation/model.ts";
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

/**
 * Reads `content`: a string, a block, or a list of blocks and strings. Empty texts give no block; unknown
 * block types become `other` with the source's JSON. Bytes (images, documents) become a description.
 */
export function readAnthropicContent(content: JsonValue): Block[] {
  if (isList(content)) return content.flatMap(readAnthropicBlock);
  return readAnthropicBlock(content);
}

function readAnthropicBlock(value: JsonValue): Block[] {
  if (typeof value === "string") return value === "" ? [] : [{ type: "text", text: value }];
  if (!isObject(value)) return value === null ? [] : [{ type: "other", text: prettyJson(value) }];
  const type = getString(value, "type") ?? "";
  if (type === "text") return textBlock("text", value, "text");
  if (type === "thinking") return textBlock("thinking", value, "thinking");
  if (type === "redacted_thinking") {
    const length = getString(value, "data")?.length ?? 0;
    return [{ type: "other", name: type, text: `redacted thinking, ${length} characters` }];
  }
  if (type === "image") return [{ type: "image", text: describeImage(value) }];
  if (type.endsWith("tool_use")) return [toolUse(value)];
  if (type.endsWith("tool_result")) return toolResult(value, type);
  return [other(value, type)];
}

function textBlock(type: "text" | "thinking", value: JsonObject, key: string): Block[] {
  const text = get(value, key);
  if (typeof text === "string") return text === "" ? [] : [{ type, text }];
  return text === undefined || text === null ? [] : [other(value, type)];
}

function other(value: JsonObject, name: string): Block {
  return { type: "other", text: prettyJson(value), ...(name === "" ? {} : { name }) };
}

/** Arguments as text: a string as the source wrote it, anything else as indented JSON. */
export function argumentsText(input: JsonValue | undefined): string {
  if (typeof input === "string") return input;
  return input === undefined || input === null ? "" : prettyJson(input);
}

function toolUse(value: JsonObject): Block {
  const name = getFilled(value, "name");
  const callId = getFilled(value, "id");
  return {
    type: "tool_use",
    text: argumentsText(get(value, "input")),
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
  };
}

/** One tool_result with all its text, followed by the images that came with it. */
function toolResult(value: JsonObject, type: string): Block[] {
  const content = get(value, "content");
  const inner = isList(content) ? content : content === undefined || content === null ? [] : [content];
  const texts: string[] = [];
  const images: Block[] = [];
  for (const item of inner) {
    if (getString(item, "type") === "image") images.push({ type: "image", text: describeImage(item) });
    else texts.push(resultText(item));
  }
  const failed = inner.some((item) => (getString(item, "type") ?? "").endsWith("_error"));
  const callId = getFilled(value, "tool_use_id");
  const name =
    getFilled(value, "name") ?? (type === "tool_result" ? undefined : type.slice(0, -"_tool_result".length));
  const result: Block = {
    type: "tool_result",
    text: texts.join("\n"),
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
    ...(get(value, "is_error") === true || failed ? { isError: true } : {}),
  };
  return [result, ...images];
}

function resultText(item: JsonValue): string {
  if (typeof item === "string") return item;
  const text = getString(item, "type") === "text" ? getString(item, "text") : undefined;
  return text ?? prettyJson(item);
}

/** "image/png, 12 kB" for bytes, the address for a link, else just "image". Also reads bare `source` shapes. */
export function describeImage(value: JsonValue): string {
  const source = getObject(value, "source");
  const data = getString(source, "data");
  if (data !== undefined) return bytesLabel(data, getFilled(source, "media_type"));
  const url = getFilled(source, "url") ?? getFilled(value, "url");
  if (url !== undefined) return url.startsWith("data:") ? bytesLabel(url) : `image, ${url}`;
  const name = getFilled(value, "file_name") ?? getFilled(source, "file_id");
  return name === undefined ? "image" : `image, ${name}`;
}
