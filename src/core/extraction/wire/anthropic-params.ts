/**
 * A request as the Messages API takes it: plain JSON, no SDK. The adapter sends it; the writers of batch files for
 * other services that speak the same shape put it into their lines.
 */
import type { ModelRequest } from "../model-call.ts";

/** The service refuses a request with more. */
export const MAX_CACHE_BREAKPOINTS = 4;

export interface SystemBlock {
  readonly type: "text";
  readonly text: string;
  readonly cache_control?: { readonly type: "ephemeral" };
}

/** The body of `POST /v1/messages`, and `params` of an item of a message batch. No sampling parameters exist. */
export interface MessageParams {
  readonly model: string;
  readonly max_tokens: number;
  /** Absent when the request has no system text. */
  readonly system?: readonly SystemBlock[];
  readonly messages: readonly [{ readonly role: "user"; readonly content: string }];
  readonly output_config: {
    readonly format: { readonly type: "json_schema"; readonly schema: ModelRequest["schema"] };
  };
}

/**
 * Turns a request into the service's parameters. Each part of the system prompt that is marked `cache` ends a prefix
 * that the service may cache; of more than four such marks the last four count. Empty parts are left out, because
 * the service refuses empty blocks; the mark of an empty part moves to the part before it.
 */
export function toMessageParams(request: ModelRequest): MessageParams {
  const system = systemBlocks(request.system);
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    ...(system.length > 0 ? { system } : {}),
    messages: [{ role: "user", content: request.user }],
    output_config: { format: { type: "json_schema", schema: request.schema } },
  };
}

function systemBlocks(parts: ModelRequest["system"]): SystemBlock[] {
  const kept: { text: string; cache: boolean }[] = [];
  for (const part of parts) {
    const before = kept.at(-1);
    if (part.text !== "") kept.push({ text: part.text, cache: part.cache === true });
    else if (part.cache === true && before !== undefined) before.cache = true;
  }
  let spare = MAX_CACHE_BREAKPOINTS;
  const blocks: SystemBlock[] = [];
  for (const { text, cache } of kept.reverse()) {
    const marked = cache && spare > 0;
    if (marked) spare -= 1;
    blocks.push({ type: "text", text, ...(marked ? { cache_control: { type: "ephemeral" } } : {}) });
  }
  return blocks.reverse();
}
