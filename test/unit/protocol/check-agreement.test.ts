import { describe, expect, it } from "vitest";
import { checkFromAdjudicationPage } from "../../../src/protocol/check-adjudication.ts";
import { checkFromAgreementPage, MAX_DATA } from "../../../src/protocol/check-agreement.ts";
import { isToAdjudicationPage } from "../../../src/protocol/checkToAdjudicationPage.ts";
import { isToAgreementPage } from "../../../src/protocol/checkToAgreementPage.ts";

const asked = (ask: unknown): unknown => ({ type: "intent", intent: 1, ask });
const CHOICES = { kind: "aiValue", level: 0, distance: "masi", frame: "all", seed: 1 };

describe("messages of the agreement editor's page", () => {
  const good = [
    { do: "choose", choices: CHOICES },
    { do: "rows", generation: 3, from: 0, count: 60 },
    { do: "open", conversation: { id: "x", hash: "h" } },
    { do: "goldRule", rule: { type: "votes", k: 2, of: 3 } },
    { do: "save", name: "alpha", type: "png", data: "AAAA" },
    { do: "cancel" },
  ];
  it.each(good)("lets %j in", (ask) => {
    expect(checkFromAgreementPage(asked(ask)).ok).toBe(true);
  });

  const bad = [
    { do: "choose", choices: { ...CHOICES, level: 7 } },
    { do: "choose", choices: { ...CHOICES, more: true } },
    { do: "rows", generation: 3, from: -1, count: 60 },
    { do: "rows", generation: 3, from: 0, count: 1e6 },
    { do: "open", conversation: { id: "x" } },
    { do: "save", name: "alpha", type: "exe", data: "" },
    { do: "copy", text: "x".repeat(MAX_DATA + 1) },
    { do: "run", command: "secret" },
  ];
  it.each(bad.map((ask, at) => [at, ask] as const))("keeps number %i out, and can answer it", (_, ask) => {
    const checked = checkFromAgreementPage(asked(ask));
    expect(checked).toMatchObject({ ok: false, intent: 1 });
    expect(JSON.stringify(checked)).not.toContain("secret");
  });

  it("takes snapshots, rows and progress, and nothing of another making", () => {
    const report = {
      raters: [],
      notes: [],
      problems: [],
      unavailable: [],
      choices: {},
      units: {},
      frames: {},
    };
    const snapshot = { revision: 1, key: "k", tasks: [], screen: { type: "report", report, gold: {} } };
    expect(isToAgreementPage({ type: "snapshot", snapshot })).toBe(true);
    expect(isToAgreementPage({ type: "progress", tasks: [] })).toBe(true);
    expect(isToAgreementPage({ type: "rows", generation: 1, rows: [] })).toBe(true);
    expect(isToAgreementPage({ type: "rows", generation: 1, rows: [{}] })).toBe(false);
    expect(isToAgreementPage({ type: "snapshot", snapshot: { ...snapshot, screen: { type: "else" } } })).toBe(
      false,
    );
    expect(isToAgreementPage({ type: "focus", target: "elsewhere" })).toBe(false);
    expect(isToAgreementPage(null)).toBe(false);
  });
});

describe("messages of the adjudication page", () => {
  it("lets decisions in, and nothing else", () => {
    for (const ask of [
      { do: "take", row: "r", key: 9 },
      { do: "done" },
      { do: "reason", row: "r", text: "" },
    ])
      expect(checkFromAdjudicationPage(asked(ask)).ok).toBe(true);
    for (const ask of [
      { do: "take", row: "r", key: 10 },
      { do: "take", row: "", key: 1 },
      { do: "eval" },
      { do: "go" },
    ])
      expect(checkFromAdjudicationPage(asked(ask))).toMatchObject({ ok: false, intent: 1 });
    expect(checkFromAdjudicationPage({ type: "other" })).toMatchObject({ ok: false });
  });

  it("takes snapshots of the right outline only", () => {
    const conversation = { key: "k", columns: [], groups: [], drafts: [], notes: [] };
    const snapshot = {
      revision: 1,
      key: "k",
      saving: { pending: 0 },
      extractor: {},
      queue: { items: [] },
      screen: { type: "conversation", conversation },
    };
    expect(isToAdjudicationPage({ type: "snapshot", snapshot })).toBe(true);
    const broken = {
      ...snapshot,
      screen: { type: "conversation", conversation: { ...conversation, groups: [{}] } },
    };
    expect(isToAdjudicationPage({ type: "snapshot", snapshot: broken })).toBe(false);
    expect(isToAdjudicationPage({ type: "focus", target: "__proto__" })).toBe(false);
  });
});
