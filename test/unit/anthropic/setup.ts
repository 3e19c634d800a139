/** What the tests of the adapter share. */
import { onTestFinished } from "vitest";
import { anthropicPort, type AnthropicConfig } from "../../../src/anthropic/client.ts";
import type { ModelFailure, ModelRequest } from "../../../src/core/extraction/model-call.ts";
import { startStandin, type StandinOptions } from "../../standin/server.ts";

export const SECRET_TEXT = "My neighbour Ottilie Kranz hides her spare key under the blue flowerpot.";

export const SCHEMA = {
  type: "object",
  properties: { rationale: { type: "string" }, quotes: { type: "array", items: { type: "string" } } },
  required: ["rationale", "quotes"],
  additionalProperties: false,
} as const;

/** A request about a conversation; parts given replace its own. */
export function request(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    key: "k1",
    model: "standin-large",
    system: [{ text: "You label values.", cache: true }],
    user: `<turn-a1 number="1" role="user">\n${SECRET_TEXT}\n</turn-a1>\n<turn-a1 number="2" role="assistant">\nPrivacy matters here. Please move the key.\n</turn-a1>`,
    schema: SCHEMA,
    maxTokens: 1000,
    ...parts,
  };
}

/** A system prompt that is long enough for the prompt cache. */
export const LONG_PROMPT = "Honesty is telling the truth even where a lie would be easier. ".repeat(200);

export const never = (): AbortSignal => new AbortController().signal;

/** A stand-in and the port to it; both end with the test. */
export async function setup(options: StandinOptions = {}, config: Partial<AnthropicConfig> = {}) {
  const standin = await startStandin(options);
  onTestFinished(() => standin.stop());
  const port = anthropicPort({ baseURL: standin.url, apiKey: standin.key, ...config });
  return { standin, port };
}

/** @throws when the value is no failure */
export function failure(value: unknown): ModelFailure {
  if (typeof value === "object" && value !== null && "ok" in value && value.ok === false)
    return value as ModelFailure;
  throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
}
