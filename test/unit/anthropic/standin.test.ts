/** The stand-in is strict: what it takes is what the service documents. Asked with plain fetch. */
import { describe, expect, test } from "vitest";
import { answerSchema } from "../../../src/core/extraction/prompt/schema.ts";
import { PURPOSES } from "../../../src/core/extraction/prompt/purpose.ts";
import { faultsAtRate, REFUSAL_FAULTS, TRANSPORT_FAULTS } from "../../standin/faults.ts";
import { countText } from "../../standin/tokens.ts";
import { never, request, setup } from "./setup.ts";

const good = { model: "standin-large", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };
const HEADERS = { "content-type": "application/json", "anthropic-version": "2026-10-21" };

async function start(options: Parameters<typeof setup>[0] = {}) {
  const { standin } = await setup(options);
  const headers = { ...HEADERS, authorization: `Bearer ${standin.key}` };
  const post = async (body: unknown, path = "/v1/messages", over: Record<string, string> = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(standin.url + path, {
      method: "POST",
      headers: { ...headers, ...over },
      body: text,
    });
    const answered: unknown = await response.json();
    return { status: response.status, body: answered, id: response.headers.get("request-id") };
  };
  return { standin, post };
}

const wrong: readonly (readonly [string, unknown, number, string])[] = [
  ["an unknown field", { ...good, colour: 1 }, 400, "colour: Extra inputs are not permitted"],
  ["a sampling parameter", { ...good, temperature: 1 }, 400, "temperature: Extra inputs are not permitted"],
  ["no model", { ...good, model: undefined }, 400, "model: Field required"],
  ["an unknown model", { ...good, model: "gpt" }, 404, "model: gpt"],
  ["no max_tokens", { ...good, max_tokens: undefined }, 400, "max_tokens: Field required"],
  ["max_tokens of 0", { ...good, max_tokens: 0 }, 400, "max_tokens: Input should be greater"],
  ["too many max_tokens", { ...good, max_tokens: 64_001 }, 400, "max_tokens: 64001 > 64000"],
  ["no messages", { ...good, messages: [] }, 400, "messages: at least one message is required"],
  [
    "an assistant first",
    { ...good, messages: [{ role: "assistant", content: "x" }] },
    400,
    "first message must use",
  ],
  ["an unknown role", { ...good, messages: [{ role: "tool", content: "x" }] }, 400, "messages.0.role"],
  ["an empty message", { ...good, messages: [{ role: "user", content: "" }] }, 400, "non-empty content"],
  ["an empty system block", { ...good, system: [{ type: "text", text: "" }] }, 400, "must be non-empty"],
  [
    "a long prompt",
    { ...good, model: "standin-small", messages: [{ role: "user", content: "word ".repeat(21_000) }] },
    400,
    "prompt is too long",
  ],
  ["no JSON", "{", 400, "not valid JSON"],
  ["a list", [], 400, "valid dictionary"],
  [
    "five cache marks",
    {
      ...good,
      system: Array.from({ length: 5 }, () => ({
        type: "text",
        text: "x",
        cache_control: { type: "ephemeral" },
      })),
    },
    400,
    "maximum of 4 blocks",
  ],
  [
    "another kind of cache",
    { ...good, system: [{ type: "text", text: "x", cache_control: { type: "forever" } }] },
    400,
    "cache_control.type",
  ],
  [
    "a structured output the model has not",
    {
      ...good,
      model: "standin-old",
      output_config: { format: { type: "json_schema", schema: { type: "null" } } },
    },
    400,
    "does not support structured outputs",
  ],
  ["the older form", { ...good, output_format: {} }, 400, "output_format: Extra inputs"],
];

describe("requests", () => {
  test("a good one is taken", async () => {
    const { post } = await start();
    expect(await post(good)).toMatchObject({
      status: 200,
      body: { type: "message", stop_reason: "end_turn" },
    });
  });

  test.each(wrong)("%s is refused in the service's shape", async (_, body, status, words) => {
    const { post, standin } = await start();
    const refused = await post(body);
    expect(refused).toMatchObject({
      status,
      body: { type: "error", error: { message: expect.stringContaining(words) } },
    });
    expect(refused.body).toMatchObject({ request_id: refused.id });
    expect(standin.ledger.bill.answers).toBe(0);
  });

  test("headers: key, version, type", async () => {
    const { post } = await start();
    expect(await post(good, "/v1/messages", { authorization: "" })).toMatchObject({ status: 401 });
    expect(await post(good, "/v1/messages", { authorization: "Bearer other" })).toMatchObject({
      status: 401,
    });
    // The older header wins over the newer one.
    expect(await post(good, "/v1/messages", { "x-api-key": "other" })).toMatchObject({ status: 401 });
    expect(await post(good, "/v1/messages", { "anthropic-version": "2020-01-01" })).toMatchObject({
      status: 400,
    });
    expect(await post(good, "/v1/messages", { "content-type": "text/plain" })).toMatchObject({ status: 400 });
    expect(await post(good, "/v1/complete")).toMatchObject({ status: 404 });
    const older = { ...good, temperature: 1 };
    expect(await post(older, "/v1/messages", { "anthropic-version": "2023-06-01" })).toMatchObject({
      status: 200,
    });
  });

  test("bodies over the limit", async () => {
    const { post } = await start({ limits: { messageBytes: 1000, batchBytes: 2000 } });
    const large = { ...good, messages: [{ role: "user", content: "x".repeat(1500) }] };
    expect(await post(large)).toMatchObject({ status: 413, body: { error: { type: "request_too_large" } } });
    expect(
      await post({ requests: [{ custom_id: "a", params: large }] }, "/v1/messages/batches"),
    ).toMatchObject({ status: 200 });
  });

  test("more requests than a minute allows", async () => {
    const { post } = await start({ requestsPerMinute: 2 });
    await post(good);
    await post(good);
    expect(await post(good)).toMatchObject({ status: 429 });
  });
});

