/** Single calls: an answer, a count of tokens, the list of models. */
import type { Anthropic } from "@anthropic-ai/sdk";
import type { ModelInfo, ModelOutcome, ModelPort, ModelRequest } from "../core/extraction/model-call.ts";
import { toMessageParams } from "../core/extraction/wire/anthropic-params.ts";
import type { Connection } from "./connection.ts";
import type { Deadline } from "./deadline.ts";
import { getPage } from "./page.ts";
import { collectMessage } from "./message-stream.ts";
import { count, isFields, NO_MESSAGE, outcomeOf, plainId, readMessage } from "./message-outcome.ts";

/** At some 60 tokens a second this many take two minutes: Node's fetch gives up on headers after five. */
const STREAM_ABOVE_TOKENS = 8192;

/** Endless lists of models end here. */
const MAX_MODELS = 5000;

/** @param streamAboveTokens answers that may be longer are streamed */
export function messagePort(connection: Connection, streamAboveTokens = STREAM_ABOVE_TOKENS): ModelPort {
  return {
    call: (request, signal) =>
      connection.run("message", signal, (client, deadline) =>
        request.maxTokens > streamAboveTokens
          ? streamed(client, request, deadline)
          : whole(client, request, deadline),
      ),
    countTokens: (request, signal) =>
      connection.run("message", signal, async (client, deadline) => {
        const { max_tokens: _, ...params } = sdkParams(request);
        const counted: unknown = await client.messages.countTokens(params, { signal: deadline.signal });
        const tokens = isFields(counted) ? counted["input_tokens"] : undefined;
        return typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens >= 0
          ? tokens
          : NO_MESSAGE;
      }),
    listModels: (signal) =>
      connection.run("models", signal, async (client, deadline) => {
        const found = new Map<string, ModelInfo>();
        let after: string | undefined;
        do {
          const page = await getPage(client, "/v1/models", { limit: 1000, after }, deadline.signal);
          if (page === undefined) return NO_MESSAGE;
          deadline.progress();
          const before = found.size;
          for (const model of page.items) keepModel(found, model);
          // A gateway that gives the same page again and again would never end.
          after = found.size > before && found.size < MAX_MODELS ? page.next : undefined;
        } while (after !== undefined);
        return [...found.values()];
      }),
  };
}

/** The SDK's types have mutable arrays. */
function sdkParams(request: ModelRequest) {
  const { system, messages, output_config, ...rest } = toMessageParams(request);
  return {
    ...rest,
    messages: messages.map((message) => ({ ...message })),
    output_config: { format: { ...output_config.format, schema: { ...output_config.format.schema } } },
    ...(system === undefined ? {} : { system: system.map((block) => ({ ...block })) }),
  };
}

async function whole(client: Anthropic, request: ModelRequest, deadline: Deadline): Promise<ModelOutcome> {
  const received: unknown = await client.messages.create(sdkParams(request), { signal: deadline.signal });
  const message = readMessage(received);
  return message === undefined ? NO_MESSAGE : outcomeOf(message);
}

async function streamed(client: Anthropic, request: ModelRequest, deadline: Deadline): Promise<ModelOutcome> {
  const params = { ...sdkParams(request), stream: true as const };
  const events = await client.messages.create(params, { signal: deadline.signal });
  const message = await collectMessage(events, deadline.progress);
  return message === undefined ? NO_MESSAGE : outcomeOf(message);
}

function keepModel(found: Map<string, ModelInfo>, model: unknown): void {
  if (!isFields(model)) return;
  const { display_name: name, max_input_tokens: input, max_tokens: output } = model;
  const id = plainId(model["id"]);
  if (id === "") return;
  found.set(id, {
    id,
    name: typeof name === "string" ? plainName(name, id) : id,
    ...(count(input) > 0 ? { maxInputTokens: count(input) } : {}),
    ...(count(output) > 0 ? { maxOutputTokens: count(output) } : {}),
  });
}

/** One short line without control or direction characters. */
function plainName(name: string, fallback: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
  return plain === "" ? fallback : plain.slice(0, 100);
}
