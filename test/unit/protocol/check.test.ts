import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFromPanel } from "../../../src/protocol/check.ts";
import { isToPanel } from "../../../src/protocol/checkToPanel.ts";
import { MAX_ID, MAX_TEXT } from "../../../src/protocol/limits.ts";
import type { Intent } from "../../../src/protocol/review.ts";
import { NO_RATER, snapshot, STATES_TO_SEE } from "../../webview/samples.ts";

const intents: readonly Intent[] = [
  { do: "confirm", row: "r1" },
  { do: "reject", row: "r1" },
  { do: "correct", row: "r1" },
  { do: "retract", row: "r1" },
  { do: "select", row: "r1" },
  { do: "reveal", row: "r1", span: -1 },
  { do: "add", kind: "humanValue" },
  { do: "answer", kind: "responseType", value: "reframing" },
  { do: "clearAnswer", kind: "task" },
  { do: "note", text: "" },
  { do: "draft", field: "task", text: "x".repeat(MAX_TEXT) },
  { do: "undo" },
  { do: "editKeys" },
  { do: "showTranscript" },
];

const wrap = (ask: unknown, more: object = {}) => ({ type: "intent", intent: 3, ask, ...more });

describe("checkFromPanel", () => {
  test.each(intents)("takes %j as it is", (ask) => {
    expect(checkFromPanel(wrap(ask))).toEqual({ ok: true, message: wrap(ask) });
    expect(checkFromPanel(wrap(ask, { conversation: "c1" })).ok).toBe(true);
  });

  test("takes viewLoaded", () => {
    expect(checkFromPanel({ type: "viewLoaded" }).ok).toBe(true);
  });

  test.each([
    ["unknown deed", { do: "format" }],
    ["no row", { do: "confirm" }],
    ["empty row", { do: "confirm", row: "" }],
    ["long row", { do: "confirm", row: "r".repeat(MAX_ID + 1) }],
    ["extra key", { do: "confirm", row: "r1", path: "../../etc" }],
    ["span out of range", { do: "reveal", row: "r1", span: -2 }],
    ["fractional span", { do: "reveal", row: "r1", span: 0.5 }],
    ["kind not addable", { do: "add", kind: "task" }],
    ["value as an answer's kind", { do: "answer", kind: "aiValue", value: "x" }],
    ["long text", { do: "note", text: "x".repeat(MAX_TEXT + 1) }],
    ["text not text", { do: "note", text: { toString: "x" } }],
    ["no such field", { do: "draft", field: "__proto__", text: "x" }],
    ["null", null],
    ["an array", ["confirm"]],
  ])("refuses: %s", (_name, ask) => {
    expect(checkFromPanel(wrap(ask))).toMatchObject({ ok: false, intent: 3 });
  });

  test.each([
    undefined,
    null,
    3,
    "viewLoaded",
    [],
    {},
    { type: "intent" },
    { type: "intent", intent: -1, ask: { do: "undo" } },
  ])("refuses %j without an id to answer", (message) => {
    expect(checkFromPanel(message)).toMatchObject({ ok: false });
    expect(checkFromPanel(message)).not.toHaveProperty("intent");
  });

  test("never throws, and a problem never repeats what was sent", () => {
    const secret = "SECRETWORD";
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const message of [value, wrap(value)]) {
          const checked = checkFromPanel(message);
          if (checked.ok) throw new Error("arbitrary JSON was taken");
        }
      }),
    );
    for (const ask of [
      { do: secret },
      { do: "note", text: [secret] },
      { do: "draft", field: secret, text: "" },
    ]) {
      const checked = checkFromPanel(wrap(ask));
      expect(checked.ok).toBe(false);
      expect(JSON.stringify(checked)).not.toContain(secret);
    }
  });
});

describe("isToPanel", () => {
  test("takes every sample snapshot, focus and reply", () => {
    for (const one of [...Object.values(STATES_TO_SEE), NO_RATER]) {
      expect(isToPanel({ type: "snapshot", snapshot: one })).toBe(true);
    }
    expect(isToPanel({ type: "focus", target: "keys" })).toBe(true);
    expect(isToPanel({ type: "reply", intent: 1, error: "x" })).toBe(true);
  });

  test("refuses what is not ours", () => {
    const { screen: _screen, ...noScreen } = snapshot(1);
    const foreign: unknown[] = [
      null,
      "snapshot",
      { type: "snapshot" },
      { type: "snapshot", snapshot: noScreen },
      {
        type: "snapshot",
        snapshot: { ...snapshot(1), screen: { type: "conversation", conversation: { key: "k" } } },
      },
      { type: "focus", target: "toString" },
      { type: "reply", intent: "1" },
      { type: "webpackOk" },
    ];
    expect(foreign.filter((message) => isToPanel(message))).toEqual([]);
  });
});
