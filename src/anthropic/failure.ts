/** From what the service, the network or the SDK reported to a failure with a reason that a person can act on. */
import type { FailureReason, ModelFailure } from "../core/extraction/model-call.ts";
import { answerShape, systemCodes, type ErrorShape } from "./error-shape.ts";
import { retryAfterMs } from "./retry-after.ts";

/** What was asked for; a 404 means something else for each. */
export type Asked = "message" | "models" | "batch";

interface Verdict {
  readonly reason: FailureReason;
  readonly message: string;
  readonly retryable: boolean;
}

const verdict = (reason: FailureReason, retryable: boolean, message: string): Verdict => ({
  reason,
  message,
  retryable,
});

/** Error codes for a spent limit; waiting seconds doesn't help. */
const SPENT = new Set([
  "contract_spend_limit_reached",
  "enforced_spend_limit_reached",
  "linked_organization_billing_unavailable",
  "linked_organization_spend_limit_reached",
]);
const SPENT_WORDS = /credit balance|purchase credits|spend(ing)? limit|usage limits?\b|billing/i;
const TOO_LONG_WORDS = /prompt is too long|exceeds? (the )?(context|maximum context)|context (window|limit)/i;

const NO_CREDIT = verdict(
  "no-credit",
  false,
  "The account has no credit left or has reached its spend limit. Check billing and limits in the Claude Console.",
);
const TOO_LONG = verdict(
  "too-long",
  false,
  "The conversation and the prompt are longer than the model takes.",
);
const RATE = verdict("rate-limit", true, "The account's rate limit is reached.");
const SERVER = verdict("server", true, "The service had an internal error.");
const TIMEOUT = verdict("timeout", true, "The service did not answer in time.");
const OVERLOADED = verdict("overloaded", true, "The service is overloaded at the moment.");
const BAD_KEY = verdict("bad-key", false, "The service does not accept the API key. Set another key.");
const FORBIDDEN = verdict(
  "forbidden",
  false,
  "The key may not do this. Check the workspace and permissions of the key in the Claude Console.",
);
const NOT_THE_API = "Something other than the Messages API answered. Check the endpoint setting";

/**
 * @param error as thrown by the SDK or below it
 * @param now ms since 1970, for dates in `retry-after`
 */
export function failureFrom(error: unknown, asked: Asked, now: number): ModelFailure {
  const shape = answerShape(error);
  return shape === undefined ? toFailure(brokenTransport(error)) : answeredFailure(shape, asked, now);
}

