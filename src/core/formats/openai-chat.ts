/**
 * OpenAI chat: `messages` (fine-tuning files, requests, logs, agents' trajectories), `choices` (responses),
 * batch files, and the Responses API's `input` and `output`. Reference: platform.openai.com/docs/api-reference.
 */
import type { JsonValue } from "../conversation/model.ts";
import { readExchange } from "./exchange-conversations.ts";
import { findExchange, type Exchange } from "./exchange.ts";
import { exchangeShape } from "./exchange-shape.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, isList, isObject } from "./json-access.ts";
import { fitScore } from "./row-conversation.ts";

export const openaiChat: RecordFormat = {
  kind: "record",
  id: "openai-chat",
  title: "OpenAI chat messages",
  unit: "row",
  recognise(sample) {
    const exchanges = sample.map(({ value }) => findExchange(value));
    const own = exchanges.some((exchange) => exchange !== undefined && looksOpenAi(exchange));
    const fitting = fitScore(sample, (value) => (findExchange(value) === undefined ? 0 : 1));
    if (fitting === 0) return { score: 0, reason: "no list of messages with roles and content" };
    return {
      score: fitting * (own ? 0.9 : 0.75),
      reason: own
        ? "messages with OpenAI's roles, parts or calls"
        : "lists of messages with role and content",
    };
  },
  read,
  shape: (sample) => exchangeShape(read, sample),
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) yield* readExchange("openai-chat", record);
}

/** Signs that only OpenAI's shape has. */
function looksOpenAi({ messages, answers, rest }: Exchange): boolean {
  if (get(rest, "object") !== undefined || isFunctionTools(get(rest, "tools"))) return true;
  return [...messages, ...answers.flat()].some((message) => {
    const role = get(message, "role");
    if (role === "tool" || role === "function" || role === "developer" || role === "system") return true;
    if (isList(get(message, "tool_calls")) || isObject(get(message, "function_call"))) return true;
    return hasPart(get(message, "content"));
  });
}

function isFunctionTools(tools: JsonValue | undefined): boolean {
  return isList(tools) && tools.some((tool) => get(tool, "type") === "function");
}

function hasPart(content: JsonValue | undefined): boolean {
  if (!isList(content)) return false;
  return content.some((part) =>
    ["image_url", "input_text", "output_text", "input_audio"].some((type) => get(part, "type") === type),
  );
}
