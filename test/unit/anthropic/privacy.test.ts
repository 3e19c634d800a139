/** Nothing that the environment says may redirect a call, and nothing is written anywhere. */
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anthropicPort } from "../../../src/anthropic/client.ts";
import { checkEndpoint } from "../../../src/anthropic/endpoint.ts";
import { ANSWER_FAULTS, REFUSAL_FAULTS, TRANSPORT_FAULTS } from "../../standin/faults.ts";
import { startStandin, STANDIN_KEY, type Standin } from "../../standin/server.ts";
import { failure, never, request, SECRET_TEXT, setup } from "./setup.ts";

/** As much of `@opentelemetry/api` as is used here. */
interface Tracing {
  readonly trace: {
    getTracerProvider(): { getTracer(name: string): unknown };
    setGlobalTracerProvider(provider: { getTracer(name: string): unknown }): boolean;
    disable(): void;
  };
}

/** Everything that is written to the console or the process's outputs. */
function watchOutput(): { text: () => string; stop: () => void } {
  const written: string[] = [];
  const keep = (...parts: unknown[]): boolean => {
    written.push(
      parts.map((part) => (part instanceof Error ? `${part.stack}` : JSON.stringify(part))).join(" "),
    );
    return true;
  };
  const spies = [
    ...(["log", "info", "warn", "error", "debug", "trace"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(keep),
    ),
    vi.spyOn(process.stdout, "write").mockImplementation(keep),
    vi.spyOn(process.stderr, "write").mockImplementation(keep),
    vi.spyOn(process, "emitWarning").mockImplementation(keep),
  ];
  return { text: () => written.join("\n"), stop: () => spies.forEach((spy) => spy.mockRestore()) };
}

describe("a hostile environment", () => {
  let trap: Standin;
  beforeEach(async () => {
    trap = await startStandin();
    const address = trap.url;
    for (const [name, value] of Object.entries({
      ANTHROPIC_BASE_URL: address,
      ANTHROPIC_API_KEY: "sk-from-environment",
      ANTHROPIC_AUTH_TOKEN: "token-from-environment",
      ANTHROPIC_CUSTOM_HEADERS:
        "x-api-key: sk-custom\nx-leak: custom\nauthorization: Bearer custom\nanthropic-beta: custom",
      ANTHROPIC_LOG: "debug",
      ANTHROPIC_PROFILE: "other",
      ANTHROPIC_WEBHOOK_SIGNING_KEY: "whsec_x",
      ANTHROPIC_OPEN_TELEMETRY: "true",
      ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE: "content",
      HTTP_PROXY: address,
      HTTPS_PROXY: address,
      http_proxy: address,
      https_proxy: address,
      ALL_PROXY: address,
      NO_PROXY: "",
      NODE_USE_ENV_PROXY: "1",
    }))
      vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await trap.stop();
  });

  test.each([8192, 0])(
    "neither redirects, nor changes the key, nor adds headers, nor logs (%i)",
    async (above) => {
      const output = watchOutput();
      try {
        const { standin, port } = await setup({ batchMs: 0 }, { streamAboveTokens: above });
        expect(await port.call(request(), never())).toMatchObject({ ok: true });
        expect(await port.countTokens(request(), never())).toBeTypeOf("number");
        expect(await port.listModels(never())).toHaveLength(3);
        const batch = await port.create([{ customId: "a", request: request() }], never());
        if ("ok" in batch) throw new Error(batch.message);
        for await (const { outcome } of port.results(batch.id, never())) expect(outcome.ok).toBe(true);
        for await (const listed of port.list(never())) expect(listed.id).toBe(batch.id);
        expect(trap.requests).toEqual([]);
        expect(standin.requests).toHaveLength(6);
        for (const { headers } of standin.requests) {
          expect(headers["authorization"]).toBe(`Bearer ${STANDIN_KEY}`);
          expect(Object.keys(headers).filter((name) => !ALLOWED.has(name))).toEqual([]);
          expect(JSON.stringify(headers)).not.toMatch(/custom|environment/);
        }
        expect(output.text()).toBe("");
      } finally {
        output.stop();
      }
    },
  );

  test("a tracer that something else in the process registered sees nothing", async () => {
    // The SDK's own copy of the tracing interface, as an extension host would share it.
    const require = createRequire(createRequire(import.meta.url).resolve("@anthropic-ai/sdk"));
    const { trace }: Tracing = require("@opentelemetry/api");
    const asked: string[] = [];
    const provider = trace.getTracerProvider();
    trace.setGlobalTracerProvider({
      getTracer: (name) => {
        asked.push(name);
        return provider.getTracer(name);
      },
    });
    try {
      const { standin, port } = await setup();
      expect(await port.call(request(), never())).toMatchObject({ ok: true });
      expect(asked).toEqual([]);
      expect(standin.requests[0]?.headers["traceparent"]).toBeUndefined();
    } finally {
      trace.disable();
    }
  });

  test("a key in the environment is not used when none is given", async () => {
    const { standin, port } = await setup({}, { apiKey: undefined });
    expect(failure(await port.call(request(), never())).reason).toBe("no-key");
    expect(standin.requests).toHaveLength(0);
  });
});

/** The last ones are added by fetch itself. */
const ALLOWED = new Set(
  (
    "accept anthropic-version authorization content-type user-agent " +
    "host connection content-length accept-encoding accept-language sec-fetch-mode"
  ).split(" "),
);

describe("nothing is written", () => {
  test.each([8192, 0])("whatever goes wrong (%i)", async (streamAboveTokens) => {
    const faults = [...REFUSAL_FAULTS, ...ANSWER_FAULTS, ...TRANSPORT_FAULTS];
    const output = watchOutput();
    try {
      const { standin, port } = await setup(
        { faults: ({ index }) => faults[index], slowMs: 10 },
        { streamAboveTokens, timeoutMs: 400 },
      );
      const messages: string[] = [];
      for (const fault of faults) {
        const outcome = await port.call(request(), never());
        if (fault !== "slow" && outcome.ok === false) messages.push(outcome.message);
      }
      expect(standin.requests).toHaveLength(faults.length);
      expect(messages.length).toBeGreaterThan(20);
      expect(output.text()).toBe("");
      for (const secret of [STANDIN_KEY, SECRET_TEXT, "Ottilie", "credit balance is", "<h1>"])
        expect(messages.join("\n")).not.toContain(secret);
    } finally {
      output.stop();
    }
  });
});

describe("where a key may go", () => {
  test("results are fetched from the endpoint, wherever the service says that they are", async () => {
    const trap = await startStandin();
    const { standin } = await setup({ batchMs: 0 });
    // A service between, which names another address for the results.
    const port = anthropicPort({
      baseURL: standin.url,
      apiKey: STANDIN_KEY,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.endsWith("/batches")) return response;
        const body = (await response.text()).replaceAll(standin.url, trap.url);
        return new Response(body, { headers: { "content-type": "application/json" } });
      },
    });
    const batch = await port.create([{ customId: "a", request: request() }], never());
    if ("ok" in batch) throw new Error(batch.message);
    let seen = 0;
    for await (const _ of port.results(batch.id, never())) seen += 1;
    expect(seen).toBe(1);
    expect(trap.requests).toEqual([]);
    await trap.stop();
  });

  test("redirects are not followed", async () => {
    const { standin, port } = await setup({ faults: () => "redirect" });
    expect(await port.call(request(), never())).toMatchObject({ reason: "network", retryable: false });
    expect(standin.requests.map(({ path }) => path)).toEqual(["/v1/messages"]);
  });

  test.each([
    ["https://api.anthropic.com", "https://api.anthropic.com"],
    ["https://gateway.example/anthropic/", "https://gateway.example/anthropic"],
    [" https://Gateway.Example:8443 ", "https://gateway.example:8443"],
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://127.0.0.1:1", "http://127.0.0.1:1"],
    ["http://127.9.9.9", "http://127.9.9.9"],
    ["http://[::1]:5", "http://[::1]:5"],
    ["http://2130706433", "http://127.0.0.1"],
  ])("endpoint %s is taken", (typed, baseURL) => expect(checkEndpoint(typed)).toEqual({ ok: true, baseURL }));

  test.each([
    "",
    "api.anthropic.com",
    "http://api.anthropic.com",
    "http://10.0.0.1",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://[::ffff:10.0.0.1]",
    "https://user:sk-secret@gateway.example",
    "https://sk-secret@gateway.example",
    "https://gateway.example/?key=sk-secret",
    "https://gateway.example/#sk-secret",
    "ftp://gateway.example",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
  ])("endpoint %j is not", async (typed) => {
    const checked = checkEndpoint(typed);
    expect(checked.ok).toBe(false);
    expect(JSON.stringify(checked)).not.toContain("sk-secret");
    const sent: string[] = [];
    const port = anthropicPort({
      baseURL: typed,
      apiKey: "k",
      fetch: (url) => Promise.reject(new Error(`${sent.push(url)}`)),
    });
    expect(failure(await port.call(request(), never())).reason).toBe("bad-request");
    expect(sent).toEqual([]);
  });

  test("a gateway may be told the key in the older header", async () => {
    const { standin, port } = await setup({}, { keyHeader: "x-api-key" });
    expect(await port.call(request(), never())).toMatchObject({ ok: true });
    expect(standin.requests[0]?.headers["x-api-key"]).toBe(STANDIN_KEY);
    expect(standin.requests[0]?.headers["authorization"]).toBeUndefined();
  });
});