/** A failure that the service reported itself, as an answer, inside a stream, or for one item of a batch. */
export function answeredFailure(shape: ErrorShape, asked: Asked, now: number): ModelFailure {
  const found = judge(shape, asked);
  const wait = found.retryable ? retryAfterMs(shape.headers, now) : undefined;
  const id = shape.requestId === undefined ? "" : ` (request ${shape.requestId})`;
  const retryable = found.retryable && shape.headers?.get("x-should-retry") !== "false";
  return {
    ...toFailure({ ...found, retryable, message: found.message + id }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

const toFailure = (found: Verdict): ModelFailure => ({ ok: false, ...found });

function judge(shape: ErrorShape, asked: Asked): Verdict {
  if (shape.code !== undefined && SPENT.has(shape.code)) return NO_CREDIT;
  return (
    (shape.status === undefined ? undefined : byStatus(shape.status, shape, asked)) ?? byType(shape, asked)
  );
}

function byStatus(status: number, shape: ErrorShape, asked: Asked): Verdict | undefined {
  if (status < 400) return verdict("network", false, `${NOT_THE_API}: it redirects, which is not followed.`);
  if (status === 400 || status === 422) return badRequest(shape);
  if (status === 401) return BAD_KEY;
  if (status === 402) return NO_CREDIT;
  if (status === 403) return FORBIDDEN;
  if (status === 404) return notFound(shape, asked);
  if (status === 408 || status === 504) return TIMEOUT;
  if (status === 409) return verdict("server", true, "The service reports a conflict with another change.");
  if (status === 413) return TOO_LONG;
  if (status === 429) return SPENT_WORDS.test(shape.words) ? NO_CREDIT : RATE;
  if (status === 529 || status === 503) return OVERLOADED;
  if (status >= 500) return shape.type === "overloaded_error" ? OVERLOADED : SERVER;
  return shape.fromService ? undefined : verdict("bad-request", false, `${NOT_THE_API} (status ${status}).`);
}

function byType(shape: ErrorShape, asked: Asked): Verdict {
  switch (shape.type) {
    case "authentication_error":
      return BAD_KEY;
    case "billing_error":
      return NO_CREDIT;
    case "permission_error":
      return FORBIDDEN;
    case "not_found_error":
      return notFound(shape, asked);
    case "request_too_large":
      return TOO_LONG;
    case "rate_limit_error":
      return SPENT_WORDS.test(shape.words) ? NO_CREDIT : RATE;
    case "overloaded_error":
      return OVERLOADED;
    case "timeout_error":
      return TIMEOUT;
    case "api_error":
      return SERVER;
    case "invalid_request_error":
      return badRequest(shape);
    default:
      return verdict("server", true, "The service reported an error of a kind that is not known here.");
  }
}

function badRequest(shape: ErrorShape): Verdict {
  if (SPENT_WORDS.test(shape.words)) return NO_CREDIT;
  if (TOO_LONG_WORDS.test(shape.words)) return TOO_LONG;
  if (!shape.fromService) return verdict("bad-request", false, `${NOT_THE_API} (status ${shape.status}).`);
  const place = fieldOf(shape.words);
  return verdict(
    "bad-request",
    false,
    `The service does not accept the request${place === undefined ? "" : ` because of ${place}`}.`,
  );
}

function notFound(shape: ErrorShape, asked: Asked): Verdict {
  if (!shape.fromService) return verdict("bad-request", false, `${NOT_THE_API} (status 404).`);
  if (asked === "message")
    return verdict("unknown-model", false, "The service does not know the model, or the key may not use it.");
  if (asked === "batch") return verdict("bad-request", false, "The service does not know this batch.");
  return verdict("bad-request", false, `${NOT_THE_API}: it has no list of models.`);
}

/** Words that may stand in the name of a field; any other word could be one from the conversation. */
const FIELD_WORDS = new Set(
  (
    "model max_tokens messages system content text type role stream output_config format schema json_schema " +
    "cache_control properties items required additionalProperties enum requests custom_id params"
  ).split(" "),
);

/** The field that the service's words begin with (`output_config.format.schema: …`), if it is one of ours. */
function fieldOf(words: string): string | undefined {
  const path = /^([A-Za-z_]+(?:\.[A-Za-z0-9_]+){0,12}):/.exec(words)?.[1];
  if (path === undefined) return undefined;
  return path.split(".").every((word) => FIELD_WORDS.has(word) || /^\d{1,6}$/.test(word)) ? path : undefined;
}

const TIMEOUT_CODES = /^(SDK_TIMEOUT|ETIMEDOUT|UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT)$/;
const NAME_CODES = /^(ENOTFOUND|EAI_[A-Z]+)$/;
const TLS_CODES = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** No answer, or one that broke off. */
function brokenTransport(error: unknown): Verdict {
  const codes = systemCodes(error);
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  if (has(TIMEOUT_CODES)) return TIMEOUT;
  if (has(NAME_CODES))
    return verdict("network", true, "The endpoint's name can't be resolved. Is this machine online?");
  if (has(TLS_CODES))
    return verdict("network", false, "No secure connection: the endpoint's certificate is not trusted here.");
  if (has(/^ECONNREFUSED$/)) return verdict("network", true, "The endpoint refuses the connection.");
  if (error instanceof SyntaxError) return verdict("network", true, "The service's answer arrived damaged.");
  return verdict("network", true, "The connection to the service failed or broke off.");
}
