/** What an error of the SDK or of fetch tells, read by shape; nothing of it is shown to people as it is. */
import { APIConnectionTimeoutError, APIError } from "@anthropic-ai/sdk";

export interface ErrorShape {
  /** Undefined for errors that came inside a stream or that are no answers at all. */
  readonly status?: number;
  /** `error.type` of the service's answer. */
  readonly type?: string;
  /** `error.details.error_code`. */
  readonly code?: string;
  /** The service's words; may repeat parts of the request, so they are matched against and never shown. */
  readonly words: string;
  readonly requestId?: string;
  readonly headers?: Headers;
  /** Whether the answer had the error shape of the API, and not that of something in between. */
  readonly fromService: boolean;
}

const REQUEST_ID = /^req_[A-Za-z0-9_]{4,64}$/;

/** @returns undefined when the error is no answer of a server */
export function answerShape(error: unknown): ErrorShape | undefined {
  if (!(error instanceof APIError)) return undefined;
  const { status, type, errorCode, requestID } = error;
  if (status === undefined && type === null) return undefined;
  const headers: unknown = error.headers;
  return {
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(typeof errorCode === "string" ? { code: errorCode } : {}),
    ...(typeof requestID === "string" && REQUEST_ID.test(requestID) ? { requestId: requestID } : {}),
    ...(headers instanceof Headers ? { headers } : {}),
    words: typeof error.apiMessage === "string" ? error.apiMessage.slice(0, 2000) : "",
    fromService: typeof type === "string",
  };
}

/** `error: {type, message}` of a batch's item. @returns undefined when it has no such shape */
export function itemErrorShape(error: unknown): ErrorShape | undefined {
  if (typeof error !== "object" || error === null || !("type" in error) || typeof error.type !== "string")
    return undefined;
  const words = "message" in error && typeof error.message === "string" ? error.message.slice(0, 2000) : "";
  return { type: error.type, words, fromService: true };
}

/**
 * Codes of the system below fetch (`ENOTFOUND`, `UND_ERR_HEADERS_TIMEOUT`, …), from the chain of causes.
 * @returns in upper case, outermost first
 */
export function systemCodes(error: unknown): string[] {
  const codes: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof APIConnectionTimeoutError) codes.push("SDK_TIMEOUT");
    if ("code" in at && typeof at.code === "string" && /^[A-Z0-9_]{1,60}$/.test(at.code)) codes.push(at.code);
    // Several addresses tried: the last one's reason is as good as any.
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap((each) => systemCodes(each)));
  }
  return codes;
}
