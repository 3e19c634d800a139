/** Snapshots of the adjudication view, made by the host's own view of raters who are made up. */
import type { ConversationRef, Label } from "../../src/core/extraction/annotation.ts";
import type { JudgementDraft, JudgementEvent } from "../../src/core/review/judgement.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";
import { adjudicatedConversation, caseOf } from "../../src/host/adjudication/adjudication-view.ts";
import type { SaidOf } from "../../src/host/adjudication/messages.ts";
import type { AdjudicatedConversation, AdjudicationSnapshot } from "../../src/protocol/adjudication.ts";

const taxonomy = valuemarkCore();
const conversation: ConversationRef = { id: "chat-0042", hash: "h42" };
const RUN = {
  v: 1,
  id: "run-1",
  extractor: "local",
  extractorVersion: "1",
  taxonomy: { id: "valuemark-core", hash: "0" },
  settings: {},
} as const;

let ids = 0;

function value(at: number): Label {
  const node = taxonomy.nodes.filter(({ level }) => level === 0)[at];
  if (!node) throw new RangeError("no such value");
  return { kind: "aiValue", value: node.name, node: node.id };
}

function span(quote: string, start: number) {
  return { turn: 1, block: 0, start, end: start + quote.length, quote, hash: "b" };
}

function events(rater: string, drafts: readonly JudgementDraft[]): JudgementEvent[] {
  return drafts.map((draft) => ({
    ...draft,
    v: 1,
    id: `01J${String(++ids).padStart(23, "0")}`,
    at: "2026-03-02T09:00:00.000Z",
    rater,
    conversation,
    assist: "blind",
  }));
}

const said = (label: Label, quote: string, start: number): JudgementDraft => ({
  kind: "add",
  label,
  spans: [span(quote, start)],
});

const ANSWER = (answer: string): JudgementDraft => ({
  kind: "add",
  label: { kind: "responseType", value: answer },
  spans: [],
});
const HOSTILE: Label = { kind: "aiValue", value: "<img src=x onerror=alert(1)>", node: null };

const SAID: SaidOf = {
  raters: [
    {
      rater: "Amina Diallo",
      events: events("Amina Diallo", [
        said(value(0), "I’ll lay out both options so that you can weigh them yourself", 40),
        said(value(12), "please check this with a pharmacist before you change the dose", 180),
        said(value(25), "I’m sorry this week has been so hard", 0),
        ANSWER("reframing"),
        { kind: "done" },
      ]),
    },
    {
      rater: "Bo Lindqvist",
      events: events("Bo Lindqvist", [
        said(value(0), "both options so that you can weigh them yourself", 53),
        said(value(12), "please check this with a pharmacist before you change the dose", 180),
        ANSWER("mild_resistance"),
        { kind: "done" },
      ]),
    },
    {
      rater: "Chiara Conti",
      events: events("Chiara Conti", [
        said(value(0), "I’ll lay out both options", 40),
        said(HOSTILE, "so hard", 29),
        ANSWER("reframing"),
        { kind: "skip" },
        { kind: "done" },
      ]),
    },
  ],
  adjudicators: [],
  suggestions: [
    {
      id: "s1",
      run: RUN.id,
      conversation,
      label: value(12),
      spans: [span("check this with a pharmacist", 187)],
      score: 0.83,
    },
  ],
  run: RUN,
};

/** With the adjudicator's decisions on the first rows. */
export function caseView(options: { decide?: boolean; extractor?: boolean } = {}): AdjudicatedConversation {
  const { decide = true, extractor = true } = options;
  const open = caseOf(conversation, SAID, undefined, taxonomy, extractor);
  const [first, second] = open.overview.rows;
  const decisions: JudgementDraft[] =
    decide && first && second
      ? [
          {
            kind: "confirm",
            target: first.row.id,
            label: first.row.label,
            spans: first.row.spans,
            settles: first.row.events,
          },
          { kind: "comment", target: first.row.id, text: "Same passage; the longer quote shows it best." },
        ]
      : [];
  const own = { adjudicator: "Bo Lindqvist", events: events("Bo Lindqvist", decisions) };
  const found = caseOf(conversation, SAID, own, taxonomy, extractor);
  const disputed = found.overview.rows.find(
    ({ row, decision }) => !decision && row.agreement !== "unanimous",
  );
  return adjudicatedConversation(found, {
    key: "h42 chat-0042",
    title: "Changing the dose",
    text: undefined,
    adjudicator: "Bo Lindqvist",
    taxonomy,
    isWatched: () => false,
    selected: disputed?.row.id,
    drafts: [],
    frames: new Map([
      ["Amina Diallo", "blind"],
      ["Bo Lindqvist", "blind"],
      ["Chiara Conti", "assisted"],
    ]),
    undo: decide ? "reason" : undefined,
    redo: undefined,
  });
}

export function snapshotOf(
  screen: AdjudicationSnapshot["screen"],
  change: Partial<AdjudicationSnapshot> = {},
): AdjudicationSnapshot {
  return {
    revision: 1,
    key: "support-chats",
    corpus: "support-chats.jsonl",
    adjudicator: { name: "Bo Lindqvist", isRater: true },
    screen,
    queue: {
      of: 38,
      done: 11,
      current: 3,
      first: 0,
      onlyDisputed: false,
      items: Array.from({ length: 38 }, (_, at) => ({
        key: `h${at} chat-${at}`,
        title: `chat-${String(at + 1).padStart(4, "0")}`,
        disagreement: Math.max(0, 1 - at / 24),
        status: at > 4 && at < 16 ? ("done" as const) : ("open" as const),
      })),
    },
    extractor: { available: true, shown: true },
    saving: { pending: 0 },
    ...change,
  };
}

export function caseSnapshot(change: Partial<AdjudicationSnapshot> = {}, options = {}): AdjudicationSnapshot {
  return snapshotOf({ type: "conversation", conversation: caseView(options) }, change);
}
