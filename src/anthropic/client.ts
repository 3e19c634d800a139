/**
 * Claude by the Messages API, behind the ports of the core. The only folder that knows the SDK; hosts load this file
 * with a dynamic import, on first use.
 */
import type { BatchPort, ModelPort } from "../core/extraction/model-call.ts";
import { batchPort } from "./batches.ts";
import { connect, type AnthropicConfig } from "./connection.ts";
import { messagePort } from "./messages.ts";

export type { AnthropicConfig };

/**
 * One call does one request (lists: one per page), without retries, and tells its failure as a value. `results` and
 * `list` throw an error whose failure `failureOf` reads. Settings come from `config` alone, never from the environment.
 */
export function anthropicPort(config: AnthropicConfig): ModelPort & BatchPort {
  const connection = connect(config);
  return { ...messagePort(connection, config.streamAboveTokens), ...batchPort(connection) };
}
