/** What lies between us and the service may not play by the rules. */
import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { anthropicPort } from "../../../src/anthropic/client.ts";
import type { Fetch } from "../../../src/anthropic/guarded-fetch.ts";
import { failureOf } from "../../../src/core/extraction/wire/thrown-failure.ts";
import { never, request, setup } from "./setup.ts";

const BAR = 200;
const json = { "content-type": "application/json" };

const through = (fetch: Fetch, more: object = {}) =>
  anthropicPort({ baseURL: "https://gateway.example", apiKey: "k", fetch, ...more });
const answering = (body: unknown) =>
  through(() => Promise.resolve(new Response(JSON.stringify(body), { headers: json })));

describe("a fetch that does not listen", () => {
  const deaf: Fetch = () => new Promise(() => {});

  test("cancelling does not wait for it", async () => {
    const controller = new AbortController();
    const call = through(deaf).call(request(), controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const at = performance.now();
    controller.abort();
    expect(await call).toMatchObject({ reason: "cancelled" });
    expect(performance.now() - at).toBeLessThan(BAR);
  });

  test("nor for a body that does not listen", { timeout: 2000 }, async () => {
    const port = through(() => Promise.resolve(new Response(new ReadableStream())), { timeoutMs: 50 });
    const read = async (): Promise<void> => {
      for await (const _ of port.results("msgbatch_1", never()));
    };
    expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({ reason: "timeout" });
  });

  test("time runs out on it", async () => {
    expect(await through(deaf, { timeoutMs: 50 }).call(request(), never())).toMatchObject({
      reason: "timeout",
    });
  });
});

describe("results that stop in the middle and leave the connection open", () => {
  async function stalled(): Promise<string> {
    const line = JSON.stringify({ custom_id: "a", result: { type: "expired" } });
    const server = createServer((_, response) => void response.writeHead(200).write(`${line}\n{"custom_id"`));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  test("can be cancelled at once", async () => {
    const port = anthropicPort({ baseURL: await stalled(), apiKey: "k" });
    const controller = new AbortController();
    let at = 0;
    const read = async (): Promise<void> => {
      for await (const { customId } of port.results("msgbatch_1", controller.signal)) {
        expect(customId).toBe("a");
        setTimeout(() => {
          at = performance.now();
          controller.abort();
        }, 50);
      }
    };
    expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({ reason: "cancelled" });
    expect(performance.now() - at).toBeLessThan(BAR);
  });

  test("time out", async () => {
    const port = anthropicPort({ baseURL: await stalled(), apiKey: "k", timeoutMs: 60 });
    const read = async (): Promise<void> => {
      for await (const _ of port.results("msgbatch_1", never()));
    };
    expect(failureOf(await read().catch((error: unknown) => error))).toMatchObject({ reason: "timeout" });
  });

  test("a reader that leaves early closes the connection", async () => {
    const { standin, port } = await setup({ batchMs: 0 });
    const many = Array.from({ length: 3000 }, (_, at) => ({ customId: `c${at}`, request: request() }));
    const batch = await port.create(many, never());
    if ("ok" in batch) throw new Error(batch.message);
    for await (const _ of port.results(batch.id, never())) break;
    await expect.poll(() => standin.requests.every(({ status }) => status !== undefined)).toBe(true);
  });
});

describe("answers that are not what they should be", () => {
  test.each([null, [], "text", 7, {}, { type: "message" }, { type: "message", content: {} }, { data: "x" }])(
    "%j is no answer to anything",
    async (body) => {
      const port = answering(body);
      expect(await port.call(request(), never())).toMatchObject({
        ok: false,
        reason: "network",
        retryable: false,
      });
      expect(await port.countTokens(request(), never())).toMatchObject({ ok: false });
      expect(await port.listModels(never())).toMatchObject({ ok: false });
      expect(await port.create([{ customId: "a", request: request() }], never())).toMatchObject({
        ok: false,
      });
      expect(await port.status("msgbatch_1", never())).toMatchObject({ ok: false });
    },
  );

  test("a stream that ends without its end event is cut off, however tidily", async () => {
    const events = [
      {
        type: "message_start",
        message: { type: "message", content: [], stop_reason: null, usage: { input_tokens: 3 } },
      },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: '{"a":1' } },
    ];
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
    const headers = { "content-type": "text/event-stream" };
    const port = through(() => Promise.resolve(new Response(body, { headers })), { streamAboveTokens: 0 });
    expect(await port.call(request(), never())).toMatchObject({
      ok: false,
      reason: "network",
      retryable: true,
    });
  });

  test("impossible counts are 0, names with signs are left out, unknown ends are no answer", async () => {
    const message = {
      type: "message",
      id: "msg_1\u001b[2J",
      model: "<b>m</b>",
      content: [
        { type: "thinking", thinking: "no" },
        null,
        { type: "text", text: "{" },
        { type: "text", text: "}" },
      ],
      stop_reason: "end_turn",
      usage: {
        input_tokens: -4,
        output_tokens: 1.5,
        cache_read_input_tokens: "9",
        cache_creation_input_tokens: 1e300,
      },
    };
    expect(await answering(message).call(request(), never())).toEqual({
      ok: true,
      text: "{}",
      model: "",
      usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    });
    for (const stop_reason of [null, "stop_sequence", "toString", 3])
      expect(await answering({ ...message, stop_reason }).call(request(), never())).toMatchObject({
        reason: "schema",
      });
  });

  test("a list of models that never ends, ends; names are one plain line", async () => {
    let pages = 0;
    const endless = through(() => {
      pages += 1;
      const data = [{ id: "m", display_name: "A\nB\u202e\u001b[1m" }, { id: "../x" }, null];
      const body = { data, has_more: true, last_id: "m" };
      return Promise.resolve(new Response(JSON.stringify(body), { headers: json }));
    });
    expect(await endless.listModels(never())).toEqual([{ id: "m", name: "AB[1m" }]);
    expect(pages).toBe(2);
  });
});
