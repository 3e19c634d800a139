/** Anthropic's Messages API: requests, responses, both together, and batch files. Reference: docs.anthropic.com/en/api/messages. */
import type { JsonValue } from "../conversation/model.ts";
import { readExchange } from "./exchange-conversations.ts";
import { findExchange, type Exchange } from "./exchange.ts";
import { exchangeShape } from "./exchange-shape.ts";
import type { ReadItem, RecordFormat, SourceRecord } from "./format.ts";
import { get, getString, isList } from "./json-access.ts";
import { fitScore } from "./row-conversation.ts";

const BLOCKS: ReadonlySet<string> = new Set([
  "tool_use",
  "tool_result",
  "thinking",
  "redacted_thinking",
  "document",
  "server_tool_use",
]);

export const anthropicMessages: RecordFormat = {
  kind: "record",
  id: "anthropic-messages",
  title: "Anthropic Messages",
  unit: "row",
  recognise(sample) {
    const exchanges = sample.map(({ value }) => ({ value, exchange: findExchange(value) }));
    const own = exchanges.some(
      ({ value, exchange }) => exchange !== undefined && looksAnthropic(exchange, value),
    );
    const fitting = fitScore(sample, (value) => (findExchange(value) === undefined ? 0 : 1));
    if (fitting === 0) return { score: 0, reason: "no list of messages with roles and content" };
    const foreign = exchanges.some(({ exchange }) => exchange !== undefined && hasForeignRoles(exchange));
    return {
      score: fitting * (foreign ? 0.4 : own ? 0.95 : 0.5),
      reason: own ? "messages with Anthropic's blocks or fields" : "lists of messages with role and content",
    };
  },
  read,
  shape: (sample) => exchangeShape(read, sample),
};

function* read(records: Iterable<SourceRecord>): Generator<ReadItem> {
  for (const record of records) yield* readExchange("anthropic-messages", record);
}

/** Signs that only Anthropic's shape has. */
function looksAnthropic({ messages, system, answers, rest, model }: Exchange, row: JsonValue): boolean {
  if (model?.startsWith("claude") || get(rest, "anthropic_version") !== undefined) return true;
  if (system !== undefined && get(row, "instructions") === undefined) return true;
  const tools = get(rest, "tools");
  if (isList(tools) && tools.some((tool) => get(tool, "input_schema") !== undefined)) return true;
  return [...messages, ...answers.flat()].some((message) => {
    if (get(message, "type") === "message" && get(message, "stop_reason") !== undefined) return true;
    const content = get(message, "content");
    return isList(content) && content.some(isOwnBlock);
  });
}

function isOwnBlock(block: JsonValue): boolean {
  const type = getString(block, "type") ?? "";
  return (
    BLOCKS.has(type) ||
    (type === "image" && get(block, "source") !== undefined) ||
    get(block, "cache_control") !== undefined
  );
}

/** Roles and fields that this API never had. */
function hasForeignRoles({ messages }: Exchange): boolean {
  return messages.some(
    (message) =>
      get(message, "role") === "tool" ||
      get(message, "role") === "function" ||
      isList(get(message, "tool_calls")),
  );
}
