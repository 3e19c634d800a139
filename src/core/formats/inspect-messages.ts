/** Inspect's chat messages as turns. Source: inspect_ai's `model/_chat_message.py` and `_util/content.py`. */
import type { Block, JsonObject, JsonValue, Role, Turn } from "../conversation/model.ts";
import { argumentsText } from "./anthropic-blocks.ts";
import {
  bytesLabel,
  get,
  getFilled,
  getId,
  getList,
  getObject,
  getString,
  isList,
  isObject,
  prettyJson,
} from "./json-access.ts";

/** One message, its attachments resolved. Undefined when it is no message at all. */
export function readMessage(message: JsonValue, notes: Set<string>): Turn | undefined {
  if (!isObject(message)) {
    notes.add("a message is not an object and was left out");
    return undefined;
  }
  const role = roleOf(getString(message, "role"), notes);
  const id = getId(message, "id");
  const author = getFilled(message, "model");
  return {
    role,
    blocks: role === "tool" ? toolBlocks(message, notes) : speech(message, notes),
    ...(id === undefined ? {} : { id }),
    ...(author === undefined ? {} : { author }),
  };
}

function roleOf(source: string | undefined, notes: Set<string>): Role {
  if (source === "system" || source === "user" || source === "assistant" || source === "tool") return source;
  if (source === "developer") return "system";
  notes.add("a message's role is missing or unknown; it was read as user");
  return "user";
}

function speech(message: JsonObject, notes: Set<string>): Block[] {
  // Logs of early 2025 kept reasoning beside the content.
  const reasoning = getString(message, "reasoning") ?? "";
  return [
    ...(reasoning === "" ? [] : [{ type: "thinking", text: reasoning } as const]),
    ...contentBlocks(get(message, "content"), notes),
    ...getList(message, "tool_calls").map(toolCall),
  ];
}

function toolCall(call: JsonValue): Block {
  const nested = getObject(call, "function");
  const name = getFilled(call, "function") ?? getFilled(nested, "name");
  const callId = getId(call, "id");
  return {
    type: "tool_use",
    text: argumentsText(get(call, "arguments") ?? get(nested, "arguments")),
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
  };
}

function toolBlocks(message: JsonObject, notes: Set<string>): Block[] {
  const blocks = contentBlocks(get(message, "content"), notes);
  const error =
    getObject(message, "error") ?? getFilled(message, "error") ?? getFilled(message, "tool_error");
  const words = blocks.filter((block) => block.type === "text").map((block) => block.text);
  const text = words.length > 0 ? words.join("\n") : error === undefined ? "" : errorText(error);
  const name = getFilled(message, "function");
  const callId = getId(message, "tool_call_id");
  const result: Block = {
    type: "tool_result",
    text,
    ...(name === undefined ? {} : { name }),
    ...(callId === undefined ? {} : { callId }),
    ...(error === undefined ? {} : { isError: true }),
  };
  return [result, ...blocks.filter((block) => block.type !== "text")];
}

function errorText(error: JsonObject | string): string {
  return typeof error === "string" ? error : (getString(error, "message") ?? prettyJson(error));
}

function contentBlocks(content: JsonValue | undefined, notes: Set<string>): Block[] {
  if (content === undefined || content === null || content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  return (isList(content) ? content : [content]).flatMap((part) => contentBlock(part, notes));
}

function contentBlock(part: JsonValue, notes: Set<string>): Block[] {
  if (typeof part === "string") return part === "" ? [] : [{ type: "text", text: part }];
  const type = getString(part, "type") ?? "";
  const text = getString(part, "text");
  if (type === "text" && text !== undefined) return text === "" ? [] : [{ type: "text", text }];
  if (type === "reasoning") return reasoningBlock(part);
  if (type === "tool_use") return serverTool(part);
  if (type === "image") return [{ type: "image", text: medium(getString(part, "image") ?? "", "image") }];
  if (type === "audio" || type === "video" || type === "document") {
    const label = medium(getString(part, type) ?? "", getFilled(part, "mime_type") ?? type);
    const file = getFilled(part, "filename");
    return [{ type: "other", name: type, text: file === undefined ? label : `${file}, ${label}` }];
  }
  notes.add("a message has content of a kind this version does not know");
  return [{ type: "other", text: prettyJson(part), ...(type === "" ? {} : { name: type }) }];
}

function reasoningBlock(part: JsonValue): Block[] {
  const summary = getFilled(part, "summary");
  const redacted = get(part, "redacted") === true;
  const text = redacted ? summary : (getFilled(part, "reasoning") ?? summary);
  if (text !== undefined) return [{ type: "thinking", text }];
  return redacted ? [{ type: "other", name: "reasoning", text: "redacted reasoning" }] : [];
}

/** A tool that the model's provider ran: the call and its result stand in one content part. */
function serverTool(part: JsonValue): Block[] {
  const name = getFilled(part, "name") ?? getFilled(part, "tool_type");
  const callId = getId(part, "id");
  const both = { ...(name === undefined ? {} : { name }), ...(callId === undefined ? {} : { callId }) };
  const error = getFilled(part, "error");
  const result = get(part, "result");
  return [
    { type: "tool_use", text: argumentsText(get(part, "arguments")), ...both },
    {
      type: "tool_result",
      text: error ?? argumentsText(result),
      ...both,
      ...(error === undefined ? {} : { isError: true }),
    },
  ];
}

function medium(data: string, kind: string): string {
  if (data.startsWith("data:")) return bytesLabel(data);
  // Without a scheme or a file's name it is base64.
  return data.length > 300 ? bytesLabel(data, kind) : data === "" ? kind : `${kind}, ${data}`;
}
