/** Google's `contents` of `{role, parts}` (requests, tuning files), with the candidates of a response. */
import type { Block, JsonObject, JsonValue, Turn } from "../conversation/model.ts";
import { readToolCall, textBlock } from "./chat-content.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import {
  bytesLabel,
  get,
  getFilled,
  getList,
  getObject,
  getString,
  isList,
  isObject,
  omit,
  prettyJson,
} from "./json-access.ts";
import { roleOf } from "./roles.ts";
import { ID_KEYS, fitScore, rowConversation, rowFailure } from "./row-conversation.ts";
import { provenShape } from "./shape-check.ts";

export const gemini: RecordFormat = {
  kind: "record",
  id: "gemini",
  title: "Gemini contents",
  unit: "row",
  recognise(sample) {
    const score = fitScore(sample, (value) => (contentsOf(value).length > 0 ? 0.95 : 0));
    return { score, reason: score > 0 ? "contents of role and parts" : "no contents of role and parts" };
  },
  read,
  shape(sample) {
    const proven = [["contents"], ["request", "contents"]].map((messages) =>
      provenShape(read, sample, { messages, role: "role", text: "parts", idKeys: ID_KEYS }),
    );
    return proven.find((shape) => shape !== undefined);
  },
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) {
    const contents = contentsOf(record.value);
    if (contents.length === 0) {
      yield rowFailure(record, "This row has no contents of role and parts.");
      continue;
    }
    const request = getObject(record.value, "request") ?? record.value;
    const system = get(request, "systemInstruction") ?? get(request, "system_instruction");
    const turns: Turn[] = [
      ...(system === undefined ? [] : [{ role: "system" as const, blocks: readParts(system) }]),
      ...contents.map(readContent),
    ];
    yield rowConversation("gemini", record, { turns, used: [], metadata: restOf(record.value) });
  }
}

/** Contents of the request, then the first candidate of the response. */
function contentsOf(value: JsonValue): JsonObject[] {
  const request = getObject(value, "request") ?? value;
  const response = getObject(value, "response") ?? value;
  const answer = getObject(getList(response, "candidates")[0], "content");
  return [...getList(request, "contents"), ...(answer === undefined ? [] : [{ role: "model", ...answer }])]
    .filter((content) => isObject(content) && getList(content, "parts").length > 0)
    .filter(isObject);
}

/** The row without the words that became turns. */
function restOf(value: JsonValue): JsonObject {
  if (!isObject(value)) return {};
  const entries = Object.entries(omit(value, ["contents", "systemInstruction", "system_instruction"])).map(
    ([key, inner]): [string, JsonValue] => {
      if ((key === "request" || key === "response") && isObject(inner)) return [key, restOf(inner)];
      if (key !== "candidates" || !isList(inner)) return [key, inner];
      return [key, inner.map((item, i) => (i === 0 && isObject(item) ? omit(item, ["content"]) : item))];
    },
  );
  return Object.fromEntries(entries);
}

function readContent(content: JsonObject): Turn {
  const blocks = readParts(content);
  const onlyResults = blocks.length > 0 && blocks.every((block) => block.type === "tool_result");
  const role = onlyResults ? "tool" : (roleOf(getString(content, "role") ?? "user") ?? "tool");
  return { role, blocks };
}

function readParts(content: JsonValue): Block[] {
  if (typeof content === "string") return textBlock(content);
  const parts = getList(content, "parts");
  return (parts.length > 0 ? parts : [content]).flatMap(readPart);
}

function readPart(part: JsonValue): Block[] {
  if (typeof part === "string") return textBlock(part);
  const text = getString(part, "text");
  if (text !== undefined) return textBlock(text, get(part, "thought") === true ? "thinking" : "text");
  const call = getObject(part, "functionCall") ?? getObject(part, "function_call");
  if (call !== undefined) return [readToolCall(call)];
  const result = getObject(part, "functionResponse") ?? getObject(part, "function_response");
  if (result !== undefined) {
    const name = getFilled(result, "name");
    return [
      {
        type: "tool_result",
        text: prettyJson(get(result, "response") ?? null),
        ...(name === undefined ? {} : { name }),
      },
    ];
  }
  const inline = getObject(part, "inlineData") ?? getObject(part, "inline_data");
  const data = getString(inline, "data");
  if (data !== undefined) {
    const type = getFilled(inline, "mimeType") ?? getFilled(inline, "mime_type");
    const label = bytesLabel(data, type);
    return type?.startsWith("image/")
      ? [{ type: "image", text: label }]
      : [{ type: "other", name: "inlineData", text: label }];
  }
  return [{ type: "other", text: prettyJson(part) }];
}
