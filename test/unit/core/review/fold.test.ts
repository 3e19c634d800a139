import { describe, expect, it } from "vitest";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import type { JudgementDraft } from "../../../../src/core/review/judgement.ts";
import { HASH, OTHER_HASH, eventOf, idOf, suggestionOf, value } from "./events.ts";

const suggestions = [suggestionOf("s1"), suggestionOf("s2"), suggestionOf("s3")];
const fold = (...drafts: JudgementDraft[]) =>
  foldConversation(
    suggestions,
    drafts.map((draft, i) => eventOf(i + 1, draft)),
    HASH,
  );
const states = (state: ReturnType<typeof fold>) => state.labels.map((label) => label.state);

describe("foldConversation", () => {
  it("gives every suggestion as suggested before any judgement", () => {
    const state = fold();
    expect(states(state)).toEqual(["suggested", "suggested", "suggested"]);
    expect(state).toMatchObject({ status: "open", flagged: false, note: "", judged: 0, pending: 3 });
    expect(state.undo).toBeUndefined();
    expect(state.redo).toBeUndefined();
  });

  it("lets the latest verdict on a label count", () => {
    const state = fold(
      { kind: "confirm", target: "s1" },
      { kind: "reject", target: "s1" },
      { kind: "correct", target: "s2", label: value("candour") },
      { kind: "confirm", target: "s3" },
    );
    expect(states(state)).toEqual(["rejected", "corrected", "confirmed"]);
    expect(state.labels[1]).toMatchObject({ label: value("candour"), original: value("s2") });
    expect(state.labels[1]?.spans).toEqual(suggestions[1]?.spans);
    expect(state.labels[0]?.eventId).toBe(idOf(2));
    expect(state).toMatchObject({ judged: 3, pending: 0 });
  });

  it("takes a correction's spans, even when they are none", () => {
    const state = fold({ kind: "correct", target: "s1", label: value("s1"), spans: [] });
    expect(state.labels[0]?.spans).toEqual([]);
  });

  it("brings back the verdict before when the latest is retracted", () => {
    const state = fold(
      { kind: "confirm", target: "s1" },
      { kind: "reject", target: "s1" },
      { kind: "retract", target: idOf(2) },
    );
    expect(states(state)).toEqual(["confirmed", "suggested", "suggested"]);
    expect(state.undo).toEqual({ eventId: idOf(1), kind: "confirm", target: "s1" });
    expect(state.redo).toEqual({ eventId: idOf(3), kind: "reject", target: "s1" });
  });

  it("keeps the rater's own labels after the suggestions and judges them by their event's id", () => {
    const state = fold(
      { kind: "add", label: value("patience"), spans: [] },
      { kind: "correct", target: idOf(1), label: value("calm") },
      { kind: "comment", text: "hm", target: idOf(1) },
    );
    expect(state.labels[3]).toMatchObject({
      id: idOf(1),
      label: value("calm"),
      original: value("patience"),
      state: "added",
      note: "hm",
      source: { type: "rater", rater: "ada" },
    });
    const gone = fold(
      { kind: "add", label: value("patience"), spans: [] },
      { kind: "reject", target: idOf(1) },
      { kind: "retract", target: idOf(1) },
    );
    expect(gone.labels).toHaveLength(3);
    expect(gone.unresolved).toEqual([]);
  });

  it("has one answer per single kind: the latest that holds", () => {
    const task = (text: string) => ({ kind: "task" as const, value: text });
    const given = [suggestionOf("t1", task("coding")), suggestionOf("t2", task("cooking"))];
    const events = [
      eventOf(1, { kind: "confirm", target: "t2" }),
      eventOf(2, { kind: "add", label: task("baking"), spans: [] }),
    ];
    const state = foldConversation(given, events, HASH);
    expect(state.single.task.answer?.label.value).toBe("baking");
    expect(state.single.task.candidates.map((label) => [label.id, label.superseded])).toEqual([
      ["t1", undefined],
      ["t2", true],
    ]);
    expect(state.pending).toBe(0);
    const undone = foldConversation(
      given,
      [...events, eventOf(3, { kind: "retract", target: idOf(2) })],
      HASH,
    );
    expect(undone.single.task.answer?.id).toBe("t2");
    const rejected = foldConversation(given, [eventOf(1, { kind: "reject", target: "t1" })], HASH);
    expect(rejected.single.task.answer).toBeUndefined();
    expect(rejected.single.task.candidates.map((label) => label.id)).toEqual(["t2"]);
    expect(rejected.pending).toBe(1);
  });

  it("folds status, flag and note; the latest that holds counts", () => {
    const drafts: JudgementDraft[] = [
      { kind: "flag", on: true },
      { kind: "comment", text: "first" },
      { kind: "done" },
      { kind: "comment", text: "" },
      { kind: "skip" },
    ];
    expect(fold(...drafts)).toMatchObject({ status: "skipped", flagged: true, note: "" });
    expect(fold(...drafts, { kind: "retract", target: idOf(5) })).toMatchObject({ status: "done" });
    expect(fold(...drafts, { kind: "retract", target: idOf(4) })).toMatchObject({ note: "first" });
    expect(fold(...drafts, { kind: "flag", on: false })).toMatchObject({ flagged: false });
  });

  it("lists judgements of another version of the text apart and applies none of them", () => {
    const old = eventOf(1, { kind: "reject", target: "s1" }, OTHER_HASH);
    const stale = suggestionOf("s9", value("s9"), OTHER_HASH);
    const state = foldConversation([...suggestions, stale], [old], HASH);
    expect(states(state)).toEqual(["suggested", "suggested", "suggested"]);
    expect(state.otherVersions).toEqual([old]);
    expect(state.staleSuggestions).toEqual([stale]);
    expect(state.undo).toBeUndefined();
  });

  it("reports targets that nobody knows, and goes on", () => {
    const state = fold(
      { kind: "confirm", target: "__proto__" },
      { kind: "retract", target: idOf(99) },
      { kind: "retract", target: idOf(3) },
      { kind: "comment", text: "x", target: "constructor" },
      { kind: "confirm", target: "s1" },
    );
    expect(state.unresolved.map((event) => event.id)).toEqual([idOf(2), idOf(3), idOf(1), idOf(4)]);
    expect(states(state)).toEqual(["confirmed", "suggested", "suggested"]);
  });
});
