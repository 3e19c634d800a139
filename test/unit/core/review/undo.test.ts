import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { planRedo, planReopen, planUndo } from "../../../../src/core/review/undo.ts";
import { HASH, eventOf, idOf, suggestionOf, value } from "./events.ts";

const suggestions = ["s1", "s2", "s3"].map((id) => suggestionOf(id));
const target = fc.constantFrom("s1", "s2", "s3");
const draftArb: fc.Arbitrary<JudgementDraft> = fc.oneof(
  target.map((t): JudgementDraft => ({ kind: "confirm", target: t })),
  target.map((t): JudgementDraft => ({ kind: "reject", target: t })),
  fc.tuple(target, fc.constantFrom("a", "b")).map(([t, v]): JudgementDraft => ({
    kind: "correct",
    target: t,
    label: value(v),
  })),
  fc.constantFrom("a", "b").map((v): JudgementDraft => ({ kind: "add", label: value(v), spans: [] })),
  fc.constantFrom<JudgementDraft>({ kind: "done" }, { kind: "skip" }),
  fc.boolean().map((on): JudgementDraft => ({ kind: "flag", on })),
  fc.constantFrom("n", "m", "").map((text): JudgementDraft => ({ kind: "comment", text })),
);
type Action = JudgementDraft | "undo" | "redo" | { takeBack: number };
const actionArb: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: draftArb },
  { weight: 4, arbitrary: fc.constant("undo" as const) },
  { weight: 3, arbitrary: fc.constant("redo" as const) },
);

/** What a rater sees, without the bookkeeping of undo. */
function visible(events: readonly JudgementEvent[]): unknown {
  const { labels, single, status, flagged, note, judged, pending } = foldConversation(
    suggestions,
    events,
    HASH,
  );
  return { labels, single, status, flagged, note, judged, pending };
}

/** Appends one action's event as a session would. */
function act(log: JudgementEvent[], action: Action): void {
  let draft: JudgementDraft | undefined;
  if (action === "undo") draft = planUndo(log, HASH);
  else if (action === "redo") draft = planRedo(log, HASH);
  else if ("takeBack" in action) {
    const chosen = log[action.takeBack % Math.max(1, log.length)];
    draft = chosen && { kind: "retract", target: chosen.id };
  } else draft = action;
  if (draft) log.push(eventOf(log.length + 1, draft));
}

describe("undo and redo", () => {
  it("equal a model with two stacks, under any interleaving with judgements", () => {
    fc.assert(
      fc.property(fc.array(actionArb, { maxLength: 40 }), (actions) => {
        const log: JudgementEvent[] = [];
        let done: JudgementEvent[] = [];
        let undone: JudgementEvent[] = [];
        for (const action of actions) {
          act(log, action);
          if (action === "undo") undone = [...undone, ...done.splice(-1)];
          else if (action === "redo") done = [...done, ...undone.splice(-1)];
          else {
            done = [...done, ...log.slice(-1)];
            undone = [];
          }
          expect(visible(log)).toEqual(visible(done));
        }
        expect(planUndo(log, HASH) === undefined).toBe(done.length === 0);
        expect(planRedo(log, HASH) === undefined).toBe(undone.length === 0);
      }),
    );
  });

  it("undo n times, then redo n times, is the identity; and n undos reach every earlier state", () => {
    const withTakeBacks = fc.oneof(
      { weight: 4, arbitrary: actionArb },
      { weight: 1, arbitrary: fc.record({ takeBack: fc.nat(40) }) },
    );
    fc.assert(
      fc.property(fc.array(withTakeBacks, { maxLength: 30 }), fc.nat(30), (actions, n) => {
        const log: JudgementEvent[] = [];
        for (const action of actions) act(log, action);
        const before = visible(log);
        let undone = 0;
        while (undone < n && planUndo(log, HASH)) {
          act(log, "undo");
          undone++;
        }
        for (let i = 0; i < undone; i++) act(log, "redo");
        expect(visible(log)).toEqual(before);
      }),
    );
  });

  it("undo takes everything back in the end", () => {
    fc.assert(
      fc.property(fc.array(actionArb, { maxLength: 30 }), (actions) => {
        const log: JudgementEvent[] = [];
        for (const action of actions) act(log, action);
        for (let i = 0; i <= actions.length; i++) act(log, "undo");
        expect(visible(log)).toEqual(visible([]));
      }),
    );
  });

  it("the state depends on the set of events only: order and repeats of lines change nothing", () => {
    fc.assert(
      fc.property(fc.array(actionArb, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (actions, order) => {
        const log: JudgementEvent[] = [];
        for (const action of actions) act(log, action);
        const keyed = [...log, ...log.slice(0, 5)].map((event) => ({ event, key: order.next().value ?? 0 }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ event }) => event);
        expect(foldConversation(suggestions, shuffled, HASH)).toEqual(
          foldConversation(suggestions, log, HASH),
        );
      }),
    );
  });

  it("a take-back of something older is undone before what it took back", () => {
    const log: JudgementEvent[] = [];
    act(log, { kind: "confirm", target: "s1" });
    act(log, { kind: "confirm", target: "s2" });
    act(log, { takeBack: 0 });
    expect(foldConversation(suggestions, log, HASH).undo).toEqual({
      eventId: idOf(3),
      kind: "retract",
      target: idOf(1),
    });
    act(log, "undo");
    expect(foldConversation(suggestions, log, HASH).labels.map((l) => l.state)).toEqual([
      "confirmed",
      "confirmed",
      "suggested",
    ]);
  });

  it("two windows that undo the same event at once: redoing twice brings it back", () => {
    const log = [
      eventOf(1, { kind: "confirm", target: "s1" }),
      eventOf(2, { kind: "retract", target: idOf(1) }),
      eventOf(3, { kind: "retract", target: idOf(1) }),
    ];
    act(log, "redo");
    act(log, "redo");
    expect(visible(log)).toEqual(visible(log.slice(0, 1)));
    act(log, "undo");
    expect(visible(log)).toEqual(visible([]));
  });

  it("reopens by retracting every status that holds", () => {
    const log = [
      eventOf(1, { kind: "done" }),
      eventOf(2, { kind: "skip" }),
      eventOf(3, { kind: "flag", on: true }),
    ];
    expect(planReopen(log, HASH).map((draft) => draft.target)).toEqual([idOf(2), idOf(1)]);
    for (const draft of planReopen(log, HASH)) act(log, draft);
    expect(foldConversation([], log, HASH)).toMatchObject({ status: "open", flagged: true });
  });
});
