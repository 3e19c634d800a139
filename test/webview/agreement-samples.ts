/** Reports worked out by the real statistics from raters who are made up, so that every figure on show is a true one. */
import { versionKey } from "../../src/core/agreement/collect.ts";
import { seededRandom, type Random } from "../../src/core/agreement/random.ts";
import type { ConversationRef, Label, Suggestion } from "../../src/core/extraction/annotation.ts";
import { RESPONSE_TYPES } from "../../src/core/extraction/annotation.ts";
import type { RunRecord } from "../../src/core/extraction/extractor.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../src/core/review/judgement.ts";
import type { Sample } from "../../src/core/sampling/sample.ts";
import type { Taxonomy } from "../../src/core/taxonomy/taxonomy.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";
import { AgreementEngine } from "../../src/host/agreement/engine.ts";
import type {
  AgreementReportView,
  AgreementSnapshot,
  DisagreementRow,
  GoldView,
  ReportChoices,
  UnavailableSection,
} from "../../src/protocol/agreement.ts";
import type { CorpusRecords } from "../../src/store/corpus-records.ts";

export const CHOICES: ReportChoices = { kind: "aiValue", level: 0, distance: "masi", frame: "all", seed: 1 };
const RATERS = ["Amina Diallo", "Bo Lindqvist", "Chiara <img src=x onerror=alert(1)>"];
const RUN: RunRecord = {
  v: 1,
  id: "run-1",
  extractor: "local word patterns",
  extractorVersion: "1",
  taxonomy: { id: "valuemark-core", hash: "0" },
  settings: {},
};

interface Made {
  readonly records: CorpusRecords;
  readonly looked: ReadonlyMap<string, ReadonlySet<string>>;
  readonly taxonomy: Taxonomy;
}

/** `conversations` by three raters; the second half of them rated with the run's suggestions in view. */
export function madeUp(conversations = 140): Made {
  const random = seededRandom(11);
  const taxonomy = valuemarkCore();
  const leaves = taxonomy.nodes.filter(({ level }) => level === 0);
  const used = Array.from({ length: 34 }, (_, at) => leaves[(at * 37) % leaves.length]).flatMap(
    (node) => node ?? [],
  );
  const events = RATERS.map((): JudgementEvent[] => []);
  const suggestions = new Map<string, Suggestion[]>();
  let clock = Date.parse("2026-03-02T09:00:00.000Z");
  for (let at = 0; at < conversations; at++) {
    const conversation = { id: `chat-${String(at + 1).padStart(4, "0")}`, hash: `h${at}` };
    const there = used.filter((_, rank) => random.uniform() < 0.5 / (1 + rank * 0.35));
    const type = random.below(5);
    const said = used.filter((node) => random.uniform() < (there.includes(node) ? 0.55 : 0.01));
    suggestions.set(
      versionKey(conversation),
      said.map((node, n) => ({
        id: `s${at}.${n}`,
        run: RUN.id,
        conversation,
        label: { kind: "aiValue", value: node.name, node: node.id },
        spans: [],
        score:
          Math.round((there.includes(node) ? 0.4 + 0.6 * random.uniform() : 0.7 * random.uniform()) * 100) /
          100,
      })),
    );
    RATERS.forEach((rater, place) => {
      if (random.uniform() < 0.12) return;
      clock += 45_000 + random.below(90_000);
      const assist: Assist = at < conversations * 0.6 ? "blind" : "suggested";
      const labels = used
        .filter((node) => {
          const seen = assist === "suggested" && said.includes(node) ? 0.15 : 0;
          return random.uniform() < (there.includes(node) ? 0.78 - 0.06 * place + seen : 0.012 + seen / 2);
        })
        .map((node): Label => ({ kind: "aiValue", value: node.name, node: node.id }));
      const shift = random.uniform() < 0.72 ? 0 : random.uniform() < 0.5 ? 1 : -1;
      const answer = RESPONSE_TYPES[Math.min(6, Math.max(0, type + shift))] ?? "reframing";
      labels.push({ kind: "responseType", value: answer });
      const own = events[place];
      const shown = assist === "suggested" ? (suggestions.get(versionKey(conversation)) ?? []) : [];
      own?.push(...eventsOf({ rater, conversation, assist, clock, random }, labels, shown));
    });
  }
  const records: CorpusRecords = {
    raters: RATERS.map((rater, at) => ({ rater, events: events[at] ?? [] })),
    adjudicators: [{ adjudicator: RATERS[0] ?? "", events: [] }],
    suggestions,
    runs: [RUN],
    samples: [trapsIn(suggestions)],
    problems: [{ file: "judgements/bo-lindqvist.jsonl", line: 17, reason: "not an event" }],
    async *results() {},
  };
  const looked = new Map([[RUN.id, new Set(suggestions.keys())]]);
  return { records, looked, taxonomy };
}

