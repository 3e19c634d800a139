import { describe, expect, it } from "vitest";
import {
  acceptDraft,
  clearDraft,
  foldAdjudication,
  otherDraft,
  reasonDraft,
  rejectDraft,
  takeDraft,
} from "../../../../src/core/review/adjudicate.ts";
import { adjudicatedResult, agreeingColumns, layDecisions } from "../../../../src/core/review/adjudicated.ts";
import { alignLabels } from "../../../../src/core/review/align-labels.ts";
import type { AlignedRow } from "../../../../src/core/review/align-labels.ts";
import type { JudgementDraft, JudgementEvent } from "../../../../src/core/review/judgement.ts";
import { formatEvent, parseEvent } from "../../../../src/core/review/validate.ts";
import { eventOf, HASH, idOf, OTHER_HASH } from "./events.ts";
import { at, done, eventsOf, label, rater, says, TAXONOMY } from "./raters.ts";

const REF = { id: "c1", hash: HASH };
const [honesty, candour, patience] = [label("honesty"), label("candour"), label("patience", null)];
const type = (value: string) => ({ kind: "responseType", value }) as const;

const columns = [
  rater(
    "ana",
    eventsOf(1, says(honesty, at(0, 10)), says(candour, at(20, 30)), says(type("reframing")), done),
  ),
  rater("ben", eventsOf(11, says(honesty, at(5, 15)), says(type("mild_support")), done)),
];
const rows = alignLabels(columns, TAXONOMY);
const [first, second, third] = rows;
if (!first || !second || !third || rows.length !== 3) throw new Error("three rows were wanted");

const fold = (...events: readonly JudgementEvent[]) =>
  foldAdjudication([{ adjudicator: "ada", events }], HASH);
const made = (...drafts: readonly JudgementDraft[]) => eventsOf(100, ...drafts);
const take = (row: AlignedRow, column: number): JudgementDraft => {
  const draft = takeDraft(row, column);
  if (!draft) throw new Error("nothing to take");
  return draft;
};