describe("schemas", () => {
  const ask = async (schema: unknown) => {
    const { post } = await start();
    return post({ ...good, output_config: { format: { type: "json_schema", schema } } });
  };
  const object = (properties: object, more: object = {}) => ({
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  });

  test.each(PURPOSES)("the product's own for %s is taken", async (purpose) => {
    expect((await ask(answerSchema(purpose))).status).toBe(200);
  });

  test.each([
    ["an open object", { type: "object", properties: {} }, "additionalProperties"],
    ["bounds of numbers", object({ a: { type: "number", minimum: 0 } }), "minimum: Extra inputs"],
    ["lengths of texts", object({ a: { type: "string", maxLength: 3 } }), "maxLength: Extra inputs"],
    [
      "counts of lists",
      object({ a: { type: "array", items: { type: "string" }, maxItems: 3 } }),
      "maxItems: Extra inputs",
    ],
    [
      "a minimum of two",
      object({ a: { type: "array", items: { type: "string" }, minItems: 2 } }),
      "minItems",
    ],
    ["oneOf", object({ a: { oneOf: [{ type: "string" }] } }), "a type is required"],
    ["a reference elsewhere", object({ a: { $ref: "https://x.example/s" } }), "$ref"],
    [
      "a giant enum",
      object({ a: { type: "string", enum: Array.from({ length: 3307 }, (_, n) => `value ${n}`) } }),
      "grammar is too large",
    ],
    ["objects in an enum", object({ a: { enum: [{}] } }), "plain values"],
    ["an unknown type", object({ a: { type: "text" } }), "unknown type"],
    ["a required property that is none", object({}, { required: ["b"] }), "required"],
  ])("%s is refused", async (_, schema, words) => {
    expect(await ask(schema)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(words) } },
    });
  });
});

describe("batches", () => {
  const ask = async (body: unknown, options: Parameters<typeof setup>[0] = {}) =>
    (await start(options)).post(body, "/v1/messages/batches");
  const item = (custom_id: string) => ({ custom_id, params: good });

  test.each([
    ["no requests", { requests: [] }],
    ["a bad id", { requests: [item("a b")] }],
    ["a doubled id", { requests: [item("a"), item("a")] }],
    ["a stream", { requests: [{ custom_id: "a", params: { ...good, stream: true } }] }],
    ["an unknown field", { requests: [item("a")], name: "x" }],
  ])("%s is refused", async (_, body) => expect(await ask(body)).toMatchObject({ status: 400 }));

  test("too many are refused", async () => {
    const limits = { limits: { requests: 2 } };
    expect(await ask({ requests: [item("a"), item("b")] }, limits)).toMatchObject({ status: 200 });
    expect(await ask({ requests: [item("a"), item("b"), item("c")] }, limits)).toMatchObject({ status: 400 });
  });
});

describe("the ledger", () => {
  test("the same request is known again as a stream and in a batch", async () => {
    const { standin, port } = await setup({ batchMs: 0 });
    await port.call(request(), never());
    const batch = await port.create([{ customId: "a", request: request() }], never());
    if ("ok" in batch) throw new Error(batch.message);
    for await (const _ of port.results(batch.id, never()));
    expect(standin.ledger.paidTwice()).toMatchObject([{ times: 2 }]);
    expect(standin.ledger.distinct).toBe(1);
    expect(standin.ledger.callsByKey.get(standin.key)).toBe(3);
  });

  test("an answer that was lost on its way is billed, one that was reset before is not", async () => {
    const { standin, port } = await setup({ faults: ({ index }) => (index === 0 ? "lost" : "reset") });
    await port.call(request({ user: "one" }), never());
    await port.call(request({ user: "two" }), never());
    expect(standin.ledger.bill.answers).toBe(1);
  });
});

describe("chance and counting", () => {
  test("faults at a rate: the same calls for the same seed, about as many as asked for, of all kinds", () => {
    const among = [...REFUSAL_FAULTS, ...TRANSPORT_FAULTS];
    const plan = faultsAtRate(0.05, 7, among);
    const hits = (seed: number) =>
      Array.from({ length: 20_000 }, (_, index) =>
        faultsAtRate(0.05, seed, among)({ index, route: "messages", body: "" }),
      );
    const found = hits(7).filter((fault) => fault !== undefined);
    expect(found.length).toBeGreaterThan(850);
    expect(found.length).toBeLessThan(1150);
    expect(new Set(found).size).toBe(among.length);
    expect(hits(7)).toEqual(hits(7));
    expect(hits(8)).not.toEqual(hits(7));
    expect(plan({ index: 0, route: "models", body: "" })).toBeUndefined();
  });

  test("the counter's documented rule", () => {
    expect(countText("")).toBe(0);
    expect(countText("honesty")).toBe(2);
    expect(countText("a cat sat")).toBe(3);
    expect(countText("2026")).toBe(2);
    expect(countText("価値")).toBe(2);
    expect(countText("one\n\ntwo")).toBe(3);
    expect(countText("...")).toBe(2);
  });
});
