import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { PACE_WINDOW } from "../../../../src/core/review/pace.ts";
import { ReviewSummary } from "../../../../src/core/review/summary.ts";
import { HASH, OTHER_HASH, eventOf, idOf, suggestionOf, value } from "./events.ts";

const suggestions = ["s1", "s2"].map((id) => suggestionOf(id));
const conversations = ["c1", "c2", "__proto__"];
/** Targets are suggestions or add events, so that fold and summary count the same annotations. */
const draftArb = fc.oneof(
  fc.constantFrom<JudgementDraft>(
    { kind: "confirm", target: "s1" },
    { kind: "reject", target: "s2" },
    { kind: "add", label: value("a"), spans: [] },
    { kind: "done" },
    { kind: "skip" },
    { kind: "flag", on: true },
    { kind: "flag", on: false },
    { kind: "comment", text: "n" },
  ),
  fc.nat(30).map((n): JudgementDraft => ({ kind: "retract", target: idOf(n) })),
);
const logArb = fc
  .array(fc.tuple(draftArb, fc.constantFrom(...conversations), fc.constantFrom(HASH, OTHER_HASH)), {
    maxLength: 40,
  })
  .map((steps) => steps.map(([draft, id, hash], n) => eventOf(n, draft, hash, id)));

describe("ReviewSummary", () => {
  it("equals the fold of every conversation, at every step and in any order of lines", () => {
    fc.assert(
      fc.property(logArb, fc.boolean(), fc.array(fc.nat(40), { maxLength: 5 }), (log, backwards, repeats) => {
        const summary = new ReviewSummary();
        const seen: JudgementEvent[] = [];
        const fed = [...(backwards ? log.toReversed() : log), ...repeats.flatMap((n) => log[n] ?? [])];
        for (const [i, event] of fed.entries()) {
          summary.add(event);
          seen.push(event);
          if (i % 3 > 0 && i < fed.length - 1) continue;
          const totals = { touched: 0, done: 0, skipped: 0, flagged: 0, judged: 0 };
          for (const id of conversations) {
            for (const hash of [HASH, OTHER_HASH]) {
              const own = seen.filter((e) => e.conversation.id === id);
              const given = suggestions.map((s) => ({ ...s, conversation: { id, hash } }));
              const { status, flagged, judged } = foldConversation(given, own, hash);
              expect(summary.get({ id, hash })).toEqual({ status, flagged, judged });
              totals.touched += own.some((e) => e.conversation.hash === hash) ? 1 : 0;
              totals.done += status === "done" ? 1 : 0;
              totals.skipped += status === "skipped" ? 1 : 0;
              totals.flagged += flagged ? 1 : 0;
              totals.judged += judged;
            }
          }
          expect(summary.totals()).toEqual(totals);
        }
      }),
    );
  });

  it("bears a hundred thousand events on one conversation", () => {
    const summary = new ReviewSummary();
    for (let n = 1; n <= 100_000; n++) summary.add(eventOf(n, { kind: "flag", on: n % 2 === 0 }));
    summary.add(eventOf(100_001, { kind: "retract", target: idOf(100_000) }));
    expect(summary.totals()).toEqual({ touched: 1, done: 0, skipped: 0, flagged: 0, judged: 0 });
  });
});

describe("pace", () => {
  const now = Date.UTC(2026, 0, 2, 12);
  const at = (
    n: number,
    ago: number,
    draft: JudgementDraft = { kind: "confirm", target: "s1" },
  ): JudgementEvent => ({
    ...eventOf(n, draft),
    at: new Date(now - ago).toISOString(),
  });

  it("counts the judgements of the last 20 minutes, each once, and no undo, note or status", () => {
    const summary = new ReviewSummary();
    for (const event of [
      at(1, PACE_WINDOW + 1),
      at(2, PACE_WINDOW - 1),
      at(3, 1_000),
      at(3, 1_000),
      at(4, 0, { kind: "add", label: value("x"), spans: [] }),
      at(5, 0, { kind: "done" }),
      at(6, 0, { kind: "retract", target: idOf(3) }),
      at(7, -1),
    ]) {
      summary.add(event);
    }
    expect(summary.pace(now)).toEqual({ judgements: 3, perHour: 9 });
    expect(summary.pace(now + 2 * PACE_WINDOW)).toEqual({ judgements: 0, perHour: 0 });
  });

  it("forgets what is older than the window, whatever the length of the log", () => {
    const summary = new ReviewSummary();
    for (let n = 1; n <= 30_000; n++) summary.add(at(n, (30_000 - n) * 10_000));
    expect(summary.pace(now).judgements).toBe(120);
  });
});
