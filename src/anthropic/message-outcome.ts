/** From the service's message to an outcome. What arrived is checked; a gateway may send anything. */
import type { FailureReason, ModelFailure, ModelOutcome, ModelUsage } from "../core/extraction/model-call.ts";

/** What is read of a message, whether it came whole or as a stream. */
export interface ReceivedMessage {
  readonly id: string;
  readonly model: string;
  /** All text blocks, in order. */
  readonly text: string;
  readonly stopReason: string | undefined;
  readonly usage: ModelUsage;
}

type Fields = { readonly [key: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns undefined when this is no message */
export function readMessage(value: unknown): ReceivedMessage | undefined {
  if (!isFields(value) || value["type"] !== "message" || !Array.isArray(value["content"])) return undefined;
  const blocks: unknown[] = value["content"];
  const texts = blocks.map((block) =>
    isFields(block) && block["type"] === "text" && typeof block["text"] === "string" ? block["text"] : "",
  );
  const stop = value["stop_reason"];
  return {
    id: plainId(value["id"]),
    model: plainId(value["model"]),
    text: texts.join(""),
    stopReason: typeof stop === "string" ? stop : undefined,
    usage: readUsage(value["usage"]),
  };
}

/** Ids of models and messages go into records and to people: short, of harmless characters; "" for any other. */
export function plainId(value: unknown): string {
  return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,199}$/.test(value) ? value : "";
}

/** Missing and impossible counts are 0. */
export function readUsage(value: unknown): ModelUsage {
  const fields = isFields(value) ? value : {};
  return {
    inputTokens: count(fields["input_tokens"]),
    outputTokens: count(fields["output_tokens"]),
    cacheReadTokens: count(fields["cache_read_input_tokens"]),
    cacheWriteTokens: count(fields["cache_creation_input_tokens"]),
  };
}

/** A count of tokens or requests; 0 for what is none. */
export function count(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** Answers vary, so asking again may help. */
const NO_TEXT = "The model's answer holds no text.";

/** By why the model stopped: only an answer that it ended itself is one. */
export function outcomeOf(message: ReceivedMessage): ModelOutcome {
  const fail = (reason: FailureReason, retryable: boolean, words: string): ModelOutcome => ({
    ok: false,
    reason,
    message: words,
    retryable,
    usage: message.usage,
  });
  switch (message.stopReason) {
    case "end_turn":
      if (message.text.trim() === "") return fail("schema", true, NO_TEXT);
      return {
        ok: true,
        text: message.text,
        usage: message.usage,
        model: message.model,
        ...(message.id === "" ? {} : { serviceId: message.id }),
      };
    case "max_tokens":
      return fail("truncated", false, "The answer was cut off at the limit of output tokens.");
    case "refusal":
      return fail("refusal", false, "The model declined to answer for this conversation.");
    case "model_context_window_exceeded":
      return fail(
        "too-long",
        false,
        "The conversation and the answer do not fit into the model's context window.",
      );
    case "pause_turn":
      return fail(
        "truncated",
        false,
        "The service paused the answer, which this kind of request can't continue.",
      );
    default:
      return fail("schema", true, "The model's answer did not end as a structured answer does.");
  }
}

/** For an answer of status 200 that is no message. */
export const NO_MESSAGE: ModelFailure = {
  ok: false,
  reason: "network",
  message: "The answer is not one of the Messages API. Check the endpoint setting, or a proxy in between.",
  retryable: false,
};
