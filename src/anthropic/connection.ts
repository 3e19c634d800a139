/** The SDK's client, with everything said that it would otherwise take from the environment. */
import { Anthropic } from "@anthropic-ai/sdk";
import type { ModelFailure } from "../core/extraction/model-call.ts";
import { endedFailure, startDeadline, type Deadline } from "./deadline.ts";
import { checkEndpoint } from "./endpoint.ts";
import { failureFrom, type Asked } from "./failure.ts";
import { guardedFetch, type Fetch } from "./guarded-fetch.ts";

/** Plain data, so that it can cross the border of a lazily loaded bundle. */
export interface AnthropicConfig {
  /** https, or http to this machine. Never taken from the environment here; see `DEFAULT_ENDPOINT`. */
  readonly baseURL: string;
  /** Undefined or empty: every call fails with "no-key" and nothing is sent. */
  readonly apiKey: string | undefined;
  /**
   * Header that carries the key: `authorization` (as `Bearer`, what the service takes today) or `x-api-key` for
   * gateways that read the older one. Default `authorization`.
   */
  readonly keyHeader?: "authorization" | "x-api-key";
  /** Time without any progress after which a call counts as timed out, ms. Default 10 minutes. */
  readonly timeoutMs?: number;
  /** Answers that may have more tokens than this are streamed. Default 8,192. */
  readonly streamAboveTokens?: number;
  /** The platform's fetch by default. */
  readonly fetch?: Fetch;
  /** ms since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/** Longer than any deadline here, so that the SDK's own timer never decides. */
const SDK_TIMEOUT_MS = 2 ** 31 - 1;

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** Does one piece of work with the client; see `run`. */
export interface Connection {
  /**
   * @param asked what a 404 is about
   * @param work gets the client and the deadline, whose signal it passes on
   * @returns the work's result, or the failure that ended it; never rejects
   */
  run<T>(
    asked: Asked,
    signal: AbortSignal,
    work: (client: Anthropic, deadline: Deadline) => Promise<T>,
  ): Promise<T | ModelFailure>;
  /** For work that goes on over several steps: the client, or why there is none. */
  open(): Anthropic | ModelFailure;
  readonly timeoutMs: number;
  now(): number;
}

/** Nothing is sent until the first call. */
export function connect(config: AnthropicConfig): Connection {
  const timeoutMs = config.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const now = config.now ?? Date.now;
  const opened = openClient(config);
  return {
    timeoutMs,
    now,
    open: () => opened,
    async run(asked, signal, work) {
      if (signal.aborted) return endedFailure("cancelled");
      if ("ok" in opened) return opened;
      const deadline = startDeadline(signal, timeoutMs);
      try {
        const done = work(opened, deadline);
        // When the deadline wins, the work's own error comes later and means nothing more.
        done.catch(() => {});
        return await Promise.race([done, deadline.ended]);
      } catch (error) {
        const reason = deadline.reason();
        return reason === undefined ? failureFrom(error, asked, now()) : endedFailure(reason);
      } finally {
        deadline.close();
      }
    },
  };
}

function openClient(config: AnthropicConfig): Anthropic | ModelFailure {
  const endpoint = checkEndpoint(config.baseURL);
  if (!endpoint.ok) return { ok: false, reason: "bad-request", message: endpoint.message, retryable: false };
  const apiKey = config.apiKey?.trim() ?? "";
  if (apiKey === "")
    return { ok: false, reason: "no-key", message: "No API key is set. Nothing was sent.", retryable: false };
  // A header can't hold other characters; fetch would name the value in its error.
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    return {
      ok: false,
      reason: "bad-key",
      message: "The API key has spaces or characters that no key has. Nothing was sent.",
      retryable: false,
    };
  const credentials: Record<string, string> =
    config.keyHeader === "x-api-key" ? { "x-api-key": apiKey } : { authorization: `Bearer ${apiKey}` };
  const send: Fetch = config.fetch ?? ((url, init) => fetch(url, init));
  const guarded = guardedFetch(endpoint.baseURL, credentials, send);
  return new Anthropic({
    baseURL: endpoint.baseURL,
    apiKey,
    authToken: null,
    webhookKey: null,
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: "off",
    logger: quiet,
    openTelemetry: false,
    fetch: (input, init) => guarded(input instanceof Request ? input.url : String(input), init ?? {}),
  });
}
