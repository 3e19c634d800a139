import { describe, expect, test } from "vitest";
import { LONG_PROMPT, never, request, SCHEMA, SECRET_TEXT, setup } from "./setup.ts";

describe("a call", () => {
  test("answers with JSON by the schema, usage, model and id", async () => {
    const { standin, port } = await setup();
    const outcome = await port.call(request(), never());
    if (!outcome.ok) throw new Error(outcome.message);
    expect(JSON.parse(outcome.text)).toEqual({ rationale: expect.any(String), quotes: expect.any(Array) });
    expect(outcome.model).toBe("standin-large");
    expect(outcome.serviceId).toMatch(/^msg_/);
    expect(outcome.usage.inputTokens).toBe(standin.ledger.bill.inputTokens);
    expect(outcome.usage.outputTokens).toBe(standin.ledger.bill.outputTokens);
    expect(standin.requests).toHaveLength(1);
  });

  test("sends the service's current form and no sampling parameters", async () => {
    const { standin, port } = await setup();
    await port.call(request(), never());
    const sent = standin.requests[0];
    expect(sent?.path).toBe("/v1/messages");
    expect(sent?.headers["anthropic-version"]).toBe("2026-10-21");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      model: "standin-large",
      max_tokens: 1000,
      system: [{ type: "text", text: "You label values.", cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: expect.stringContaining(SECRET_TEXT) }],
      output_config: { format: { type: "json_schema", schema: SCHEMA } },
    });
  });

  test("a stream brings the same answer and the same bill as a whole message", async () => {
    const { port } = await setup();
    const { port: streaming, standin } = await setup({}, { streamAboveTokens: 0 });
    const [whole, streamed] = [await port.call(request(), never()), await streaming.call(request(), never())];
    expect(standin.requests[0]?.body).toContain('"stream":true');
    expect({ ...streamed, serviceId: "" }).toEqual({ ...whole, serviceId: "" });
  });

  test("long answers are streamed, short ones are not", async () => {
    const { standin, port } = await setup();
    await port.call(request({ maxTokens: 8192 }), never());
    await port.call(request({ maxTokens: 60_000 }), never());
    expect(standin.requests.map(({ body }) => body.includes('"stream":true'))).toEqual([false, true]);
  });

  test("characters beyond the basic plane survive a stream", async () => {
    const text = JSON.stringify({ rationale: "🌍 “geschützt” 価値 \u0000", quotes: [] });
    const { port } = await setup({ model: () => text }, { streamAboveTokens: 0 });
    expect(await port.call(request(), never())).toMatchObject({ ok: true, text });
  });
});

describe("the prompt cache", () => {
  test("the first call writes the marked prefix, the next reads it; input tokens count the rest", async () => {
    const { port } = await setup();
    const system = [{ text: LONG_PROMPT, cache: true }];
    const first = await port.call(request({ system }), never());
    const second = await port.call(request({ system, user: "Another conversation." }), never());
    if (!first.ok || !second.ok) throw new Error("failed");
    expect(first.usage.cacheWriteTokens).toBeGreaterThan(1024);
    expect(first.usage.cacheReadTokens).toBe(0);
    expect(second.usage.cacheReadTokens).toBe(first.usage.cacheWriteTokens);
    expect(second.usage.cacheWriteTokens).toBe(0);
    expect(second.usage.inputTokens).toBeLessThan(second.usage.cacheReadTokens);
  });

  test("an entry ends five minutes after its last use", async () => {
    let now = 0;
    const { port } = await setup({ now: () => now });
    const system = [{ text: LONG_PROMPT, cache: true }];
    const read = async (): Promise<number | undefined> =>
      (await port.call(request({ system }), never())).usage?.cacheReadTokens;
    expect(await read()).toBe(0);
    now += 299_000;
    expect(await read()).toBeGreaterThan(0);
    now += 299_000;
    expect(await read()).toBeGreaterThan(0);
    now += 301_000;
    expect(await read()).toBe(0);
  });

  test("a stream tells the same of the cache", async () => {
    const { port } = await setup({}, { streamAboveTokens: 0 });
    const system = [{ text: LONG_PROMPT, cache: true }];
    const first = await port.call(request({ system }), never());
    const second = await port.call(request({ system }), never());
    expect(first.usage?.cacheWriteTokens).toBeGreaterThan(0);
    expect(second.usage?.cacheReadTokens).toBe(first.usage?.cacheWriteTokens);
  });
});

describe("counting and models", () => {
  test("the count is what the call is billed for", async () => {
    const { port } = await setup();
    const counted = await port.countTokens(
      request({ system: [{ text: LONG_PROMPT, cache: true }] }),
      never(),
    );
    const called = await port.call(request({ system: [{ text: LONG_PROMPT, cache: true }] }), never());
    expect(called.usage).toBeDefined();
    const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = called.usage ?? {};
    expect(counted).toBe(inputTokens + cacheReadTokens + cacheWriteTokens);
  });

  test("counting bills nothing", async () => {
    const { standin, port } = await setup();
    await port.countTokens(request(), never());
    expect(standin.ledger.bill.answers).toBe(0);
  });

  test("all pages of the list of models", async () => {
    const models = Array.from({ length: 2500 }, (_, at) => ({
      id: `m-${at}`,
      name: `Model ${at}`,
      context: 1000 + at,
      maxOutput: 100,
      minCache: 1,
      structured: true,
    }));
    const { standin, port } = await setup({ models });
    const listed = await port.listModels(never());
    if ("ok" in listed) throw new Error(listed.message);
    expect(listed).toHaveLength(2500);
    expect(listed[2499]).toEqual({
      id: "m-2499",
      name: "Model 2499",
      maxInputTokens: 3499,
      maxOutputTokens: 100,
    });
    expect(standin.requests).toHaveLength(3);
  });
});
