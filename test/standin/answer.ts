/** From a checked request to the message that answers it, with what it bills. */
import type { CheckedRequest } from "./check-messages.ts";
import { HOSTILE_TEXT, type AnswerFault } from "./faults.ts";
import type { CacheUse } from "./prompt-cache.ts";
import type { ScriptedModel } from "./rule-model.ts";
import { countText } from "./tokens.ts";

export interface StandinMessage {
  readonly id: string;
  readonly model: string;
  readonly content: readonly { readonly type: "text"; readonly text: string }[];
  readonly stop_reason: string;
  readonly usage: StandinUsage;
  readonly [key: string]: unknown;
}

export interface StandinUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly [key: string]: unknown;
}

const STOPS: Readonly<Record<AnswerFault, string>> = {
  refusal: "refusal",
  "max-tokens": "max_tokens",
  "context-exceeded": "model_context_window_exceeded",
  "pause-turn": "pause_turn",
  "tool-use": "tool_use",
  empty: "end_turn",
  "not-json": "end_turn",
  "wrong-schema": "end_turn",
  hostile: "end_turn",
};

/** @param tier as the usage names it */
export function answer(
  request: CheckedRequest,
  model: ScriptedModel,
  fault: AnswerFault | undefined,
  use: CacheUse,
  id: string,
  tier: "standard" | "batch",
): StandinMessage {
  const said = reply(request, model, fault);
  const cut = cutAt(said.text, request.maxTokens);
  const text = cut ?? said.text;
  return {
    id,
    type: "message",
    role: "assistant",
    model: request.model.id,
    content: text === "" ? [] : [{ type: "text", text }],
    stop_reason: cut === undefined ? said.stop : "max_tokens",
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: use.fresh,
      cache_creation_input_tokens: use.written,
      cache_read_input_tokens: use.read,
      cache_creation: {
        ephemeral_5m_input_tokens: use.written - use.writtenHour,
        ephemeral_1h_input_tokens: use.writtenHour,
      },
      output_tokens: Math.max(1, countText(text)),
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: tier,
      inference_geo: null,
      speed: null,
    },
  };
}

function reply(
  request: CheckedRequest,
  model: ScriptedModel,
  fault: AnswerFault | undefined,
): { readonly text: string; readonly stop: string } {
  const said = model(request);
  const full = typeof said === "string" ? { text: said, stop: "end_turn" } : said;
  if (fault === undefined) return full;
  return { text: faultyText(fault, full.text), stop: STOPS[fault] };
}

function faultyText(fault: AnswerFault, text: string): string {
  switch (fault) {
    case "refusal":
    case "empty":
    case "tool-use":
      return "";
    case "not-json":
      return "I would rather not answer in JSON.";
    case "wrong-schema":
      return JSON.stringify({ surprise: [1, { nested: "yes" }] });
    case "hostile":
      return HOSTILE_TEXT;
    default:
      return text.slice(0, Math.ceil(text.length / 2));
  }
}

/** @returns the text up to the limit of tokens, undefined when it is within */
function cutAt(text: string, maxTokens: number): string | undefined {
  if (countText(text) <= maxTokens) return undefined;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countText(text.slice(0, middle)) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low);
}

/** The message as the events of a stream. */
export function events(message: StandinMessage): { readonly name: string; readonly data: object }[] {
  const text = message.content[0]?.text ?? "";
  const start = { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } };
  const list = [{ name: "message_start", data: { type: "message_start", message: start } as object }];
  if (text !== "") {
    const block = { type: "text", text: "", citations: null };
    list.push({
      name: "content_block_start",
      data: { type: "content_block_start", index: 0, content_block: block },
    });
    list.push({ name: "ping", data: { type: "ping" } });
    // By code points, so that no character is torn in two.
    const points = [...text];
    for (let at = 0; at < points.length; at += 24) {
      const delta = { type: "text_delta", text: points.slice(at, at + 24).join("") };
      list.push({ name: "content_block_delta", data: { type: "content_block_delta", index: 0, delta } });
    }
    list.push({ name: "content_block_stop", data: { type: "content_block_stop", index: 0 } });
  }
  const { output_tokens } = message.usage;
  const delta = {
    stop_reason: message.stop_reason,
    stop_sequence: null,
    stop_details: null,
    container: null,
  };
  list.push({ name: "message_delta", data: { type: "message_delta", delta, usage: { output_tokens } } });
  list.push({ name: "message_stop", data: { type: "message_stop" } });
  return list;
}