describe("decisions of an adjudicator", () => {
  it("accept, take, other, reject, add, with reasons; every event is a whole line of the judgement format", () => {
    const events = made(
      acceptDraft(first),
      reasonDraft(first.id, "Said outright."),
      take(second, 1),
      take(third, 1),
      says(patience, at(40, 44)),
      reasonDraft(idOf(104), "Nobody saw it."),
      done,
    );
    for (const event of events) expect(parseEvent(formatEvent(event))).toEqual({ status: "event", event });
    const state = fold(...events);
    expect(state.decisions.map(({ verdict, label: one, reason }) => [verdict, one?.value, reason])).toEqual([
      ["accepted", "honesty", "Said outright."],
      ["rejected", undefined, undefined],
      ["other", "mild_support", undefined],
      ["added", "patience", "Nobody saw it."],
    ]);
    expect(state.decisions[0]?.spans).toEqual([at(0, 10), at(5, 15)]);
    expect(state.decisions[2]?.from).toBe(idOf(12));
    const overview = layDecisions(rows, state);
    expect(overview).toMatchObject({ open: 0, disputed: 2, detached: [] });
    expect(overview.added).toHaveLength(1);
    expect(overview.rows.map(({ row, decision }) => decision && agreeingColumns(row, decision))).toEqual([
      [0, 1],
      [1],
      [1],
    ]);
    expect(adjudicatedResult(REF, columns, overview, state)).toEqual({
      conversation: REF,
      adjudicator: "ada",
      adjudicators: [{ name: "ada", isRater: false }],
      at: "2026-01-02T03:04:05.678Z",
      kinds: ["aiValue", "humanValue", "responseType"],
      labels: [
        { label: honesty, spans: [at(0, 10), at(5, 15)], reason: "Said outright." },
        { label: type("mild_support"), spans: [] },
        { label: patience, spans: [at(40, 44)], reason: "Nobody saw it." },
      ],
    });
  });

  it("the latest decision on a row counts; clearing and undoing go through the log", () => {
    const twice = made(acceptDraft(first), rejectDraft(first));
    expect(fold(...twice).decisions.map(({ verdict }) => verdict)).toEqual(["rejected"]);
    const undone = [...twice, eventOf(102, { kind: "retract", target: idOf(101) })];
    const { decisions } = fold(...undone);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(["accepted"]);
    const [only] = decisions;
    if (!only) throw new Error("a decision was wanted");
    expect(fold(...undone, eventOf(103, clearDraft(only))).decisions).toEqual([]);
    expect(fold(...undone.toReversed(), ...undone)).toEqual(fold(...undone));
  });

  it("a decision holds though raters change their minds; what came since is told", () => {
    const state = fold(...made(acceptDraft(first), otherDraft(second, honesty), done));
    const changed = alignLabels(
      [
        rater("ana", eventsOf(1, says(honesty, at(0, 10)), done)),
        rater("ben", eventsOf(11, says(honesty, at(5, 15)), done)),
        rater("cy", eventsOf(200, says(honesty, at(8, 9)), done)),
      ],
      TAXONOMY,
    );
    const overview = layDecisions(changed, state);
    expect(overview.rows[0]).toMatchObject({ decision: { verdict: "accepted" }, newSince: [idOf(200)] });
    expect(overview.detached.map(({ verdict }) => verdict)).toEqual(["other"]);
    // Both decisions say honesty: the gold set has it once, with all its evidence.
    expect(adjudicatedResult(REF, columns, overview, state)?.labels).toEqual([
      { label: honesty, spans: [at(0, 10), at(5, 15), at(20, 30)] },
    ]);
  });

  it("two adjudicators: the later overrules; whether one is a rater is told", () => {
    const state = foldAdjudication(
      [
        { adjudicator: "ana", events: [eventOf(150, rejectDraft(first))] },
        { adjudicator: "zoe", events: [eventOf(120, acceptDraft(first)), eventOf(160, done)] },
      ],
      HASH,
    );
    expect(state.decisions).toMatchObject([
      { adjudicator: "ana", verdict: "rejected", overrules: [{ adjudicator: "zoe", eventId: idOf(120) }] },
    ]);
    const result = adjudicatedResult(REF, columns, layDecisions(rows, state), state);
    expect(result).toMatchObject({
      adjudicator: "ana, zoe",
      adjudicators: [
        { name: "ana", isRater: true },
        { name: "zoe", isRater: false },
      ],
      labels: [],
    });
    // Two rows are open: values and response type aren't decided, but that nobody saw a human value is.
    expect(result?.kinds).toEqual(["humanValue"]);
  });

  it("nothing without decisions; not done is not decided; unanimity decides nothing by itself", () => {
    const none = fold();
    expect(adjudicatedResult(REF, columns, layDecisions(rows, none), none)).toBeUndefined();
    const notDone = fold(...made(acceptDraft(first), rejectDraft(second), acceptDraft(third)));
    expect(adjudicatedResult(REF, columns, layDecisions(rows, notDone), notDone)?.kinds).toEqual([]);
    const left = fold(...made(rejectDraft(second), done));
    expect(adjudicatedResult(REF, columns, layDecisions(rows, left), left)?.kinds).toEqual(["humanValue"]);
  });

  it("decisions on another version of the text, reasons and confirms without what they need are not applied", () => {
    const elsewhere = { ...eventOf(100, acceptDraft(first)), conversation: { id: "c1", hash: OTHER_HASH } };
    expect(fold(elsewhere).decisions).toEqual([]);
    const bare = eventOf(101, { kind: "confirm", target: first.id });
    const lost = eventOf(102, reasonDraft(idOf(7), "why"));
    expect(fold(bare, lost)).toMatchObject({ decisions: [], unresolved: [bare, lost] });
    const missing = alignLabels([...columns, rater("cy", [])], TAXONOMY)[0];
    expect(missing && takeDraft(missing, 2)).toBeUndefined();
  });
});
