import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { anthropicPort } from "../../../src/anthropic/client.ts";
import type { FailureReason } from "../../../src/core/extraction/model-call.ts";
import { always, type Fault } from "../../standin/faults.ts";
import { Refusal } from "../../standin/shapes.ts";
import { STANDIN_KEY } from "../../standin/server.ts";
import { failure, never, request, SECRET_TEXT, setup } from "./setup.ts";

const NAMED: readonly (readonly [Fault, FailureReason, boolean])[] = [
  ["bad-key", "bad-key", false],
  ["billing", "no-credit", false],
  ["low-credit", "no-credit", false],
  ["spend-limit", "no-credit", false],
  ["forbidden", "forbidden", false],
  ["not-found", "unknown-model", false],
  ["too-large", "too-long", false],
  ["too-long", "too-long", false],
  ["rate-limit", "rate-limit", true],
  ["server", "server", true],
  ["gateway-timeout", "timeout", true],
  ["overloaded", "overloaded", true],
  ["reset", "network", true],
  ["lost", "network", true],
  ["cut", "network", true],
  ["garbled", "network", true],
  ["html", "network", false],
  ["redirect", "network", false],
  ["refusal", "refusal", false],
  ["max-tokens", "truncated", false],
  ["context-exceeded", "too-long", false],
  ["pause-turn", "truncated", false],
  ["tool-use", "schema", true],
  ["empty", "schema", true],
];

/** Answers that are no answer of the API itself, or unusual ones. */
const ODD: readonly (readonly [number, string, string, FailureReason])[] = [
  [408, "timeout_error", "slow", "timeout"],
  [409, "conflict_error", "conflict", "server"],
  [418, "teapot_error", "short and stout", "server"],
  [422, "invalid_request_error", "no", "bad-request"],
  [429, "rate_limit_error", "You have reached your monthly spend limit", "no-credit"],
  [400, "invalid_request_error", "You have reached your specified API usage limits.", "no-credit"],
  [502, "api_error", "bad gateway", "server"],
  [503, "api_error", "unavailable", "overloaded"],
  [500, "overloaded_error", "Overloaded", "overloaded"],
];

describe.each([
  ["whole", 8192],
  ["streamed", 0],
])("%s: each failure has its reason", (_, streamAboveTokens) => {
  test.each(NAMED)("%s → %s", async (fault, reason, retryable) => {
    const { standin, port } = await setup({ faults: always(fault) }, { streamAboveTokens });
    const outcome = failure(await port.call(request(), never()));
    expect(outcome).toMatchObject({ reason, retryable });
    expectClean(outcome.message);
    // One request, whatever went wrong: retrying is not the port's.
    expect(standin.requests).toHaveLength(1);
  });

  test.each(ODD)("status %i %s %s → %s", async (status, type, words, reason) => {
    const { port } = await setup({ faults: always(new Refusal(status, type, words)) }, { streamAboveTokens });
    expect(failure(await port.call(request(), never())).reason).toBe(reason);
  });
});

function expectClean(message: string): void {
  expect(message).not.toContain(STANDIN_KEY);
  expect(message).not.toContain("Ottilie");
  for (const sign of ["{", "}", "<", ">", "\n", "\u001b"]) expect(message).not.toContain(sign);
  expect(message.length).toBeLessThan(200);
}

