/** How many tokens a request is, estimated on this machine. The service's own count is better wherever it can be had. */
import type { ModelRequest } from "../model-call.ts";

/**
 * Code units that make a token, by kind of character, on the tokenizer of models before Claude Opus 4.7. Rules of thumb
 * (the maker's documentation speaks of 3.5 English characters to a token), not a measurement: there is no public
 * tokenizer. `ESTIMATE_ERROR` is what we therefore claim; `calibration` brings it down.
 */
const UNITS_PER_TOKEN = { ascii: 3.5, otherLetters: 2.2, ideographs: 0.9, rest: 0.8 } as const;

/** "Approximately 30 percent more tokens" on the newer tokenizer (token-counting page of the documentation). */
const NEWER_TOKENIZER = 1.3;

/** What structured output and the message frame add, tokens. */
const FRAME_TOKENS = 40;

/** Share by which an uncalibrated estimate may be off, either way. Claimed, not measured. */
export const ESTIMATE_ERROR = 0.3;

/** Models of before the newer tokenizer; every other model, unknown ones too, is counted with more tokens. */
const OLDER = /^(?:claude-(?:instant|2|3)|claude-(?:opus|sonnet)-4(?:-[0-6])?(?:-\d{8})?$|claude-haiku-4)/;

export function isOlderTokenizer(model: string): boolean {
  return OLDER.test(model);
}

/** Tokens of a text, on the older tokenizer, not rounded. Linear. */
function weigh(text: string): number {
  let [ascii, letters, ideographs, rest] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) ascii += 1;
    else if (unit < 0x2000) letters += 1;
    else if ((unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7a3)) ideographs += 1;
    else rest += 1;
  }
  return (
    ascii / UNITS_PER_TOKEN.ascii +
    letters / UNITS_PER_TOKEN.otherLetters +
    ideographs / UNITS_PER_TOKEN.ideographs +
    rest / UNITS_PER_TOKEN.rest
  );
}

/** Estimated tokens of a text for a model. */
export function estimateTextTokens(text: string, model: string): number {
  return Math.ceil(weigh(text) * (isOlderTokenizer(model) ? 1 : NEWER_TOKENIZER));
}

/** Estimated input tokens of a request: system parts, user message, schema and frame. Off by up to `ESTIMATE_ERROR`. */
export function estimateTokens(request: ModelRequest): number {
  const texts = [...request.system.map(({ text }) => text), request.user, JSON.stringify(request.schema)];
  return texts.reduce((sum, text) => sum + estimateTextTokens(text, request.model), FRAME_TOKENS);
}

/** Estimated tokens of the parts that the prompt cache may hold. */
export function estimateCachedTokens(request: ModelRequest): number {
  const cached = request.system.filter(({ cache }) => cache === true);
  return cached.reduce((sum, { text }) => sum + estimateTextTokens(text, request.model), 0);
}

/** The bytes of a text in UTF-8. A byte-level tokenizer can't make more tokens than that. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Two units of a surrogate pair are four bytes together.
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit >= 0x80) bytes += 1;
  }
  return bytes;
}

/** Tokens that a service adds by itself for the schema and the roles; generous. */
const HIDDEN_TOKENS = 1_000;
/** The service's own count "might differ by a small amount" from what is billed. */
const COUNT_MARGIN = 1.05;

/**
 * Input tokens that a request can't exceed, for reservations: the service's count with a margin where there is one,
 * else the bytes of all that is sent.
 */
export function mostInputTokens(request: ModelRequest, counted?: number): number {
  if (counted !== undefined) return Math.ceil(counted * COUNT_MARGIN) + 64;
  const texts = [...request.system.map(({ text }) => text), request.user, JSON.stringify(request.schema)];
  return texts.reduce((sum, text) => sum + utf8Length(text), HIDDEN_TOKENS);
}

/**
 * By what to multiply estimates, from requests that the service has counted: a few of a run bring the estimate of the
 * whole close to its count. 1 without any.
 */
export function calibration(
  samples: readonly { readonly estimated: number; readonly counted: number }[],
): number {
  const estimated = samples.reduce((sum, one) => sum + one.estimated, 0);
  const counted = samples.reduce((sum, one) => sum + one.counted, 0);
  return estimated > 0 && counted > 0 ? counted / estimated : 1;
}
