/** From a message or an error, as batch services write them into files, to an outcome. Everything is checked. */
import type { FailureReason, ModelFailure, ModelOutcome, ModelUsage } from "../model-call.ts";

export type Fields = { readonly [key: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A line as an object; undefined for anything else. Never throws. */
export function fieldsOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const CUSTOM_ID = /^[A-Za-z0-9_-]{1,64}$/;

export function idOf(value: unknown): string | undefined {
  return typeof value === "string" && CUSTOM_ID.test(value) ? value : undefined;
}

export function failed(
  reason: FailureReason,
  retryable: boolean,
  message: string,
  usage?: ModelUsage,
): ModelFailure {
  return { ok: false, reason, message, retryable, ...(usage ? { usage } : {}) };
}

const count = (value: unknown): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : 0;

const name = (value: unknown): string =>
  typeof value === "string" && /^[A-Za-z0-9._:@/-]{1,200}$/.test(value) ? value : "";

/** The body of a message as the Messages API answers it. Anything else is a failure. */
export function outcomeOfMessage(message: unknown): ModelOutcome {
  if (!isFields(message) || !Array.isArray(message["content"]))
    return failed("server", true, "The result holds no message.");
  const blocks: unknown[] = message["content"];
  const text = blocks
    .map((block) =>
      isFields(block) && block["type"] === "text" && typeof block["text"] === "string" ? block["text"] : "",
    )
    .join("");
  const given = isFields(message["usage"]) ? message["usage"] : {};
  const usage: ModelUsage = {
    inputTokens: count(given["input_tokens"]),
    outputTokens: count(given["output_tokens"]),
    cacheReadTokens: count(given["cache_read_input_tokens"]),
    cacheWriteTokens: count(given["cache_creation_input_tokens"]),
  };
  switch (message["stop_reason"]) {
    case "end_turn":
      if (text.trim() === "") return failed("schema", true, "The model's answer holds no text.", usage);
      return { ok: true, text, usage, model: name(message["model"]) };
    case "max_tokens":
      return failed("truncated", false, "The answer was cut off at the limit of output tokens.", usage);
    case "refusal":
      return failed("refusal", false, "The model declined to answer for this conversation.", usage);
    case "model_context_window_exceeded":
      return failed(
        "too-long",
        false,
        "The conversation does not fit into the model's context window.",
        usage,
      );
    default:
      return failed("schema", true, "The model's answer did not end as a structured answer does.", usage);
  }
}

/** By the service's error type, then by status. Words of the service are not passed on: they may quote the request. */
export function outcomeOfError(type: unknown, status: unknown): ModelFailure {
  const reason = (typeof type === "string" ? BY_TYPE.get(type) : undefined) ?? byStatus(Number(status));
  return failed(reason, RETRYABLE.has(reason), WORDS[reason] ?? "The service failed on this request.");
}

const BY_TYPE: ReadonlyMap<string, FailureReason> = new Map([
  ["authentication_error", "bad-key"],
  ["permission_error", "forbidden"],
  ["billing_error", "no-credit"],
  ["not_found_error", "unknown-model"],
  ["request_too_large", "too-long"],
  ["invalid_request_error", "bad-request"],
  ["rate_limit_error", "rate-limit"],
  ["overloaded_error", "overloaded"],
  ["timeout_error", "timeout"],
  ["api_error", "server"],
]);

const RETRYABLE: ReadonlySet<FailureReason> = new Set([
  "rate-limit",
  "overloaded",
  "timeout",
  "server",
  "expired",
]);

const WORDS: Readonly<Partial<Record<FailureReason, string>>> = {
  "bad-request": "The service did not accept this request.",
  "rate-limit": "The service's rate limit was reached.",
  "too-long": "The request is too long for the model.",
  forbidden: "The account may not use this model.",
};

function byStatus(status: number): FailureReason {
  if (status === 401) return "bad-key";
  if (status === 402) return "no-credit";
  if (status === 403) return "forbidden";
  if (status === 404) return "unknown-model";
  if (status === 408 || status === 504) return "timeout";
  if (status === 413) return "too-long";
  if (status === 429) return "rate-limit";
  if (status === 503 || status === 529) return "overloaded";
  return status >= 400 && status < 500 ? "bad-request" : "server";
}