describe("what a failure tells", () => {
  test("an error inside a stream has its reason", async () => {
    const { port } = await setup({ faults: always("error-midway") }, { streamAboveTokens: 0 });
    expect(await port.call(request(), never())).toMatchObject({
      ok: false,
      reason: "overloaded",
      retryable: true,
    });
  });

  test.each(["refusal", "max-tokens", "empty"] as const)("%s: what it cost", async (fault) => {
    const { standin, port } = await setup({ faults: always(fault) });
    const { usage } = failure(await port.call(request(), never()));
    expect(usage?.inputTokens).toBe(standin.ledger.bill.inputTokens);
    expect(usage?.outputTokens).toBe(standin.ledger.bill.outputTokens);
    expect(usage?.inputTokens).toBeGreaterThan(0);
  });

  test("the service's words are not repeated, were they the conversation or the key", async () => {
    const words = `messages.0.content: ${SECRET_TEXT} ${STANDIN_KEY} \u001b[2J<b>`;
    for (const status of [400, 401, 403, 404, 413, 429, 500, 529]) {
      const { port } = await setup({ faults: always(new Refusal(status, "invalid_request_error", words)) });
      expectClean(failure(await port.call(request(), never())).message);
    }
  });

  test("names the field that was refused, when it is one of the request's", async () => {
    const ask = async (words: string): Promise<string> => {
      const { port } = await setup({ faults: always(new Refusal(400, "invalid_request_error", words)) });
      return failure(await port.call(request(), never())).message;
    };
    expect(await ask("output_config.format.schema: too complex")).toContain("output_config.format.schema");
    expect(await ask("messages.0.content.3.text: bad")).toContain("messages.0.content.3.text");
    expect(await ask("Ottilie.hides: bad")).not.toContain("Ottilie");
    expect(await ask("system.flowerpot: bad")).not.toContain("flowerpot");
  });

  test("the request's id, for support", async () => {
    const { port } = await setup({ faults: always("server") });
    expect(failure(await port.call(request(), never())).message).toMatch(/\(request req_standin1\)$/);
  });

  test("hostile text of a model is an answer like any other: text, never run or shown here", async () => {
    const { port } = await setup({ faults: always("hostile") });
    expect(await port.call(request(), never())).toMatchObject({ ok: true });
  });
});

describe("retry-after", () => {
  const wait = async (fault: Fault): Promise<number | undefined> => {
    const { port } = await setup({ faults: always(fault) });
    return failure(await port.call(request(), never())).retryAfterMs;
  };
  test("seconds", async () => expect(await wait("rate-limit")).toBe(2000));
  test("none", async () => expect(await wait("rate-limit-bare")).toBeUndefined());
  test("absurd values are capped at a minute", async () => {
    expect(await wait("rate-limit-absurd")).toBe(60_000);
    expect(await wait("rate-limit-far-date")).toBe(60_000);
  });
  test("negative and wordy values count for nothing", async () => {
    expect(await wait("rate-limit-negative")).toBeUndefined();
    expect(await wait("rate-limit-words")).toBeUndefined();
  });
  test("an HTTP date", async () => {
    const ms = (await wait("rate-limit-date")) ?? -1;
    expect(ms).toBeGreaterThan(2000);
    expect(ms).toBeLessThanOrEqual(5000);
  });
  test("not with what can't be retried", async () => {
    const refusal = new Refusal(401, "authentication_error", "no", { "retry-after": "3" });
    expect(await wait(refusal)).toBeUndefined();
  });
  test("the service may forbid to retry", async () => {
    const refusal = new Refusal(500, "api_error", "no", { "x-should-retry": "false" });
    const { port } = await setup({ faults: always(refusal) });
    expect(failure(await port.call(request(), never())).retryable).toBe(false);
  });
});

describe("no service at all", () => {
  test("refused connection", async () => {
    const { standin, port } = await setup();
    await standin.stop();
    expect(await port.call(request(), never())).toMatchObject({ reason: "network", retryable: true });
  });

  test("a name that does not exist", async () => {
    const port = anthropicPort({ baseURL: "https://nowhere.invalid", apiKey: "k" });
    expect(failure(await port.call(request(), never())).reason).toBe("network");
  });

  test("no TLS where https is asked for", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const https = anthropicPort({ baseURL: `https://127.0.0.1:${port}`, apiKey: "k" });
    expect(failure(await https.call(request(), never())).reason).toBe("network");
  });

  test.each([undefined, "", "  "])("no key (%j): nothing is sent", async (apiKey) => {
    const { standin, port } = await setup({}, { apiKey });
    expect(await port.call(request(), never())).toMatchObject({ reason: "no-key" });
    expect(await port.countTokens(request(), never())).toMatchObject({ reason: "no-key" });
    expect(await port.listModels(never())).toMatchObject({ reason: "no-key" });
    expect(await port.create([{ customId: "a", request: request() }], never())).toMatchObject({
      reason: "no-key",
    });
    await expect(async () => {
      for await (const _ of port.list(never())) throw new Error("an item");
    }).rejects.toMatchObject({ failure: { reason: "no-key" } });
    expect(standin.requests).toHaveLength(0);
  });

  test("a key that no header can hold: nothing is sent, and the key is not in the message", async () => {
    const { standin, port } = await setup({}, { apiKey: "sk-one\r\nx-evil: 1" });
    const outcome = failure(await port.call(request(), never()));
    expect(outcome.reason).toBe("bad-key");
    expect(outcome.message).not.toContain("sk-one");
    expect(standin.requests).toHaveLength(0);
  });
});