interface Sitting {
  readonly rater: string;
  readonly conversation: ConversationRef;
  readonly assist: Assist;
  readonly clock: number;
  readonly random: Random;
}

/** With suggestions in view each is confirmed or rejected; what was not suggested is added. */
function eventsOf(
  { rater, conversation, assist, clock, random }: Sitting,
  labels: readonly Label[],
  suggested: readonly Suggestion[],
): JudgementEvent[] {
  const isKept = ({ label }: Suggestion): boolean =>
    labels.some(({ node }) => node !== undefined && node === label.node);
  const drafts: JudgementDraft[] = [
    ...suggested.map((one): JudgementDraft => ({ kind: isKept(one) ? "confirm" : "reject", target: one.id })),
    ...labels
      .filter(({ node }) => !suggested.some(({ label }) => node !== undefined && label.node === node))
      .map((label): JudgementDraft => ({ kind: "add", label, spans: [] })),
    { kind: "done" },
  ];
  return drafts.map((draft, at) => ({
    ...draft,
    v: 1,
    id: `${String(clock).padStart(14, "0")}${String(at).padStart(3, "0")}${String(random.below(1e9)).padStart(9, "0")}`,
    at: new Date(clock + at * 500).toISOString(),
    rater,
    conversation,
    assist,
  }));
}

/** Every tenth of the first conversations, with its first suggestion as the answer. */
function trapsIn(suggestions: ReadonlyMap<string, readonly Suggestion[]>): Sample {
  const items = [...suggestions.values()].slice(0, 60).flatMap((own, at) => {
    const [first] = own;
    if (!first || at % 5 !== 0) return [];
    return [{ ...first.conversation, probability: 1, trap: { values: [first.label.value], not: [] } }];
  });
  return {
    v: 1,
    name: "pilot",
    drawnAt: "2026-03-01T09:00:00.000Z",
    drawnBy: "Amina Diallo",
    seed: 1,
    design: { type: "simple", size: items.length },
    frame: { rows: 1000, query: "", fingerprint: "0" },
    blind: true,
    raters: RATERS,
    items,
  };
}

/** The whole report, and the disagreements that the host would send. */
export async function report(
  choices: ReportChoices = CHOICES,
  made: Made = madeUp(),
): Promise<{ report: AgreementReportView; rows: readonly DisagreementRow[] }> {
  let view: AgreementReportView | undefined;
  const unavailable: UnavailableSection[] = [];
  const engine = new AgreementEngine(
    (message) => {
      if (message.type === "base") view = { ...message.base, unavailable: [] };
      else if (message.type === "sections" && view) view = { ...view, ...message.sections };
      else if (message.type === "unavailable") unavailable.push(message.section);
    },
    () => 0,
  );
  engine.use(made.records, made.looked, made.taxonomy);
  await engine.compute(1, choices);
  if (!view) throw new Error("no report");
  return { report: { ...view, unavailable }, rows: engine.rows(0, 500) };
}

export const GOLD: GoldView = {
  rule: { type: "votes", k: 2, of: 2 },
  counts: {
    conversations: 118,
    labels: 214,
    undecided: 22,
    kinds: [
      { kind: "aiValue", decided: 118, empty: 9, labels: 214, undecided: 22 },
      { kind: "responseType", decided: 97, empty: 0, labels: 97, undecided: 43 },
    ],
    reasons: [
      { what: "neither a label nor “none” has enough votes", count: 13 },
      { what: "rated by too few", count: 9 },
    ],
  },
  versions: [
    {
      name: "v1",
      at: "2026-03-20T10:00:00.000Z",
      rule: "given by at least 2 of at least 2 raters",
      conversations: 104,
      labels: 190,
    },
  ],
  formats: [
    { id: "jsonl", title: "Valuemark JSON Lines", what: "everything, to the letter" },
    { id: "csv", title: "CSV", what: "one row a label" },
  ],
  suggestedName: "v2",
  card: "# Gold set v2\n\n- conversations: 118\n- <script>alert(1)</script>\n",
};

export function snapshotOf(
  screen: AgreementSnapshot["screen"],
  change: Partial<AgreementSnapshot> = {},
): AgreementSnapshot {
  return {
    revision: 1,
    key: "support-chats",
    corpus: "support-chats.jsonl",
    rater: "Amina Diallo",
    screen,
    tasks: [],
    stopped: false,
    ...change,
  };
}
