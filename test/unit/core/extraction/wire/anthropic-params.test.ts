import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelRequest } from "../../../../../src/core/extraction/model-call.ts";
import {
  MAX_CACHE_BREAKPOINTS,
  toMessageParams,
} from "../../../../../src/core/extraction/wire/anthropic-params.ts";
import { errorOf, failureOf } from "../../../../../src/core/extraction/wire/thrown-failure.ts";

const base: ModelRequest = {
  key: "k",
  model: "m",
  system: [],
  user: "u",
  schema: { type: "object", properties: {}, additionalProperties: false },
  maxTokens: 7,
};
const system = (...parts: ModelRequest["system"]) => toMessageParams({ ...base, system: parts }).system;
const mark = { cache_control: { type: "ephemeral" } };

describe("parameters of a request", () => {
  test("are exactly these; the key stays here", () => {
    expect(toMessageParams({ ...base, system: [{ text: "s" }] })).toEqual({
      model: "m",
      max_tokens: 7,
      system: [{ type: "text", text: "s" }],
      messages: [{ role: "user", content: "u" }],
      output_config: { format: { type: "json_schema", schema: base.schema } },
    });
  });

  test("no system, no field", () => {
    expect("system" in toMessageParams(base)).toBe(false);
    expect(system({ text: "", cache: true })).toBeUndefined();
  });

  test("the mark of an empty part moves to the one before", () => {
    expect(system({ text: "a" }, { text: "", cache: true }, { text: "b" })).toEqual([
      { type: "text", text: "a", ...mark },
      { type: "text", text: "b" },
    ]);
  });

  test("any parts: all text in order, at most four marks, the last ones, none that was not asked for", () => {
    const part = fc.record({ text: fc.string(), cache: fc.boolean() });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const blocks = system(...parts) ?? [];
        expect(blocks.map(({ text }) => text).join("")).toBe(parts.map(({ text }) => text).join(""));
        expect(blocks.every(({ text }) => text !== "")).toBe(true);
        const marks = blocks.flatMap((block, at) => (block.cache_control === undefined ? [] : [at]));
        expect(marks.length).toBeLessThanOrEqual(MAX_CACHE_BREAKPOINTS);
        const asked = parts.filter(({ cache }) => cache).length;
        expect(marks.length).toBeLessThanOrEqual(asked);
        // The end of the last marked prefix is marked.
        const last = parts.findLastIndex(({ cache }) => cache);
        const prefix = parts.slice(0, last + 1).filter(({ text }) => text !== "").length;
        expect(marks.at(-1) ?? -1).toBe(prefix - 1);
      }),
    );
  });

  test("equal requests give equal bytes, and the request is not changed", () => {
    const frozen = Object.freeze({
      ...base,
      system: Object.freeze([Object.freeze({ text: "a", cache: true })]),
    });
    expect(JSON.stringify(toMessageParams(frozen))).toBe(JSON.stringify(toMessageParams(frozen)));
  });
});

describe("a thrown failure", () => {
  const failure = { ok: false, reason: "network", message: "gone", retryable: true } as const;
  test("is read again", () => {
    expect(failureOf(errorOf(failure))).toEqual(failure);
    expect(errorOf(failure).message).toBe("gone");
  });
  test("other errors carry none", () => {
    expect(failureOf(new Error("x"))).toBeUndefined();
    expect(failureOf(failure)).toBeUndefined();
    expect(
      failureOf(Object.assign(new Error("x"), { failure: { ok: false, reason: "odd" } })),
    ).toBeUndefined();
    expect(
      failureOf(Object.assign(new Error("x"), { failure: { ...failure, reason: "toString" } })),
    ).toBeUndefined();
  });
});
